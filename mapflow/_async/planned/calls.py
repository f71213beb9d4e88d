"""Requests about one planned search: what its handle and its resource have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from mapflow_openapi import views
from mapflow_openapi.api import planned as api

from mapflow._rules.response_match import about
from mapflow._views.base import as_object
from mapflow._views.planned import PlannedRecord
from mapflow.errors import InvalidInput

if TYPE_CHECKING:
    from mapflow._async.session import AsyncSession


def record_of(response: object) -> PlannedRecord:
    """The planned search in a response, which some operations wrap."""
    content = as_object(response, "the planned search")
    inner = views.TemplateDetail(content).template
    return PlannedRecord(content if inner is None else inner.raw)


async def get(session: AsyncSession, key: UUID) -> PlannedRecord:
    """Read a planned search."""
    return record_of(
        await session.transport.json(
            api.get_template._get_kwargs(key), check=about("planned search", key, views.Template)
        )
    )


async def pause(session: AsyncSession, key: UUID) -> PlannedRecord:
    """Stop searching for a while; read the planned search again."""
    before = await get(session, key)
    if not before.is_active:
        raise InvalidInput(f"The planned search {before.name!r} is paused already.")
    await session.transport.nothing(api.pause_template._get_kwargs(key))
    return await get(session, key)


async def resume(session: AsyncSession, key: UUID) -> PlannedRecord:
    """Go on searching; read the planned search again."""
    before = await get(session, key)
    if before.is_active:
        raise InvalidInput(f"The planned search {before.name!r} is active already.")
    await session.transport.nothing(api.resume_template._get_kwargs(key))
    return await get(session, key)


async def restart(session: AsyncSession, key: UUID) -> PlannedRecord:
    """Search again after a failure; read the planned search again."""
    before = await get(session, key)
    if before.status != "FAILED":
        raise InvalidInput(
            f"The planned search {before.name!r} cannot be restarted: it is {before.status}."
        )
    await session.transport.nothing(api.restart_template._get_kwargs(key))
    return await get(session, key)


async def delete(session: AsyncSession, key: UUID) -> None:
    """Delete a planned search."""
    await session.transport.nothing(api.delete_template._get_kwargs(key))

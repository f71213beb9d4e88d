"""Requests about one processing: what its handle and its resource have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from mapflow_openapi import models, views
from mapflow_openapi.api import processings as api

from mapflow._async.project_lookup import project_id
from mapflow._rules.response_match import about, of_project
from mapflow._views.base import as_list, unwrapped
from mapflow._views.processing import Area, ProcessingRecord
from mapflow.errors import ApiError, InvalidInput

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from mapflow._async.session import AsyncSession
    from mapflow._views.project import ProjectRecord

_GONE_PATH = frozenset({404, 405})
_BEST = 5


def get_request(session: AsyncSession, key: UUID) -> dict[str, Any]:
    """The request for a processing, in the version of the session."""
    operation = api.get_processing_v2 if session.v2 else api.get_processing
    request: dict[str, Any] = operation._get_kwargs(key)
    return request


async def get(session: AsyncSession, key: UUID) -> ProcessingRecord:
    """Read a processing."""
    raw = await session.transport.json(
        get_request(session, key), check=about("processing", key, views.Processing)
    )
    return ProcessingRecord(raw)


async def list_in(
    session: AsyncSession, project: UUID, *, v2: bool, members: Sequence[str] = ()
) -> list[object]:
    """List the processings of a project through one version of the API.

    With ``members``, those of each item are decoded at once, and the others when asked for.
    """
    operation = api.list_project_processings_v2 if v2 else api.list_project_processings
    response = await session.transport.json(
        operation._get_kwargs(project),
        many=True,
        members=members,
        check=of_project(project),
    )
    return as_list(response, "processings")


async def list_all(session: AsyncSession, *, members: Sequence[str] = ()) -> list[object]:
    """List the processings that the service gives without a project; see ``list_in``."""
    operation = api.list_processings_v2 if session.v2 else api.list_processings
    response = await session.transport.json(operation._get_kwargs(), many=True, members=members)
    return as_list(response, "processings")


async def list_areas(session: AsyncSession, key: UUID) -> list[Area]:
    """List the areas of a processing."""
    response = await session.transport.json(api.list_areas._get_kwargs(key), many=True)
    # Newer servers may wrap the list.
    return [Area(raw) for raw in unwrapped(response, "areas")]


async def rename(
    session: AsyncSession, key: UUID, name: str | None, description: str | None
) -> ProcessingRecord:
    """Change the name, the description, or both; read the processing again."""
    if name is None and description is None:
        raise InvalidInput("Nothing to change: give a name, a description, or both.")
    if session.v2:
        await _rename_v2(session, key, name, description)
        return await get(session, key)
    body = models.ProcessingUpdate()
    if name is not None:
        body.name = name
    if description is not None:
        body.description = description
    try:
        await session.transport.nothing(api.rename_processing._get_kwargs(key, body=body))
    except ApiError as error:
        if error.status not in _GONE_PATH:
            raise
        await session.transport.nothing(api.update_processing._get_kwargs(key, body=body))
    return await get(session, key)


async def _rename_v2(
    session: AsyncSession, key: UUID, name: str | None, description: str | None
) -> None:
    """Rename through version 2, which takes both texts at once."""
    before = await get(session, key)
    body = models.ProcessingUpdateV2(
        name=before.name if name is None else name,
        description=before.description if description is None else description,
    )
    await session.transport.nothing(api.update_processing_v2._get_kwargs(key, body=body))


async def move(
    session: AsyncSession, key: UUID, project: ProjectRecord | UUID | str
) -> ProcessingRecord:
    """Put a processing into another project; read it again."""
    body = models.ProcessingUpdate(project_id=await project_id(session, project))
    await session.transport.nothing(api.update_processing._get_kwargs(key, body=body))
    return await get(session, key)


async def rate(session: AsyncSession, key: UUID, rating: int, feedback: str) -> ProcessingRecord:
    """Rate the result of a processing; read it again."""
    before = await get(session, key)
    if not before.status.is_success:
        raise InvalidInput(
            f"Processing {key} has no result to rate: it is {before.status or 'unknown'}."
        )
    body = models.RatingRequest(rating=rating, feedback=feedback)
    await session.transport.nothing(api.rate_processing._get_kwargs(key, body=body))
    return await get(session, key)


def check_rating(rating: int) -> None:
    """Refuse what is not a rating."""
    if isinstance(rating, bool) or rating not in range(1, _BEST + 1):
        raise InvalidInput(f"A rating is 1 to 5, not {rating!r}.")


async def delete(session: AsyncSession, key: UUID) -> None:
    """Delete a processing."""
    await session.transport.nothing(api.delete_processing._get_kwargs(key))

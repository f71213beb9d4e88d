"""Requests about one processing: what its handle and its resource have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from mapflow_openapi import views
from mapflow_openapi.api import processings as api

from mapflow._display.listing import Listing
from mapflow._rules.response_match import about, of_project
from mapflow._views.base import as_list, unwrapped
from mapflow._views.processing import Area, ProcessingRecord

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from mapflow._async.session import AsyncSession


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
    return Listing((Area(raw) for raw in unwrapped(response, "areas")), kind=Area)

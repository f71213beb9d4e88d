"""Earlier processings as the areas of a batch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeAlias, cast

from mapflow._views.processing import ProcessingRecord
from mapflow.geometry import AreaLike, AreasLike, Geometry, as_geometry

if TYPE_CHECKING:
    from mapflow._async.client import AsyncMapflow

RowsLike: TypeAlias = (
    AreasLike
    | ProcessingRecord
    | Iterable[AreaLike | ProcessingRecord]
    | Mapping[str, AreaLike | ProcessingRecord]
)


async def with_earlier(client: AsyncMapflow, areas: RowsLike) -> AreasLike:
    """Put the areas of processings in the place of their handles.

    A processing by itself has a row for each of its areas; among others it is one row.
    """
    if isinstance(areas, ProcessingRecord):
        return [dict(each) for each in await _areas_of(client, areas)]
    if isinstance(areas, Mapping):
        given = cast("Mapping[str, object]", areas)
        return {name: await _one(client, each) for name, each in given.items()}
    if isinstance(areas, list) or type(areas) is tuple:
        return [await _one(client, each) for each in cast("list[object]", areas)]
    return cast("AreasLike", areas)


async def _one(client: AsyncMapflow, area: object) -> AreaLike:
    if isinstance(area, ProcessingRecord):
        return dict(as_geometry([dict(each) for each in await _areas_of(client, area)]))
    return cast("AreaLike", area)


async def _areas_of(client: AsyncMapflow, earlier: ProcessingRecord) -> list[Geometry]:
    found = await client.processings._sender.preparer.area_of(earlier, None)
    return [as_geometry(each) for each in cast("list[AreaLike]", found)]

"""Parts that several request bodies have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from mapflow_openapi import models

from mapflow import _arguments

if TYPE_CHECKING:
    from mapflow_openapi.types import Unset

    from mapflow.geometry import Geometry


class _Sorted(Protocol):
    sort_by: str | Unset
    sort_order: str | Unset


def api_geometry(outline: Geometry) -> models.Geometry:
    """The geometry as the low-level client takes it."""
    return models.Geometry.from_dict(dict(outline))


def sort(body: _Sorted, sort_by: str | None, *, descending: bool) -> None:
    """Write into a request how its list is sorted; None leaves that to the service."""
    if sort_by is not None:
        body.sort_by = _arguments.text(sort_by, "sort_by").upper()
        body.sort_order = "DESC" if descending else "ASC"

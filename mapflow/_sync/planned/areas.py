# Written by scripts/unasync.py from mapflow/_async/planned/areas.py; edit that file instead.
"""The areas of planned searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapflow import _arguments, geometry
from mapflow._arguments import or_unset
from mapflow._requests.parts import api_geometry
from mapflow._requests.references import identifier
from mapflow._views.base import as_object, whole
from mapflow.errors import InvalidInput
from mapflow_openapi import models, views
from mapflow_openapi.api import planned as api

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from mapflow._sync.session import Session
    from mapflow._views.planned import PlannedArea, PlannedRecord
    from mapflow.geometry import AreaLike

_LONGEST_NAME = 64


class PlanAreas:
    """Adding, changing and removing areas."""

    _session: Session

    def add_areas(
        self, plan: PlannedRecord | UUID | str, area: AreaLike, *, name: str | None = None
    ) -> int:
        """Add areas to a planned search.

        Args:
            plan: Its id, or a handle of it.
            area: The areas, in any form that ``processings.run`` takes; each polygon becomes one.
            name: Name of each, at most 64 characters.

        Returns:
            How many the service added.

        Raises:
            InvalidArea: The area cannot be used; the message names the place.
            InvalidInput: The name is too long.
            NotFound: The planned search does not exist, or belongs to another account.

        Example:
            ```python
            added = mf.planned.add_areas(plan, (37.31, 55.64, 37.32, 55.645), name="North")
            ```

        Operation: addTemplateAreas (POST /processings/template/{templateId}/aoi)
        """
        _check_name(name)
        parts = [
            models.AreaToAdd(geometry=api_geometry(polygon), name=or_unset(name))
            for polygon in polygons(geometry.as_geometry(area))
        ]
        kwargs = api.add_template_areas._get_kwargs(
            identifier(plan, "planned search"), body=models.AreasToAdd(aois=parts)
        )
        response = as_object(self._session.transport.json(kwargs), "the areas")
        return whole(views.AreasAdded(response).added_count) or 0

    def update_area(
        self,
        plan: PlannedRecord | UUID | str,
        area: PlannedArea | UUID | str,
        *,
        name: str | None = None,
        outline: AreaLike | None = None,
    ) -> None:
        """Change the name or the outline of one area of a planned search.

        Args:
            plan: Its id, or a handle of it.
            area: The area, as in ``plan.areas``, or its id.
            name: New name, at most 64 characters; None keeps the old one.
            outline: New outline, one polygon; None keeps the old one.

        Raises:
            InvalidInput: Nothing was given, or the name is too long.
            InvalidArea: The outline cannot be used; the message names the place.
            NotFound: The planned search or the area does not exist.

        Example:
            ```python
            mf.planned.update_area(plan, plan.areas[0], name="South")
            ```

        Operation: updateTemplateArea (POST /processings/template/{templateId}/aoi/{aoiId})
        """
        if name is None and outline is None:
            raise InvalidInput("Nothing to change: give a name, an outline, or both.")
        _check_name(name)
        body = models.AreaUpdate(name=or_unset(name))
        if outline is not None:
            shape = geometry.as_geometry(outline)
            if shape["type"] != "Polygon":
                raise InvalidInput("The outline of one area is one polygon.")
            body.geometry = api_geometry(shape)
        kwargs = api.update_template_area._get_kwargs(
            identifier(plan, "planned search"), _area_id(area), body=body
        )
        # The same change twice is the same as once, so it may be sent again.
        self._session.transport.nothing(kwargs, repeatable=True)

    def remove_areas(
        self, plan: PlannedRecord | UUID | str, areas: Iterable[PlannedArea | UUID | str]
    ) -> int:
        """Remove areas from a planned search.

        Args:
            plan: Its id, or a handle of it.
            areas: The areas, as in ``plan.areas``, or their ids.

        Returns:
            How many the service removed.

        Raises:
            InvalidInput: No area was given.
            NotFound: The planned search does not exist, or belongs to another account.

        Example:
            ```python
            removed = mf.planned.remove_areas(plan, plan.areas[1:] or plan.areas)
            ```

        Operation: removeTemplateAreas (DELETE /processings/template/{templateId}/aoi)
        """
        ids = [_area_id(area) for area in _arguments.items(areas, "areas")]
        if not ids:
            raise InvalidInput("No area was given.")
        kwargs = api.remove_template_areas._get_kwargs(
            identifier(plan, "planned search"), body=models.AreasToRemove(aoi_ids=ids)
        )
        response = as_object(self._session.transport.json(kwargs), "the areas")
        return whole(views.AreasRemoved(response).deleted_count) or 0


def polygons(outline: geometry.Geometry) -> list[geometry.PolygonGeometry]:
    """The polygons of a geometry, each by itself."""
    if outline["type"] == "Polygon":
        return [outline]
    return [{"type": "Polygon", "coordinates": rings} for rings in outline["coordinates"]]


def api_areas(outline: geometry.Geometry) -> models.PlannedAreas:
    """One feature for each polygon: the service passes over multi-polygons here."""
    features = [
        models.PlannedArea(
            type_="Feature", properties=models.PlannedAreaInfo(), geometry=api_geometry(polygon)
        )
        for polygon in polygons(outline)
    ]
    return models.PlannedAreas(type_="FeatureCollection", features=features)


def _area_id(area: PlannedArea | UUID | str) -> UUID:
    from mapflow._views.planned import PlannedArea

    return identifier(area.id if isinstance(area, PlannedArea) else area, "area")


def _check_name(name: str | None) -> None:
    if name is not None and len(_arguments.text(name, "name")) > _LONGEST_NAME:
        raise InvalidInput(f"The name has {len(name)} characters; the maximum is {_LONGEST_NAME}.")

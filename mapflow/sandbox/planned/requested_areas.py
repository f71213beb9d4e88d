"""The areas of a request, and how large they may be."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from mapflow.sandbox.accounts import Account
from mapflow.sandbox.areas.geometry import Polygon, polygons_of
from mapflow.sandbox.areas.measure import ellipsoidal_area_m2
from mapflow.sandbox.openapi.problems import bad_request
from mapflow.sandbox.planned.rows import NewArea
from mapflow.sandbox.store import Database

AREA_MEMBERS: Final = ("aoi", "aoiDetails")
_LONGEST_NAME: Final = 64
TOO_LITTLE_LEFT: Final = "You don't have enough limit, please contact admin!"
"""A published client compares the whole sentence."""


def areas_of_search(search: Mapping[str, Any]) -> list[NewArea]:
    """Return the areas of ``searchParams``.

    Features of ``aoiDetails`` with anything but a Polygon are ignored, as the service does with a
    MultiPolygon. The older ``aoi`` counts without ``aoiDetails``.

    Raises:
        Problem: 400, there is neither, or a polygon is malformed.
    """
    details, older = search.get("aoiDetails"), search.get("aoi")
    if details is not None:
        features: list[dict[str, Any]] = details.get("features") or []
        return [area for feature in features for area in _of_feature(feature)]
    if older is None:
        raise bad_request("searchParams needs areas: aoiDetails")
    return [NewArea(polygon) for polygon in polygons_of(older)]


def areas_to_add(body: Mapping[str, Any]) -> list[NewArea]:
    """Return the areas of a request to add some; each polygon of a MultiPolygon is one.

    Raises:
        Problem: 400, there is neither ``geometry`` nor ``aois``, or both, or one is malformed.
    """
    if ("geometry" in body) == ("aois" in body):
        raise bad_request("send either geometry or aois")
    wanted: list[dict[str, Any]] = body.get("aois", [body])
    if not wanted:
        raise bad_request("aois is empty")
    return [
        NewArea(polygon, each.get("name"))
        for each in wanted
        for polygon in polygons_of(each["geometry"])
    ]


def without_taken_ids(areas: Sequence[NewArea], database: Database) -> list[NewArea]:
    """Return the areas, those with an identifier that exists already getting another."""
    used: set[str] = set()
    result: list[NewArea] = []
    for area in areas:
        taken = area.id is None or area.id in used
        if area.id is not None and not taken:
            used.add(area.id)
            known = database.one("SELECT 1 FROM template_areas WHERE id = ?", area.id)
            taken = known is not None
        result.append(NewArea(area.polygon, area.name, None if taken else area.id))
    return result


def check_size(polygons: Iterable[Polygon], account: Account) -> None:
    """Refuse what is larger than one planned search of the account may be.

    Raises:
        Problem: 400, in the very words that a published client knows.
    """
    limit = account.settings.templateAreaLimit
    area_m2 = sum(ellipsoidal_area_m2(polygon) for polygon in polygons)
    if limit and area_m2 > limit:
        raise bad_request(TOO_LITTLE_LEFT)


def _of_feature(feature: Mapping[str, Any]) -> list[NewArea]:
    geometry: dict[str, Any] = feature.get("geometry") or {}
    if geometry.get("type") != "Polygon":
        return []
    known: dict[str, Any] = feature.get("properties") or {}
    identifier = known.get("id") or feature.get("id")
    if len(known.get("name") or "") > _LONGEST_NAME:
        raise bad_request(f"the name of an area has at most {_LONGEST_NAME} characters")
    [polygon] = polygons_of(geometry)
    return [NewArea(polygon, known.get("name"), identifier.lower() if identifier else None)]

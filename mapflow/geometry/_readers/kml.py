"""KML: polygons in folders, among pins and paths."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from mapflow.geometry._readers.found import Found
from mapflow.geometry._readers.layers import choose
from mapflow.geometry._readers.tables import TableRow, read_rows
from mapflow.geometry._readers.xml import parse_xml, tag_of

_ROOT: Final = re.compile(
    r"\s*(?:<\?xml[^>]*\?>)?(?:\s|<!--.*?-->)*<(?:[\w.-]+:)?kml\b", re.DOTALL | re.IGNORECASE
)
_DOCTYPE: Final = re.compile(r"<!DOCTYPE\b", re.IGNORECASE)
_FOLDERS: Final = ("Document", "Folder")
_LINK: Final = "NetworkLink"
#: What covers no area, as GeoJSON has it.
_NOT_POLYGONS: Final = {
    **{name: name for name in ("Point", "LineString", "LinearRing")},
    **dict.fromkeys(("Track", "MultiTrack"), "LineString"),
}
_OMITTED: Final = {
    _LINK: "network link",
    "GroundOverlay": "ground overlay",
    "PhotoOverlay": "photo overlay",
    "ScreenOverlay": "screen overlay",
}
_COMMA: Final = re.compile(r"\s*,\s*")


@dataclass(slots=True, eq=False)
class _Folder:
    """A folder and what it is in; thousands may stand one in the other."""

    name: str
    parent: _Folder | None
    is_known: bool = False
    is_chosen: bool = False


def is_kml(text: str) -> bool:
    """Return whether a text is KML that draws something, even if it defines entities."""
    if "oordinates" not in text:
        return False
    return begins_as_kml(text) or (_DOCTYPE.search(text[:4000]) is not None and "<kml" in text)


def begins_as_kml(text: str) -> bool:
    """Return whether a text is KML, of whatever content."""
    return _ROOT.match(text[:4000]) is not None


def read_kml(content: bytes | str, found: Found) -> None:
    """Collect the polygons of all folders; pins and paths are omitted, with a warning."""
    root = parse_xml(content, found, "KML")
    placemarks = list(_placemarks(root))
    if tag_of(root) != "kml" and not placemarks:
        raise found.refuse(
            "bad_file",
            f"the file is not KML: it begins with <{tag_of(root)[:40]}>.",
            "Save it as KML, KMZ or GeoJSON.",
        )
    if found.layer is not None:
        placemarks = _chosen(placemarks, found)
    tags = [tag_of(element) for element in root.iter()]
    if not placemarks and _LINK in tags:
        raise found.refuse(
            "empty",
            "the KML only links to other files.",
            "Open the link, and save what it shows as KML.",
        )
    found.left_out.update(sorted(_OMITTED[tag] for tag in tags if tag in _OMITTED))
    read_rows("placemark", _rows(each for _, each in placemarks), found)


def _rows(placemarks: Iterable[Element]) -> Iterator[TableRow]:
    for placemark in placemarks:
        shapes = [shape for child in placemark for shape in _geometry(child)]
        yield _properties(placemark), placemark.get("id"), shapes


def _placemarks(root: Element) -> Iterator[tuple[_Folder | None, Element]]:
    """Go through the folders in order; give each placemark with the folder that it is in."""
    left: list[tuple[_Folder | None, Element]] = [(None, root)]
    while left:
        folder, element = left.pop()
        if tag_of(element) == "Placemark":
            yield folder, element
            continue
        if tag_of(element) in _FOLDERS:
            folder = _Folder(_text_of(element, "name"), folder)
        left.extend((folder, child) for child in reversed(element))


def _chosen(
    placemarks: list[tuple[_Folder | None, Element]], found: Found
) -> list[tuple[_Folder | None, Element]]:
    """Keep the placemarks that are in the folder asked for, or in a folder in it."""
    around = [each for folder, _ in placemarks for each in _new_around(folder)]
    names = dict.fromkeys(each.name for each in around if each.name)
    chosen = choose(found, list(names), "folder")
    # Outer folders come before those in them.
    for each in around:
        each.is_chosen = each.name == chosen or (each.parent is not None and each.parent.is_chosen)
    return [each for each in placemarks if each[0] is not None and each[0].is_chosen]


def _new_around(folder: _Folder | None) -> list[_Folder]:
    """The folders around a placemark that were not met yet, the outermost first."""
    chain: list[_Folder] = []
    while folder is not None and not folder.is_known:
        folder.is_known = True
        chain.append(folder)
        folder = folder.parent
    return chain[::-1]


def _geometry(element: Element) -> Iterator[dict[str, object]]:
    """The geometries of an element as GeoJSON, or none if the element is something else."""
    left = [element]
    while left:
        each = left.pop()
        kind = tag_of(each)
        if kind == "MultiGeometry":
            left.extend(reversed(each))
        elif kind == "Polygon":
            for rings in _polygons(each):
                yield {"type": "Polygon", "coordinates": rings}
        elif kind in _NOT_POLYGONS:
            yield {"type": _NOT_POLYGONS[kind], "coordinates": []}


def _polygons(polygon: Element) -> list[list[list[list[object]]] | None]:
    """The rings of a polygon; of one with several outer rings, which programs write, each."""
    outer, inner = (
        [
            _positions(ring)
            for boundary in polygon
            if tag_of(boundary) == side
            for ring in boundary.iter()
            if tag_of(ring) == "LinearRing"
        ]
        for side in ("outerBoundaryIs", "innerBoundaryIs")
    )
    if not outer:
        return [None]
    if len(outer) > 1 and not inner:
        return [[ring] for ring in outer]
    # Whose holes they are is not known: all but the first ring are judged as holes.
    return [[*outer, *inner]]


def _positions(ring: Element) -> list[list[object]]:
    text = _COMMA.sub(",", _text_of(ring, "coordinates"))
    return [[_number(word) for word in position.split(",")] for position in text.split()]


def _number(word: str) -> object:
    try:
        return float(word)
    except ValueError:
        return word


def _properties(placemark: Element) -> dict[str, object]:
    properties: dict[str, object] = {}
    for element in placemark.iter():
        if tag_of(element) == "Data":
            properties[element.get("name", "")] = _text_of(element, "value")
        elif tag_of(element) == "SimpleData":
            properties[element.get("name", "")] = (element.text or "").strip()
    for child in placemark:
        if tag_of(child) in ("name", "description"):
            properties[tag_of(child)] = (child.text or "").strip()
    return properties


def _text_of(element: Element, name: str) -> str:
    return next(((child.text or "").strip() for child in element if tag_of(child) == name), "")

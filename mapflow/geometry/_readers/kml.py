"""KML: polygons in folders, among pins and paths."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NoReturn, cast
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from mapflow.geometry._readers.found import Found
from mapflow.geometry._readers.geojson import read_mapping
from mapflow.geometry._readers.layers import choose
from mapflow.geometry._refusals import inside, refuse

_ROOT: Final = re.compile(
    r"\s*(?:<\?xml[^>]*\?>)?(?:\s|<!--.*?-->)*<(?:[\w.-]+:)?kml\b", re.DOTALL | re.IGNORECASE
)
_DOCTYPE: Final = re.compile(r"<!DOCTYPE\b", re.IGNORECASE)
_FOLDERS: Final = ("Document", "Folder")
_SINGLE: Final = {"Point": "Point", "LineString": "LineString", "LinearRing": "LinearRing"}
_OVERLAYS: Final = {
    "GroundOverlay": "ground overlay",
    "PhotoOverlay": "photo overlay",
    "ScreenOverlay": "screen overlay",
}
_TRACKS: Final = ("Track", "MultiTrack")
_COMMA: Final = re.compile(r"\s*,\s*")


class _Folder:
    """A folder and what it is in; thousands may stand one in the other."""

    __slots__ = ("is_chosen", "is_known", "name", "parent")

    def __init__(self, name: str, parent: _Folder | None) -> None:
        self.name = name
        self.parent = parent
        self.is_known = False
        self.is_chosen = False


class _HasDoctype(Exception):  # raised through the parser, never shown
    """The document defines entities, which could be made to fill the memory."""


class _Builder(TreeBuilder):
    def doctype(self, _name: str, _public: str | None, _system: str | None) -> NoReturn:
        """Stop at a document type: KML has none, and expanding entities may never end."""
        raise _HasDoctype


def is_kml(text: str) -> bool:
    """Tell whether a text is KML that draws something, even if it defines entities."""
    if "oordinates" not in text:
        return False
    return begins_as_kml(text) or (_DOCTYPE.search(text[:4000]) is not None and "<kml" in text)


def begins_as_kml(text: str) -> bool:
    """Tell whether a text is KML, of whatever content."""
    return _ROOT.match(text[:4000]) is not None


def read_kml(content: bytes | str, found: Found, *, where: str) -> None:
    """Collect the polygons of all folders; pins and paths are omitted, with a warning."""
    root = parse_xml(content, where, "KML")
    if tag_of(root) != "kml" and next(_placemarks(root), None) is None:
        raise refuse(
            "bad_file",
            f"the file is not KML: it begins with <{tag_of(root)[:40]}>.",
            where=where,
            hint="Save it as KML, KMZ or GeoJSON.",
        )
    placemarks = list(_placemarks(root))
    if found.layer is not None:
        around = {id(each): each for folder, _ in placemarks for each in _new_around(folder)}
        names = dict.fromkeys(each.name for each in around.values() if each.name)
        chosen = choose(found, list(names), where, "folder")
        # Outer folders come before those in them.
        for each in around.values():
            each.is_chosen = each.name == chosen or (
                each.parent is not None and each.parent.is_chosen
            )
        placemarks = [each for each in placemarks if each[0] is not None and each[0].is_chosen]
    links = sum(tag_of(each) == "NetworkLink" for each in root.iter())
    if not placemarks and links:
        raise refuse(
            "empty",
            "the KML only links to other files.",
            where=where,
            hint="Open the link, and save what it shows as KML.",
        )
    found.leaves_out = True
    if links:
        found.left_out["network link"] += links
    for element in root.iter():
        if kind := _OVERLAYS.get(tag_of(element)):
            found.left_out[kind] += 1
    for number, (_, placemark) in enumerate(placemarks):
        place = inside(where, f"placemark {number}")
        shapes = [shape for child in placemark for shape in _geometry(child)]
        with found.item(place), found.row(place, _properties(placemark), placemark.get("id")):
            for shape in shapes:
                read_mapping(shape, found, where=place)


def parse_xml(content: bytes | str, where: str, kind: str) -> Element:
    """Parse XML that may come from anywhere."""
    parser = XMLParser(target=_Builder())  # noqa: S314  # entities are refused by the builder
    try:
        parser.feed(content)
        return parser.close()
    except _HasDoctype:
        what = "it defines a document type, which is not read"
        hint = "Remove the <!DOCTYPE ...> from its beginning."
    except ParseError as error:
        what, hint = str(error), "Check that it is complete."
    except (ValueError, LookupError, UnicodeError) as error:
        what, hint = str(error), "Save it as UTF-8."
    raise refuse(
        "bad_file",
        f"the file cannot be read as {kind}: {what}.",
        where=where,
        hint=hint,
    )


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


def _new_around(folder: _Folder | None) -> list[_Folder]:
    """The folders around a placemark that were not met yet, the outermost first."""
    chain: list[_Folder] = []
    while folder is not None and not folder.is_known:
        folder.is_known = True
        chain.append(folder)
        folder = folder.parent
    return chain[::-1]


def _geometry(element: Element) -> list[dict[str, object]]:
    """One geometry as GeoJSON, or none if the element is something else."""
    flat: list[dict[str, object]] = []
    left = [element]
    while left:
        each = left.pop()
        kind = tag_of(each)
        if kind == "MultiGeometry":
            left.extend(reversed(each))
        elif kind == "Polygon":
            flat.extend({"type": "Polygon", "coordinates": rings} for rings in _polygons(each))
        elif kind in _SINGLE:
            flat.append({"type": _SINGLE[kind], "coordinates": []})
        elif kind in _TRACKS:
            flat.append({"type": "LineString", "coordinates": []})
    return flat


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
    text = _text_of(ring, "coordinates")
    return [
        [_number(word) for word in position.split(",")]
        for position in _COMMA.sub(",", text).split()
    ]


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


def tag_of(element: Element) -> str:
    """The name of an element without its namespace."""
    # Of a comment or an instruction it is a function.
    tag = cast("object", element.tag)
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""

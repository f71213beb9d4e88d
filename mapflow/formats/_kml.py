"""KML: a placemark for each feature, coloured by class."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, cast
from xml.sax.saxutils import escape, quoteattr

from mapflow._results.classes import Kind, Style, styles
from mapflow._results.shapes import COLLECTION
from mapflow.formats._format import Format, Source
from mapflow.formats._heights import has_heights
from mapflow.formats._names import Names
from mapflow.formats._records import Record, Records, Survey, as_cell, as_text
from mapflow.formats._texts import for_xml, replaced

_OPACITY: Final = "99"
_PARTS: Final = {
    "MultiPoint": "Point",
    "MultiLineString": "LineString",
    "MultiPolygon": "Polygon",
}


def _write(source: Source, target: Path, /) -> Sequence[str]:
    records = Records(source)
    survey = Survey.of(records)
    names = survey.columns("geometry")
    looks = styles(list(survey.kinds))
    numbers = {kind: number for number, kind in enumerate(looks)}
    texts = _Texts()
    with target.open("w", encoding="utf-8", newline="\n") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        file.write('<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document>\n')
        name = f"<name>{texts.escaped(source.name)}</name>\n"
        file.write(name)
        for kind, number in numbers.items():
            file.write(_style(number, looks[kind]))
        # GDAL finds no layer in a document without a folder or a placemark.
        file.write(f"<Folder>{name}")
        for record in records:
            file.writelines(_placemark(record, names, looks, numbers, texts))
        file.write("</Folder>\n</Document>\n</kml>\n")
    return [*records.notices(), *texts.notices()]


def _style(number: int, look: Style) -> str:
    """The colours of a class, which KML writes as opacity, blue, green and red."""
    red, green, blue = (look.colour[at : at + 2] for at in (1, 3, 5))
    return (
        f'<Style id="class{number}">'
        f"<LineStyle><color>ff{blue}{green}{red}</color><width>2</width></LineStyle>"
        f"<PolyStyle><color>{_OPACITY}{blue}{green}{red}</color></PolyStyle></Style>\n"
    )


def _placemark(
    record: Record,
    names: Names,
    looks: dict[Kind, Style],
    numbers: dict[Kind, int],
    texts: _Texts,
) -> Iterator[str]:
    own = record.properties.get("name")
    label = own if isinstance(own, str) and own else looks[record.kind].label
    yield f"<Placemark><name>{texts.escaped(label)}</name>"
    yield f"<styleUrl>#class{numbers[record.kind]}</styleUrl><ExtendedData>"
    if names.id and record.id is not None:
        yield texts.data(names.id, record.id)
    for name, value in record.properties.items():
        if value is not None:
            yield texts.data(names.properties[name], as_cell(name, value))
    if names.class_name and record.class_name is not None:
        yield texts.data(names.class_name, record.class_name)
    yield "</ExtendedData>"
    if record.geometry is not None:
        yield _geometry(record.geometry, has_heights(record.geometry))
    yield "</Placemark>\n"


class _Texts:
    """Makes XML of texts, and counts those that it cannot hold."""

    def __init__(self) -> None:
        self._replaced = 0

    def data(self, name: str, value: object) -> str:
        """A property of a placemark."""
        if isinstance(value, bool):
            value = "true" if value else "false"
        quoted = quoteattr(for_xml(name))
        return f"<Data name={quoted}><value>{self.escaped(as_text(value))}</value></Data>"

    def escaped(self, text: str) -> str:
        """A text between tags; of a bare carriage return a reader would make a new line."""
        held = for_xml(text)
        self._replaced += held != text
        return escape(held, {"\r": "&#13;"})

    def notices(self) -> list[str]:
        """What the file cannot hold."""
        return replaced(self._replaced)


def _geometry(geometry: Mapping[str, object], has_z: bool) -> str:
    kind = cast("str", geometry["type"])
    if kind == COLLECTION:
        members = cast("Sequence[Mapping[str, object]]", geometry["geometries"])
        return f"<MultiGeometry>{''.join(_geometry(m, has_z) for m in members)}</MultiGeometry>"
    coordinates = cast("Sequence[Sequence[object]]", geometry["coordinates"])
    if kind in _PARTS:
        parts = "".join(_part(_PARTS[kind], each, has_z) for each in coordinates)
        return f"<MultiGeometry>{parts}</MultiGeometry>"
    return _part(kind, coordinates, has_z)


def _part(kind: str, coordinates: Sequence[object], has_z: bool) -> str:
    if not coordinates:
        return "<MultiGeometry></MultiGeometry>"
    # Without this word Google Earth lays everything on the ground, heights or not.
    mode = "<altitudeMode>absolute</altitudeMode>" if has_z else ""
    if kind == "Point":
        return f"<Point>{mode}{_positions([coordinates], has_z)}</Point>"
    if kind == "LineString":
        return f"<LineString>{mode}{_positions(coordinates, has_z)}</LineString>"
    outer, *inner = (
        f"<LinearRing>{_positions(cast('Sequence[object]', ring), has_z)}</LinearRing>"
        for ring in coordinates
    )
    holes = "".join(f"<innerBoundaryIs>{ring}</innerBoundaryIs>" for ring in inner)
    return f"<Polygon>{mode}<outerBoundaryIs>{outer}</outerBoundaryIs>{holes}</Polygon>"


def _positions(positions: Sequence[object], has_z: bool) -> str:
    width = 3 if has_z else 2
    path = cast("Sequence[Sequence[object]]", positions)
    inside = " ".join([",".join([repr(n) for n in position[:width]]) for position in path])
    return f"<coordinates>{inside}</coordinates>"


KML: Final = Format("KML", (".kml",), _write)

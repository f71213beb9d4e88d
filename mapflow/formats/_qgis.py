"""How QGIS draws features: a style in its own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from xml.sax import saxutils

from mapflow._results.classes import Kind, Style, styles
from mapflow.formats._texts import for_xml

#: What QGIS calls the symbols of points, lines and polygons, and the layers of these.
_SYMBOLS: Final = {
    "point": ("marker", "SimpleMarker", 0),
    "line": ("line", "SimpleLine", 1),
    "polygon": ("fill", "SimpleFill", 2),
}
_OPACITY: Final = 153


def style(
    kinds: Mapping[Kind, tuple[object, object]], shape: str, *, object_type: str, class_id: str
) -> str:
    """The style of a layer, coloured by class, or by what the features are.

    Args:
        kinds: What the features are, with their own words for object type and class.
        shape: ``point``, ``line`` or ``polygon``.
        object_type: The column of the object types.
        class_id: The column of the classes.

    Returns:
        A document for the column ``styleQML`` of QGIS.
    """
    looks = styles(list(kinds))
    has_classes = any(kind.class_id for kind in kinds)
    column = class_id if has_classes else object_type
    by_value: dict[str, Style] = {}
    for kind, (own_type, _) in kinds.items():
        value = kind.class_id if has_classes else "" if own_type is None else str(own_type)
        by_value.setdefault(value, looks[kind])
    if len(by_value) < 2:
        look = next(iter(by_value.values()), Style("Features", "#ff6b35"))
        return _document(
            f'<renderer-v2 type="singleSymbol"><symbols>{_symbol(0, look, shape)}</symbols>'
            "</renderer-v2>",
            shape,
        )
    categories = "".join(
        f'<category value={_quoted(value)} symbol="{number}" label={_quoted(look.label)}'
        ' render="true" type="string"/>'
        for number, (value, look) in enumerate(by_value.items())
    )
    symbols = "".join(_symbol(number, look, shape) for number, look in enumerate(by_value.values()))
    return _document(
        f'<renderer-v2 type="categorizedSymbol" attr={_quoted(column)}>'
        f"<categories>{categories}</categories><symbols>{symbols}</symbols></renderer-v2>",
        shape,
    )


def _quoted(text: str) -> str:
    """A text as the value of an attribute."""
    return saxutils.quoteattr(for_xml(text))


def _document(renderer: str, shape: str) -> str:
    number = _SYMBOLS[shape][2]
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
        f'<qgis version="3.22.0" styleCategories="Symbology">{renderer}'
        f"<layerGeometryType>{number}</layerGeometryType></qgis>\n"
    )


def _symbol(number: int, look: Style, shape: str) -> str:
    kind, layer, _ = _SYMBOLS[shape]
    red, green, blue = (int(look.colour[at : at + 2], 16) for at in (1, 3, 5))
    solid, clear = f"{red},{green},{blue},255", f"{red},{green},{blue},{_OPACITY}"
    options = {
        "marker": {"color": clear, "outline_color": solid, "size": "2"},
        "line": {"line_color": solid, "line_width": "0.5"},
        "fill": {"color": clear, "outline_color": solid, "outline_width": "0.3"},
    }[kind]
    # Options are read since version 3.26, properties until then.
    inside = "".join(
        f'<Option name="{name}" type="QString" value="{value}"/>' for name, value in options.items()
    )
    older = "".join(f'<prop k="{name}" v="{value}"/>' for name, value in options.items())
    return (
        f'<symbol name="{number}" type="{kind}" alpha="1"><layer class="{layer}" enabled="1"'
        f' pass="0" locked="0"><Option type="Map">{inside}</Option>{older}</layer></symbol>'
    )

"""Names and colours of what the models find."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Final, NamedTuple, cast

from mapflow._results.properties import as_text

# Classes of buildings and of forest heights are documented; the colours are ours, chosen to stand
# apart from each other and from roofs and greenery.
_CLASSES: Final[dict[tuple[str, str], tuple[str, str]]] = {
    ("building", ""): ("Buildings", "#ff6b35"),
    ("building", "101"): ("Apartment buildings", "#ef476f"),
    ("building", "102"): ("Private houses", "#ffd60a"),
    ("building", "103"): ("Industrial buildings", "#9b5de5"),
    ("building", "104"): ("Commercial buildings", "#00bbf9"),
    ("building", "105"): ("Other non-residential buildings", "#06d6a0"),
    ("forest", ""): ("Forest", "#7ae582"),
    ("forest", "00m-04m"): ("Low vegetation, below 4 m", "#d9ed92"),
    ("forest", "04m-10m"): ("Medium forest, 4 to 10 m", "#76c893"),
    ("forest", "10m-99m"): ("High forest, above 10 m", "#168aad"),
    ("road", ""): ("Roads", "#ffbe0b"),
    ("crown", ""): ("Tree crowns", "#b5e48c"),
    ("waterbody", ""): ("Water", "#4cc9f0"),
    ("field", ""): ("Fields", "#f4a261"),
    ("construction", ""): ("Construction sites", "#f15bb5"),
    ("landuse", ""): ("Land use", "#e9c46a"),
    ("", ""): ("Features", "#ff6b35"),
}
_SPARE: Final = ("#f72585", "#4361ee", "#80ed99", "#ffca3a", "#c77dff", "#2ec4b6", "#ff9f1c")


class Kind(NamedTuple):
    """What a feature is, in the words of the result: its object type and its class."""

    object_type: str
    class_id: str


def kind_of(properties: object) -> Kind:
    """The kind of a feature; singular and plural of an object type are the same kind."""
    if not isinstance(properties, Mapping):
        return Kind("", "")
    held = cast("Mapping[str, object]", properties)
    word = _text(held.get("object_type")).lower()
    if word.endswith("bodies"):
        word = word.removesuffix("ies") + "y"
    elif word.endswith("s") and not word.endswith("ss"):
        word = word.removesuffix("s")
    return Kind(word, _text(held.get("class_id")))


def _text(value: object) -> str:
    """A value as text; a number may have become one with a point in a table."""
    if isinstance(value, float):
        if not isfinite(value):
            return ""
        value = int(value) if value.is_integer() else value
    return "" if value is None or value is False else as_text(value).strip()


class Style(NamedTuple):
    """How a kind is called in the legend, and its colour as ``#rrggbb``."""

    label: str
    colour: str


def styles(kinds: list[Kind]) -> dict[Kind, Style]:
    """One style for each kind; unknown kinds get a spare colour in order of appearance."""
    found: dict[Kind, Style] = {}
    spare = 0
    for kind in kinds:
        if kind in _CLASSES:
            found[kind] = Style(*_CLASSES[kind])
            continue
        base = _CLASSES.get((kind.object_type, ""))
        name = base[0] if base else kind.object_type.capitalize() or "Features"
        label = f"{name}, class {kind.class_id}" if kind.class_id else name
        found[kind] = Style(label, _SPARE[spare % len(_SPARE)])
        spare += 1
    return found


def class_name(kind: Kind) -> str | None:
    """The documented name of a class; None for a class without one."""
    return _CLASSES[kind][0] if kind.class_id and kind in _CLASSES else None

"""Says what something is that was taken for a result, in a few words."""

from __future__ import annotations

from typing import Final, cast

from mapflow._masking.secrets import mask_text
from mapflow._text.unicode import clean_text

_SHOWN: Final = 120
# Where services put their messages.
_SAYING: Final = ("error", "message", "detail", "title", "description", "code", "status")
_GEOMETRIES: Final = (
    "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon",
    "GeometryCollection",
)  # fmt: skip


def wrong_features(features: object) -> str:
    """What stands where a list of features should."""
    if isinstance(features, list):
        items = cast("list[object]", features)
        odd = next((item for item in items if not isinstance(item, dict)), None)
        if all(isinstance(item, dict) for item in items):
            return "two lists of features"
        return f"{_kind(odd)} among its features"
    return f"{_kind(features)} as its features"


def what_else(members: dict[str, object]) -> str:
    """What a JSON object is that is not a result, with its message."""
    kind = members.get("type")
    if kind == "Feature":
        return "a single Feature"
    if kind in _GEOMETRIES:
        return f"a geometry ({kind})"
    said = next((text for name in _SAYING if (text := _said(members.get(name)))), None)
    if said is not None:
        return f"a message: {said!r}"
    if isinstance(kind, str):
        return f"an object of the type {_shortened(clean_text(kind))!r}"
    names = ", ".join(repr(_shortened(clean_text(name))) for name in list(members)[:5])
    return f"an object with {names}" if names else "an empty object"


def _said(value: object) -> str | None:
    """The text of a message, which may lie one level deeper."""
    if isinstance(value, dict):
        inner = cast("dict[str, object]", value)
        return next((text for name in _SAYING if (text := _said(inner.get(name)))), None)
    if isinstance(value, str) and value.strip():
        return mask_text(_shortened(" ".join(value.split())))
    return None


def _shortened(text: str) -> str:
    """The beginning of a text in whole words: half a secret could not be told from another word."""
    if len(text) <= _SHOWN:
        return text
    return f"{text[: _SHOWN + 1].rpartition(' ')[0]} …".lstrip()


def _kind(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, str):
        return "a text"
    if isinstance(value, dict):
        return "an object"
    return "a list" if isinstance(value, list) else "a number"


def what_is(value: object) -> str:
    """What a JSON value is."""
    if isinstance(value, dict):
        members = cast("dict[str, object]", value)
        return (
            "a FeatureCollection"
            if members.get("type") == "FeatureCollection"
            else what_else(members)
        )
    return _kind(value)

"""The name and the value of a member as people read them: the unit is in the name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from os import PathLike, fspath
from pathlib import Path
from typing import Final, cast

from mapflow._masking.secrets import mask_text
from mapflow._text.numbers import amount
from mapflow._text.unicode import showable

#: Maximum length of a value in a cell.
_LONGEST: Final = 200
_NAMED: Final = 5
_KILO: Final = 1000
#: Below this, square metres say more.
_SMALL_M2: Final = 10_000
_CREDITS: Final = frozenset(
    {"cost", "known_cost", "spent", "budget", "max_cost", "agreed", "saves"}
)
_LABELS: Final = {
    "id": "ID",
    "url": "URL",
    "price_per_km2": "Price",
    "credits_per_km2": "Price",
    "cost": "Cost",
    "percent": "Progress",
    "area_count": "Areas",
    "model_name": "Model",
    "project_name": "Project",
    "aoi_area_limit_m2": "Maximum area of a processing",
    "area_limit_m2": "Maximum area in all",
    "memory_limit_bytes": "Storage",
    "max_areas": "Maximum polygons of a processing",
    "was_there": "Was there already",
}
_UNITS: Final[dict[str, Callable[[float], str]]] = {
    "_per_km2": lambda value: f"{amount(value)} credits/km²",
    "_m2": lambda value: _square_metres(value),
    "_km2": lambda value: f"{amount(value)} km²",
    "_bytes": lambda value: _bytes(value),
    "_percent": lambda value: f"{amount(round(value, 1))} %",
    "_credits": lambda value: f"{amount(value)} credits",
    "_deg": lambda value: f"{amount(round(value, 2))}°",
    "_px": lambda value: f"{amount(value)} px",
    "_m": lambda value: f"{amount(round(value, 2))} m",
}


def label(name: str) -> str:
    """The name of a member as a heading, without its unit."""
    if name in _LABELS:
        return _LABELS[name]
    for unit in _UNITS:
        if unit != "_credits" and name.endswith(unit):
            name = name.removesuffix(unit)
            break
    words = name.removeprefix("is_").replace("_", " ")
    return f"{words[:1].upper()}{words[1:]}".replace(" id", " ID").replace(" url", " URL")


def words(name: str, value: object) -> str:
    """The value of a member, with its unit; nothing for None.

    Args:
        name: The name of the member.
        value: Its value.

    Returns:
        Text that can be shown anywhere, without secrets.
    """
    text = showable(mask_text(_text(name, value)))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def masked_repr(thing: tuple[object, ...]) -> str:
    """The ``repr`` of a named tuple, whose addresses may hold keys of a service."""
    names: Sequence[str] = getattr(thing, "_fields", ())
    members = ", ".join(
        f"{name}={mask_text(repr(value))}" for name, value in zip(names, thing, strict=True)
    )
    return f"{type(thing).__name__}({members})"


def _text(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _number(name, value)
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, PathLike):
        return _near(str(fspath(cast("PathLike[str]", value))))
    if isinstance(value, BaseException):
        return str(value)
    if isinstance(value, Mapping):
        return _mapping(name, cast("Mapping[object, object]", value))
    return _several(value)


def _near(path: str) -> str:
    """A path from the current folder on: the way there is long, and names the user."""
    try:
        return str(Path(path).relative_to(Path.cwd()))
    except (OSError, ValueError):  # elsewhere, or the current folder is gone
        return path


def _several(value: object) -> str:
    """A list by its names or words; a thing by its name, or by the first of its members."""
    if isinstance(value, list | tuple):
        items = cast("Sequence[object]", value)
        if hasattr(items, "_fields"):
            return items[0] if isinstance(items[0], str) else ""
        named = [_name(item) for item in items[:_NAMED]]
        if not all(named):
            return amount(len(items)) if items else ""
        more = f" and {amount(len(items) - _NAMED)} more" if len(items) > _NAMED else ""
        return ", ".join(named) + more
    return _name(value)


def _name(value: object) -> str:
    if isinstance(value, str):
        return value
    for member in ("name", "filename", "text"):
        name = getattr(value, member, None)
        if isinstance(name, str) and name:
            return name
    return ""


def _mapping(name: str, value: Mapping[object, object]) -> str:
    if name.endswith("_per_km2"):
        prices = ", ".join(f"zoom {zoom}: {_text('', price)}" for zoom, price in value.items())
        return f"{prices} credits/km²" if prices else "free"
    if value.get("type") and ("coordinates" in value or "geometries" in value):
        return str(value["type"])
    pairs = [(key, each) for key, each in value.items() if isinstance(each, str | int | float)]
    shown = ", ".join(f"{key}: {_text('', each)}" for key, each in pairs[:_NAMED])
    left = len(value) - len(pairs[:_NAMED])
    if not shown:
        return amount(len(value)) if value else ""
    return f"{shown} and {left} more" if left else shown


def _number(name: str, value: float) -> str:
    if name in _CREDITS:
        return f"{amount(value)} credits"
    if name == "percent":
        return f"{amount(value)} %"
    for unit, write in _UNITS.items():
        if name.endswith(unit):
            return write(value)
    return amount(value)


def _square_metres(value: float) -> str:
    if abs(value) < _SMALL_M2:
        return f"{amount(round(value))} m²"
    return f"{amount(round(value / 1e6, 2))} km²"


def _bytes(value: float) -> str:
    for unit in ("B", "kB", "MB", "GB"):
        if abs(value) < _KILO:
            return f"{amount(round(value, 1))} {unit}"
        value /= _KILO
    return f"{amount(round(value, 1))} TB"


def _moment(value: datetime) -> str:
    try:
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    except (OverflowError, ValueError, OSError):
        return value.isoformat()

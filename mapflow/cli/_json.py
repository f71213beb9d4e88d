"""JSON for programs: one style of keys, times with a zone, and only valid JSON."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final, cast

from mapflow._hints import command_form
from mapflow._masking.secrets import masked

# The keys in here are not the API's but the user's own, or those of a request shown as it is sent.
_FREE: Final = frozenset({"meta", "properties", "body", "inference_params"})
# What a person wrote stays as it was written, even if it reads like a time.
_WORDS: Final = frozenset({"name", "description", "filename", "feedback", "comment", "message"})
_WORD_STARTS: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_TIME_WITHOUT_ZONE: Final = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?", re.ASCII
)


def as_json(value: object, *, indent: int | None = 2) -> str:
    """Write JSON for programs; logins of sources are masked, because output is kept and shared."""
    return json.dumps(plain(masked(value)), ensure_ascii=False, indent=indent, allow_nan=False)


def as_said(value: object) -> str:
    """Write JSON as the service said it, with its keys kept; logins of sources are masked."""
    return json.dumps(_verbatim(masked(value)), ensure_ascii=False, indent=2, allow_nan=False)


def plain(value: object, key: str = "") -> object:
    """Turn what the service said, or a value of this package, into JSON of one style."""
    if isinstance(value, Mapping):
        items = cast("Mapping[object, object]", value)
        if key in _FREE:
            return {str(name): _verbatim(each) for name, each in items.items()}
        names = {name: snake_case(str(name)) for name in items}
        return {names[name]: plain(each, names[name]) for name, each in items.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each, key) for each in cast("list[object]", value)]
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).isoformat()
    if isinstance(value, str) and key not in _WORDS and _TIME_WITHOUT_ZONE.fullmatch(value):
        return f"{value}+00:00"
    return _verbatim(value)


def _verbatim(value: object) -> object:
    """The same, without what JSON does not have."""
    if isinstance(value, Mapping):
        items = cast("Mapping[object, object]", value)
        return {str(name): _verbatim(each) for name, each in items.items()}
    if isinstance(value, (list, tuple)):
        return [_verbatim(each) for each in cast("list[object]", value)]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, str):
        return command_form(value)
    if value is None or isinstance(value, (int, float)):
        return value
    return str(value)


def snake_case(name: str) -> str:
    """A name of the API, such as ``aoiCount``, in the style of this package, ``aoi_count``."""
    return _WORD_STARTS.sub("_", name).lower() if name.isascii() else name

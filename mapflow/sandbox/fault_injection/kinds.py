"""The kinds of faults, and the parameters of each."""

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, TypeAlias, cast
from urllib.parse import urlsplit

FaultName: TypeAlias = Literal[
    "latency",
    "reset-before",
    "reset-after",
    "timeout",
    "timeout-after",
    "blackhole",
    "truncate",
    "drip",
    "status",
    "status-after",
    "html",
    "html-after",
    "garbage",
    "empty",
    "redirect",
    "redirect-after",
    "stale",
    "extra-members",
    "new-values",
    "nulls",
    "missing-members",
    "floats",
    "created",
]
RetryAfter: TypeAlias = float | Literal["date", "huge", "negative", "garbage", "past"]

_LONGEST_S: Final = 86_400.0
_RETRY_AFTER_WORDS: Final = ("date", "huge", "negative", "garbage", "past")


@dataclasses.dataclass(frozen=True, slots=True)
class Kind:
    """One kind of fault.

    Attributes:
        says: What it does, in a few words.
        takes: The parameters it takes, with their defaults; None for none.
    """

    says: str
    takes: Mapping[str, Any] = dataclasses.field(default_factory=dict[str, Any])


_STATUS: Final = {"status": 503, "retry_after": None}

KINDS: Final[Mapping[str, Kind]] = {
    "latency": Kind("carried out late", {"seconds": 1.0}),
    "reset-before": Kind("not carried out, the connection is reset"),
    "reset-after": Kind("carried out, then the connection is reset instead of a response"),
    "timeout": Kind("not carried out, no response", {"seconds": None}),
    "timeout-after": Kind("carried out, no response", {"seconds": None}),
    "truncate": Kind(
        "carried out, the connection ends in the middle of the body",
        {"keep": 0.5, "chunked": False},
    ),
    "drip": Kind(
        "carried out, the body arrives in small pieces", {"pause_s": 0.1, "piece_bytes": 1}
    ),
    "status": Kind("not carried out, an error status instead", _STATUS),
    "status-after": Kind("carried out, an error status instead of the response", _STATUS),
    "html": Kind("not carried out, a gateway's page instead", {"status": 502}),
    "html-after": Kind("carried out, a gateway's page instead of the response", {"status": 502}),
    "garbage": Kind("carried out, 200 with broken JSON"),
    "empty": Kind("carried out, 200 with an empty body"),
    "redirect": Kind(
        "not carried out, redirected to another host", {"location": "http://elsewhere.invalid/"}
    ),
    "redirect-after": Kind(
        "carried out, redirected to another host", {"location": "http://elsewhere.invalid/"}
    ),
    "stale": Kind("a read without the latest changes", {"seconds": None, "reads": None}),
    "extra-members": Kind("carried out, unknown members in the response"),
    "new-values": Kind("carried out, open enumerations have an unknown value"),
    "nulls": Kind("carried out, null for nullable members", {"inner": False}),
    "missing-members": Kind("carried out, without optional members", {"inner": False}),
    "floats": Kind("carried out, whole numbers written as 7.0"),
    "created": Kind("carried out, 201 for 200"),
}
OTHER_NAMES: Final = {"blackhole": "timeout"}


def wrong_parameter(kind: str, name: str, value: object) -> str | None:
    """Say what is wrong with a parameter, or None."""
    takes = KINDS[kind].takes
    if name not in takes:
        return f"{kind} takes {' and '.join(takes) or 'no parameters'}, not {name}"
    fits, wanted = _CHECKS[name]
    return None if fits(value) else f"{name} must be {wanted}, got {value!r}"


def is_number(value: object, minimum: float, maximum: float) -> bool:
    """Say whether a value is a number between two others."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return minimum <= value <= maximum


def is_integer(value: object, minimum: int, maximum: float = float("inf")) -> bool:
    """Say whether a value is a whole number between two others."""
    return isinstance(value, int) and is_number(value, minimum, maximum)


def _is_span(value: object) -> bool:
    if not isinstance(value, list | tuple):
        return is_number(value, 0, _LONGEST_S)
    ends = cast("list[Any]", value)
    each = all(is_number(end, 0, _LONGEST_S) for end in ends)
    return len(ends) == 2 and each and ends[0] <= ends[1]


def _one_or_several(fits: Callable[[object], bool]) -> Callable[[object], bool]:
    def check(value: object) -> bool:
        if isinstance(value, list | tuple):
            several = cast("list[object]", value)
            return bool(several) and all(map(fits, several))
        return fits(value)

    return check


def _is_retry_after(value: object) -> bool:
    return value in _RETRY_AFTER_WORDS or value is None or is_number(value, 0, 1e12)


def _is_address(value: object) -> bool:
    try:
        parts = urlsplit(value) if isinstance(value, str) else None
    except ValueError:
        return False
    return parts is not None and parts.scheme in ("http", "https") and bool(parts.hostname)


_CHECKS: Final[Mapping[str, tuple[Callable[[object], bool], str]]] = {
    "seconds": (_is_span, "seconds up to a day, or [minimum, maximum]"),
    "reads": (lambda value: is_integer(value, 1), "a whole number from 1"),
    "keep": (
        lambda value: is_number(value, 0, 1) and value != 1,
        "the share of the body that arrives, from 0 and below 1",
    ),
    "chunked": (lambda value: isinstance(value, bool), "true or false"),
    "inner": (lambda value: isinstance(value, bool), "true or false"),
    "pause_s": (lambda value: is_number(value, 0, _LONGEST_S), "seconds up to a day"),
    "piece_bytes": (lambda value: is_integer(value, 1), "a whole number from 1"),
    "status": (
        _one_or_several(lambda value: value == 200 or is_integer(value, 400, 599)),
        "200, a status from 400 to 599, or a list of some",
    ),
    "retry_after": (
        _one_or_several(_is_retry_after),
        f"seconds, {', '.join(_RETRY_AFTER_WORDS)}, or a list of some",
    ),
    "location": (_is_address, "an address that begins with http:// or https://"),
}

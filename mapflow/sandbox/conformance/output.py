"""What a program printed: one JSON object a line, one line a step."""

import dataclasses
import json
from collections.abc import Collection, Mapping
from typing import Any, cast

from mapflow.sandbox.fault_injection.mutations import is_list, is_object

_SHOWN: int = 120


@dataclasses.dataclass(frozen=True, slots=True)
class Printed:
    """The lines of a program.

    Attributes:
        lines: By step.
        wrong: What is wrong with stdout as a whole, if anything.
        repeated: Steps that were printed more than once.
    """

    lines: Mapping[str, Mapping[str, Any]]
    wrong: str | None
    repeated: frozenset[str]


def read(text: str, steps: Collection[str]) -> Printed:
    """Take apart what a program printed."""
    lines: dict[str, Mapping[str, Any]] = {}
    repeated: set[str] = set()
    wrong: str | None = None
    # Not splitlines: JSON may hold U+2028 and U+0085 as they are, and they end no line.
    for line in filter(str.strip, text.split("\n")):
        value = _decoded(line)
        name = value.get("step") if is_object(value) else None
        if not is_object(value) or not isinstance(name, str):
            wrong = (
                wrong or f"stdout has a line that is not a JSON object with `step`: {shown(line)}"
            )
        elif name not in steps:
            wrong = wrong or f"stdout names an unknown step: {shown(line)}"
        elif name in lines:
            repeated.add(name)
        else:
            lines[name] = value
    return Printed(lines, wrong, frozenset(repeated))


def at(value: object, place: str) -> Any:  # noqa: ANN401 - JSON is of any type
    """Return what stands at a place such as ``a.b`` or ``a[].b``; None if nothing does."""
    if not place:
        return value
    name, _, rest = place.partition(".")
    name, is_plural = name.removesuffix("[]"), name.endswith("[]")
    inner = value.get(name) if is_object(value) else None
    if not is_plural:
        return at(inner, rest)
    return [at(each, rest) for each in inner] if is_list(inner) else None


def is_same(printed: object, sent: object) -> bool:
    """Say whether a printed value is the one that was sent; missing, null and [] are the same."""
    if sent in (None, []):
        return printed in (None, [])
    if is_list(sent):
        return is_list(printed) and len(printed) == len(sent) and all(map(is_same, printed, sent))
    numbers = (int, float)
    if isinstance(sent, numbers) and not isinstance(sent, bool):
        return isinstance(printed, numbers) and not isinstance(printed, bool) and printed == sent
    return type(printed) is type(sent) and printed == sent


def difference(wanted: object, given: object, place: str = "") -> str | None:
    """Say where JSON lacks what is wanted, or None; ``*`` is any value but null."""
    where = place or "the body"
    if wanted == "*":
        return f"{where} is missing" if given in (None, {}, [], "") else None
    if isinstance(wanted, Mapping):
        if not is_object(given):
            return f"{where} is not an object" if given is not None else f"{where} is missing"
        found = (
            difference(value, given.get(name), f"{place}.{name}" if place else name)
            for name, value in cast("Mapping[str, object]", wanted).items()
        )
        return next(filter(None, found), None)
    if given is None:
        return f"{where} is missing"
    return None if is_same(given, wanted) else f"{where} is {shown(given)}, not {shown(wanted)}"


def shown(value: object) -> str:
    """Return a value for a report, cut if it is long."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = text.strip()
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _decoded(line: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None

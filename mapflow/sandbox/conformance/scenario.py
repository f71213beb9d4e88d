"""What a client does and what must hold: ``conformance/scenario.yaml``."""

import dataclasses
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import yaml

_HERE: Final = Path(__file__).resolve().parent
_FILE: Final = "scenario.yaml"
_PLACE: Final = re.compile(r"\{([a-z0-9-]+)\.([a-z]+)\}")


@dataclasses.dataclass(frozen=True, slots=True)
class Request:
    """A required request.

    Attributes:
        method: Of HTTP.
        path: Under the base address; ``{step.member}`` is what that step printed.
    """

    method: str
    path: str

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """One step of the scenario; the file explains its members."""

    name: str
    requests: tuple[Request, ...]
    instead: tuple[Request, ...]
    media: str | None
    body: Mapping[str, Any]
    body_one_of: tuple[Mapping[str, Any], ...]
    is_paid: bool
    prints: Mapping[str, str]
    file: str | None
    refused: Mapping[str, Any] | None
    is_repeated: bool
    until: Mapping[str, Any]
    needs: tuple[str, ...]


def path() -> Path:
    """Return the file: beside this module where installed, at the top of a checkout."""
    for candidate in (_HERE / _FILE, _HERE.parents[2] / "conformance" / _FILE):
        if candidate.is_file():
            return candidate
    raise FileNotFoundError(f"{_FILE} is missing; reinstall mapflow-client")


def load() -> tuple[Step, ...]:
    """Read the steps, in their order."""
    raw = yaml.safe_load(path().read_text(encoding="utf-8"))
    return tuple(_step(each) for each in raw["steps"])


def _step(raw: Mapping[str, Any]) -> Step:
    return Step(
        name=raw["step"],
        requests=_requests(raw["request"]),
        instead=_requests(raw.get("or", [])),
        media=raw.get("media"),
        body=raw.get("body", {}),
        body_one_of=tuple(raw.get("body_one_of", ())),
        is_paid=raw.get("paid", False),
        prints=raw.get("prints", {}),
        file=raw.get("file"),
        refused=raw.get("refused"),
        is_repeated=raw.get("repeat", False),
        until=raw.get("until", {}),
        needs=tuple(raw.get("needs", ())),
    )


def _requests(raw: str | list[str]) -> tuple[Request, ...]:
    several = [raw] if isinstance(raw, str) else raw
    return tuple(Request(*each.split(" ", 1)) for each in several)


def filled(text: str, lines: Mapping[str, Mapping[str, Any]]) -> str | None:
    """Put what was printed in its places; None if one of them was not printed."""
    missing = False

    def put(found: re.Match[str]) -> str:
        nonlocal missing
        value = lines.get(found[1], {}).get(found[2])
        missing = missing or not isinstance(value, str) or not value
        return str(value)

    text = _PLACE.sub(put, text)
    return None if missing else text

"""Profiles: rules that come together under a name, bundled or in a file of the user's."""

import dataclasses
import json
from pathlib import Path
from typing import Any, Final, cast

from mapflow.sandbox.fault_injection.rules import FaultRule, read

_BUNDLED: Final = Path(__file__).with_name("bundled")


@dataclasses.dataclass(frozen=True, slots=True)
class Profile:
    """A named list of rules.

    Attributes:
        name: As it was asked for.
        description: One sentence.
        rules: The first that applies to a request is the one it meets.
    """

    name: str
    description: str
    rules: tuple[FaultRule, ...]


def names() -> list[str]:
    """Return the names of the bundled profiles."""
    return sorted(path.stem for path in _BUNDLED.glob("*.json"))


def bundled(name: str) -> Profile:
    """Return a bundled profile.

    Raises:
        ValueError: The profile does not exist.
    """
    if name not in names():
        raise ValueError(f"unknown fault profile {name!r}; known: {', '.join(names())}")
    return _read(_BUNDLED / f"{name}.json", name)


def find(text: str) -> Profile:
    """Return a bundled profile, or that of a JSON file.

    Raises:
        ValueError: There is neither, or the file makes no sense.
    """
    if text in names():
        return bundled(text)
    path = Path(text)
    if path.is_file():
        return _read(path, path.stem)
    known = ", ".join(names())
    raise ValueError(
        f"unknown fault profile {text!r}: neither one of {known}, nor a file that exists"
    )


def rules_of(values: object) -> tuple[FaultRule, ...]:
    """Return the rules of a JSON list, in which the name of a bundled profile stands for its rules.

    Raises:
        ValueError: One of them makes no sense.
    """
    if not isinstance(values, list):
        raise ValueError(f"rules must be a list, got {values!r}")  # noqa: TRY004 - as all others
    rules: list[FaultRule] = []
    for number, value in enumerate(cast("list[object]", values), start=1):
        if isinstance(value, str):
            rules += bundled(value).rules
        else:
            rules.append(read(value, f"rule {number}"))
    return tuple(rules)


def _read(path: Path, name: str) -> Profile:
    try:
        value: object = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ValueError(f"the fault profile {path} cannot be read: {error}") from None
    if not isinstance(value, dict) or "rules" not in value:
        raise ValueError(f'the fault profile {path} must be a JSON object with "rules"')
    given = cast("dict[str, Any]", value)
    if unknown := sorted(set(given) - {"description", "rules"}):
        raise ValueError(f"the fault profile {path} has the unknown member {unknown[0]!r}")
    try:
        rules = rules_of(given["rules"])
    except ValueError as error:
        raise ValueError(f"the fault profile {path}: {error}") from None
    return Profile(name, str(given.get("description", "")), rules)

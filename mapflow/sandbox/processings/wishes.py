"""What a run asks of the sandbox through ``meta``: failures that no input can trigger.

- ``sandbox:fail``: the code to fail with; codes that the catalogue does not know are fine.
- ``sandbox:fail-areas``: which areas fail, counted from 0 and separated by commas; all of them when
  left out.
- ``sandbox:fail-parameters``: a JSON object, instead of made-up parameters.
- ``sandbox:fail-always``: ``true`` when a restart does not help either; otherwise the first restart
  does.
"""

import dataclasses
import json
from collections.abc import Mapping
from typing import Self, cast

from mapflow.sandbox.engine.problems import bad_request
from mapflow.sandbox.failures.catalogue import FailureCatalogue
from mapflow.sandbox.failures.failure import Failure


@dataclasses.dataclass(frozen=True, slots=True)
class Wishes:
    """The failure that a run asks for, if any."""

    failure: Failure | None
    positions: frozenset[int] | None
    heals: bool

    @classmethod
    def read(cls, meta: Mapping[str, str], failures: FailureCatalogue) -> Self:
        """Return what ``meta`` asks for.

        Raises:
            Problem: 400, a wish cannot be understood.
        """
        code = meta.get("sandbox:fail")
        if not code:
            return cls(None, None, heals=False)
        return cls(
            failures.make(code, _parameters(meta.get("sandbox:fail-parameters"))),
            _positions(meta.get("sandbox:fail-areas")),
            heals=meta.get("sandbox:fail-always", "false").lower() in ("", "false", "0", "no"),
        )

    def failure_at(self, position: int) -> Failure | None:
        """Return the failure that one area is to have, or None."""
        return self.failure if self.positions is None or position in self.positions else None


def _positions(text: str | None) -> frozenset[int] | None:
    if not text:
        return None
    try:
        return frozenset(int(part) for part in text.split(","))
    except ValueError:
        raise bad_request(
            f"meta sandbox:fail-areas must be numbers separated by commas, got {text!r}"
        ) from None


def _parameters(text: str | None) -> dict[str, str] | None:
    if not text:
        return None
    try:
        value: object = json.loads(text)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise bad_request("meta sandbox:fail-parameters must be a JSON object")
    return {str(key): str(each) for key, each in cast("dict[object, object]", value).items()}

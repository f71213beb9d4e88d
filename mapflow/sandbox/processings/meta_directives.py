"""What a run asks of the sandbox through ``meta``: failures and ends that no input can trigger.

- ``sandbox:fail``: the code to fail with; codes that the catalogue does not know are fine.
- ``sandbox:fail-areas``: which areas fail, counted from 0 and separated by commas; all of them when
  omitted.
- ``sandbox:fail-parameters``: a JSON object, instead of made-up parameters.
- ``sandbox:fail-always``: ``true`` when a restart does not help either; otherwise the first restart
  does.
- ``sandbox:status``: ``AWAITING`` to wait a day for imagery before it runs, ``CANCELLED`` to end
  without having run, ``REFUNDED`` to give the credits back at the end.
"""

import dataclasses
import json
from collections.abc import Mapping
from typing import Self, cast

from mapflow.sandbox.areas.timeline import ON_REQUEST
from mapflow.sandbox.error_codes.error_catalogue import ErrorCatalogue
from mapflow.sandbox.error_codes.failure import Failure
from mapflow.sandbox.openapi.problems import bad_request


@dataclasses.dataclass(frozen=True, slots=True)
class MetaDirectives:
    """The failure, or the other course, that a run asks for, if any.

    Attributes:
        failure: What fails.
        positions: Which areas fail; None for all.
        heals: Whether a restart helps.
        status: A status that comes about on request only.
    """

    failure: Failure | None = None
    positions: frozenset[int] | None = None
    heals: bool = False
    status: str | None = None

    @classmethod
    def read(cls, meta: Mapping[str, str], failures: ErrorCatalogue) -> Self:
        """Return what ``meta`` asks for.

        Raises:
            Problem: 400, a wish cannot be understood.
        """
        code, status = meta.get("sandbox:fail"), meta.get("sandbox:status")
        if code and status:
            raise bad_request("meta: ask for sandbox:fail or for sandbox:status, not for both")
        if not code:
            return cls(status=_status(status))
        return cls(
            failures.make(code, _parameters(meta.get("sandbox:fail-parameters"))),
            _positions(meta.get("sandbox:fail-areas")),
            heals=meta.get("sandbox:fail-always", "false").lower() in ("", "false", "0", "no"),
        )

    def failure_at(self, position: int) -> Failure | None:
        """Return the failure that one area is to have, or None."""
        return self.failure if self.positions is None or position in self.positions else None


def _status(text: str | None) -> str | None:
    if not text:
        return None
    if text.upper() not in ON_REQUEST:
        raise bad_request(
            f"meta sandbox:status must be one of {', '.join(ON_REQUEST)}, got {text!r}"
        )
    return text.upper()


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

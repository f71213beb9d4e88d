"""Keeps the source of a batch in its ledger, unless that would keep a secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from mapflow.errors import InvalidInput

if TYPE_CHECKING:
    from mapflow.sources import Source

_SECRET = ("login", "password")


class KeptSource:
    """A source as it was written into a ledger."""

    def __init__(self, params: dict[str, str] | None, params_v2: dict[str, object]) -> None:
        self._params = params
        self._params_v2 = params_v2

    def params(self) -> dict[str, str] | None:
        """Give what version 1 takes."""
        return self._params

    def params_v2(self) -> dict[str, object]:
        """Give what version 2 takes."""
        return self._params_v2


def keep(source: Source | None) -> dict[str, object] | None:
    """Write a source down; None when it may hold a secret, or there is none."""
    if source is None:
        return None
    kept: dict[str, object] = {"v1": source.params(), "v2": source.params_v2()}
    return None if _holds_secret(kept) else kept


def read(kept: object, *, wanted: bool) -> Source | None:
    """Read a source back.

    Raises:
        InvalidInput: There is one, but it was not written down.
    """
    if isinstance(kept, dict):
        written = cast("dict[str, object]", kept)
        v1, v2 = written.get("v1"), written.get("v2")
        if isinstance(v2, dict) and (v1 is None or isinstance(v1, dict)):
            return KeptSource(cast("dict[str, str] | None", v1), cast("dict[str, object]", v2))
        raise InvalidInput(
            "The imagery source in the ledger is damaged.", hint="Give the same source again."
        )
    if wanted:
        raise InvalidInput(
            "The imagery source of this batch may hold a login, so the ledger does not keep it.",
            hint="Give the same source again.",
        )
    return None


def _holds_secret(value: object) -> bool:
    if isinstance(value, dict):
        return any(
            (key.lower().endswith(_SECRET) and bool(inner)) or _holds_secret(inner)
            for key, inner in cast("dict[str, object]", value).items()
        )
    if isinstance(value, list):
        return any(_holds_secret(inner) for inner in cast("list[object]", value))
    if isinstance(value, str) and "://" in value:
        parts = urlsplit(value)
        # A query may hold a key under any name.
        return "@" in parts.netloc or bool(parts.query)
    return False

"""Keeps the source of a batch in its ledger, unless that would keep a secret."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, cast

from mapflow._masking.urls import mask_source
from mapflow.errors import InvalidInput, InvalidSource

if TYPE_CHECKING:
    from mapflow.sources import Source

_SECRET = ("login", "password")


class KeptSource:
    """A source as it was written into a ledger."""

    def __init__(self, params: dict[str, str] | None, params_v2: dict[str, object] | None) -> None:
        self._params = params
        self._params_v2 = params_v2

    def params(self) -> dict[str, str] | None:
        """Return the parameters of version 1."""
        return self._params

    def params_v2(self) -> dict[str, object]:
        """Return the parameters of version 2."""
        if self._params_v2 is None:
            raise InvalidSource(
                "Version 2 of the API does not take the source of this batch.",
                hint="Resume it with a client of version 1.",
            )
        return self._params_v2


def keep(source: Source | None) -> dict[str, object] | None:
    """Write a source down; None if it may hold a secret or is missing."""
    if source is None:
        return None
    v2: dict[str, object] | None = None
    with suppress(InvalidSource):
        # Version 2 of the API does not know all kinds.
        v2 = source.params_v2()
    kept: dict[str, object] = {"v1": source.params(), "v2": v2}
    return None if _holds_secret(kept) else kept


def read(kept: object, *, wanted: bool) -> Source | None:
    """Read a source back.

    Raises:
        InvalidInput: There is one, but it was not written down.
    """
    if isinstance(kept, dict):
        written = cast("dict[str, object]", kept)
        v1, v2 = written.get("v1"), written.get("v2")
        known = [each for each in (v1, v2) if each is not None]
        if known and all(isinstance(each, dict) for each in known):
            return KeptSource(
                cast("dict[str, str] | None", v1), cast("dict[str, object] | None", v2)
            )
        raise InvalidInput(
            "The imagery source in the ledger is damaged.", hint="Give the same source again."
        )
    if wanted:
        raise InvalidInput(
            "The imagery source of this batch may hold a login or a key, so the ledger does not"
            " keep it.",
            hint="Give the same source again: `source=`, or `--source` on the command line.",
        )
    return None


def shown(source: Source | None) -> str:
    """What may be shown, and kept, of a source."""
    if source is None:
        return "the service's choice"
    # The repr of a foreign class may show anything.
    ours = type(source).__module__.partition(".")[0] == __name__.partition(".")[0]
    return repr(source) if ours else f"a source of the class {type(source).__name__}"


def _holds_secret(value: object) -> bool:
    if isinstance(value, dict):
        return any(
            (key.lower().endswith(_SECRET) and bool(inner)) or _holds_secret(inner)
            for key, inner in cast("dict[str, object]", value).items()
        )
    if isinstance(value, list):
        return any(_holds_secret(inner) for inner in cast("list[object]", value))
    # A key may stand anywhere in an address of tiles: what is not shown is not kept either.
    return isinstance(value, str) and _is_web(value) and mask_source(value) != value


def _is_web(text: str) -> bool:
    return text.lower().lstrip().startswith(("http://", "https://"))

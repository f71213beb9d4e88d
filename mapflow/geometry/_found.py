"""What the readers hand to the checks: polygons as they stood in the input, and where."""

from __future__ import annotations

from typing import NamedTuple

from mapflow.errors import InvalidArea
from mapflow.geometry._types import CrsLike

MAX_DEPTH = 24


class Part(NamedTuple):
    """One polygon of the input, nothing about it checked yet."""

    rings: object
    crs: CrsLike | None
    where: str


class Found:
    """Everything found in one input."""

    def __init__(self, crs: CrsLike | None) -> None:
        self.crs = crs
        self.parts: list[Part] = []
        self.null_count = 0
        self.empty_count = 0

    def add(self, rings: object, crs: CrsLike | None, where: str) -> None:
        """Keep one polygon; the caller's own ``crs`` outranks what the input says of itself."""
        if isinstance(rings, list | tuple) and not rings:
            self.empty_count += 1
        else:
            self.parts.append(Part(rings, self.crs if self.crs is not None else crs, where))


def refuse(reason: str, what: str, *, where: str = "", hint: str | None = None) -> InvalidArea:
    """Build the error for one fault: the place first, then what is wrong with it."""
    message = f"{where}: {what}" if where else what
    return InvalidArea(
        message[:1].upper() + message[1:], reason=reason, where=where or None, hint=hint
    )


def inside(where: str, name: str) -> str:
    """Name a place inside another place."""
    return f"{where}, {name}" if where else name


def check_depth(depth: int) -> None:
    """Stop at input that contains itself, or that was made to exhaust the stack."""
    if depth > MAX_DEPTH:
        raise refuse(
            "bad_geojson",
            f"the area is nested more than {MAX_DEPTH} levels deep.",
            hint="Pass the polygons themselves.",
        )

"""Errors about areas: the place first, then what is wrong, then what to do."""

from __future__ import annotations

from mapflow._base_errors import InvalidArea
from mapflow._hints import Hint


def refuse(reason: str, what: str, *, where: str = "", hint: str | None = None) -> InvalidArea:
    """Build the error for one fault: the place first, then what is wrong with it."""
    message = f"{where}: {what}" if where else what
    return InvalidArea(
        message[:1].upper() + message[1:], reason=reason, where=where or None, hint=hint
    )


def crs_hint(crs: str) -> str:
    """How a caller names a reference system."""
    return Hint(python=f'crs="{crs}"', command=f"--crs {crs}", tool=f'crs: "{crs}"')


def inside(where: str, name: str) -> str:
    """Name a place inside another place."""
    return f"{where}, {name}" if where and name else where or name

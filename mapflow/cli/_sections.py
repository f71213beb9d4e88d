"""The list of commands as a person reads it: grouped by what one wants."""

from __future__ import annotations

from typing import Final

#: The headings in their order, each with its commands in theirs.
SECTIONS: Final[dict[str, tuple[str, ...]]] = {
    "First steps": (
        "demo",
        "init",
        "login",
        "logout",
        "doctor",
        "status",
        "models",
        "providers",
    ),
    "From an area to a result": ("estimate", "run", "watch", "wait", "result", "map", "open"),
    "Large or many areas": ("split", "batch"),
    "Your processings": (
        "list",
        "show",
        "areas",
        "history",
        "restart",
        "reconcile",
        "rename",
        "move",
        "delete",
        "projects",
    ),
    "Rate and review results": ("rate", "accept", "reject"),
    "Find imagery": ("search", "planned"),
    "Your imagery": ("mosaics", "images", "storage"),
    "When it fails, and for programs": (
        "explain",
        "version",
        "api",
        "spec",
        "sandbox",
        "mcp",
        "conform",
    ),
}
_PLACES: Final = {
    name: (place, section)
    for place, (section, name) in enumerate(
        (section, name) for section, names in SECTIONS.items() for name in names
    )
}


def place(name: str) -> int:
    """The place of a command in the list; one that has none comes last."""
    return _PLACES.get(name, (len(_PLACES), ""))[0]


def section_of(name: str | None) -> str | None:
    """The heading that a command stands under."""
    return _PLACES[name][1] if name in _PLACES else None

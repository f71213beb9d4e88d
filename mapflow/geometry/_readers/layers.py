"""Files that hold several layers: the one that is meant is asked for, never guessed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mapflow._base_errors import InvalidArea
from mapflow._hints import Hint, joined
from mapflow.geometry._readers.found import Found

_SHOWN: Final = 20


def choose(found: Found, names: Sequence[str], kind: str = "layer") -> str:
    """Return the layer that the caller chose, by its exact name or whatever its case."""
    wanted = found.layer or ""
    found.layer_used = True
    if wanted in names:
        return wanted
    folded = [name for name in names if name.casefold() == wanted.casefold()]
    if len(folded) == 1:
        return folded[0]
    option = Hint(python="layer=...", command="--layer NAME", tool="layer")
    raise found.refuse(
        "no_such_layer",
        f"the file has no {kind} {wanted!r}; it has: {_listed(names)}.",
        joined("Choose one of these with ", option, ", or leave the layer out."),
    )


def several(found: Found, names: Sequence[str]) -> InvalidArea:
    """Say that a file has several layers, and which."""
    option = Hint(
        python=f"layer=...: as_geometry(area, layer={names[0]!r})",
        command=f"--layer {names[0]!r}",
        tool=f"layer: {names[0]!r}",
    )
    return found.refuse(
        "several_layers",
        f"the file has {len(names)} layers that may hold the area: {_listed(names)}.",
        joined("Choose the one you mean with ", option, "."),
    )


def _listed(names: Sequence[str]) -> str:
    if not names:
        return "none"
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(name if name.isprintable() else repr(name) for name in names[:_SHOWN]) + more

"""The public members of a class, and what they hold: the columns of its tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final, cast

#: What a table leaves out: the same once more, and what may hold logins.
_LEFT_OUT: Final = frozenset({"raw", "data", "params"})


@cache
def members_of(kind: type) -> dict[str, str]:
    """The members of a class, in the order in which they are declared.

    Args:
        kind: The class: a named tuple, a dataclass, or a class with properties.

    Returns:
        Their names, each with the annotation of its type but for None, such as ``"datetime"``.
    """
    named = cast("Sequence[str]", getattr(kind, "_fields", ()))
    annotations = _annotations(kind)
    own = named or tuple(cast("Mapping[str, object]", getattr(kind, "__dataclass_fields__", {})))
    if own:
        return {name: _word(annotations.get(name)) for name in own}
    found: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        for name, member in vars(base).items():
            if isinstance(member, property) and not name.startswith("_") and name not in _LEFT_OUT:
                found[name] = _word(getattr(member.fget, "__annotations__", {}).get("return"))
    return found


def shown_members(kind: type) -> tuple[str, ...]:
    """The members that say most about a thing: what is shown of it, and in lists of such things."""
    chosen = (*getattr(kind, "_shows", ()), *getattr(kind, "_more", ()))
    return tuple(dict.fromkeys(chosen)) or tuple(members_of(kind))


def _annotations(kind: type) -> dict[str, object]:
    found: dict[str, object] = {}
    for base in reversed(kind.__mro__):
        found |= vars(base).get("__annotations__", {})
    return found


def _word(annotation: object) -> str:
    text = getattr(annotation, "__forward_arg__", annotation)
    if isinstance(text, type):
        text = text.__name__
    return str(text).removesuffix(" | None")

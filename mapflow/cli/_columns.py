"""What a table says of its columns, whoever draws it."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Column(NamedTuple):
    """A column of a table.

    Attributes:
        title: What stands above it.
        align: The side its values stand at.
        kind: What a narrow terminal does to it: a ``name`` is cut, a ``text`` is wrapped,
            anything else stays whole.
    """

    title: str
    align: Literal["left", "right"] = "left"
    kind: Literal["whole", "name", "text"] = "whole"

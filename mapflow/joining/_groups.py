"""Keeps candidates until everything that may belong to them is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from mapflow.joining._links import Link
from mapflow.joining._pieces import Piece


@dataclass(eq=False, slots=True)
class Group:
    """Pieces that are linked, directly or by others.

    Attributes:
        pieces: The pieces.
        links: The links between them.
        waits: How often one of them waits for a part.
    """

    pieces: list[Piece] = field(default_factory=list[Piece])
    links: list[Link] = field(default_factory=list[Link])
    waits: int = 0


class Groups:
    """All candidates that are not decided yet."""

    def __init__(self) -> None:
        self._of: dict[Piece, Group] = {}
        self._waiting: dict[int, list[Piece]] = {}

    @property
    def count(self) -> int:
        """How many pieces are kept."""
        return len(self._of)

    def waiting_for(self, part: int) -> list[Piece]:
        """The pieces that may continue in a part."""
        return self._waiting.get(part, [])

    def add(self, piece: Piece, parts: Iterable[int]) -> None:
        """Keep a piece until these parts are read."""
        group = self._of[piece] = Group([piece])
        for part in parts:
            self._waiting.setdefault(part, []).append(piece)
            group.waits += 1

    def link(self, link: Link) -> None:
        """Keep two together."""
        larger, smaller = self._of[link.one], self._of[link.other]
        larger.links.append(link)
        if larger is smaller:
            return
        if len(larger.pieces) < len(smaller.pieces):
            larger, smaller = smaller, larger
        larger.pieces += smaller.pieces
        larger.links += smaller.links
        larger.waits += smaller.waits
        for piece in smaller.pieces:
            self._of[piece] = larger

    def done(self, part: int, new: Iterable[Piece]) -> Iterator[Group]:
        """Let go of the groups that waited for nothing but this part.

        Args:
            part: The part that is read.
            new: The pieces of it.
        """
        touched: dict[Group, None] = {}
        for piece in self._waiting.pop(part, []):
            group = self._of[piece]
            group.waits -= 1
            touched[group] = None
        for piece in new:
            touched[self._of[piece]] = None
        for group in touched:
            if not group.waits:
                for piece in group.pieces:
                    del self._of[piece]
                yield group

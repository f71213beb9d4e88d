"""What a change can mean, and how changes are collected."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class Kind(IntEnum):
    """What a change means for a client, the gravest last."""

    EDITORIAL = 1
    ADDITIVE = 2
    BREAKING = 3


class Change(NamedTuple):
    """One difference between two states of the description.

    Attributes:
        kind: What it means for a client.
        where: The operation or the component.
        what: What has changed, in words.
    """

    kind: Kind
    where: str
    what: str


class Changes:
    """Collects what is found."""

    def __init__(self) -> None:
        self.found: list[Change] = []

    def breaking(self, where: str, what: str) -> None:
        """Add a change that makes a client fail, or fail to compile when generated again."""
        self.found.append(Change(Kind.BREAKING, where, what))

    def additive(self, where: str, what: str) -> None:
        """Add a change that offers something more."""
        self.found.append(Change(Kind.ADDITIVE, where, what))

    def editorial(self, where: str, what: str) -> None:
        """Add a change of words."""
        self.found.append(Change(Kind.EDITORIAL, where, what))

    def add(self, where: str, what: str, *, breaks: bool) -> None:
        """Add a change that breaks or else adds."""
        (self.breaking if breaks else self.additive)(where, what)

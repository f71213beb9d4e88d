"""What a watch knows: which processings it follows, and what changed since the last poll."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from mapflow import Processing

#: ``seen``: it is followed from now on. ``changed``: its status or percent did. ``ended``: with a
#: result or without. ``gone``: it was deleted.
Kind = Literal["seen", "changed", "ended", "gone"]


class Change(NamedTuple):
    """One change of one processing."""

    kind: Kind
    processing: Processing


class Followed:
    """The processings that a watch follows.

    Args:
        keys: IDs of those to follow, whatever their status; None for all that run, those that are
            started later included.
    """

    def __init__(self, keys: Sequence[str] | None = None) -> None:
        self._keys = None if keys is None else frozenset(keys)
        self._known: dict[str, Processing] = {}
        # Those that had ended before the watch began.
        self._over_before: set[str] | None = None

    @property
    def running(self) -> list[Processing]:
        """Those that have not ended, the oldest first."""
        found = [each for each in self._known.values() if not each.status.is_terminal]
        return sorted(found, key=_age)

    @property
    def ended(self) -> list[Processing]:
        """Those that have ended, the last first."""
        found = [each for each in self._known.values() if each.status.is_terminal]
        return sorted(found, key=_end, reverse=True)

    @property
    def cost(self) -> float:
        """What all of them cost, in credits, as far as it is known."""
        return sum(each.cost or 0.0 for each in self._known.values())

    def missing(self, listed: Iterable[Processing]) -> list[str]:
        """IDs of those that are followed and not listed: moved, deleted, or not there yet."""
        there = {each.id for each in listed}
        wanted = self._keys if self._keys is not None else {each.id for each in self.running}
        over = {each.id for each in self.ended}
        return sorted(wanted - there - over)

    def take(self, listed: Iterable[Processing], gone: Iterable[str] = ()) -> list[Change]:
        """Take what a poll found; return what changed, in the order of the list.

        Args:
            listed: The processings as they are now.
            gone: IDs of those that are no longer there.
        """
        found = list(listed)
        if self._over_before is None:
            self._over_before = {each.id for each in found if each.status.is_terminal}
        changes = [change for each in found if (change := self._change(each)) is not None]
        for key in gone:
            known = self._known.pop(key, None)
            if known is not None:
                changes.append(Change("gone", known))
        return changes

    def _change(self, fresh: Processing) -> Change | None:
        known = self._known.get(fresh.id)
        if known is None and not self._is_wanted(fresh):
            return None
        self._known[fresh.id] = fresh
        if fresh.status.is_terminal:
            is_new = known is None or not known.status.is_terminal
            return Change("ended", fresh) if is_new else None
        if known is None:
            return Change("seen", fresh)
        before, now = (known.status, known.percent), (fresh.status, fresh.percent)
        return Change("changed", fresh) if before != now else None

    def _is_wanted(self, fresh: Processing) -> bool:
        if self._keys is not None:
            return fresh.id in self._keys
        # One that is started and ends between two polls is news too.
        return not fresh.status.is_terminal or fresh.id not in (self._over_before or ())


def _age(processing: Processing) -> tuple[float, str]:
    created = processing.created
    return (0.0 if created is None else created.timestamp(), processing.id)


def _end(processing: Processing) -> tuple[float, str]:
    updated = processing.updated or processing.created
    return (0.0 if updated is None else updated.timestamp(), processing.id)

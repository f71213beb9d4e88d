"""The work of joining in steps, of which the large ones may be done anywhere, in any order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from mapflow.joining._join import JoinMode, check_settings
from mapflow.joining._numbering import Numbering
from mapflow.joining._parts import Feature, Part

if TYPE_CHECKING:
    from mapflow.joining._seams import Seams


class Joined(NamedTuple):
    """A feature that waited at a seam.

    Attributes:
        part: The part that it belongs to.
        feature: The feature, with its ID.
        is_joined: Whether it was made of several.
    """

    part: int
    feature: dict[str, object]
    is_joined: bool


class Steps:
    """What ``Join`` does, step by step; the features and their IDs are the same.

    1. ``near`` finds which features of a part wait at a seam, or lie near one. It needs that part
       alone.
    2. ``joined`` reads these, of all parts, and gives what those that wait turn out to be.
    3. ``numbered`` gives those of a part that wait nowhere their IDs. It needs that part alone.

    Args:
        parts: The results; their features are not read.
        join: As for ``Join``.
        tolerance_m: As for ``Join``.

    Attributes:
        order: The order in which to read the parts.

    Raises:
        InvalidInput: As for ``Join``.
        ConfigurationError: As for ``Join``.
    """

    def __init__(self, parts: Sequence[Part], *, join: JoinMode, tolerance_m: float) -> None:
        check_settings(join, tolerance_m)
        self._parts = parts
        self._seams: Seams | None = None
        self.order: list[int] = list(range(len(parts)))
        if join == "auto":
            from mapflow.joining._seams import Seams

            self._seams = Seams(parts, tolerance_m)
            self.order = self._seams.order

    def near(self, part: int, features: Sequence[Feature]) -> dict[int, bool]:
        """Which features of a part are to be read for ``joined``.

        Returns:
            Their places, and whether they wait there; the others come out as they are as well.
        """
        return {} if self._seams is None else self._seams.near(part, features)

    def joined(
        self, near: Callable[[int], Sequence[Feature]], counts: Sequence[int]
    ) -> Iterator[tuple[int, int, list[Joined]]]:
        """What the features near seams turn out to be; once.

        Args:
            near: Reads those of a part, in their order.
            counts: How many features of each part do not wait.

        Yields:
            A part; how many features come before its own; and those that were decided when it was
            read.
        """
        numbering = Numbering()
        for number in self.order:
            before = numbering.count
            numbering.count += counts[number]
            found: list[Joined] = []
            if self._seams is not None:
                list(self._seams.take(number, near(number)))
                for leader, feature, sources in self._seams.finish(number):
                    pieces = [(self._parts[source], each) for source, each in sources]
                    made = numbering.numbered(feature, self._parts[leader], pieces)
                    found.append(Joined(leader, made, is_joined=len(sources) > 1))
            yield number, before, found

    def numbered(
        self, part: int, features: Iterator[Feature], before: int
    ) -> Iterator[dict[str, object]]:
        """Features of a part with their IDs.

        Args:
            part: The part.
            features: Those that wait nowhere.
            before: How many features come before them.
        """
        numbering = Numbering()
        numbering.count = before
        for feature in features:
            yield numbering.numbered(feature, self._parts[part])

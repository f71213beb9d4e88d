"""The work along the seams: which features wait there, and what they turn out to be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mapflow.joining._bounds import bounds_of
from mapflow.joining._clusters import Cluster, clusters_of
from mapflow.joining._groups import Groups
from mapflow.joining._kinds import may_be_one
from mapflow.joining._lines import lines_between
from mapflow.joining._links import links_between, twins_between
from mapflow.joining._merging import leader_of, merged
from mapflow.joining._parts import Feature, Part
from mapflow.joining._pieces import WIDEST, Border, Piece, piece_of
from mapflow.joining._points import points_between
from mapflow.joining._rows import look_behind
from mapflow.joining._tiles import Tiles
from mapflow.joining._untyped import Shape

#: The part of the leader, the feature, and all that it is made of, each with its part.
Found = tuple[int, Feature, list[tuple[int, Feature]]]


class Seams:
    """What is known of the seams between parts.

    Args:
        parts: The parts.
        tolerance_m: How far the outlines of one object may differ, in metres.

    Attributes:
        order: The order in which to read them.
    """

    def __init__(self, parts: Sequence[Part], tolerance_m: float) -> None:
        self._tolerance_m = tolerance_m
        self._tiles = Tiles(parts, tolerance_m)
        self._groups = Groups()
        self._is_read = [False] * len(parts)
        self._new: list[Piece] = []
        self._whole: list[Shape] = []
        self._meets: dict[Piece, set[int]] = {}
        self.order: list[int] = self._tiles.order([part.name for part in parts])

    @property
    def kept(self) -> int:
        """How many features are kept."""
        return self._groups.count + len(self._new) + len(self._whole)

    def near(self, part: int, features: Sequence[Feature]) -> dict[int, bool]:
        """Which features of a part ``take`` must see; nothing is kept.

        Returns:
            Their places, and whether ``take`` would keep them back.
        """
        return {
            place: parts is not None
            for place, (_, piece, parts) in enumerate(self._examined(part, features))
            if piece is not None
        }

    def take(self, part: int, features: Sequence[Feature]) -> Iterator[Feature]:
        """Take features of a part, and give those that no other part can know."""
        for feature, piece, parts in self._examined(part, features):
            if piece is not None and parts is not None:
                self._new.append(piece)
                self._meets[piece] = parts
                continue
            if piece is not None and piece.shape is not None:
                self._whole.append(piece.shape)
            yield feature

    def _examined(
        self, part: int, features: Sequence[Feature]
    ) -> Iterator[tuple[Feature, Piece | None, set[int] | None]]:
        """Features of a part, with the piece of each near a border, and the parts that it meets."""
        frame = self._tiles.frame
        boxes = frame.boxes(bounds_of(features))
        met = self._tiles.meetings(part, boxes)
        near = self._tiles.near_border(part, boxes, WIDEST * self._tolerance_m)
        for number, feature in enumerate(features):
            parts = met.get(number)
            is_asked = parts is not None or number in near
            yield feature, piece_of(part, feature, frame) if is_asked else None, parts

    def finish(self, part: int) -> Iterator[Found]:
        """End a part, and give what is decided now."""
        new, self._new = self._new, []
        whole, self._whole = self._whole, []
        self._is_read[part] = True
        tiles = self._tiles.shapes_of(part)
        if new:
            border = Border(tiles, self._tiles.cell_of(part), self._tolerance_m)
            border.examine(new)
            look_behind(new, whole, stretch=border.stretch, tolerance_m=self._tolerance_m)
            known = self._groups.waiting_for(part)
            links = twins_between(new, known)
            links += points_between(
                new, known, stretch=border.stretch, tolerance_m=self._tolerance_m
            )
            for between in (links_between, lines_between):
                links += between(
                    new,
                    known,
                    stretch=border.stretch,
                    tolerance_m=self._tolerance_m,
                    is_divided=len(tiles) > 1,
                )
            for piece in new:
                parts = self._meets.pop(piece)
                self._groups.add(piece, sorted(p for p in parts if not self._is_read[p]))
            for link in filter(may_be_one, links):
                self._groups.link(link)
        for group in self._groups.done(part, new):
            for cluster in clusters_of(group.pieces, group.links):
                yield self._found(cluster)

    def _found(self, cluster: Cluster) -> Found:
        leader = leader_of(cluster.pieces)
        feature = merged(cluster, leader, self._tiles.frame, self._tolerance_m)
        sources = [(p.part, p.feature) for p in (*cluster.pieces, *cluster.slivers)]
        return leader.part, feature, sources

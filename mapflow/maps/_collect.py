"""Features as they come, made ready to be drawn: counted, grouped, packed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, cast

from mapflow._arguments import whole
from mapflow._results.classes import Kind, Style, kind_of, styles
from mapflow._results.features import features_of
from mapflow._results.properties import Cleaner
from mapflow._results.reader import NotAResult
from mapflow._results.shapes import BadShape, Project
from mapflow.errors import InvalidArea, InvalidInput
from mapflow.formats._features import (
    Feature,
    FeaturesLike,
    areas_of,
    collection_file,
    features_in,
)
from mapflow.formats._format import Source
from mapflow.maps._boxes import Box
from mapflow.maps._facts import Facts
from mapflow.maps._shapes import WORLD, Extent, Shapes

#: What is narrower does not reach round the antimeridian.
_WIDE: Final = 0.5
_NO_STYLE: Final = Style("", "#000000")


@dataclass
class Group:
    """Features of one kind, which share a colour, and with it a line of the legend.

    Attributes:
        style: How it is called, and its colour.
        count: How many features it has, those without a geometry included.
        shapes: Those that are drawn.
        facts: Their properties.
    """

    style: Style = _NO_STYLE
    count: int = 0
    shapes: Shapes = field(default_factory=Shapes)
    facts: Facts = field(default_factory=Facts)


@dataclass
class Drawing:
    """What is to be drawn.

    Attributes:
        groups: What shares a colour, the most frequent first.
        area: The area of interest; without anything if there is none.
        without_geometry: How many features cannot be drawn.
        notes: Sentences about the drawing that its maker wants said.
        label: The property that is written on each feature; "" for none.
        nouns: What one feature is called, and several.
    """

    groups: list[Group]
    area: Shapes = field(default_factory=Shapes)
    without_geometry: int = 0
    notes: tuple[str, ...] = ()
    label: str = ""
    nouns: tuple[str, str] = ("feature", "features")

    @property
    def total(self) -> int:
        """How many features there are."""
        return sum(group.count for group in self.groups)

    @property
    def noun(self) -> str:
        """What they are called."""
        return self.nouns[self.total != 1]

    @property
    def drawn(self) -> int:
        """How many of them are drawn."""
        return sum(len(group.shapes) for group in self.groups)

    @property
    def notices(self) -> list[str]:
        """Notices about what is missing from the picture."""
        told: list[str] = []
        if self.total == 0:
            told.append("No features were found in this area.")
        if self.drawn < self.total - self.without_geometry:
            told.append(
                f"Only the largest {self.drawn:,} of {self.total:,} features are drawn; "
                "the result file has them all."
            )
        if self.without_geometry:
            noun = "feature has" if self.without_geometry == 1 else "features have"
            told.append(f"{self.without_geometry:,} {noun} no geometry to draw.")
        return [*told, *self.notes]

    @property
    def order(self) -> list[int]:
        """The groups in the order to draw them: those with small features lie on top."""
        means: list[float] = []
        for group in self.groups:
            sizes = [extent.size for extent in group.shapes.extents()]
            means.append(sum(sizes) / max(len(sizes), 1))
        return sorted(range(len(self.groups)), key=lambda number: -means[number])

    @property
    def lines(self) -> list[tuple[Style, int]]:
        """The lines of the legend; groups of one name share one."""
        found: dict[str, tuple[Style, int]] = {}
        for group in self.groups:
            style, count = found.get(group.style.label, (group.style, 0))
            found[group.style.label] = (style, count + group.count)
        return list(found.values())

    def box(self) -> Box | None:
        """The part of the unit square that has all features; None without any."""
        boxes = [box for group in self.groups if (box := group.shapes.box())]
        return around(boxes)

    def keep_largest(self, limit: int) -> None:
        """Keep no more features than this."""
        if self.drawn <= limit:
            return
        sizes = [[extent.size for extent in group.shapes.extents()] for group in self.groups]
        ranked = sorted(
            (
                (-size, number, place)
                for number, each in enumerate(sizes)
                for place, size in enumerate(each)
            )
        )[:limit]
        wanted = [[False] * len(each) for each in sizes]
        for _, number, place in ranked:
            wanted[number][place] = True
        for group, flags in zip(self.groups, wanted, strict=True):
            group.shapes.keep(flags)
            group.facts.keep(flags)


def join_at_antimeridian(parts: Sequence[Shapes]) -> None:
    """Let what lies on both sides of the antimeridian lie together, if that is narrower."""
    box = around(box for part in parts if (box := part.box()))
    if box is None or box.width <= _WIDE:
        return
    edge = _widest_gap(sorted(extent for part in parts for extent in part.extents_of_paths()))
    if edge is not None:
        for part in parts:
            part.turn(edge)


def around(boxes: Iterable[Box]) -> Box | None:
    """The box around others; None without any."""
    found = list(boxes)
    if not found:
        return None
    lefts, tops, rights, bottoms = zip(*found, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def _widest_gap(extents: list[Extent]) -> int | None:
    """Where the ground begins that follows the widest empty strip, if cutting there is best."""
    first, reach = extents[0].left, extents[0].right
    widest, edge = 0, 0
    for extent in extents:
        if extent.left - reach > widest:
            widest, edge = extent.left - reach, extent.left
        reach = max(reach, extent.right)
    return edge if widest > WORLD - (reach - first) else None


def collect(
    source: FeaturesLike, *, area: FeaturesLike | None = None, limit: int | None = None
) -> Drawing:
    """Read all features once, and keep the ``limit`` largest of them; None for all."""
    if limit is not None:
        whole(limit, "max_features")
    outline = outline_of(area)
    drawing = _read_file(source) or gather(features_in(source))
    drawing.area = outline
    if limit is not None:
        drawing.keep_largest(limit)
    join_at_antimeridian([drawing.area, *(group.shapes for group in drawing.groups)])
    return drawing


def _read_file(source: object) -> Drawing | None:
    """The features of a file, however many; None for what must be read in another way."""
    path = collection_file(source)
    if path is None:
        return None
    # Another kind of GeoJSON is known to the reader of everything, which names errors, too.
    with suppress(NotAResult, OSError, InvalidArea):
        return drawing_of(path)
    return None


def drawing_of(path: Path) -> Drawing:
    """The features of a result in a file.

    Raises:
        NotAResult: The file holds something else.
        InvalidArea: The reference system is unknown, or needs the extra ``geo``.
        OSError: It cannot be read.
    """
    projector = Source.of(path, path.stem).projector()
    return gather((feature, projector) for feature in features_of(path))


def gather(
    features: Iterable[tuple[Feature, Project | None]],
    *,
    kind: Callable[[Mapping[str, object]], Kind] | None = None,
    looks: Mapping[Kind, Style] | None = None,
) -> Drawing:
    """Put features into groups, each by its kind.

    Args:
        features: Each, and what turns its positions into longitude and latitude.
        kind: Tells the kind by the properties; None for the service's classes.
        looks: The looks of the kinds; None for those of the service's classes.
    """
    cleaner = Cleaner(as_json=True, for_browser=True)
    groups: dict[Kind, Group] = {}
    for feature, project in features:
        given = feature.get("properties")
        of = kind_of(given) if kind is None else kind(cast("Mapping[str, object]", given))
        group = groups.get(of)
        if group is None:
            group = groups[of] = Group()
        group.count += 1
        if group.shapes.add(feature.get("geometry"), project):
            properties = cleaner.properties(given)
            own = feature.get("id")
            if own is not None:
                name = "feature_id" if "id" in properties else "id"
                properties = {name: cleaner.value(own), **properties}
            group.facts.add(properties)
    cleaner.tell("the map")
    ranked = sorted(groups, key=lambda each: -groups[each].count)
    known = styles(ranked) if looks is None else looks
    for each in ranked:
        groups[each].style = known[each]
    drawing = Drawing([groups[each] for each in ranked])
    drawing.without_geometry = drawing.total - drawing.drawn
    return drawing


def outline_of(area: object) -> Shapes:
    """The area of a map, whatever it came as; without anything for None."""
    outline = Shapes()
    if area is None:
        return outline
    for feature, project in features_in(areas_of(area)):
        geometry = feature.get("geometry")
        try:
            outline.add_or_raise(geometry, project)
        except BadShape as error:
            raise InvalidInput(
                f"The area cannot be drawn: {error}.",
                hint="Pass it in longitude and latitude, or a GeoDataFrame with its CRS.",
            ) from None
    join_at_antimeridian([outline])
    return outline

"""The parts of an area, each with its name, in colours that tell neighbours apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from mapflow._results.classes import Kind, Style
from mapflow.maps._collect import gather, join_at_antimeridian
from mapflow.maps._look import Look
from mapflow.maps._map import Map
from mapflow.maps._shapes import Extent, Shapes

_COLOURS: Final = ("#2f7ed8", "#e8743b", "#37a862", "#8e5bd0", "#c9a227", "#1aa3a3", "#d6498f")
_KINDS: Final = tuple(Kind("part", str(number)) for number in range(len(_COLOURS)))
_LABEL: Final = "name"


class NamedPart(NamedTuple):
    """One part.

    Attributes:
        name: Its name, which is written on it.
        geometry: Its geometry, as GeoJSON.
        facts: What a pop-up shows besides.
    """

    name: str
    geometry: object
    facts: dict[str, object]


def draw_parts(
    parts: Sequence[NamedPart], outline: Sequence[object], look: Look, nouns: tuple[str, str]
) -> Map:
    """Draw parts.

    Args:
        parts: The parts.
        outline: The geometries that are drawn as the outline of all.
        look: What stands around them.
        nouns: What one part is called, and several; with a capital, the line of the legend.
    """
    colours = dict(zip((part.name for part in parts), _colours(parts), strict=True))
    looks = {
        kind: Style(nouns[1].capitalize(), colour)
        for kind, colour in zip(_KINDS, _COLOURS, strict=True)
    }
    drawing = gather(
        (
            (
                {"geometry": part.geometry, "properties": {_LABEL: part.name, **part.facts}},
                None,
            )
            for part in parts
        ),
        kind=lambda properties: _KINDS[colours[str(properties[_LABEL])]],
        looks=looks,
    )
    for geometry in outline:
        drawing.area.add(geometry)
    drawing.label, drawing.nouns = _LABEL, nouns
    join_at_antimeridian([drawing.area, *(group.shapes for group in drawing.groups)])
    return Map(drawing, look)


def _colours(parts: Sequence[NamedPart]) -> list[int]:
    """A colour for each part, another than its neighbours have, as far as there are enough."""
    boxes: list[tuple[Extent, int]] = []
    for number, part in enumerate(parts):
        shape = Shapes()
        shape.add(part.geometry)
        boxes += [(extent, number) for extent in shape.extents_of_paths()]
    neighbours = _neighbours(boxes, len(parts))
    found: list[int] = []
    for number, near in enumerate(neighbours):
        taken = {found[other] for other in near if other < number}
        # Each begins with another colour, so that all are used.
        order = [(number + step) % len(_COLOURS) for step in range(len(_COLOURS))]
        found.append(next((colour for colour in order if colour not in taken), order[0]))
    return found


def _neighbours(boxes: list[tuple[Extent, int]], count: int) -> list[set[int]]:
    """Which parts have boxes that touch."""
    found: list[set[int]] = [set() for _ in range(count)]
    active: list[tuple[Extent, int]] = []
    for box, number in sorted(boxes):
        active = [each for each in active if each[0].right >= box.left - 1]
        for other, owner in active:
            if other.top <= box.bottom + 1 and box.top <= other.bottom + 1 and owner != number:
                found[number].add(owner)
                found[owner].add(number)
        active.append((box, number))
    return found

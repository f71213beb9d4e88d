"""What a map shows of a plan."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from mapflow.maps._look import Look
from mapflow.maps._parts import NamedPart, draw_parts
from mapflow.splitting._pieces import polygons_of, shapely

if TYPE_CHECKING:
    from mapflow.maps import Map
    from mapflow.splitting._parts import SplitPart

#: The union of more takes longer than all the rest.
_MOST_OUTLINED: Final = 20_000
_NOUNS: Final = ("processing", "processings")


def map_of(parts: Sequence[SplitPart], look: Look) -> Map:
    """Draw the parts of a plan, and the outline of their area."""
    named = [NamedPart(part.id, part.geometry, _facts(part)) for part in parts]
    return draw_parts(named, _outline(parts), look, _NOUNS)


def _facts(part: SplitPart) -> dict[str, object]:
    return {
        "polygons": len(part.cells),
        "area_km2": round(part.area_m2 / 1e6, 4),
        "billed_km2": round(part.billed_m2 / 1e6, 4),
    }


def _outline(parts: Sequence[SplitPart]) -> list[object]:
    """The area that was split; of hulls, the fields under them."""
    grounds = [part.ground for part in parts if part.ground is not None]
    if grounds:
        return list(grounds)
    if len(parts) > _MOST_OUTLINED or find_spec("shapely") is None:
        return []
    lib = shapely()
    united = lib.union_all([lib.geometry.shape(part.geometry) for part in parts])
    return [lib.geometry.mapping(each) for each in polygons_of(united)]

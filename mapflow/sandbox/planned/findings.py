"""What a planned search has found."""

import dataclasses
import functools
import json
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from mapflow.sandbox.areas.shapes import Shape
from mapflow.sandbox.context import Sandbox
from mapflow.sandbox.planned import filters
from mapflow.sandbox.planned.captures import footprint_of
from mapflow.sandbox.planned.outline import outline_of, stored_outline
from mapflow.sandbox.planned.rows import Template
from mapflow.sandbox.planned.timeline import DAY_S
from mapflow.sandbox.sources import captures
from mapflow.sandbox.sources.captures import Capture

_LOOK_BACK_S: Final = 14 * DAY_S
# Bounds the work of one search: of an area that reaches further, only the south-west is searched.
_WIDEST_DEG: Final = 10.0


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """An image of a planned search.

    Attributes:
        capture: The image.
        shares: Percent of each area that it covers, by the area's identifier.
        is_new: Whether it is not yet marked as seen.
    """

    capture: Capture
    shares: Mapping[str, float]
    is_new: bool


def find(sandbox: Sandbox, template: Template) -> list[Finding]:
    """Return what was found up to now, the newest first.

    Args:
        sandbox: The sandbox.
        template: The planned search. The plan of who created it says which imagery is available.
    """
    checked = template.state(sandbox.clock.now()).checked
    if checked is None:
        return []
    creator = sandbox.accounts.get(template.row["account_id"])
    found = _search(
        tuple((row["id"], row["geometry"]) for row in template.areas if row["added"] <= checked),
        template.row["filters"],
        template.row["created"] - _LOOK_BACK_S,
        checked,
        sandbox.seed,
        frozenset(creator.settings.searchProviders),
    )
    seen = _seen(sandbox, template)
    return [Finding(capture, shares, capture.id not in seen) for capture, shares in found]


def new_count(found: Sequence[Finding]) -> int:
    """Return how many are not yet marked as seen."""
    return sum(finding.is_new for finding in found)


def mark_seen(sandbox: Sandbox, template: Template, image_ids: Collection[str]) -> None:
    """Remember that images were seen."""
    sandbox.database.run_many(
        "INSERT OR IGNORE INTO template_seen (template_id, image_id) VALUES (?, ?)",
        [(template.row["id"], image_id) for image_id in image_ids],
    )


def _seen(sandbox: Sandbox, template: Template) -> set[str]:
    rows = sandbox.database.all(
        "SELECT image_id FROM template_seen WHERE template_id = ?", template.row["id"]
    )
    return {row["image_id"] for row in rows}


# The list of a project is read every few seconds, but what it shows changes once a day.
@functools.lru_cache(maxsize=128)
def _search(
    areas: tuple[tuple[str, str], ...],
    stored_filters: str,
    earliest: float,
    latest: float,
    seed: int,
    available: frozenset[str],
) -> tuple[tuple[Capture, Mapping[str, float]], ...]:
    wanted = filters.read(json.loads(stored_filters))
    outlines = {area_id: stored_outline(geometry) for area_id, geometry in areas}
    since = earliest if wanted.acquired.low is None else wanted.acquired.low
    until = latest if wanted.acquired.high is None else min(latest, wanted.acquired.high)
    near = {
        capture.id: capture
        for outline in outlines.values()
        if not outline.is_empty
        for capture in captures.within(_clipped(outline.bounds), since, until, seed)
    }
    result: list[tuple[Capture, Mapping[str, float]]] = []
    for capture in sorted(near.values(), key=lambda capture: (-capture.acquired, capture.id)):
        if filters.let_pass(wanted, capture, available):
            shares = _shares(capture, outlines)
            least = wanted.min_intersection_percent
            kept = {area: share for area, share in shares.items() if share > 0 and share >= least}
            if kept:
                result.append((capture, kept))
    return tuple(result)


def _clipped(box: captures.Box) -> captures.Box:
    west, south, east, north = box
    return west, south, min(east, west + _WIDEST_DEG), min(north, south + _WIDEST_DEG)


def _shares(capture: Capture, outlines: Mapping[str, Shape]) -> dict[str, float]:
    footprint = outline_of(footprint_of(capture))
    return {
        area_id: 100 * footprint.intersection(outline).area / outline.area
        for area_id, outline in outlines.items()
        if outline.area > 0
    }

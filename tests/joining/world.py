"""A town whose truth is known, and what processings of it would find."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import shapely

from mapflow.joining import Part

#: Metres of a degree of latitude, and how much longer than at this latitude degrees of it are.
DEGREE_M = 111_320.0
WIDTH = 1.75
CELL = (0.045 * WIDTH, 0.045)
CORNER = (37.0, 55.0)
Box = tuple[float, float, float, float]


class Verdict(NamedTuple):
    """What came out of a join, against the truth.

    Attributes:
        truth: Objects that were found by anybody.
        given: Features that went in.
        out: Features that came out.
        left_over: Features too many: more than one of an object.
        lost: Objects without a feature: fused with another, or dropped.
        whole: The share of objects that came out whole.
    """

    truth: int
    given: int
    out: int
    left_over: int
    lost: int
    whole: float


@dataclass(frozen=True)
class Town:
    """Outlines of objects on a square of cells.

    Attributes:
        outlines: Their rings: number, position, longitude and latitude.
        side: How many cells lie along a side.
    """

    outlines: np.ndarray
    side: int

    @property
    def cells(self) -> list[Box]:
        """West, south, east and north of each cell."""
        (west, south), (width, height) = CORNER, CELL
        return [
            (
                west + column * width,
                south + row * height,
                west + (column + 1) * width,
                south + (row + 1) * height,
            )
            for row in range(self.side)
            for column in range(self.side)
        ]

    @property
    def ground(self) -> Any:
        """All cells together."""
        cells = self.cells
        return shapely.box(*cells[0][:2], *cells[-1][2:])

    def near(self, margin_m: float) -> Iterator[tuple[Box, np.ndarray]]:
        """Each cell, and the numbers of the objects that may meet it."""
        margin = np.array([WIDTH, 1.0]) * margin_m / DEGREE_M
        low, high = self.outlines.min(axis=1) - margin, self.outlines.max(axis=1) + margin
        tree = shapely.STRtree(shapely.box(*low.T, *high.T))
        for cell in self.cells:
            yield cell, np.sort(tree.query(shapely.box(*cell)))


def free_standing(side: int, each: int, *, seed: int = 1) -> Town:
    """Turned buildings, some L-shaped, that touch nothing; many of them on seams."""
    random = np.random.default_rng(seed)
    count = side * side * each
    columns = int(np.ceil(np.sqrt(count)))
    number = np.arange(count)
    step = np.array(CELL) * side / columns
    places = np.stack([number % columns, number // columns], axis=1) + 1.0
    centres = CORNER + (places + random.uniform(-0.25, 0.25, (count, 2))) * step
    half = np.stack([random.uniform(5, 14, count), random.uniform(4, 10, count)], axis=1)
    angled = [(-1, -1), (1, -1), (1, 0), (0, 0), (0, 1), (-1, 1)]
    plain = [(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -0.2), (-1, -0.5)]
    is_angled = random.random(count) < 0.3
    corners = np.where(is_angled[:, None, None], angled, plain) * half[:, None, :]
    return Town(_placed(corners, centres, random.uniform(0, np.pi, count)), side)


def row_houses(side: int, rows: int, *, each: int = 20, seed: int = 4) -> Town:
    """Rows of houses that share walls, along seams and across them; no row meets another one."""
    random = np.random.default_rng(seed)
    outlines = []
    for row in range(rows):
        across, along = np.array(CELL) * (1 + row % (side - 1)), np.array(CELL) * side
        share, aside = 0.03 + 0.94 * row / rows, random.uniform(-5, 5) / DEGREE_M
        angle = random.uniform(-0.03, 0.03) + np.pi / 2 * (row % 2 + row // 2 % 2)
        if row % 2:
            centre = CORNER + np.array([across[0] + WIDTH * aside, along[1] * share])
        else:
            centre = CORNER + np.array([along[0] * share, across[1] + aside])
        left = 6.0 * np.arange(each)[:, None] - 3.0 * each
        x = np.concatenate([left, left + 6, left + 6, left], axis=1)
        y = np.tile([-6.0, -6.0, 6.0, 6.0], (each, 1))
        turned = np.full(each, angle)
        outlines.append(_placed(np.stack([x, y], axis=2), np.tile(centre, (each, 1)), turned))
    lines = [shapely.multipoints(row.reshape(-1, 2)).convex_hull for row in outlines]
    tree = shapely.STRtree(lines)
    earlier, later = np.sort(tree.query(lines, predicate="intersects"), axis=0)
    kept = np.setdiff1d(np.arange(rows), later[earlier < later])
    return Town(np.concatenate([outlines[row] for row in kept]), side)


def parts_of(
    town: Town,
    border: str,
    *,
    jitter_m: float = 0.0,
    overlap_m: float = 0.0,
    decimals: int = 8,
    seed: int = 2,
) -> Iterator[Part]:
    """What a processing of each cell finds, cell by cell.

    Args:
        town: The truth.
        border: ``owner``, ``clip`` or ``whole``.
        jitter_m: How far a corner lies off, newly in each processing: the standard deviation.
        overlap_m: How far areas reach beyond their cells.
        decimals: How coordinates are rounded.
        seed: Of the jitter.
    """
    random = np.random.default_rng(seed)
    centres = town.outlines[:, :-1].mean(axis=1)
    reach = np.array([WIDTH, 1.0]) * overlap_m / DEGREE_M
    for place, (cell, found) in enumerate(town.near(overlap_m + 5 * jitter_m)):
        area = (*(cell[:2] - reach), *(cell[2:] + reach))
        outlines = _moved(town.outlines[found], random, jitter_m)
        shapes = shapely.polygons(outlines)
        broken = ~shapely.is_valid(shapes)
        shapes[broken] = shapely.polygons(town.outlines[found[broken]])
        ground = shapely.box(*area)
        if border == "owner":
            here = np.all((centres[found] >= area[:2]) & (centres[found] < area[2:]), axis=1)
            shapes, found = shapes[here], found[here]
        elif border == "whole":
            here = shapely.intersects(ground, shapes)
            shapes, found = shapes[here], found[here]
        else:
            cut = shapely.contains_properly(ground, shapes)
            shapes[~cut] = shapely.intersection(shapes[~cut], ground)
            shapes, index = shapely.get_parts(shapes, return_index=True)
            here = (shapely.get_type_id(shapes) == 3) & (shapely.area(shapes) > 1e-12)
            shapes, found = shapes[here], found[index[here]]
        features = [
            {
                "type": "Feature",
                "properties": {"id": number, "truth": int(truth)},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
            for number, (truth, ring) in enumerate(
                zip(found, _rings(shapes, decimals), strict=True), 1
            )
        ]
        yield Part(
            f"r{place // town.side}c{place % town.side}",
            polygon(area),
            features,
            f"p{place}",
            polygon(cell) if overlap_m else None,
        )


def judge(
    town: Town, features: Iterable[Mapping[str, Any]], given: Iterable[int], *, agreement: float
) -> Verdict:
    """Compare what came out with the truth.

    Args:
        town: The truth.
        features: What came out.
        given: The object of each feature that went in.
        agreement: From which share of common ground on an object is whole. Those that cross the
            outer border are not asked for it, nor for pieces left over.
    """
    truth, texts = [], []
    for feature in features:
        truth.append(feature["properties"]["truth"])
        texts.append(json.dumps(feature["geometry"]))
    found, of = shapely.from_geojson(texts), np.array(truth)
    broken = ~shapely.is_valid(found)
    found[broken] = shapely.make_valid(found[broken])
    sizes = shapely.area(found)
    # Of several features of an object the largest one counts.
    order = np.lexsort((-sizes, of))
    known, first, count = np.unique(of[order], return_index=True, return_counts=True)
    largest = order[first]
    outlines = shapely.polygons(town.outlines[known])
    inner = shapely.contains_properly(town.ground, outlines)
    common = shapely.area(shapely.intersection(found[largest[inner]], outlines[inner]))
    both = sizes[largest[inner]] + shapely.area(outlines[inner]) - common
    all_given = list(given)
    return Verdict(
        truth=len(set(all_given)),
        given=len(all_given),
        out=len(truth),
        left_over=int((count[inner] - 1).sum()),
        lost=len(set(all_given) - set(truth)),
        whole=float((common / both > agreement).mean()),
    )


def truths(parts: Iterable[Part]) -> list[int]:
    """The object of each feature of some parts."""
    return [feature["properties"]["truth"] for part in parts for feature in part.features]  # type: ignore[index]


def polygon(box: Iterable[float]) -> dict[str, Any]:
    """A box as GeoJSON."""
    west, south, east, north = (float(each) for each in box)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def _placed(corners: np.ndarray, centres: np.ndarray, angles: np.ndarray) -> np.ndarray:
    """Closed rings in degrees, of corners in metres that are turned and moved."""
    x, y = corners[:, :, 0], corners[:, :, 1]
    cosine, sine = np.cos(angles)[:, None], np.sin(angles)[:, None]
    metres = np.stack([WIDTH * (x * cosine - y * sine), x * sine + y * cosine], axis=2)
    rings = centres[:, None, :] + metres / DEGREE_M
    return np.concatenate([rings, rings[:, :1]], axis=1)


def _moved(outlines: np.ndarray, random: np.random.Generator, jitter_m: float) -> np.ndarray:
    """Outlines with corners that lie off; a corner that several share lies off for all of them."""
    if not jitter_m or not len(outlines):
        return outlines
    corners = np.round(outlines.reshape(-1, 2), 7)
    _, index = np.unique(corners, axis=0, return_inverse=True)
    shifts = random.normal(0, jitter_m, (index.max() + 1, 2)) * (WIDTH, 1.0) / DEGREE_M
    return outlines + shifts[index.ravel()].reshape(outlines.shape)


def _rings(shapes: np.ndarray, decimals: int) -> Iterator[list[list[float]]]:
    places, index = shapely.get_coordinates(shapes, return_index=True)
    rounded = np.round(places, decimals).tolist()
    bounds = np.searchsorted(index, np.arange(len(shapes) + 1)).tolist()
    for start, end in pairwise(bounds):
        yield rounded[start:end]

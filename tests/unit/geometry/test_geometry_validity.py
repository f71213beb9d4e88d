"""Our own check for valid polygons, against GEOS."""

import math
import random
from collections import Counter
from fractions import Fraction

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from mapflow.errors import InvalidArea
from mapflow.geometry import as_geometry
from mapflow.geometry._checks import checker, sweep
from mapflow.geometry._checks.exact import contains, is_collinear, is_counterclockwise, side
from mapflow.geometry._checks.sweep import find_fault


def tidy(ring):
    return [p for p, q in zip(ring, ring[1:] + ring[:1], strict=True) if p != q]


def usable(rings):
    return all(len(set(ring)) > 2 and not is_collinear(ring) for ring in rings)


def grid_ring(rnd):
    size = rnd.randint(2, 6)
    return [(float(rnd.randint(0, size)), float(rnd.randint(0, size))) for _ in range(9)]


def float_ring(rnd):
    return [(rnd.random(), rnd.random()) for _ in range(rnd.randint(3, 8))]


def nearly_touching_ring(rnd):
    """Positions on a coarse grid, each off by a few units in the last place."""

    def off(value):
        for _ in range(rnd.choice((0, 0, 0, 1, 2))):
            value = math.nextafter(value, rnd.choice((-math.inf, math.inf)))
        return value

    return [
        (off(37 + rnd.randint(0, 4) * 0.1), off(55 + rnd.randint(0, 4) * 0.1))
        for _ in range(rnd.randint(4, 9))
    ]


def star_ring(rnd, size=12):
    ring = []
    for i in range(size):
        radius, angle = 0.5 + 0.5 * rnd.random(), 2 * math.pi * i / size
        ring.append((radius * math.cos(angle), radius * math.sin(angle)))
    if rnd.random() < 0.3:
        ring[rnd.randrange(size)] = ring[rnd.randrange(size)]
    return ring


def with_holes(rnd):
    """A box, or something cut out of one, with small holes that touch, cross and leave it."""
    edges = (0.0, 1.0, 11.0, 12.0)
    shell = [(0.0, 0.0), (12.0, 0.0), (12.0, 12.0), (0.0, 12.0)]
    if rnd.random() < 0.3:
        shell = [(rnd.choice(edges), rnd.choice(edges)) for _ in range(rnd.randint(3, 6))]
    rings = [shell]
    for _ in range(rnd.randint(1, 4)):
        x, y, size = rnd.randint(0, 11), rnd.randint(0, 11), rnd.randint(1, 6)
        count = rnd.randint(3, 4)
        rings.append(
            [
                (float(x + rnd.randint(0, size)), float(y + rnd.randint(0, size)))
                for _ in range(count)
            ]
        )
    if rnd.random() < 0.2:
        x, y = (sum(axis) / len(axis) for axis in zip(*rings[-1], strict=True))
        rings.append([(x + (a - x) / 2, y + (b - y) / 2) for a, b in rings[-1]])
    return rings


KINDS = {
    "grid": lambda rnd: [grid_ring(rnd)[: rnd.randint(3, 9)]],
    "floats": lambda rnd: [float_ring(rnd)],
    "nearly touching": lambda rnd: [nearly_touching_ring(rnd)],
    "star": lambda rnd: [star_ring(rnd)],
    "holes": with_holes,
}


@pytest.mark.parametrize("kind", KINDS)
def test_agrees_with_geos(kind):
    rnd = random.Random(20)
    seen = Counter()
    for _ in range(2500):
        rings = [tidy(ring) for ring in KINDS[kind](rnd)]
        if usable(rings):
            fault = find_fault(rings)
            shape = shapely.Polygon(rings[0], rings[1:])
            assert (fault is None) == shape.is_valid, (rings, fault, shapely.is_valid_reason(shape))
            seen[fault.kind if fault else "valid"] += 1
    assert seen["valid"] > 40, "a test that sees no valid polygon proves nothing"
    assert sum(seen.values()) > 900
    if kind == "holes":
        assert {"crosses", "covers", "touches", "cuts", "outside", "nested"} < seen.keys()


def test_the_place_of_a_crossing_is_on_both_edges():
    rnd = random.Random(3)
    count = 0
    for _ in range(2000):
        ring = tidy(float_ring(rnd))
        fault = find_fault([ring]) if usable([ring]) else None
        if fault and fault.kind == "crosses":
            count += 1
            for x1, y1, x2, y2, _ in fault.segments:
                edge = shapely.LineString([(x1, y1), (x2, y2)])
                assert edge.distance(shapely.Point(fault.at)) < 1e-9
    assert count > 300


# Polygons made by hand, for the cases that chance meets rarely.
BOX = [(0, 0), (10, 0), (10, 10), (0, 10)]
BY_HAND = {
    "a hole that touches the shell at a corner": ([BOX, [(0, 0), (3, 1), (1, 3)]], None),
    "a hole that touches an edge with its corner": ([BOX, [(0, 5), (3, 4), (3, 6)]], None),
    "a shell that touches a hole's edge with its corner": (
        [[(0, 0), (10, 0), (10, 10), (5, 4), (0, 10)], [(4, 2), (6, 2), (6, 4), (4, 4)]],
        None,
    ),
    "two holes that meet at a corner": (
        [BOX, [(2, 2), (5, 5), (2, 5)], [(5, 5), (8, 5), (8, 8)]],
        None,
    ),
    "three holes that meet at one corner": (
        [BOX, [(5, 5), (3, 2), (2, 3)], [(5, 5), (8, 5), (8, 6)], [(5, 5), (4, 8), (3, 8)]],
        None,
    ),
    "three holes in a circle": (
        [BOX, [(2, 2), (4, 2), (3, 4)], [(4, 2), (6, 2), (5, 4)], [(3, 4), (5, 4), (4, 6)]],
        "cuts",
    ),
    "two holes, one beside the other, hanging on the same corner of the shell": (
        [BOX, [(0, 0), (5, 1), (5, 2)], [(0, 0), (1, 5), (2, 5)]],
        None,
    ),
    "a hole that hangs on the westernmost corner of another": (
        [BOX, [(3, 5), (6, 3), (6, 7)], [(1, 4), (3, 5), (1, 6)]],
        None,
    ),
    "a hole within a hole that share a corner": (
        [BOX, [(1, 1), (9, 1), (9, 9), (1, 9)], [(1, 1), (3, 2), (2, 3)]],
        "nested",
    ),
    "a hole outside that touches": ([BOX, [(10, 5), (13, 4), (13, 6)]], "outside"),
    "a hole outside that touches with its western corner": (
        [BOX, [(10, 10), (12, 9), (12, 11)]],
        "outside",
    ),
    "a hole around the shell": ([BOX, [(-1, -1), (11, -1), (11, 11), (-1, 11)]], "outside"),
    "a hole that touches two sides": ([BOX, [(0, 5), (5, 4), (10, 5), (5, 6)]], "cuts"),
    "a hole through two corners of the shell": (
        [[(0, 0), (4, 2), (8, 0), (8, 8), (4, 6), (0, 8)], [(4, 2), (6, 4), (4, 6), (2, 4)]],
        "cuts",
    ),
    "a ring with a notch that closes in a point": (
        [[(0, 0), (10, 0), (10, 10), (6, 10), (5, 5), (4, 10), (0, 10), (0, 6), (5, 5), (0, 4)]],
        "touches",
    ),
    "a corner that touches the ring's own edge": (
        [[(0, 0), (10, 0), (10, 10), (5, 0), (0, 10)]],
        "touches",
    ),
    "several edges through one point": (
        [[(0, 0), (4, 4), (0, 4), (4, 0), (2, -1), (2, 5), (-1, 5), (-1, 0)]],
        "crosses",
    ),
    "a crossing of vertical and horizontal edges": (
        [[(0, 0), (3, 0), (3, 3), (1, 3), (1, -1), (0, -1)]],
        "crosses",
    ),
    "an antenna to the west": ([[(0, 0), (3, 0), (3, 3), (0, 0), (-2, 0)]], "covers"),
    "a spike to the east": ([[(0, 0), (3, 0), (5, 0), (3, 0), (3, 3)]], "touches"),
    "a spike of unequal edges": ([[(0, 0), (5, 0), (3, 0), (3, 3)]], "touches"),
    "a spike to the west": ([[(3, 0), (0, 0), (2, 0), (4, 3)]], "covers"),
}


@pytest.mark.parametrize(("rings", "kind"), BY_HAND.values(), ids=BY_HAND.keys())
@pytest.mark.parametrize("turn", range(4))
def test_by_hand(rings, kind, turn):
    for _ in range(turn):
        rings = [[(-y, x) for x, y in ring] for ring in rings]
    rings = [[(float(x), float(y)) for x, y in ring] for ring in rings]
    fault = find_fault(rings)
    assert shapely.Polygon(rings[0], rings[1:]).is_valid == (kind is None)
    if kind in (None, "nested", "outside", "cuts"):
        assert (fault and fault.kind) == kind
    else:
        assert fault.kind in {"crosses", "covers", "touches"}, "the same fault, from another side"
        if turn == 0:
            assert fault.kind == kind


def test_a_crossing_at_a_corner_of_a_third_ring():
    """The corner lies between the two edges, from before they begin until all meet."""
    rings = [
        [(0.0, 0.0), (10.0, 10.0), (0.0, 10.0)],
        [(1.0, 9.0), (9.0, 1.0), (10.0, 1.0), (2.0, 9.5)],
        [(0.5, 5.2), (0.5, 4.8), (5.0, 5.0)],
    ]
    fault = find_fault(rings)
    assert (fault.kind, fault.ring, fault.other, fault.at) == ("crosses", 1, 0, (5, 5))


def comparisons(monkeypatch, ring):
    """Count how often two edges are compared: the work, whatever the machine."""
    count = 0
    plain = sweep._cross

    def counting(one, other):
        nonlocal count
        count += 1
        return plain(one, other)

    with monkeypatch.context() as patch:
        patch.setattr(sweep, "_cross", counting)
        assert find_fault([ring]) is None
    return count


def test_a_comb_of_long_teeth_is_no_more_work_than_a_circle(monkeypatch):
    teeth = 2500
    comb = [(2.0 * teeth, -1.0), (-1.0, -1.0)]
    for i in range(teeth):
        comb += [(i - 0.5, 100.0 + i), (float(i), 0.0)]
    assert comparisons(monkeypatch, comb) < 3 * len(comb)
    circle = [
        (math.cos(2 * math.pi * i / 5000), math.sin(2 * math.pi * i / 5000)) for i in range(5000)
    ]
    assert comparisons(monkeypatch, circle) < 3 * len(circle)
    assert comparisons(monkeypatch, star_ring(random.Random(0), 5001)) < 3 * 5001


def large(cross):
    ring = [
        [37 + math.cos(2 * math.pi * i / 12_000) / 9, 55 + math.sin(2 * math.pi * i / 12_000) / 9]
        for i in range(12_000)
    ]
    if cross:
        ring[6000], ring[6003] = ring[6003], ring[6000]
    return {"type": "Polygon", "coordinates": [ring]}


def test_shapely_decides_for_large_polygons_and_we_explain(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(checker, "find_fault", None)
        as_geometry(large(cross=False))
    with pytest.raises(
        InvalidArea, match=r"crosses itself near longitude 36\.88.*positions 6000 to 6001"
    ):
        as_geometry(large(cross=True))


@settings(max_examples=300)
@given(*[st.floats(-180, 180)] * 4, st.floats(-1, 2))
def test_side_is_exact_on_a_line(ax, ay, bx, by, share):
    """A point computed to lie on a line lies within rounding of it; the sign is never made up."""
    px, py = ax + share * (bx - ax), ay + share * (by - ay)
    exact = (Fraction(bx) - Fraction(ax)) * (Fraction(py) - Fraction(ay)) - (
        Fraction(by) - Fraction(ay)
    ) * (Fraction(px) - Fraction(ax))
    found = side(ax, ay, bx, by, px, py)
    assert (found > 0) == (exact > 0)
    assert (found < 0) == (exact < 0)


def test_inside_and_winding_agree_with_geos():
    rnd = random.Random(8)
    for _ in range(300):
        ring = star_ring(rnd)
        if find_fault([ring]):
            continue
        shape = shapely.Polygon(ring)
        assert is_counterclockwise(ring) == shape.exterior.is_ccw
        assert is_counterclockwise(ring[::-1]) != shape.exterior.is_ccw
        for _ in range(20):
            x, y = rnd.uniform(-1, 1), rnd.uniform(-1, 1)
            assert contains(ring, x, y) == shape.contains(shapely.Point(x, y))

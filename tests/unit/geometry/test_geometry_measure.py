"""Areas and extents, against pyproj and against the service's own figure."""

import json
import math
import random

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mapflow.geometry import (
    area_m2,
    as_geometry,
    bounding_boxes,
    bounds,
    centre,
    polygon_count,
    summarise,
)

GEOD = pyproj.Geod(ellps="WGS84")
# The documented request and the area that the service reported for it.
DOCUMENTED = (37.29836940765381, 55.63619642594767, 37.307724952697754, 55.64024152130109)
REPORTED_M2 = 265_197


def oracle_m2(geometry):
    """Karney's area of the polygon whose edges are straight in longitude and latitude."""
    shape = shapely.geometry.shape(geometry)
    west, south, east, north = shape.bounds
    dense = shapely.segmentize(shape, max(east - west, north - south) / 500)
    return abs(GEOD.geometry_area_perimeter(dense)[0])


def star(rnd, lon, lat, radius_deg, size):
    ring = []
    for i in range(size):
        radius, angle = radius_deg * rnd.uniform(0.4, 1), 2 * math.pi * i / size
        x = radius * math.cos(angle) / math.cos(math.radians(lat))
        ring.append([lon + x, lat + radius * math.sin(angle)])
    return ring


def test_agrees_with_the_service_to_a_thousandth():
    geometry = as_geometry(DOCUMENTED)
    assert area_m2(geometry) == pytest.approx(265_334.8, abs=0.1)
    assert area_m2(geometry) == pytest.approx(REPORTED_M2, rel=0.001)


@pytest.mark.parametrize("size", [3, 5, 40, 2500], ids=lambda n: f"{n} positions")
@pytest.mark.parametrize("lat", [-75, -30, 0, 10, 45, 60, 84])
def test_agrees_with_pyproj(size, lat):
    """To a millionth, from a tenth of a square kilometre to a hundred thousand."""
    rnd = random.Random(size * 100 + lat)
    for km2 in (0.1, 1, 25, 1000, 100_000):
        radius = math.sqrt(km2 / (math.pi * 0.5)) / 111.2
        if abs(lat) + radius > 85:
            continue
        ring = star(rnd, rnd.uniform(-100, 100), lat, radius, size)
        geometry = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
        assert area_m2(geometry) == pytest.approx(oracle_m2(geometry), rel=1e-6)


@pytest.mark.parametrize("lat", [-89.99, -60, 0, 33, 80])
def test_tiny_polygons_lose_nothing_to_cancellation(lat):
    """A shed of ten by ten metres, measured as a plane, which at that size it is."""
    for lon in (-179.99, 0, 37.3, 179.9):
        east = 10 / (111_320 * math.cos(math.radians(lat)))
        north = 10 / 111_320
        box = {
            "type": "Polygon",
            "coordinates": [
                [
                    [lon, lat],
                    [lon + east, lat],
                    [lon + east, lat + north],
                    [lon, lat + north],
                    [lon, lat],
                ]
            ],
        }
        (found,) = bounding_boxes(box)
        turned = [[x, y] for x, y in box["coordinates"][0][2:-1] + box["coordinates"][0][:3]]
        assert area_m2(box) == pytest.approx(found.area_m2, rel=1e-6)
        assert area_m2({"type": "Polygon", "coordinates": [turned]}) == pytest.approx(
            area_m2(box), rel=1e-6
        )


def test_polygons_at_the_poles_and_on_the_antimeridian():
    cap = {
        "type": "Polygon",
        "coordinates": [[[-180, 80], [180, 80], [180, 90], [-180, 90], [-180, 80]]],
    }
    assert area_m2(cap) == pytest.approx(bounding_boxes(cap)[0].area_m2, rel=1e-9)
    tip = {"type": "Polygon", "coordinates": [[[10, 89], [20, 89], [15, 90], [10, 89]]]}
    assert area_m2(tip) == pytest.approx(
        oracle_m2({"type": "Polygon", "coordinates": [[[10, 89], [20, 89], [15, 90], [10, 89]]]}),
        rel=1e-3,
    )
    both = as_geometry((179.9, -17, -179.9, -16.9))
    east = as_geometry((10, -17, 10.2, -16.9))
    assert area_m2(both) == pytest.approx(area_m2(east), rel=1e-9)
    flat = {"type": "Polygon", "coordinates": [[[0, 0], [180, 0], [180, 1e-7], [0, 1e-7], [0, 0]]]}
    assert area_m2(flat) == pytest.approx(bounding_boxes(flat)[0].area_m2, rel=1e-6)


def test_holes_are_taken_out():
    shell, hole = as_geometry((37, 55, 37.1, 55.1)), as_geometry((37.02, 55.02, 37.05, 55.05))
    both = as_geometry(
        {"type": "Polygon", "coordinates": [shell["coordinates"][0], hole["coordinates"][0]]}
    )
    assert area_m2(both) == pytest.approx(area_m2(shell) - area_m2(hole), rel=1e-12)
    assert area_m2(both) == pytest.approx(oracle_m2(both), rel=1e-7)


def test_parts_are_added_up():
    parts = [(37, 55, 37.1, 55.1), (-70, -30, -69.9, -29.9), (179.95, 10, -179.95, 10.1)]
    geometry = as_geometry(parts)
    assert polygon_count(geometry) == 4
    assert area_m2(geometry) == pytest.approx(
        sum(area_m2(as_geometry(p)) for p in parts), rel=1e-12
    )
    assert sum(b.area_m2 for b in bounding_boxes(geometry)) == pytest.approx(
        area_m2(geometry), rel=1e-4
    )


@pytest.mark.parametrize("lat", [-89.98, -60, -0.005, 33, 80])
def test_neighbours_are_measured_as_each_alone(lat):
    """What is measured of one parallel serves all that lies near it, in whatever order."""
    rnd = random.Random(lat)
    size = 2e-4 / math.cos(math.radians(lat))
    parts = []
    for _ in range(300):
        west, south = rnd.uniform(-1, 1), lat + rnd.choice((0, 0, 0, 0.3)) + rnd.uniform(0, 0.02)
        outer = [[west + size, south], [west, south + rnd.uniform(1e-4, 3e-4)], [west, south]]
        parts.append([[*outer, outer[0]]])
    parts = [part for part in parts if abs(part[0][1][1]) < 90]
    together = {"type": "MultiPolygon", "coordinates": parts}
    alone = [{"type": "Polygon", "coordinates": part} for part in parts]
    assert area_m2(together) == pytest.approx(sum(map(area_m2, alone)), rel=1e-7)
    assert area_m2(together) == pytest.approx(sum(map(oracle_m2, alone)), rel=1e-6)
    expected = [bounding_boxes(part)[0].area_m2 for part in alone]
    assert [box.area_m2 for box in bounding_boxes(together)] == pytest.approx(expected, rel=1e-7)


def densified_box(west, south, east, north, step=0.001):
    steps = max(2, math.ceil((east - west) / step))
    xs = [west + (east - west) * i / steps for i in range(steps + 1)]
    lons = xs + xs[::-1]
    lats = [south] * len(xs) + [north] * len(xs)
    return abs(GEOD.polygon_area_perimeter(lons, lats)[0])


@pytest.mark.parametrize(
    "box",
    [
        DOCUMENTED,
        (37, 55, 37.001, 55.001),
        (37, 55, 37.08, 55.045),
        (-70, -30.2, -69, -30),
        (10, -0.5, 11, 0.5),
        (20, 80, 22, 81),
        (0, 60, 6, 63),
    ],
    ids=str,
)
def test_the_box_is_bounded_by_parallels(box):
    """Geodesics between its corners would enclose something else; many short ones do not."""
    (found,) = bounding_boxes(as_geometry(box))
    assert found[:4] == box
    assert found.area_m2 == pytest.approx(densified_box(*box), rel=1e-7)
    assert area_m2(as_geometry(box)) == pytest.approx(found.area_m2, rel=1e-4)


def test_a_large_part_of_the_earth():
    earth = as_geometry((-180, -90, 180, 90))
    assert bounding_boxes(earth)[0].area_m2 == pytest.approx(510_065_621_724_000, rel=1e-9)
    quarter = as_geometry((-90, -90, 0, 90))
    assert area_m2(quarter) == pytest.approx(510_065_621_724_000 / 4, rel=1e-4)


@pytest.mark.parametrize("lat", [-70, 0, 30, 60])
def test_long_edges_are_straight_in_longitude_and_latitude(lat):
    """As GeoJSON defines them; the geodesic between two far corners is another line."""
    triangle = [[0, lat - 3], [20, lat - 2], [9, lat + 5]]
    geometry = as_geometry({"type": "Polygon", "coordinates": [triangle]})
    shape = shapely.segmentize(shapely.geometry.shape(geometry), 0.01)
    dense = abs(GEOD.geometry_area_perimeter(shape)[0])
    assert area_m2(geometry) == pytest.approx(dense, rel=1e-6)
    geodesic = abs(GEOD.geometry_area_perimeter(shapely.geometry.shape(geometry))[0])
    assert area_m2(geometry) != pytest.approx(geodesic, rel=1e-3) or lat == 0


def test_a_slanting_strip_is_small_and_its_box_is_not():
    strip = [[37, 55], [37.2, 55.1], [37.2, 55.101], [37, 55.001]]
    summary = summarise(as_geometry({"type": "Polygon", "coordinates": [strip]}))
    assert summary.area_m2 < 2e6
    assert summary.bounding_boxes[0].area_m2 > 100e6


def test_summary_says_the_same_as_the_single_measures():
    geometry = as_geometry([(37, 55, 37.1, 55.1), (38, 56, 38.1, 56.1)])
    summary = summarise(geometry)
    assert summary.area_m2 == area_m2(geometry)
    assert summary.polygon_count == polygon_count(geometry) == 2
    assert summary.centre == centre(geometry) == pytest.approx((37.55, 55.55))
    assert summary.bounds == bounds(geometry) == (37, 55, 38.1, 56.1)
    assert list(summary.bounding_boxes) == bounding_boxes(geometry)
    assert json.loads(json.dumps(summary))[1] == 2


def test_an_area_across_the_antimeridian_has_its_middle_there():
    fiji = as_geometry((178, -18, -179, -16))
    assert bounds(fiji) == (178, -18, -179, -16)
    assert centre(fiji) == (179.5, -17)
    assert centre(as_geometry((179, 0, -177, 2))) == (-179, 1)
    assert as_geometry(bounds(fiji)) == fiji
    # two places that are far apart whichever way one goes
    assert bounds(as_geometry([(-120, 0, -119, 1), (100, 0, 101, 1)])) == (100, 0, -119, 1)
    assert bounds(as_geometry([(-80, 0, -79, 1), (90, 0, 91, 1)])) == (-80, 0, 91, 1)


@given(st.floats(-179, 179), st.floats(-84, 84), st.floats(0.0005, 0.8), st.floats(0.0005, 0.8))
def test_any_box(west, south, width, height):
    box = as_geometry((west, south, west + width, south + height))
    (found,) = bounding_boxes(box)
    assert found.area_m2 == pytest.approx(area_m2(box), rel=1e-4)
    x, y = centre(box)
    assert np.allclose((x, y), (west + width / 2, south + height / 2), atol=1e-9)

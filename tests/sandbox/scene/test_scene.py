"""The ground plan of the scene: even, without gaps, the same wherever one starts to look."""

import math
import random

import numpy as np
import pyproj
import pytest
import shapely

from mapflow.sandbox.scene import arrays, convex, districts, grid, noise, overview, parcels
from mapflow.sandbox.scene.drafts import draw_up

CELLS = [(i, j) for i in range(19774, 19786) for j in range(10256, 10266)]


def test_units_and_lonlat_are_inverse():
    rng = random.Random(1)
    for _ in range(500):
        lon, lat = rng.uniform(-180, 180), rng.uniform(-85, 85)
        back = grid.to_lonlat(*grid.to_units(lon, lat))
        assert back == pytest.approx((lon, lat), abs=1e-8)


def test_one_and_many_positions_are_projected_alike():
    rng = random.Random(2)
    points = [(rng.uniform(0, grid.BLOCKS), rng.uniform(0, grid.BLOCKS)) for _ in range(300)]
    one = [list(grid.to_lonlat(*point)) for point in points]
    assert np.abs(np.array(arrays.to_lonlat_list(points)) - one).max() < 2e-8
    assert arrays.to_lonlat_list([]) == []


def test_units_are_web_mercator_tiles_of_zoom_17():
    transformer = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True)
    x, y = transformer.transform(37.3, 55.6)
    u, v = grid.to_units(37.3, 55.6)
    side = grid.EQUATOR_M / grid.BLOCKS
    assert u * side - grid.EQUATOR_M / 2 == pytest.approx(x, abs=1e-4)
    assert grid.EQUATOR_M / 2 - v * side == pytest.approx(y, abs=1e-4)


@pytest.mark.parametrize("lat", [0.0, 30.0, 55.0, 75.0, 84.0])
def test_areas_agree_with_the_ellipsoid(lat):
    geod = pyproj.Geod(ellps="WGS84")
    size = 0.01
    ring = [(10, lat), (10 + size, lat + size / 9), (10 + size, lat + size), (10.001, lat + size)]
    exact = abs(geod.polygon_area_perimeter(*zip(*ring, strict=True))[0])
    assert grid.area_m2([ring]) == pytest.approx(exact, rel=1e-3)


def test_a_metre_is_a_metre():
    geod = pyproj.Geod(ellps="WGS84")
    for lat in (0.0, 45.0, 70.0):
        u, v = grid.to_units(20.0, lat)
        lon, _ = grid.to_lonlat(u + 100 / grid.metres_per_unit(v), v)
        assert geod.inv(20.0, lat, lon, lat)[2] == pytest.approx(100, rel=1e-4)


def test_noise_is_the_same_for_one_and_for_many():
    x, y = np.linspace(5.3, 19.9, 40), np.linspace(-3.2, 8.8, 30)
    many = arrays.value_noise_grid(7, 3, x, y, 16)
    for row, column in ((0, 0), (29, 39), (11, 17)):
        one = noise.value_noise(7, 3, float(x[column]), float(y[row]), 16)
        assert many[row, column] == pytest.approx(one, abs=1e-12)
    hashes = arrays.mix_grid(7, 3, np.arange(-5, 5)[None, :], np.arange(9)[:, None])
    assert int(hashes[4, 2]) == noise.mix(7, 3, -3, 4)


def test_noise_repeats_around_the_earth():
    for y in (0.2, 5.7):
        one, other = noise.value_noise(1, 2, -0.5, y, 64), noise.value_noise(1, 2, 63.5, y, 64)
        assert one == other


def test_the_overview_shows_the_use_that_districts_have():
    x, y = np.arange(19700, 19760) + 0.5, np.arange(10250, 10300) + 0.5
    seen = overview.use_grid(0, x, y)
    order = list(districts.Use)
    for row in range(0, 50, 7):
        for column in range(0, 60, 7):
            use = districts.use_of(0, 19700 + column, 10250 + row)
            assert order[seen[row, column]] is use


def test_districts_and_main_roads_cover_the_plane_once():
    pieces = []
    for i, j in CELLS:
        pieces.append(shapely.Polygon(districts.district(0, i, j).ring))
        for down in (False, True):
            road = districts.main_road(0, i, j, down=down)
            if road is not None:
                pieces.append(shapely.Polygon(road.ring))
    assert all(piece.is_valid for piece in pieces)
    middle = shapely.box(19777 * 4, 10259 * 4, 19783 * 4, 10263 * 4)
    inside = [piece.intersection(middle) for piece in pieces]
    assert shapely.union_all(inside).area == pytest.approx(middle.area, rel=1e-9)
    assert sum(piece.area for piece in inside) == pytest.approx(middle.area, rel=1e-9)


def test_main_roads_are_as_wide_as_they_say():
    for i, j in CELLS[::7]:
        road = districts.main_road(0, i, j, down=True)
        if road is not None:
            length = math.dist(road.start, road.end)
            width_m = shapely.Polygon(road.ring).area / length * road.metres
            assert width_m == pytest.approx(road.width_m, rel=0.06)


@pytest.mark.parametrize("cell", CELLS[::17])
def test_parcels_and_streets_cover_their_district_once(cell):
    plan = parcels.layout(0, *cell)
    rings = [p.outline for p in plan.parcels] + [s.ring for s in plan.streets]
    pieces = [shapely.Polygon(ring) for ring in rings]
    whole = shapely.Polygon(plan.district.ring)
    assert shapely.union_all(pieces).area == pytest.approx(whole.area, rel=1e-9)
    assert sum(piece.area for piece in pieces) == pytest.approx(whole.area, rel=1e-9)
    assert len({p.path for p in plan.parcels}) == len(plan.parcels)
    assert max(p.path for p in plan.parcels) < 1 << 12


def test_buildings_stand_in_their_parcel_and_apart():
    seen = 0
    for cell in CELLS[::5]:
        for parcel in parcels.layout(0, *cell).parcels:
            drafts = draw_up(parcel)
            shapes = [shapely.Polygon(d.ring, [d.yard] if d.yard else []) for d in drafts]
            ground = shapely.Polygon(parcel.ring).buffer(1e-6)
            assert all(s.is_valid and ground.contains(s) for s in shapes), parcel.cover
            total = sum(s.area for s in shapes)
            assert shapely.union_all(shapes).area == pytest.approx(total, rel=1e-9), parcel.cover
            seen += len(shapes)
    assert seen > 2000


def test_convex_shrinking_agrees_with_geos():
    rng = random.Random(3)
    for _ in range(200):
        angles = sorted(rng.uniform(0, 2 * math.pi) for _ in range(rng.randint(3, 7)))
        ring = [(40 * math.cos(a), 25 * math.sin(a)) for a in angles]
        shape = shapely.Polygon(ring)
        if shape.area < 50:
            continue
        small = convex.inset(ring, 2.5)
        exact = shape.buffer(-2.5, join_style="mitre")
        area = shapely.Polygon(small).area if small else 0.0
        assert area == pytest.approx(exact.area, rel=1e-3, abs=1e-6)

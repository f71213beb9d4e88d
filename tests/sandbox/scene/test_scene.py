"""The ground plan of the scene: even, without gaps, the same wherever one starts to look."""

import math
import random

import numpy as np
import pyproj
import pytest
import shapely

from mapflow.sandbox.scene import grid, land_use, layout, noise
from mapflow.sandbox.scene.buildings import buildings

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
    assert np.abs(np.array(noise.to_lonlat_list(points)) - one).max() < 2e-8
    assert noise.to_lonlat_list([]) == []


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


def test_noise_depends_on_the_place_alone():
    x, y = np.linspace(5.3, 19.9, 40), np.linspace(-3.2, 8.8, 30)
    many = noise.value_noise(7, 3, x, y, 16)
    for row, column in ((0, 0), (29, 39), (11, 17)):
        one = noise.value_noise(7, 3, x[column : column + 1], y[row : row + 1], 16)
        assert many[row, column] == one[0, 0]
    hashes = noise.mix(7, 3, np.arange(-5, 5)[None, :], np.arange(9)[:, None])
    assert hashes[4, 2] == noise.mix(7, 3, np.array([-3]), np.array([4]))[0]
    assert len(np.unique(hashes)) == hashes.size


def test_noise_repeats_around_the_earth():
    for y in (0.2, 5.7):
        x = np.array([-0.5, 63.5])
        one, other = noise.value_noise(1, 2, x, np.array([y]), 64)[0]
        assert one == other


def test_the_overview_shows_the_use_that_cells_have():
    x, y = np.arange(19700, 19760) + 0.5, np.arange(10250, 10300) + 0.5
    seen = land_use.use_grid(0, x, y)
    for row in range(0, 50, 7):
        for column in range(0, 60, 7):
            use = land_use.use_of(0, 19700 + column, 10250 + row)
            assert land_use.USES[seen[row, column]] is use


def test_cells_and_main_roads_cover_the_plane_once():
    pieces = []
    for i, j in CELLS:
        pieces.append(shapely.Polygon(layout.inner_box(0, i, j).ring))
        pieces += [shapely.Polygon(road.ring) for road in layout.main_roads(0, i, j)]
    assert all(piece.is_valid for piece in pieces)
    middle = shapely.box(19777 * 4, 10259 * 4, 19783 * 4, 10263 * 4)
    inside = [piece.intersection(middle) for piece in pieces]
    assert shapely.union_all(inside).area == pytest.approx(middle.area, rel=1e-9)
    assert sum(piece.area for piece in inside) == pytest.approx(middle.area, rel=1e-9)


def test_main_roads_are_as_wide_as_they_say():
    for i, j in CELLS[::7]:
        for road in layout.main_roads(0, i, j):
            length = math.dist(road.ring[0], road.ring[3])
            width_m = shapely.Polygon(road.ring).area / length * grid.metres_per_unit(j * 4.0)
            assert width_m == pytest.approx(road.width_m, rel=0.06)


@pytest.mark.parametrize("cell", CELLS[::17])
def test_parcels_and_streets_cover_their_cell_once(cell):
    plan = layout.layout(0, *cell)
    rings = [p.box.ring for p in plan.parcels] + [s.ring for s in plan.streets]
    pieces = [shapely.Polygon(ring) for ring in rings]
    whole = shapely.Polygon(layout.inner_box(0, *cell).ring)
    assert shapely.union_all(pieces).area == pytest.approx(whole.area, rel=1e-9)
    assert sum(piece.area for piece in pieces) == pytest.approx(whole.area, rel=1e-9)
    numbers = [p.number for p in plan.parcels] + [s.number for s in plan.streets]
    assert max(numbers) < 1 << 11


def test_buildings_stand_in_their_parcel_and_apart():
    seen = 0
    for cell in CELLS[::5]:
        for parcel in layout.layout(0, *cell).parcels:
            found = buildings(parcel)
            shapes = [shapely.Polygon(b.ring, [b.yard] if b.yard else []) for b in found]
            ground = shapely.Polygon(parcel.box.ring)
            assert all(s.is_valid and ground.contains(s) for s in shapes), parcel.cover
            total = sum(s.area for s in shapes)
            assert shapely.union_all(shapes).area == pytest.approx(total, rel=1e-9), parcel.cover
            for building, figure in zip(found, shapes, strict=True):
                assert building.centre == pytest.approx(figure.centroid.coords[0], abs=1e-9)
            seen += len(shapes)
    assert seen > 2000

"""The objects of the scene as GeoJSON: whole, once, the same from wherever they are asked for."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pyproj
import pytest
import shapely
from shapely.geometry import shape

from mapflow.sandbox import scene

from .places import KINDS, SEED_AREA, polygon

WEST, SOUTH, EAST, NORTH = 37.25, 55.61, 37.32, 55.648
OPTIONS = {"Classification": True, "Heights": True}


def found(kind, *box, seed=0, options=OPTIONS):
    return list(scene.features(kind, polygon(*box), seed=seed, options=options))


@pytest.fixture(scope="module")
def region():
    return {kind: found(kind, WEST, SOUTH, EAST, NORTH) for kind in KINDS}


def test_there_is_something_of_every_kind(region):
    assert {kind: bool(features) for kind, features in region.items()} == dict.fromkeys(KINDS, True)
    assert len(found("buildings", *SEED_AREA)) > 200


@pytest.mark.parametrize("kind", KINDS)
def test_the_response_depends_on_nothing_but_place_and_seed(kind, region):
    from mapflow.sandbox.scene import buildings, land_use, layout, outlines

    for module in (buildings, land_use, layout, outlines):
        for value in vars(module).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()
    assert found(kind, WEST, SOUTH, EAST, NORTH) == region[kind]
    other = found(kind, WEST, SOUTH, EAST, NORTH, seed=1)
    assert other != region[kind]


def test_another_interpreter_gives_the_same():
    """Hashes of strings differ from process to process; nothing may depend on them."""
    code = """
import hashlib, json, sys
from mapflow.sandbox import scene
area = json.loads(sys.argv[1])
text = json.dumps([list(scene.features(k, area, seed=0)) for k in ("buildings", "forest", "roads")])
print(hashlib.sha256(text.encode()).hexdigest())
print(hashlib.sha256(scene.tile_png(17, 79117, 41049, seed=0)).hexdigest())
"""
    import json

    responses = {
        subprocess.run(
            [sys.executable, "-c", code, json.dumps(polygon(*SEED_AREA))],
            cwd=Path(__file__).resolve().parents[3],
            env={"PYTHONHASHSEED": seed, "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(responses) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_ids_are_unique_and_exact_in_json(kind, region):
    ids = [feature["properties"]["id"] for feature in region[kind]]
    assert all(isinstance(number, int) and 0 < number < 2**53 for number in ids)
    assert max(Counter(ids).values()) == 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("split", [37.2717, 37.2959])
def test_two_halves_make_the_whole(kind, split, region):
    left = {f["properties"]["id"]: f for f in found(kind, WEST, SOUTH, split, NORTH)}
    right = {f["properties"]["id"]: f for f in found(kind, split, SOUTH, EAST, NORTH)}
    whole = {f["properties"]["id"]: f for f in region[kind]}
    assert left.keys() | right.keys() == whole.keys()
    both = left.keys() & right.keys()
    if kind == "buildings":
        assert not both
        assert {**left, **right} == whole
        return
    for key, feature in whole.items():
        halves = [side[key] for side in (left, right) if key in side]
        if key not in both:
            assert halves == [feature]
            continue
        together = shapely.union_all([shape(half["geometry"]) for half in halves])
        exact = shape(feature["geometry"])
        # A cut adds a corner that is rounded to 1e-8 degrees.
        assert together.symmetric_difference(exact).area < 2e-8 * exact.length
        if "area" in feature["properties"]:
            areas = sum(half["properties"]["area"] for half in halves)
            assert areas == pytest.approx(feature["properties"]["area"], abs=2)


def test_the_parts_of_a_multipolygon_are_added_up_once():
    west = [WEST, SOUTH, 37.27, 55.62]
    east = [37.275, 55.615, 37.29, 55.63]
    both = {
        "type": "MultiPolygon",
        "coordinates": [polygon(*west)["coordinates"], polygon(*east)["coordinates"]],
    }
    for kind in KINDS:
        together = [f["properties"]["id"] for f in scene.features(kind, both, seed=0)]
        apart = {f["properties"]["id"] for box in (west, east) for f in found(kind, *box)}
        assert sorted(together) == sorted(apart)


@pytest.mark.parametrize("kind", KINDS)
def test_geometry_is_valid_closed_turned_and_within(kind, region):
    area = shape(polygon(WEST, SOUTH, EAST, NORTH))
    for feature in region[kind]:
        geometry = feature["geometry"]
        figure = shape(geometry)
        assert figure.is_valid
        assert not figure.is_empty
        for part in shapely.get_parts(figure):
            assert part.exterior.is_ccw
            assert not any(ring.is_ccw for ring in part.interiors)
        if kind == "buildings":
            assert area.buffer(1e-8).contains(figure.centroid)
        else:
            assert area.buffer(1e-7).contains(figure)


@pytest.mark.parametrize("kind", ["buildings", "forest", "fields", "construction"])
@pytest.mark.parametrize("lat", [0.0, 55.61, 75.0])
def test_areas_are_right(kind, lat):
    """One in a thousand, and the rounding to a whole metre."""
    geod = pyproj.Geod(ellps="WGS84")
    for feature in found(kind, 37.25, lat, 37.28, lat + 0.02):
        exact = abs(geod.geometry_area_perimeter(shape(feature["geometry"]))[0])
        assert feature["properties"]["area"] == pytest.approx(exact, rel=0.001, abs=0.6)


def test_properties_of_buildings(region):
    for feature in region["buildings"]:
        properties = feature["properties"]
        assert list(properties) == [
            *("id", "object_type", "area", "class_id"),
            *("building_height", "shape_type", "simplification_confidence_score"),
        ]
        assert properties["object_type"] == "buildings"
        assert properties["class_id"] in {"101", "102", "103", "104", "105"}
        assert properties["area"] >= 20
        assert 0 <= properties["simplification_confidence_score"] <= 1
    classes = {f["properties"]["class_id"] for f in region["buildings"]}
    assert classes == {"101", "102", "103", "104", "105"}
    shapes = {f["properties"]["shape_type"] for f in region["buildings"]}
    assert {"RECTANGLE", "L-SHAPE"} <= shapes
    plain = found("buildings", *SEED_AREA, options={})
    assert not any("class_id" in f["properties"] for f in plain)


def test_some_buildings_stand_around_a_yard(region):
    assert any(len(f["geometry"]["coordinates"]) == 2 for f in region["buildings"])


def test_properties_of_forest(region):
    low = {"00m-04m": (0, 4), "04m-10m": (4, 10), "10m-99m": (10, 99)}
    for feature in region["forest"]:
        properties = feature["properties"]
        least, most = low[properties["class_id"]]
        assert least <= properties["max_height"] <= most
    plain = found("forest", WEST, SOUTH, EAST, NORTH, options={"Classification": True})
    assert {tuple(f["properties"]) for f in plain} == {("id", "object_type", "area")}


def test_properties_of_roads_are_id_and_type_alone(region):
    assert {tuple(f["properties"]) for f in region["roads"]} == {("id", "object_type")}
    assert {f["properties"]["object_type"] for f in region["roads"]} == {"roads"}


def test_roads_keep_clear_of_buildings_and_woods(region):
    roads = shapely.union_all([shape(f["geometry"]) for f in region["roads"]])
    for kind in ("buildings", "forest", "fields", "construction"):
        figures = [shape(f["geometry"]) for f in region[kind]]
        shapely.prepare(roads)
        assert not any(roads.intersects(figure.buffer(-1e-8)) for figure in figures)


def test_an_area_across_the_date_line_is_found_on_both_sides():
    east, west = found("roads", 179.99, 0, 180, 0.01), found("roads", -180, 0, -179.99, 0.01)
    assert {f["properties"]["id"] for f in east} & {f["properties"]["id"] for f in west}


@pytest.mark.parametrize("lat", [-84.9, -60.0, 0.0, 70.0, 84.9])
def test_every_latitude_works(lat):
    for kind in KINDS:
        for feature in found(kind, 10, lat, 10.02, lat + 0.01):
            assert shape(feature["geometry"]).is_valid


def test_nothing_is_found_beyond_the_map():
    assert found("buildings", 0, 86, 1, 87) == []


def test_an_unknown_kind_is_refused_at_once():
    with pytest.raises(ValueError, match="unknown kind 'cars'"):
        scene.features("cars", polygon(*SEED_AREA), seed=0)


def test_features_come_one_by_one():
    """A large area is not collected before the first object is handed out."""
    stream = scene.features("buildings", polygon(30, 50, 40, 60), seed=0)
    assert next(stream)["type"] == "Feature"


def test_cells_of_overlapping_parts_are_visited_once():
    from mapflow.sandbox.scene.area import Area

    boxes = [(0, 0, 0.2, 0.2), (0.05, 0.1, 0.1, 0.4), (0.15, -0.1, 0.3, 0.15), (0.9, 0.9, 1, 1)]
    parts = [polygon(*box)["coordinates"] for box in boxes]
    cells = list(Area({"type": "MultiPolygon", "coordinates": parts}).cells())
    single = {cell for box in boxes for cell in Area(polygon(*box)).cells()}
    assert len(cells) == len(set(cells))
    assert set(cells) == single

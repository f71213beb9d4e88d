"""Parts of any form and place, odd features, and what a joined feature carries."""

import random

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapflow.errors import InvalidInput
from mapflow.geometry import area_m2
from mapflow.joining import Join, Part
from tests.joining.world import DEGREE_M, WIDTH, free_standing, parts_of, polygon

METRE = 1 / DEGREE_M
SQUARE = polygon((37.0, 55.0, 37.02, 55.01))


def feature(shape, **properties):
    """A GeoJSON feature of a shape or a geometry."""
    geometry = shape if isinstance(shape, dict | None) else shapely.geometry.mapping(shape)
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def outlines(features):
    """What came out, sorted, to a thousandth of a millimetre."""
    shapes = [shapely.geometry.shape(each["geometry"]) for each in features]
    return sorted(shapely.set_precision(shapely.normalize(s), 1e-11).wkt for s in shapes)


def clipped(areas, objects, decimals=8):
    """Parts of these areas, each with what it holds of the objects."""
    parts = []
    for number, area in enumerate(areas):
        shapes = shapely.get_parts(shapely.intersection(np.array(objects), area))
        rounded = shapely.transform(shapes, lambda places: places.round(decimals))
        held = [s for s in rounded if s.geom_type == "Polygon" and not s.is_empty]
        features = [feature(s, id=n) for n, s in enumerate(held)]
        parts.append(Part(f"part {number}", shapely.geometry.mapping(area), features, f"p{number}"))
    return parts


def rectangles(count, bounds, *, seed=3):
    """Turned rectangles that touch nothing."""
    chance = random.Random(seed)
    west, south, east, north = bounds
    side = int(np.ceil(np.sqrt(count)))
    across, up = (east - west) / side, (north - south) / side
    made = []
    for number in range(count):
        x = west + across * (number % side + 0.5)
        y = south + up * (number // side + 0.5)
        shape = shapely.box(x - 0.3 * across, y - 0.3 * up, x + 0.3 * across, y + 0.3 * up)
        turned = shapely.affinity.rotate(shape, chance.uniform(0, 90))
        made.append(shapely.affinity.scale(turned, 0.7, 0.7))
    return made


@pytest.mark.parametrize("decimals", [8, 7])
def test_parts_may_have_any_form(decimals):
    ground = shapely.box(37.0, 55.0, 37.02, 55.01)
    chance = np.random.default_rng(5)
    seeds = shapely.multipoints(chance.uniform((37.0, 55.0), (37.02, 55.01), (12, 2)))
    cells = shapely.get_parts(shapely.voronoi_polygons(seeds, extend_to=ground))
    areas = shapely.transform(
        shapely.intersection(cells, ground), lambda places: places.round(decimals)
    )
    objects = rectangles(400, ground.bounds)
    parts = clipped(areas, objects, decimals)
    assert sum(len(part.features) for part in parts) > 450
    join = Join(parts)
    found = [shapely.geometry.shape(each["geometry"]) for each in join]
    assert len(found) == len(objects)
    tree = shapely.STRtree(objects)
    for shape in found:
        best = objects[tree.nearest(shapely.centroid(shape))]
        assert shapely.intersection(shape, best).area > 0.998 * shapely.union(shape, best).area


def test_a_seam_leaves_no_trace_in_an_outline():
    whole = shapely.affinity.rotate(shapely.box(37.0099, 55.004, 37.0101, 55.0042), 30)
    halves = [shapely.box(37.0, 55.0, 37.01, 55.01), shapely.box(37.01, 55.0, 37.02, 55.01)]
    (found,) = Join(clipped(halves, [whole]))
    assert len(found["geometry"]["coordinates"][0]) == 5
    assert shapely.hausdorff_distance(shapely.geometry.shape(found["geometry"]), whole) < 2e-8


def test_a_yard_stays_a_hole_and_four_parts_may_meet_in_it():
    areas = [
        shapely.box(37.0 + 0.01 * x, 55.0 + 0.01 * y, 37.01 + 0.01 * x, 55.01 + 0.01 * y)
        for x in (0, 1)
        for y in (0, 1)
    ]
    block = shapely.box(37.009, 55.009, 37.011, 55.011)
    yard = shapely.box(37.0095, 55.0095, 37.0105, 55.0105)
    (found,) = Join(clipped(areas, [block - yard]))
    assert outlines([found]) == outlines([feature(block - yard)])
    assert found["properties"]["joined_from"].count(":") == 4


def test_a_u_comes_out_whole_though_its_arms_are_cut_apart():
    base, arms = shapely.box(0, -30, 60, 10), [(0, 10, 20, 40), (40, 10, 60, 40)]
    shape = shapely.union_all([base, *(shapely.box(*arm) for arm in arms)])
    scale = np.array([WIDTH, 1.0]) * METRE
    shape = shapely.transform(shape, lambda places: (37.01, 55.005) + places * scale)
    seam = 55.005 + 20 * METRE
    areas = [shapely.box(37.0, 55.0, 37.02, seam), shapely.box(37.0, seam, 37.02, 55.01)]
    (found,) = Join(clipped(areas, [shape]))
    assert outlines([found]) == outlines([feature(shapely.set_precision(shape, 1e-8))])


@pytest.mark.parametrize("overlap", [0.0, 0.0005])
def test_what_covers_whole_areas_loses_none_of_them(overlap):
    # All corners of the middle piece lie at the border of its area.
    areas = [
        shapely.box(x - overlap, y - overlap, x + 0.01 + overlap, y + 0.01 + overlap)
        for x in (37.0, 37.01, 37.02)
        for y in (55.0, 55.01, 55.02)
    ]
    forest = shapely.box(37.003, 55.003, 37.027, 55.027)
    (found,) = Join(clipped(areas, [forest]))
    assert shapely.geometry.shape(found["geometry"]).area == pytest.approx(forest.area, rel=1e-6)


def test_a_road_from_border_to_border_is_no_sliver():
    road = shapely.box(37.0, 55.005, 37.03, 55.00506)
    areas = [shapely.box(x, 55.0, x + 0.01, 55.01) for x in (37.0, 37.01, 37.02)]
    (found,) = Join(clipped(areas, [road]))
    assert shapely.geometry.shape(found["geometry"]).bounds == road.bounds


def test_streets_that_meet_a_road_on_either_side_do_not_make_two_of_it():
    halves = [shapely.box(37.0, 55.0, 37.01, 55.01), shapely.box(37.01, 55.0, 37.02, 55.01)]
    north, wide, long = 55.0099, 6 * METRE, 160 * METRE * WIDTH
    road = shapely.box(37.01 - long, north, 37.01 + long, north + wide)
    streets = [
        shapely.box(x, north - 320 * METRE, x + wide * WIDTH / 2, north)
        for x in (37.01 - 0.8 * long, 37.01 + 0.8 * long)
    ]
    assert len(list(Join(clipped(halves, [road, *streets])))) == 3


def test_polygons_of_one_part_are_joined_with_each_other():
    halves = [shapely.box(37.0, 55.0, 37.01, 55.01), shapely.box(37.01, 55.0, 37.02, 55.01)]
    objects = rectangles(9, (37.005, 55.002, 37.015, 55.008))
    one, other = clipped(halves, objects)
    both = shapely.geometry.mapping(shapely.multipolygons(halves))
    part = Part("both", both, [*one.features, *other.features])
    assert len(part.features) > len(objects)
    assert len(list(Join([part]))) == len(objects)


def test_the_antimeridian_is_a_seam():
    objects = rectangles(25, (179.998, -17.002, 180.002, -16.998))
    areas = [shapely.box(179.9, -17.1, 180.0, -16.9), shapely.box(180.0, -17.1, 180.1, -16.9)]
    parts = []
    for part in clipped(areas, objects):
        turned = [
            feature(_turned(each["geometry"]), **each["properties"]) for each in part.features
        ]
        parts.append(Part(part.name, _turned(part.area), turned))
    assert sum(len(part.features) for part in parts) > len(objects)
    found = list(Join(parts))
    assert len(found) == len(objects)
    for each in found:
        assert all(-180 <= x <= 180 for x, _ in _places(each["geometry"]))
    crossing = [each for each in found if each["geometry"]["type"] == "MultiPolygon"]
    assert len(crossing) == sum(o.bounds[0] < 180 < o.bounds[2] for o in objects)
    assert [len(each["geometry"]["coordinates"]) for each in crossing] == [2] * len(crossing)


def _turned(geometry):
    shape = shapely.geometry.shape(geometry)
    by = 360.0 if shape.bounds[2] > 180.0 + 1e-9 else 0.0
    return shapely.geometry.mapping(
        shapely.transform(shape, lambda places: (places - (by, 0)).round(8))
    )


def _places(geometry):
    return shapely.get_coordinates(shapely.geometry.shape(geometry)).tolist()


def test_a_joined_feature_says_where_it_comes_from_and_how_large_it_is():
    halves = [shapely.box(37.0, 55.0, 37.01, 55.01), shapely.box(37.01, 55.0, 37.02, 55.01)]
    whole = shapely.box(37.0099, 55.004, 37.0102, 55.0042)
    north = shapely.box(37.002, 55.008, 37.003, 55.0085)
    west, east = clipped(halves, [whole, north])
    for each in (*west.features, *east.features):
        each["properties"] |= {"area": 1, "class_id": "102"}
        each["id"] = each["properties"]["id"]
    found = {each["properties"]["original_id"]: each for each in Join([west, east])}
    alone, joined = found[1], found[0]
    assert alone["properties"] == {
        "id": alone["id"], "area": 1, "class_id": "102", "processing_id": "p0", "cell": "part 0",
        "original_id": 1,
    }  # fmt: skip
    # The larger piece leads.
    assert joined["properties"]["cell"] == "part 1"
    assert joined["properties"]["processing_id"] == "p1"
    assert sorted(joined["properties"]["joined_from"].split()) == ["0:0", "1:0", "part", "part"]
    assert joined["properties"]["area"] == round(area_m2(joined["geometry"]))
    assert {alone["id"], joined["id"]} == {1, 2}


def test_an_object_found_twice_is_taken_from_the_part_in_whose_cell_it_lies():
    west = polygon((37.0, 55.0, 37.011, 55.01)), polygon((37.0, 55.0, 37.01, 55.01))
    east = polygon((37.009, 55.0, 37.02, 55.01)), polygon((37.01, 55.0, 37.02, 55.01))
    house = shapely.box(37.0101, 55.004, 37.0103, 55.0042)
    parts = [
        Part("west", west[0], [feature(shapely.buffer(house, 1e-6), id=1)], cell=west[1]),
        Part("east", east[0], [feature(house, id=2)], cell=east[1]),
    ]
    (found,) = Join(parts)
    assert found["properties"]["cell"] == "east"
    assert found["geometry"] == feature(house)["geometry"]


def test_an_object_that_one_part_holds_whole_comes_out_as_that_part_has_it():
    areas = shapely.box(37.0, 55.0, 37.011, 55.01), shapely.box(37.0095, 55.0, 37.02, 55.01)
    house = shapely.affinity.rotate(shapely.box(37.0094, 55.004, 37.0104, 55.005), 3)
    west = Part("west", shapely.geometry.mapping(areas[0]), [feature(house, id=1)])
    # The part that holds nearly all of it is the one in whose area its middle lies.
    cell = polygon((37.0095, 55.0, 37.02, 55.01))
    cut = feature(house.intersection(areas[1]), id=2)
    east = Part("east", shapely.geometry.mapping(areas[1]), [cut], cell=cell)
    (found,) = Join([west, east])
    assert found["geometry"] == west.features[0]["geometry"]
    assert found["properties"]["original_id"] == 1


ODD = [
    None,
    {"type": "Point", "coordinates": [37.01, 55.005]},
    {"type": "LineString", "coordinates": [[37.005, 55.005], [37.015, 55.005]]},
    {"type": "Polygon", "coordinates": []},
    {"type": "Polygon", "coordinates": [[[37.01, 55.0], ["x", 55.1], [37.01, None]]]},
    {"type": "Polygon", "coordinates": [[[37.01, 55.0], [37.01, float("nan")], [37.0, 55.0]]]},
    {"type": "Blob", "coordinates": 5},
    {"type": "GeometryCollection", "geometries": []},
    {},
]


@pytest.mark.parametrize("geometry", ODD, ids=str)
def test_what_cannot_be_joined_comes_out_as_it_came(geometry):
    east = polygon((37.01, 55.0, 37.02, 55.01))
    west = polygon((37.0, 55.0, 37.01, 55.01))
    given = {"type": "Feature", "properties": None, "geometry": geometry, "more": 1}
    for parts in ([Part("w", west, [given]), Part("e", east, [])], [Part("w", west, [given])]):
        (found,) = Join(parts)
        assert found["geometry"] is geometry
        assert found["more"] == 1
        assert found["properties"]["id"] == 1


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Point", "coordinates": [37.01, 55.005]},
        {"type": "MultiPoint", "coordinates": [[37.005, 55.005], [37.015, 55.006]]},
    ],
    ids=lambda geometry: geometry["type"],
)
def test_points_and_lines_that_are_in_two_results_come_out_once(geometry):
    areas = polygon((37.0, 55.0, 37.011, 55.01)), polygon((37.009, 55.0, 37.02, 55.01))
    other = {"type": "Point", "coordinates": [37.0101, 55.005]}
    parts = [
        Part(str(n), area, [feature(geometry, id=n), feature(other if n else None, id=5)])
        for n, area in enumerate(areas)
    ]
    found = list(Join(parts))
    assert sum(each["geometry"] == geometry for each in found) == 1
    assert sum(each["geometry"] == other for each in found) == 1
    assert len(found) == 3


def road(*places, **properties):
    return feature({"type": "LineString", "coordinates": [list(p) for p in places]}, **properties)


def test_roads_that_a_border_cut_are_one_line_and_others_stay():
    west, east = polygon((37.0, 55.0, 37.01, 55.01)), polygon((37.01, 55.0, 37.02, 55.01))
    parts = [
        Part("w", west, [
            road((37.002, 55.004), (37.01, 55.005), id=1),
            road((37.002, 55.0052), (37.01, 55.00505), id=2),
            road((37.002, 55.008), (37.0099, 55.008), id=3),
        ]),
        Part("e", east, [
            road((37.01, 55.005), (37.018, 55.006), id=1),
            road((37.01, 55.005052), (37.018, 55.0049), id=2),
            road((37.0101, 55.008), (37.018, 55.008), id=3),
        ]),
    ]  # fmt: skip
    found = {each["properties"].get("joined_from"): each for each in Join(parts)}
    assert len(list(Join(parts))) == 4
    lines = {key: shapely.geometry.shape(each["geometry"]) for key, each in found.items() if key}
    assert sorted(tuple(sorted(key.split())) for key in lines) == [("e:1", "w:1"), ("e:2", "w:2")]
    assert {line.geom_type for line in lines.values()} == {"LineString"}
    assert all(line.bounds[0] == 37.002 and line.bounds[2] == 37.018 for line in lines.values())


def test_a_road_that_two_results_hold_comes_out_once():
    areas = polygon((37.0, 55.0, 37.011, 55.01)), polygon((37.009, 55.0, 37.02, 55.01))
    parts = [
        Part(str(n), area, [road((37.005, 55.005 + n * 3e-6), (37.015, 55.006 + n * 3e-6), id=n)])
        for n, area in enumerate(areas)
    ]
    (found,) = Join(parts)
    assert len(found["geometry"]["coordinates"]) == 2


def test_of_one_result_even_equal_points_come_out_as_they_are():
    point = {"type": "Point", "coordinates": [37.01, 55.005]}
    east = Part("east", polygon((37.01, 55.0, 37.02, 55.01)), [feature(point), feature(point)])
    assert len(list(Join([east, Part("west", polygon((37.0, 55.0, 37.01, 55.01)), [])]))) == 2


def test_classes_of_ground_that_border_on_each_other_at_a_seam_stay_apart():
    halves = [shapely.box(37.0, 55.0, 37.01, 55.01), shapely.box(37.01, 55.0, 37.02, 55.01)]
    stands = [
        shapely.box(37.004, 55.002, 37.016, 55.005),
        shapely.box(37.004, 55.005, 37.016, 55.008),
    ]
    west, east = clipped(halves, stands)
    classes = {"west": ["00m-04m", "04m-10m"], "east": ["10m-99m", "04m-10m"]}
    for part, held in ((west, classes["west"]), (east, classes["east"])):
        for each, class_id in zip(part.features, held, strict=True):
            each["properties"] |= {"object_type": "forest", "class_id": class_id}
    found = list(Join([west, east]))
    assert sorted(each["properties"]["class_id"] for each in found) == [
        "00m-04m", "04m-10m", "10m-99m",
    ]  # fmt: skip
    assert sum(shapely.geometry.shape(each["geometry"]).area for each in found) == pytest.approx(
        sum(stand.area for stand in stands)
    )


def test_a_building_whose_halves_are_of_different_classes_is_one():
    halves = [shapely.box(37.0, 55.0, 37.01, 55.01), shapely.box(37.01, 55.0, 37.02, 55.01)]
    parts = clipped(halves, [shapely.box(37.0099, 55.004, 37.0102, 55.0042)])
    for part, class_id in zip(parts, ("101", "104"), strict=True):
        part.features[0]["properties"] |= {"object_type": "buildings", "class_id": class_id}
    (found,) = Join(parts)
    assert found["properties"]["class_id"] == "104"


def test_objects_of_different_types_in_the_same_place_are_two():
    areas = shapely.box(37.0, 55.0, 37.011, 55.01), shapely.box(37.009, 55.0, 37.02, 55.01)
    west, east = clipped(areas, [shapely.box(37.0095, 55.004, 37.0105, 55.005)])
    west.features[0]["properties"]["object_type"] = "forest"
    east.features[0]["properties"]["object_type"] = "building"
    assert len(list(Join([west, east]))) == 2


@pytest.mark.parametrize(("apart_m", "count"), [(0.0, 2), (0.4, 2), (0.9, 2), (2.0, 4)])
def test_a_point_that_two_results_hold_comes_out_once(apart_m, count):
    # Two trees, 1.2 m apart: each goes with the nearest one only.
    trees = [(37.01, 55.005), (37.01, 55.005 + 1.2 * METRE)]
    areas = polygon((37.0, 55.0, 37.011, 55.01)), polygon((37.009, 55.0, 37.02, 55.01))
    parts = [
        Part(
            str(number),
            area,
            [feature(shapely.Point(x + number * apart_m * METRE * WIDTH, y)) for x, y in trees],
        )
        for number, area in enumerate(areas)
    ]
    assert len(list(Join(parts))) == count


def test_a_point_on_the_antimeridian_comes_out_once():
    parts = [
        Part("west", polygon((179.9, 10, 180, 10.1)), [feature(shapely.Point(180, 10.05))]),
        Part("east", polygon((-180, 10, -179.9, 10.1)), [feature(shapely.Point(-180, 10.05))]),
    ]
    (found,) = Join(parts)
    assert abs(found["geometry"]["coordinates"][0]) == 180


def test_an_open_ring_and_heights_are_no_obstacle():
    ring = [[37.009, 55.004, 3.0], [37.01, 55.004, 3.0], [37.01, 55.005, 3.0]]
    rest = [[37.01, 55.004], [37.011, 55.004], [37.01, 55.005], [37.01, 55.004]]
    west, east = polygon((37.0, 55.0, 37.01, 55.01)), polygon((37.01, 55.0, 37.02, 55.01))
    (found,) = Join(
        [
            Part("west", west, [feature({"type": "Polygon", "coordinates": [ring]})]),
            Part("east", east, [feature({"type": "Polygon", "coordinates": [rest]})]),
        ]
    )
    assert found["geometry"]["coordinates"][0][0] == found["geometry"]["coordinates"][0][-1]


def test_unrelated_areas_keep_all_they_have():
    parts = [
        Part(
            str(n),
            polygon((n, 10.0, n + 0.01, 10.01)),
            [feature(shapely.box(n, 10, n + 1e-3, 10.1))],
        )
        for n in range(5)
    ]
    found = list(Join(parts))
    assert [each["properties"]["cell"] for each in found] == ["0", "1", "2", "3", "4"]
    assert [each["properties"]["id"] for each in found] == [1, 2, 3, 4, 5]
    assert outlines(found) == outlines(Join(parts, join="none"))


def test_only_what_waits_for_a_part_is_kept():
    parts = list(parts_of(free_standing(6, 400), "clip"))
    join = Join(parts)
    kept = [join.kept for _ in join]
    assert join.read > 14_400
    assert join.joined > 150
    # A row of parts waits for the next one, not all of the town.
    assert 0 < max(kept) < join.joined
    assert join.kept == 0


@pytest.mark.parametrize(
    "wrong", [{"join": "some"}, {"tolerance_m": 0}, {"tolerance_m": 1e9}, {"tolerance_m": "1"}]
)
def test_wrong_arguments_are_refused(wrong):
    with pytest.raises(InvalidInput, match="must be"):
        Join([], **wrong)


def test_an_area_that_is_none_is_refused():
    with pytest.raises(InvalidInput, match="area of 'x' is not a polygon"):
        list(Join([Part("x", {"type": "Point", "coordinates": [1, 2]}, [])]))


def test_no_parts_have_no_features():
    assert list(Join([])) == []


_PATIENT = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def divided(draw):
    """Objects on some ground, and the ground in parts."""
    chance = np.random.default_rng(draw(st.integers(0, 1 << 20)))
    ground = shapely.box(37.0, 55.0, 37.01, 55.005)
    seeds = chance.uniform((37.0, 55.0), (37.01, 55.005), (draw(st.integers(2, 6)), 2))
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(seeds), extend_to=ground)
    )
    areas = shapely.transform(shapely.intersection(cells, ground), lambda places: places.round(8))
    objects = rectangles(draw(st.integers(1, 40)), ground.bounds, seed=draw(st.integers(0, 99)))
    return clipped(areas, objects)


@_PATIENT
@given(divided(), st.randoms())
def test_the_order_of_parts_does_not_matter(parts, chance):
    mixed = list(parts)
    chance.shuffle(mixed)
    assert list(Join(parts)) == list(Join(mixed))


@_PATIENT
@given(divided())
def test_joining_twice_changes_nothing(parts):
    once = list(Join(parts))
    ground = polygon((37.0, 55.0, 37.01, 55.005))
    assert list(Join([Part("all", ground, once)])) == once


@_PATIENT
@given(divided())
def test_of_one_part_all_comes_out_as_it_is(parts):
    for part in parts:
        found = list(Join([part]))
        assert [each["geometry"] for each in found] == [e["geometry"] for e in part.features]
        assert [each["properties"]["original_id"] for each in found] == [
            e["properties"]["id"] for e in part.features
        ]

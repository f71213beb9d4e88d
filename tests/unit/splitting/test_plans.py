"""Plans of areas whose best split is known, and everything that a plan says of itself."""

import json
import random
from math import ceil

import numpy as np
import pytest
import shapely

import mapflow
from mapflow import SplitLimits, load_split, split
from mapflow.errors import AreaWarning, InvalidArea, InvalidFile, InvalidInput
from mapflow.geometry import area_m2, summarise
from mapflow.splitting._names import named
from mapflow.splitting._packing import Bin
from mapflow.splitting._pieces import Box, rectangle
from mapflow.splitting._price import Asking
from tests.unit.splitting.areas import KM2, corridor, shape_of, star

LIMITS = SplitLimits(25 * KM2, 10)


def box(west, south, east, north):
    return {
        "type": "Polygon",
        "coordinates": [
            [[west, south], [east, south], [east, north], [west, north], [west, south]]
        ],
    }


def test_an_area_that_fits_is_one_processing_as_it_was():
    area = box(37.3, 55.6, 37.31, 55.61)
    plan = split(area, LIMITS)
    (part,) = plan
    assert part.geometry == area
    assert part.cells == (None,)
    assert plan.seam_m == 0
    assert (part.id, plan.lower_bound, plan.notes) == ("001", 1, ())
    assert part.billed_m2 == plan.billed_m2 == KM2


def test_a_district_needs_the_fewest_processings():
    area = box(37.3, 55.6, 37.58, 55.76)  # 17.6 by 17.8 km
    plan = split(area, LIMITS)
    assert plan.area_m2 == pytest.approx(area_m2(area))
    assert len(plan) == plan.lower_bound == ceil(plan.area_m2 / (25 * KM2))


@pytest.mark.slow
def test_a_star_and_a_corridor_need_the_fewest_processings():
    for area in (star(20, 40, 0.2, [1, 0.5] * 6).__geo_interface__, corridor()):
        plan = split(area, LIMITS)
        assert len(plan) == plan.lower_bound


def test_a_corridor_is_not_cut_by_its_box():
    plan = split(corridor(), LIMITS)
    for part in plan:
        assert all(each.area_m2 <= 25 * KM2 for each in summarise(part.geometry).bounding_boxes)


@pytest.mark.slow
def test_a_large_area_has_the_cells_of_one_grid():
    limits = SplitLimits(1 * KM2, 10)
    small = split(box(37.0, 55.0, 37.5, 55.4), limits)
    large = split(box(36.9, 54.9, 37.6, 55.5), limits)
    assert len(small) > 1000
    inner = {part.id: part.geometry for part in large}
    same = [part for part in small if part.geometry == inner.get(part.id)]
    assert len(same) > 0.9 * len(small)
    cells = [cell for part in small for cell in part.cells]
    assert all(cell.name[0] == "R" and "C" in cell.name for cell in cells)
    assert len(small) <= 1.006 * small.lower_bound
    assert small.billed_m2 <= 1.001 * small.area_m2 + len(small) * 0.01 * KM2


@pytest.mark.parametrize(
    "area",
    [
        [(west, -90, west + 90, -89.5) for west in (-180, -90, 0, 90)],
        [(west, 89.7, west + 90, 90) for west in (-180, -90, 0, 90)],
        (179.8, -17, -179.8, -16.7),
        [(179.9, 10, 180, 10.1), (-180, 10, -179.9, 10.1)],
    ],
    ids=["south pole", "north pole", "antimeridian", "islands on both sides"],
)
def test_poles_and_the_antimeridian_are_like_any_place(area):
    limits = SplitLimits(400 * KM2, 10)
    plan = split(area, limits)
    assert sum(part.area_m2 for part in plan) == pytest.approx(plan.area_m2, rel=1e-6)
    assert len(plan) <= plan.lower_bound * 1.02 + 1
    for part in plan:
        assert all(each.area_m2 <= 400 * KM2 for each in summarise(part.geometry).bounding_boxes)


def test_islands_on_both_sides_of_the_antimeridian_share_a_processing():
    plan = split([(179.99, 10, 180, 10.01), (-180, 10, -179.99, 10.01)], LIMITS, spread_deg=0.1)
    assert len(plan) == 1


def test_distant_islands_do_not_share_a_processing():
    islands = [(10, 10, 10.01, 10.01), (10.5, 10, 10.51, 10.01)]
    assert len(split(islands, LIMITS, spread_deg=0.4)) == 2
    assert len(split(islands, LIMITS, spread_deg=0.6)) == 1
    assert len(split([*islands, (170, -40, 170.01, -39.99)], LIMITS, spread_deg=None)) == 1


def test_a_hole_stays_a_hole():
    area = star(20, 40, 0.1, [1] * 8).difference(star(20, 40, 0.03, [1] * 8))
    plan = split(area.__geo_interface__, LIMITS)
    union = shapely.union_all([shape_of(part.geometry) for part in plan])
    assert union.symmetric_difference(area).area < 1e-6 * area.area


def test_ground_that_overlaps_is_planned_once():
    one, other = (37.3, 55.6, 37.34, 55.62), (37.32, 55.6, 37.36, 55.62)
    plan = split([one, other], LIMITS)
    assert plan.area_m2 == pytest.approx(area_m2(box(37.3, 55.6, 37.36, 55.62)))
    assert plan.polygon_count == 1


def test_a_small_overlap_is_planned_once_too():
    # Half a percent of each, which would be paid twice.
    plan = split([(37.3, 55.6, 37.34, 55.62), (37.3398, 55.6, 37.38, 55.62)], LIMITS)
    assert plan.area_m2 == pytest.approx(area_m2(box(37.3, 55.6, 37.38, 55.62)), rel=1e-6)
    assert sum(part.area_m2 for part in plan) == pytest.approx(plan.area_m2, rel=1e-6)


def test_a_polygon_whose_box_alone_is_too_large_is_cut():
    corner = shapely.box(37.3, 55.6, 37.38, 55.65) - shapely.box(37.31, 55.61, 37.38, 55.65)
    plan = split(shapely.geometry.mapping(corner), LIMITS)
    assert plan.area_m2 < 12 * KM2
    for part in plan:
        assert all(each.area_m2 <= 25 * KM2 for each in summarise(part.geometry).bounding_boxes)


def test_parcels_that_touch_stay_apart():
    plan = split([(37.3, 55.6, 37.32, 55.62), (37.32, 55.6, 37.34, 55.62)], LIMITS)
    assert (plan.polygon_count, len(plan)) == (2, 1)


def test_parts_below_a_square_kilometre_are_avoided():
    plan = split(box(37.3, 55.6, 37.58, 55.65), LIMITS)
    assert plan.billed_m2 <= 1.001 * plan.area_m2


def test_the_smallest_area_of_a_provider_is_kept():
    least = 12 * KM2
    area = box(37.3, 55.6, 37.58, 55.73)
    plan = split(area, SplitLimits(25 * KM2, 10, least))
    # The service may measure less than we do.
    assert min(part.area_m2 for part in plan) >= least * 1.0019
    assert plan.notes == ()
    small = split(box(37.3, 55.6, 37.31, 55.61), SplitLimits(25 * KM2, 10, least))
    assert small.notes == ("1 processing covers less than the smallest area of 12 km².",)


def test_what_is_left_of_an_area_quota_is_told():
    plan = split(box(37.3, 55.6, 37.4, 55.7), SplitLimits(25 * KM2, 10, None, 3 * KM2))
    (note,) = plan.notes
    assert "3 km² remain of the account's quota" in note


def test_without_limits_nothing_is_cut():
    plan = split(box(37, 55, 38, 56), SplitLimits())
    assert len(plan) == 1
    assert plan.notes == ("The largest area of one processing is unknown, so nothing was cut.",)


def parcels(count, side_deg=0.001):
    step = side_deg * 1.5
    return [
        box(
            37 + n % 100 * step,
            55 + n // 100 * step,
            37 + n % 100 * step + side_deg,
            55 + n // 100 * step + side_deg,
        )
        for n in range(count)
    ]


def test_parcels_are_packed_as_many_as_one_processing_may_have():
    plan = split(parcels(95), LIMITS)
    assert len(plan) == plan.lower_bound == 10
    assert all(part.ground is None for part in plan)
    assert len(split(parcels(25), SplitLimits(25 * KM2))) == 3


def test_hulls_cost_less_than_parcels_and_know_their_ground():
    area = parcels(400)
    packed, hulls = split(area, LIMITS), split(area, LIMITS, group="hull")
    assert hulls.billed_m2 < packed.billed_m2 / 4
    assert hulls.area_m2 == pytest.approx(packed.area_m2)
    ground = [each for part in hulls for each in shape_of(part.ground).geoms]
    assert len(ground) == 400
    for part in hulls:
        shape = shape_of(part.geometry).buffer(1e-9)
        assert all(shape.covers(each) for each in shape_of(part.ground).geoms)
        measures = summarise(part.geometry)
        assert measures.area_m2 <= 25 * KM2
        assert measures.polygon_count <= 10


def test_hulls_that_overlap_become_one():
    area = [
        box(37 + 0.003 * x, 55 + 0.002 * y, 37.003 + 0.003 * x, 55.002 + 0.002 * y)
        for x in range(28)
        for y in range(28)
    ]
    plan = split(area, LIMITS, group="hull")
    assert sum(part.area_m2 for part in plan) == pytest.approx(plan.area_m2, rel=1e-3)
    ground = [each for part in plan for each in shape_of(part.ground).geoms]
    assert len(ground) == len(area)
    for part in plan:
        assert all(b.area_m2 <= 25 * KM2 for b in summarise(part.geometry).bounding_boxes)


def test_hulls_that_overlap_do_not_share_a_processing():
    chance = random.Random(1)
    corners = [(chance.gauss(37, 0.02), chance.gauss(55, 0.012)) for _ in range(900)]
    area = [box(x, y, x + 0.0006, y + 0.0004) for x, y in corners]
    for part in split(area, LIMITS, group="hull"):
        assert shape_of(part.geometry).is_valid


@pytest.mark.slow
def test_the_same_area_gives_the_same_plan():
    area = star(20, 40, 0.2, [1, 0.5] * 6).__geo_interface__
    assert split(area, LIMITS).areas == split(area, LIMITS).areas


def test_an_overlap_is_paid_and_reaches_over_the_seam():
    area = box(37.3, 55.6, 37.5, 55.7)
    plan = split(area, LIMITS, overlap_m=30)
    assert 1.005 < sum(part.area_m2 for part in plan) / plan.area_m2 < 1.1
    cores = [shape_of(part.core) for part in plan]
    assert sum(core.area for core in cores) == pytest.approx(shape_of(area).area)
    assert shapely.union_all(cores).symmetric_difference(shape_of(area)).area < 1e-9
    assert all(shape_of(p.geometry).area > c.area for p, c in zip(plan, cores, strict=True))
    (whole,) = split(box(37.3, 55.6, 37.31, 55.61), LIMITS)
    assert whole.core["coordinates"] == [whole.geometry["coordinates"]]
    with pytest.raises(InvalidInput, match="the maximum is"):
        split(area, LIMITS, overlap_m=3000)


def test_two_parts_of_one_cell_have_names_of_their_own():
    pieces = [
        rectangle(Box(37.0 + x, 55.0, 37.1 + x, 55.1), "R0001C00001", 1.0) for x in (0.0, 0.2, 0.4)
    ]
    names = [part.id for part in named([Bin([piece]) for piece in pieces], None)]
    assert sorted(names) == ["R0001C00001", "R0001C00001-2", "R0001C00001-3"]


def test_a_price_is_asked_for_each_area_and_each_number_of_polygons():
    one = split([(37.3, 55.6, 37.32, 55.61)], LIMITS).parts[0]
    two = split([(37.3, 55.6, 37.31, 55.61), (37.31, 55.6, 37.32, 55.61)], LIMITS).parts[0]
    assert one.area_m2 == pytest.approx(two.area_m2, rel=1e-6)
    assert len(list(Asking([one, two, one], 100).areas())) == 2
    # Of those that are alike the dearest is asked for.
    large = split([(37.3, 55.6, 37.32, 55.71)], LIMITS).parts[0]
    assert list(Asking([one, large], 1).areas()) == [large.geometry]


def test_a_plan_says_what_it_is():
    plan = split(box(37.3, 55.6, 37.5, 55.7), LIMITS)
    assert str(plan).startswith(f"{len(plan)} processings (at least {plan.lower_bound}), ")
    assert repr(plan) == f"<SplitPlan: {plan}>"
    collection = plan.__geo_interface__
    assert [feature["properties"]["name"] for feature in collection["features"]] == list(plan.areas)
    assert plan.to_dict()["processings"] == len(plan)
    assert mapflow.geometry.read_areas(plan)[0].name == plan.parts[0].id
    assert "<!doctype html>" in mapflow.maps.html(plan).lower()


def test_a_plan_is_saved_and_read(tmp_path):
    plan = split(parcels(40), LIMITS, group="hull")
    path = plan.save(tmp_path / "plan.geojson")
    read = load_split(path)
    assert read.areas == plan.areas
    assert [part.ground for part in read] == [part.ground for part in plan]
    assert read.to_dict() == {**plan.to_dict(), "billed_m2": pytest.approx(plan.billed_m2)}
    with pytest.raises(InvalidFile, match="exists already"):
        plan.save(path)
    plan.save(path, overwrite=True)
    with pytest.raises(InvalidFile, match=r"saved as '\.shp'"):
        plan.save(tmp_path / "plan.shp")


@pytest.mark.parametrize(
    "content", ["", "{}", '{"type": "FeatureCollection", "features": []}', "[1]"]
)
def test_other_files_are_not_plans(tmp_path, content):
    path = tmp_path / "plan.geojson"
    path.write_text(content)
    with pytest.raises(InvalidFile, match="is not a saved plan"):
        load_split(path)
    with pytest.raises(InvalidFile, match="cannot be read"):
        load_split(tmp_path / "missing.geojson")


def test_a_plan_with_damaged_areas_is_refused(tmp_path):
    plan = split(box(37.3, 55.6, 37.5, 55.7), LIMITS)
    path = plan.save(tmp_path / "plan.geojson")
    content = json.loads(path.read_text())
    content["features"][0]["geometry"] = {"type": "Polygon"}
    path.write_text(json.dumps(content))
    with pytest.raises(InvalidFile, match="is not a saved plan"):
        load_split(path)


def _newer(content):
    content["mapflow_split"] = {"version": 2, "parts": "elsewhere"}


def _gone(content):
    del content["features"][0]


def _named_alike(content):
    content["features"][0]["properties"]["name"] = content["features"][1]["properties"]["name"]


def _moved(content):
    content["features"][0]["geometry"]["coordinates"][0][1][0] += 0.001


def _without_cells(content):
    content["features"][0]["properties"]["cells"] = []


def _without_limits(content):
    content["mapflow_split"]["limits"]["aoi_area_limit_m2"] = -25e6


def _without_ground(content):
    content["features"][0]["properties"]["ground"] = {"type": "Point"}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_newer, r"made by a newer version of mapflow-client: it is a plan of version 2"),
        (_gone, "saved with 2 parts, and holds 1 with 1 names"),
        (_named_alike, "saved with 2 parts, and holds 2 with 1 names"),
        (_moved, "part '001' was saved with 24,950,000 m², and covers 25,1"),
        (_without_cells, "part '001' has 1 polygons, and cells for 0"),
        (_without_limits, "its limits are not numbers from 0 on"),
        (_without_ground, "the area of part '001' is not a polygon"),
    ],
)
def test_a_plan_that_was_changed_or_is_newer_is_refused(tmp_path, change, told):
    plan = split(box(37.3, 55.6, 37.4, 55.65), LIMITS)
    path = plan.save(tmp_path / "plan.geojson")
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))
    with pytest.raises(InvalidFile, match=told):
        load_split(path)


def test_figures_of_any_kind_are_saved_and_read(tmp_path):
    limits = SplitLimits(np.float32(25 * KM2), np.int64(10), 0.0, None)
    plan = split(box(37.3, 55.6, 37.4, 55.65), limits, spread_deg=float("inf"))
    assert load_split(plan.save(tmp_path / "plan.geojson")) == plan


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"overlap_m": -1}, "`overlap_m` must be 0 or more"),
        ({"overlap_m": float("inf")}, "`overlap_m` must be 0 or more"),
        ({"spread_deg": -1}, "`spread_deg` must be 0 or more"),
        ({"group": "heap"}, '`group` must be "pack" or "hull"'),
    ],
)
def test_wrong_arguments_are_refused(how, told):
    with pytest.raises(InvalidInput, match=told):
        split((37.3, 55.6, 37.4, 55.7), LIMITS, **how)


def test_wrong_limits_are_refused():
    with pytest.raises(InvalidInput, match="`limits` must be limits or a client"):
        split((37.3, 55.6, 37.4, 55.7), 25)
    with pytest.raises(InvalidInput, match="`aoi_area_limit_m2` must be"):
        split((37.3, 55.6, 37.4, 55.7), SplitLimits(-1))
    with pytest.raises(InvalidInput, match="`max_areas` must be a whole number"):
        split((37.3, 55.6, 37.4, 55.7), SplitLimits(25 * KM2, 2.5))


def test_a_limit_in_the_wrong_unit_is_refused_before_anything_is_cut():
    with pytest.raises(InvalidInput, match="must be 10,000 or more, got 25") as refused:
        split((37.3, 55.6, 37.4, 55.7), SplitLimits(25))
    assert "square metres" in refused.value.hint
    with pytest.raises(InvalidInput, match="more than 1,000,000 processings"):
        split((20, 40, 60, 60), SplitLimits(1 * KM2))


@pytest.mark.parametrize("west", [-180, 0, 179.5])
def test_with_an_overlap_every_cell_of_a_row_keeps_the_limit(west):
    # At the antimeridian the first cell of a row cannot reach to the west.
    plan = split((west, -17, west + 0.5, -16.8), LIMITS, overlap_m=300)
    for part in plan:
        assert summarise(part.geometry).area_m2 <= 25 * KM2 * 0.9981


def test_broken_areas_are_refused_or_repaired():
    bow_tie = {"type": "Polygon", "coordinates": [[[0, 0], [0.1, 0.1], [0.1, 0], [0, 0.1], [0, 0]]]}
    with pytest.raises(InvalidArea, match="crosses"):
        split(bow_tie, LIMITS)
    plan = split(bow_tie, LIMITS, repair=True)
    assert plan.area_m2 == pytest.approx(sum(part.area_m2 for part in plan))


def test_features_without_geometry_are_omitted_with_a_warning():
    feature = {"type": "Feature", "properties": {}, "geometry": box(37.3, 55.6, 37.31, 55.61)}
    area = {"type": "FeatureCollection", "features": [feature, {**feature, "geometry": None}]}
    with pytest.warns(AreaWarning, match="1 of 2 features have no geometry"):
        assert len(split(area, LIMITS)) == 1
    with pytest.raises(InvalidArea):
        split({**area, "features": [area["features"][1]]}, LIMITS)


def test_the_missing_extra_is_named(monkeypatch):
    from mapflow.geometry import _extra
    from mapflow.splitting import _pieces

    _pieces.shapely.cache_clear()
    monkeypatch.setattr(_extra, "available", lambda name: None)
    with pytest.raises(InvalidArea, match=r"pip install .mapflow-client\[geo\]"):
        split((37.3, 55.6, 37.4, 55.7), LIMITS)

"""What every plan keeps, whatever the area: limits, ground, cells and distances."""

import warnings

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapflow import SplitLimits, SplitPlan, load_split, split
from mapflow.geometry import summarise
from tests.unit.splitting.areas import KM2, angle_deg, areas, shape_of

pytestmark = pytest.mark.slow

MARGIN = 0.0019
some = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
limit_values = st.floats(2, 60).map(lambda km2: km2 * KM2)


def planned(area: shapely.MultiPolygon, limits: SplitLimits, **how: object) -> SplitPlan:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return split(area.__geo_interface__, limits, **how)


def check_limits(plan: SplitPlan, limits: SplitLimits) -> None:
    allowed = limits.aoi_area_limit_m2 * (1 - MARGIN)
    for part in plan:
        measures = summarise(part.geometry)
        assert measures.area_m2 <= allowed
        assert measures.polygon_count <= limits.max_areas
        assert max(box.area_m2 for box in measures.bounding_boxes) <= allowed
        assert len(part.cells) == measures.polygon_count
        assert part.area_m2 == pytest.approx(measures.area_m2, rel=1e-6)
        assert shape_of(part.geometry).geoms[0].is_valid


@some
@given(areas(), limit_values, st.integers(1, 12), st.sampled_from([None, 0.05, 1.0]))
def test_a_plan_covers_the_area_exactly_and_keeps_every_limit(area, limit_m2, polygons, spread):
    limits = SplitLimits(limit_m2, polygons)
    plan = planned(area, limits, spread_deg=spread)
    check_limits(plan, limits)
    truth = shapely.union_all(list(area.geoms))
    pieces = [piece for part in plan for piece in shape_of(part.geometry).geoms]
    assert shapely.union_all(pieces).symmetric_difference(truth).area <= 1e-6 * truth.area
    # No ground twice: what is shared would be paid twice.
    assert sum(piece.area for piece in pieces) <= truth.area * (1 + 1e-6)
    assert sum(part.area_m2 for part in plan) == pytest.approx(plan.area_m2, rel=1e-5)
    assert plan.lower_bound <= len(plan)
    assert len({part.id for part in plan}) == len(plan)
    if spread is not None:
        for part in plan:
            boxes = summarise(part.geometry).bounding_boxes
            middles = [((b.west + b.east) / 2, (b.south + b.north) / 2) for b in boxes]
            assert all(angle_deg(middles[0], other) <= spread + 1e-9 for other in middles)


@some
@given(areas(), limit_values, st.sampled_from([5.0, 60.0]))
def test_neighbours_overlap_and_each_place_has_one_cell(area, limit_m2, overlap_m):
    limits = SplitLimits(limit_m2, 10)
    plan = planned(area, limits, overlap_m=overlap_m)
    check_limits(plan, limits)
    truth = shapely.union_all(list(area.geoms))
    own = []
    for part in plan:
        assert shape_of(part.geometry).is_valid
        for piece, cell in zip(shape_of(part.geometry).geoms, part.cells, strict=True):
            own.append(piece if cell is None else piece.intersection(shapely.box(*cell[1:])))
    assert shapely.union_all(own).symmetric_difference(truth).area <= 1e-6 * truth.area
    assert sum(piece.area for piece in own) <= truth.area * (1 + 1e-6)


@some
@given(areas(), limit_values)
def test_polygons_that_fit_stay_whole(area, limit_m2):
    plan = planned(area, SplitLimits(limit_m2, 10))
    kept = {
        shapely.normalize(piece).wkb
        for part in plan
        for piece, cell in zip(shape_of(part.geometry).geoms, part.cells, strict=True)
        if cell is None
    }
    apart = [
        one
        for one in area.geoms
        if not any(one.intersects(other) for other in area.geoms if other is not one)
    ]
    for one in apart:
        box = summarise({"type": "Polygon", "coordinates": [[*map(list, one.exterior.coords)]]})
        fits = box.bounding_boxes[0].area_m2 <= limit_m2 * 0.998
        assert (shapely.normalize(one).wkb in kept) == fits


@settings(some, max_examples=10)
@given(area=areas(), limit_m2=limit_values)
def test_a_saved_plan_is_the_same_plan(tmp_path_factory, tmp_path, area, limit_m2):
    plan = planned(area, SplitLimits(limit_m2, 10))
    path = tmp_path_factory.mktemp("plan") / "plan.geojson"
    read = load_split(plan.save(path))
    assert read.areas == plan.areas
    assert [part.cells for part in read] == [part.cells for part in plan]
    # Areas are measured again, so that they are those of the polygons in the file.
    figures, expected = read.to_dict(), plan.to_dict()
    assert figures.pop("billed_m2") == pytest.approx(expected.pop("billed_m2"), rel=1e-9)
    assert figures == expected

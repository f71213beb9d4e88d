"""What an area gets of an object that crosses its border can be chosen."""

import pytest
import shapely

from mapflow.sandbox.scene import Border, features

GROUND = (37.300, 55.630, 37.312, 55.637)
HALVES = (37.300, 55.630, 37.306, 55.637), (37.306, 55.630, 37.312, 55.637)
WIDE = (37.300, 55.620, 37.330, 55.640)
KINDS = ("buildings", "roads", "forest")


def found(box, kind="buildings", seed=0, **how):
    polygon = shapely.geometry.mapping(shapely.box(*box))
    return list(features(kind, polygon, seed=seed, border=Border(**how)))


def shapes(each):
    return [shapely.geometry.shape(feature["geometry"]) for feature in each]


@pytest.mark.parametrize("kind", KINDS)
def test_each_behaviour_says_what_an_area_gets(kind):
    west, south, east, north = WIDE
    ground = shapely.box(*WIDE)
    whole = shapes(found(WIDE, kind, behaviour="whole"))
    middle = round(sorted(s.centroid.x for s in whole)[len(whole) // 2], 6)
    halves = (west, south, middle, north), (middle, south, east, north)
    seam = shapely.LineString([(middle, south), (middle, north)])
    crossing = [s for s in whole if s.intersects(seam)]
    assert crossing
    pieces = {
        behaviour: [shapes(found(half, kind, behaviour=behaviour)) for half in halves]
        for behaviour in ("owner", "clip", "whole")
    }
    wests, easts = pieces["whole"]
    assert {s.normalize().wkt for s in wests} & {s.normalize().wkt for s in easts} == {
        s.normalize().wkt for s in crossing
    }
    for half, cut in zip(halves, pieces["clip"], strict=True):
        assert all(shapely.box(*half).buffer(2e-8).contains(s) for s in cut)
    owned = [s.normalize().wkt for half in pieces["owner"] for s in half]
    assert len(owned) == len(set(owned))
    area = sum(s.area for half in pieces["clip"] for s in half)
    assert area == pytest.approx(sum(s.intersection(ground).area for s in whole), rel=1e-5)


def test_unasked_it_is_as_ever():
    usual = {kind: found(GROUND, kind) for kind in KINDS}
    assert usual["buildings"] == found(GROUND, "buildings", behaviour="owner")
    clipped = found(GROUND, "forest", behaviour="clip")
    assert [each["properties"] for each in usual["forest"]] == [e["properties"] for e in clipped]


def test_corners_lie_off_in_each_area_newly_and_alike_each_time():
    true, off = found(GROUND), found(GROUND, jitter_m=0.5)
    assert len(true) == len(off)
    assert off == found(GROUND, jitter_m=0.5)
    distances = [
        a.hausdorff_distance(b) * 1e5 for a, b in zip(shapes(true), shapes(off), strict=True)
    ]
    assert 0.1 < sum(distances) / len(distances) < 2
    half = {e["properties"]["id"]: e["geometry"] for e in found(HALVES[0], jitter_m=0.5)}
    assert all(
        half[e["properties"]["id"]] != e["geometry"] for e in off if e["properties"]["id"] in half
    )


def test_row_houses_share_walls_and_do_not_overlap():
    def walls(each):
        here = shapes(each)
        tree = shapely.STRtree(here)
        pairs = [
            (a, b) for a, b in zip(*tree.query(here, predicate="intersects"), strict=True) if a < b
        ]
        assert all(here[a].intersection(here[b]).area < 1e-13 for a, b in pairs)
        return sum(here[a].intersection(here[b]).length > 5e-5 for a, b in pairs)

    suburb = (37.330, 55.600, 37.345, 55.610)
    assert walls(found(suburb, row_houses=True)) > 100
    assert walls(found(suburb)) == 0


@pytest.mark.parametrize("wrong", [{"behaviour": "cut"}, {"jitter_m": -1}, {"jitter_m": 11}])
def test_another_setting_is_refused(wrong):
    with pytest.raises(ValueError, match="must be"):
        Border(**wrong)

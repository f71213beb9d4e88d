"""Which pieces at a seam are one object, where neighbours and inexact outlines make it doubtful.

Distances are metres from a place on the seam, which runs from west to east: `x` along it, `y` to
the north.
"""

import pytest
import shapely

from mapflow.joining import Join, Part
from tests.joining.world import DEGREE_M, WIDTH, polygon

PLACE = (37.01, 55.005)


def at(x, y):
    return [round(PLACE[0] + x * WIDTH / DEGREE_M, 8), round(PLACE[1] + y / DEGREE_M, 8)]


def shape(identifier, *corners):
    ring = [at(*corner) for corner in (*corners, corners[0])]
    return {
        "type": "Feature",
        "properties": {"id": identifier},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def box(identifier, west, south, east, north):
    return shape(identifier, (west, south), (east, south), (east, north), (west, north))


def corner(west, south, east, north):
    """An area, in degrees from the place."""
    return polygon((PLACE[0] + west, PLACE[1] + south, PLACE[0] + east, PLACE[1] + north))


def objects(north, south, *, overlap_m=0.0):
    """What comes out: the pieces of each object, and its size in square metres."""
    up, down = at(0, overlap_m)[1], at(0, -overlap_m)[1]
    parts = [
        Part("n", polygon((37.0, down, 37.02, 55.01)), north),
        Part("s", polygon((37.0, 55.0, 37.02, up)), south),
    ]
    found = {}
    for each in Join(parts):
        own = each["properties"]
        pieces = own.get("joined_from", f"{own['cell']}:{own['original_id']}")
        size = shapely.geometry.shape(each["geometry"]).area * DEGREE_M**2 / WIDTH
        found[" ".join(sorted(pieces.split()))] = round(size)
    return found


def test_houses_in_a_row_along_the_seam_stay_apart():
    north = [box(k, 6 * k, 0, 6 * k + 6, 5) for k in range(4)]
    south = [box(k, 6 * k, -7, 6 * k + 6, 0) for k in range(4)]
    assert objects(north, south) == {f"n:{k} s:{k}": 72 for k in range(4)}


def test_houses_that_share_less_than_half_of_their_cuts_stay_apart():
    assert set(objects([box(1, 0, 0, 10, 6)], [box(1, 7, -6, 17, 0)])) == {"n:1", "s:1"}
    assert set(objects([box(1, 0, 0, 10, 6)], [box(1, 4, -6, 14, 0)])) == {"n:1 s:1"}


def test_a_wall_at_the_seam_is_no_cut():
    # The wall of the southern house reaches the seam with a corner, and does not lie on it.
    south = shape(1, (0, -6), (12, -6), (12, -0.3), (0, 0))
    assert objects([box(1, 0, 0, 12, 6)], [south]) == {"n:1": 72, "s:1": 70}


def test_a_wall_that_crosses_the_seam_at_a_small_angle_is_a_cut_of_one_house_only():
    # The northern house's wall runs within millimetres of the seam at first. The tip of the
    # southern house that lies there is too small to have come out.
    north = shape(1, (0, 0.002), (0.17, 0), (12, 0), (12.1, 5.8), (0.1, 6))
    own = shape(2, (0.17, 0), (12, 0), (12, -0.18))
    south = shape(3, (0, 0), (0.17, 0), (12, -0.18), (11.9, -6.2), (-0.1, -6))
    assert objects([north], [own, south]) == {"n:1 s:2": 72, "s:3": 72}


def test_nor_where_both_results_lack_the_tip():
    # Two houses whose wall crosses the seam: neither result has the other one's millimetres.
    north = shape(1, (0, 1.5), (-6, 1.5), (-6, 0), (-0.002, 0), (0, 0.3))
    south = [box(2, -6, -10, 0, 0), shape(3, (0, 0), (0, -10), (6, -10), (6, 0))]
    other = shape(4, (0, 0), (0, 0.3), (0.01, 1.5), (6, 1.5), (6, 0))
    parts = [
        Part("nw", corner(-0.01, 0, 0, 0.005), [north]),
        Part("ne", corner(0, 0, 0.01, 0.005), [other]),
        Part("s", corner(-0.01, -0.005, 0.01, 0), south),
    ]
    assert {each["properties"].get("joined_from") for each in Join(parts)} == {
        "nw:1 s:2",
        "s:3 ne:4",
    }


def terrace(first, count, *, wall=0):
    """Houses of 6 m that share walls, from west to east; the seam runs from north to south."""
    west = [6 * (first + number) + wall for number in range(count)]
    return [box(number, x, 0, x + 6, 12) for number, x in enumerate(west, 1)]


def across(west, east):
    """The objects that come out of two areas, one west of a seam and one east of it."""
    parts = [
        Part("w", corner(-0.01, -0.005, 0, 0.005), west),
        Part("e", corner(0, -0.005, 0.01, 0.005), east),
    ]
    return sorted(
        each["properties"].get("joined_from", str(each["properties"]["cell"]))
        for each in Join(parts)
    )


def test_a_wall_on_the_seam_stays_one_where_those_behind_show_how_large_houses_are():
    # Each result has the wall on the far side of the seam, so that both houses are cut there.
    west, east = terrace(-3, 3), terrace(0, 3)
    assert across(west, east) == ["e", "e", "e", "w", "w", "w"]


def test_a_house_of_a_row_that_the_seam_cuts_in_the_middle_is_one():
    west = [*terrace(-3, 2, wall=3), box(3, -3, 0, 0, 12)]
    east = [box(1, 0, 0, 3, 12), *terrace(0, 2, wall=3)[::-1]]
    assert across(west, east).count("e:1 w:3") == 1


def test_a_thin_piece_ties_no_two_neighbours_together():
    # The wall crosses the seam; both houses reach over it by less than outlines differ.
    west = [
        shape(1, (-0.55, 6.18), (0, 6.14), (0, 4.85)),
        shape(2, (-0.55, 6.18), (0, 8.89), (0, 6.14)),
    ]
    east = [
        shape(3, (12.2, 5.28), (12.52, 0), (0, 0.47), (0, 5.15)),
        shape(4, (0.18, 11.46), (11.92, 12.38), (12.2, 5.28), (0, 5.15), (0, 9.51)),
    ]
    assert len(across(west, east)) == 2


def test_what_shares_a_wall_within_one_result_is_never_one_object():
    # Where four areas meet, one house continues in all of them, its neighbour in the southern two.
    parts = [
        Part("sw", corner(-0.01, -0.005, 0, 0), [
            shape(1, (-8.87, -6.81), (-9.18, -0.58), (0, -0.79), (0, -5.85)),
            shape(2, (-9.18, -0.58), (-9.19, 0), (0, 0), (0, -0.79)),
        ]),
        Part("se", corner(0, -0.005, 0.01, 0), [
            shape(3, (2.65, -7.22), (0, -7), (0, -0.16), (1.09, 0), (3.21, 0)),
            shape(4, (0, -0.16), (0, 0), (1.09, 0)),
        ]),
        Part("nw", corner(-0.01, 0, 0, 0.005), [
            shape(5, (-9.76, 5.78), (0, 4.93), (0, 0), (-9.2, 0)),
        ]),
        Part("ne", corner(0, 0, 0.01, 0.005), [
            shape(6, (2.67, 6.87), (2.76, 0), (0, 0), (0, 6.77)),
        ]),
    ]  # fmt: skip
    found = [set(each["properties"]["joined_from"].split()) for each in Join(parts)]
    assert sorted(map(sorted, found))[1] == ["se:3", "sw:1"]
    assert len(found) == 2


def test_two_halves_with_nothing_behind_them_are_one():
    assert across(terrace(-1, 1), terrace(0, 1)) == ["e:1 w:1"]


def test_wide_objects_are_cut_more_often_than_that_they_end_at_a_seam():
    fields = [box(1, -200, 0, -100, 120), box(2, -100, 0, 0, 120)]
    others = [box(3, 0, 0, 100, 120), box(4, 100, 0, 200, 120)]
    assert across(fields, others).count("e:3 w:2") == 1


def test_the_tip_of_a_house_goes_to_it_and_not_the_neighbour_that_shares_the_cut():
    # The south has the wall between two houses on the seam: one house, and the tip of the other.
    house = shape(1, (0, -6), (12, -6), (10.9, 0), (0, 0))
    tip = shape(2, (9.5, 0), (11, -0.04), (12.6, 0))
    assert objects([box(3, 0.4, 0, 12.4, 6.5)], [house, tip]) == {"n:3 s:2": 78, "s:1": 69}


def test_what_two_neighbours_have_of_each_others_place_is_no_third_house():
    # Each result has the wall a little on the far side of the seam.
    north = [box(1, 0, 0.3, 12, 6), box(2, 0, 0, 12, 0.3)]
    south = [box(1, 0, -6, 12, -0.3), box(2, 0, -0.3, 12, 0)]
    assert set(objects(north, south).values()) == {68}
    assert len(objects(north, south)) == 2


def test_a_sliver_goes_with_the_outline_beside_it():
    house = box(1, 0, -8, 12, -0.4)
    assert objects([box(2, 0.5, 0, 11, 0.3)], [house]) == {"n:2 s:1": 91}


def test_a_thin_object_of_its_own_is_not_dropped():
    assert objects([box(1, 0, 0, 12, 0.6)], [box(1, 0, -0.6, 12, 0)]) == {"n:1 s:1": 14}


@pytest.mark.parametrize("north_m", [20, 50])
def test_a_long_building_that_no_area_holds_whole_is_whole(north_m):
    north, south = box(1, 0, -15, 10, north_m), box(1, 0, -50, 10, 15)
    assert objects([north], [south], overlap_m=15) == {"n:1 s:1": 10 * (50 + north_m)}


def test_a_house_whose_wall_lies_on_the_border_of_the_other_area_is_no_part_of_it():
    # The northern area ends at the wall between two houses of the south.
    north = [box(1, 0, -15, 12, -9)]
    south = [box(1, 0, -15, 12, -9), box(2, 0, -21, 12, -15)]
    assert set(objects(north, south, overlap_m=15)) == {"n:1 s:1", "s:2"}
    # Nor is it if the south has found the second house only.
    assert set(objects(north, south[1:], overlap_m=15)) == {"n:1", "s:2"}


@pytest.mark.parametrize("off", [-0.6, -0.3, 0.3, 0.6])
def test_a_house_found_twice_does_not_continue_in_its_neighbour(off):
    # The border of the northern area cuts the second house, less than the error from its wall.
    north = [box(1, 0, -15, 12, -9 + off)]
    south = [box(1, 0, -15 + off, 12, -9), box(2, 0, -21, 12, -15 + off)]
    assert set(objects(north, south, overlap_m=15)) == {"n:1 s:1", "s:2"}

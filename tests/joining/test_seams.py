"""What the border between two areas cut or doubled comes out once, whole."""

import pytest

from mapflow.joining import Join
from tests.joining.world import Verdict, free_standing, judge, parts_of, row_houses, truths

TOWNS = {"free-standing": free_standing(4, 225), "rows": row_houses(4, 48)}
BORDERS = ("owner", "clip", "whole")


def joined(town, border, **how) -> Verdict:
    parts = list(parts_of(town, border, **how))
    is_exact = not how.get("jitter_m") and how.get("decimals", 8) > 7
    agreement = 0.999 if is_exact else 0.4
    return judge(town, Join(parts), truths(parts), agreement=agreement)


@pytest.mark.parametrize("overlap_m", [0, 15])
@pytest.mark.parametrize("border", BORDERS)
@pytest.mark.parametrize("kind", TOWNS)
def test_each_object_comes_out_once_and_whole(kind, border, overlap_m):
    found = joined(TOWNS[kind], border, overlap_m=overlap_m)
    assert found.given > found.truth or (border == "owner" and not overlap_m)
    assert (found.left_over, found.lost, found.whole) == (0, 0, 1.0)


@pytest.mark.parametrize("overlap_m", [0, 15])
@pytest.mark.parametrize("border", BORDERS)
@pytest.mark.parametrize("kind", TOWNS)
def test_outlines_may_differ_by_half_a_metre(kind, border, overlap_m):
    found = joined(TOWNS[kind], border, overlap_m=overlap_m, jitter_m=0.5)
    # Where a wall between neighbours lies on a seam, nothing may tell two halves from two houses.
    assert found.lost <= (border == "clip" and not overlap_m)
    assert found.left_over <= 4
    assert found.whole >= 0.999


@pytest.mark.parametrize("kind", TOWNS)
def test_coordinates_may_be_rounded_to_a_tenth_of_a_metre(kind):
    found = joined(TOWNS[kind], "clip", decimals=6)
    assert found.lost <= 2
    assert found.left_over <= 2
    assert found.whole >= 0.995


@pytest.mark.parametrize(("jitter_m", "left_over"), [(0, 0), (0.5, 4)])
def test_twenty_thousand_features_in_sixteen_parts(jitter_m, left_over):
    found = joined(free_standing(4, 1296), "clip", jitter_m=jitter_m)
    assert found.truth > 20_000
    assert found.given > found.truth + 150
    assert found.left_over <= left_over
    assert found.lost == 0
    assert found.whole >= 0.999


def test_without_joining_the_pieces_stay():
    parts = list(parts_of(TOWNS["rows"], "clip"))
    found = judge(TOWNS["rows"], Join(parts, join="none"), truths(parts), agreement=0.999)
    assert found.out == found.given
    assert found.left_over > 300

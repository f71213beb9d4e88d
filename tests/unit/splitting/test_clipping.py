"""Cutting by boxes neither loses ground nor makes some, even with corners on the cut."""

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from mapflow.splitting._pieces import clip, exactly

whole = st.integers(0, 8)


@st.composite
def shapes(draw):
    """Polygons with corners on whole degrees, with holes."""
    rings = st.lists(st.tuples(whole, whole), min_size=3, max_size=9)
    shape = shapely.make_valid(shapely.Polygon(draw(rings)).buffer(0))
    for ring in draw(st.lists(rings, max_size=2)):
        shape = shape.difference(shapely.make_valid(shapely.Polygon(ring).buffer(0)))
    return shape


@settings(deadline=None, max_examples=300)
@given(shapes(), st.tuples(whole, whole), st.tuples(st.integers(1, 8), st.integers(1, 8)))
def test_clipping_is_an_intersection(shape, corner, size):
    if shape.is_empty:
        return
    box = (*corner, corner[0] + size[0], corner[1] + size[1])
    expected = shapely.intersection(shape, shapely.box(*box))
    found = clip(shape, box)
    assert found.is_valid
    assert found.area == pytest.approx(expected.area, abs=1e-9)
    with exactly():
        assert clip(shape, box).area == pytest.approx(expected.area, abs=1e-9)


def test_a_notch_above_the_cut_stays():
    strip = shapely.Polygon([(0, 0), (0, 2), (9, 2), (9, 0), (6, 0), (5, 1), (4, 0)])
    for box in ((3, 0, 7, 2), (4, 0, 6, 2), (0, 0, 5, 2), (5, 1, 9, 2)):
        expected = shapely.intersection(strip, shapely.box(*box)).area
        assert clip(strip, box).area == pytest.approx(expected)

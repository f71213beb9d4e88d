"""What a split cuts or finds twice comes out of joining once, whole."""

import random

import pytest
import shapely

from mapflow import SplitLimits, split
from mapflow.joining import Join, Part
from tests.unit.splitting.areas import KM2, shape_of, star

pytestmark = pytest.mark.slow


def buildings(area: shapely.Polygon, count: int) -> list[shapely.Polygon]:
    """Boxes of about 20 metres that stand apart, many of them on the seams of some split."""
    chance = random.Random(4)
    west, south, east, north = area.bounds
    side = ((east - west) * (north - south) / count) ** 0.5
    found = []
    for column in range(int((east - west) / side)):
        for row in range(int((north - south) / side)):
            x = west + (column + chance.uniform(0.2, 0.6)) * side
            y = south + (row + chance.uniform(0.2, 0.6)) * side
            found.append(shapely.box(x, y, x + 0.0003, y + 0.0002))
    inside = shapely.covers(area, found)
    return [each for each, is_inside in zip(found, inside, strict=True) if is_inside]


@pytest.mark.parametrize("overlap_m", [0.0, 60.0])
def test_buildings_on_seams_come_out_once(overlap_m):
    area = star(20, 40, 0.12, [1, 0.6] * 5)
    plan = split(area.__geo_interface__, SplitLimits(4 * KM2, 10), overlap_m=overlap_m)
    truth = buildings(area, 40_000)
    tree = shapely.STRtree(truth)
    parts, found = [], 0
    for part in plan:
        shape = shape_of(part.geometry)
        features = []
        for index in tree.query(shape, predicate="intersects"):
            for piece in shapely.get_parts(shapely.intersection(truth[index], shape)):
                if piece.geom_type == "Polygon":
                    geometry = piece.__geo_interface__
                    features.append({"type": "Feature", "properties": {}, "geometry": geometry})
        found += len(features)
        parts.append(Part(part.id, part.geometry, features, cell=part.core))
    joined = [shapely.geometry.shape(each["geometry"]) for each in Join(parts)]
    assert found > len(truth) + 300  # the seams cut or doubled many
    assert abs(len(joined) - len(truth)) <= 10
    assert sum(each.area for each in joined) == pytest.approx(
        sum(each.area for each in truth), rel=1e-3
    )

"""Vector tiles, read back by the library's own decoder."""

import mapbox_vector_tile
import pytest
import shapely
from shapely.geometry import shape

from mapflow.sandbox import scene
from mapflow.sandbox.scene.grid import to_units
from mapflow.sandbox.scene.mvt import BUFFER, EXTENT

from .places import SEED_AREA, polygon, tile_at

Z = 16
X, Y = tile_at(37.303, 55.638, Z)


def decoded(features, z=Z, x=X, y=Y, layer="mask"):
    data = scene.vector_tile(features, z, x, y, layer=layer)
    return mapbox_vector_tile.decode(data, default_options={"y_coord_down": True})


@pytest.fixture(scope="module")
def buildings():
    options = {"Classification": True}
    return list(scene.features("buildings", polygon(*SEED_AREA), seed=0, options=options))


def in_tile(feature, z=Z, x=X, y=Y):
    scale = EXTENT * 2.0 ** (z - 17)

    def move(lonlat):
        out = lonlat.copy()
        for point in out:
            u, v = to_units(*point)
            point[0], point[1] = u * scale - x * EXTENT, v * scale - y * EXTENT
        return out

    return shapely.transform(shape(feature["geometry"]), move)


def test_a_tile_holds_every_feature_that_touches_it(buildings):
    layer = decoded(buildings)["mask"]
    frame = shapely.box(0, 0, EXTENT, EXTENT)
    expected = {f["properties"]["id"]: f for f in buildings if in_tile(f).intersects(frame)}
    assert layer["extent"] == EXTENT
    assert expected.keys() <= {f["id"] for f in layer["features"]}
    for feature in layer["features"]:
        figure = shape(feature["geometry"])
        assert figure.is_valid
        assert all(-BUFFER <= value <= EXTENT + BUFFER for value in figure.bounds)
        if feature["id"] in expected:
            source = expected[feature["id"]]
            assert feature["properties"] == source["properties"]
            exact = in_tile(source).intersection(frame.buffer(BUFFER, join_style="mitre"))
            assert figure.intersection(exact).area / figure.union(exact).area > 0.85


@pytest.mark.parametrize("kind", ["roads", "forest"])
def test_other_kinds_encode_too(kind):
    features = list(scene.features(kind, polygon(*SEED_AREA), seed=0))
    assert decoded(features, 14, *tile_at(37.303, 55.638, 14), layer=kind)[kind]["features"]


def test_lines_points_and_missing_geometry():
    features = [
        {"type": "Feature", "properties": None, "geometry": None},
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [37.303, 55.638]}},
        {
            "type": "Feature",
            "properties": {"n": 2, "s": "x", "b": True, "f": 0.5, "none": None},
            "geometry": {
                "type": "LineString",
                "coordinates": [[37.302, 55.637], [37.304, 55.639]],
            },
        },
    ]
    found = decoded(features)["mask"]["features"]
    assert [f["geometry"]["type"] for f in found] == ["Point", "LineString"]
    assert found[1]["properties"] == {"n": 2, "s": "x", "b": True, "f": 0.5}


def test_a_faulty_polygon_is_mended():
    bow = [[37.302, 55.637], [37.304, 55.639], [37.304, 55.637], [37.302, 55.639], [37.302, 55.637]]
    feature = {"geometry": {"type": "Polygon", "coordinates": [bow]}, "properties": {}}
    assert len(decoded([feature])["mask"]["features"]) == 1


def test_a_tile_far_away_is_empty(buildings):
    assert scene.vector_tile(buildings, Z, X + 50, Y, layer="mask") == b""

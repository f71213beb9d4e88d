"""Shapes from pixels.

The rules of colour were chosen with our drawing in sight, so that comparing them with what was
drawn is circular: it shows that the way from pixels to polygons works, not that real imagery would
give good results.
"""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from shapely.geometry import shape

from mapflow.sandbox import rasters, scene
from mapflow.sandbox.rasters import segmentation
from mapflow.sandbox.rasters.rules import RULES

from .files import from_origin

pytestmark = pytest.mark.slow

BOUNDS = (37.295, 55.635, 37.305, 55.641)


def polygon(west, south, east, north):
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture(scope="module")
def image_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("scene") / "scene.tif"
    scene.write_geotiff(path, BOUNDS, seed=0)
    return path


def likeness(found, kind, bounds=BOUNDS):
    """Return the intersection over union of what was found and what was drawn."""
    drawn = [shape(f["geometry"]) for f in scene.features(kind, polygon(*bounds), seed=0)]
    one = shapely.union_all([shape(f["geometry"]) for f in found])
    other = shapely.union_all(drawn)
    return one.intersection(other).area / one.union(other).area


@pytest.mark.parametrize(("kind", "least"), [("forest", 0.8), ("roads", 0.6), ("buildings", 0.45)])
def test_what_was_drawn_is_found(image_file, kind, least):
    found = list(rasters.segment(image_file, None, kind=kind))
    assert likeness(found, kind) > least


@pytest.mark.parametrize("kind", RULES)
def test_features_are_valid_and_honest(image_file, kind):
    west, south, east, north = BOUNDS
    frame = shapely.box(west - 1e-4, south - 1e-4, east + 1e-4, north + 1e-4)
    found = list(rasters.segment(image_file, None, kind=kind))
    assert [f["properties"]["id"] for f in found] == list(range(1, len(found) + 1))
    for feature in found:
        figure = shape(feature["geometry"])
        assert figure.is_valid
        assert figure.exterior.is_ccw
        assert frame.contains(figure)
        assert feature["properties"]["object_type"] == kind
        assert "not a trained model" in feature["properties"]["sandbox_method"]
        assert feature["properties"]["area"] > 0


def test_areas_are_right(image_file):
    import pyproj

    geod = pyproj.Geod(ellps="WGS84")
    for feature in rasters.segment(image_file, None, kind="forest"):
        exact = abs(geod.geometry_area_perimeter(shape(feature["geometry"]))[0])
        assert feature["properties"]["area"] == pytest.approx(exact, rel=0.01, abs=1)


def test_an_area_limits_what_is_found(image_file):
    inner = (37.297, 55.637, 37.301, 55.640)
    area = shape(polygon(*inner))
    cut = list(rasters.segment(image_file, polygon(*inner), kind="forest"))
    assert cut
    assert all(area.buffer(1e-7).contains(shape(f["geometry"])) for f in cut)
    assert likeness(cut, "forest", inner) > 0.8
    houses = list(rasters.segment(image_file, polygon(*inner), kind="buildings"))
    assert all(area.buffer(3e-6).contains(shape(f["geometry"]).centroid) for f in houses)
    assert list(rasters.segment(image_file, polygon(10, 10, 10.1, 10.1), kind="forest")) == []


@pytest.mark.parametrize("kind", ["forest", "buildings"])
def test_windows_leave_no_trace(image_file, kind, monkeypatch):
    """Small windows find what a large one finds: whole houses once, woods cut along the seams."""
    at_once = list(rasters.segment(image_file, None, kind=kind))
    monkeypatch.setattr(segmentation, "CORE_PX", 256)
    in_pieces = list(rasters.segment(image_file, None, kind=kind))
    one = shapely.union_all([shape(f["geometry"]) for f in at_once])
    other = shapely.union_all([shape(f["geometry"]) for f in in_pieces])
    assert one.intersection(other).area / one.union(other).area > 0.97
    if kind == "buildings":
        assert abs(len(in_pieces) - len(at_once)) <= 0.01 * len(at_once)
    else:
        assert len(in_pieces) > len(at_once)


# rasterio 1.4 multiplies transforms the old way in the two functions that this test calls itself.
@pytest.mark.filterwarnings("ignore:Use `@` matmul:PendingDeprecationWarning")
@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32637"])
def test_the_system_of_the_file_does_not_matter(image_file, tmp_path, crs):
    from rasterio.warp import calculate_default_transform, reproject

    path = tmp_path / "other.tif"
    with rasterio.open(image_file) as file:
        transform, width, height = calculate_default_transform(
            file.crs, crs, file.width, file.height, *file.bounds
        )
        profile = file.profile | {
            "crs": crs, "transform": transform, "width": width, "height": height, "nodata": 0,
        }  # fmt: skip
        with rasterio.open(path, "w", **profile) as out:
            reproject(rasterio.band(file, [1, 2, 3]), rasterio.band(out, [1, 2, 3]))
    found = list(rasters.segment(path, None, kind="forest"))
    assert likeness(found, "forest") > 0.8


def test_sixteen_bits_are_stretched(image_file, tmp_path):
    path = tmp_path / "sixteen.tif"
    with rasterio.open(image_file) as file:
        values = file.read().astype(np.uint16) * 40
        with rasterio.open(path, "w", **(file.profile | {"dtype": "uint16"})) as out:
            out.write(values)
    assert likeness(list(rasters.segment(path, None, kind="forest")), "forest") > 0.5


def test_one_band_works(tmp_path):
    path = tmp_path / "grey.tif"
    scene.write_geotiff(path, BOUNDS, seed=0, bands=1)
    for kind in RULES:
        for feature in rasters.segment(path, None, kind=kind):
            assert shape(feature["geometry"]).is_valid


def test_an_image_of_nothing_gives_nothing(tmp_path):
    path = tmp_path / "empty.tif"
    with rasterio.open(
        path, "w", driver="GTiff", width=50, height=40, count=3, dtype="uint8", nodata=0,
        crs="EPSG:32637", transform=from_origin(392_900, 6_167_300, 0.5, 0.5),
    ) as file:  # fmt: skip
        file.write(np.zeros((3, 40, 50), np.uint8))
    assert all(list(rasters.segment(path, None, kind=kind)) == [] for kind in RULES)


def test_an_unknown_kind_is_refused_at_once(image_file):
    with pytest.raises(ValueError, match="unknown kind 'cars'"):
        rasters.segment(image_file, None, kind="cars")


def test_memory_does_not_grow_with_the_image(tmp_path):
    """120 megapixels (360 MB of colours) are searched in a process that grows by far less."""
    path = tmp_path / "large.tif"
    with rasterio.open(
        path, "w", driver="GTiff", width=12_000, height=10_000, count=3, dtype="uint8",
        crs="EPSG:32637", transform=from_origin(392_900, 6_167_300, 0.5, 0.5),
        tiled=True, blockxsize=512, blockysize=512, compress="deflate", SPARSE_OK=True,
    ) as file:  # fmt: skip
        green = np.zeros((3, 512, 512), np.uint8)
        green[0], green[1], green[2] = 60, 90, 50
        for at in range(0, 9_000, 1024):
            file.write(green, window=rasterio.windows.Window(at, at, 512, 512))
    small = tmp_path / "small.tif"
    scene.write_geotiff(small, (37.295, 55.639, 37.300, 55.641), seed=0)
    code = """
import resource, sys
from mapflow.sandbox import rasters
next(rasters.segment(sys.argv[2], None, kind="forest"))
warm = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
count = sum(1 for _ in rasters.segment(sys.argv[1], None, kind="forest"))
print(count, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - warm) // 1024, warm // 1024)
"""
    run = subprocess.run(
        [sys.executable, "-c", code, path, small],
        cwd=Path(__file__).resolve().parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    count, grown_mb, _ = (int(word) for word in run.stdout.split())
    assert count >= 9
    assert grown_mb < 80

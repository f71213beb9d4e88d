"""Previews and tiles of uploads, decoded and compared with the scene they were drawn from."""

import io

import numpy as np
import pytest
from PIL import Image

from mapflow.sandbox import rasters, scene
from mapflow.sandbox.scene.grid import to_units

from .files import PLACES, write

BOUNDS = (37.300, 55.636, 37.306, 55.639)


@pytest.fixture(scope="module")
def image_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("scene") / "scene.tif"
    scene.write_geotiff(path, BOUNDS, seed=0)
    return path


def tile(path, z, x, y):
    image = Image.open(io.BytesIO(rasters.tile_png(path, z, x, y)))
    image.load()
    assert (image.format, image.mode, image.size) == ("PNG", "RGBA", (256, 256))
    return np.asarray(image)


def tile_at(lon, lat, z):
    u, v = to_units(lon, lat)
    return int(u * 2.0 ** (z - 17)), int(v * 2.0 ** (z - 17))


@pytest.mark.parametrize("size", [1, 256, 1024])
def test_previews_are_square_jpegs(image_file, size):
    image = Image.open(io.BytesIO(rasters.preview_jpeg(image_file, size)))
    image.load()
    assert (image.format, image.size) == ("JPEG", (size, size))


def test_a_preview_of_nothing_is_refused(image_file):
    with pytest.raises(ValueError):
        rasters.preview_jpeg(image_file, 0)


def test_a_tile_shows_what_the_scene_shows(image_file):
    x, y = tile_at(37.303, 55.6375, 18)
    shown = tile(image_file, 18, x, y)
    assert (shown[..., 3] == 255).all()
    exact = np.asarray(Image.open(io.BytesIO(scene.tile_png(18, x, y, seed=0)))).astype(int)
    # The image has coarser pixels than the tile, so edges differ a little.
    difference = np.abs(shown[..., :3].astype(int) - exact).mean()
    shifted = np.abs(np.roll(shown[..., :3], 8, axis=1).astype(int) - exact).mean()
    assert difference < 12
    assert difference < 0.7 * shifted


def test_tiles_are_clear_where_there_is_no_image(image_file):
    far = tile(image_file, 16, *(n + 40 for n in tile_at(37.303, 55.6375, 16)))
    assert not far[..., 3].any()
    wide = tile(image_file, 12, *tile_at(37.303, 55.6375, 12))
    assert 0 < (wide[..., 3] > 0).mean() < 0.2


@pytest.mark.parametrize("crs", PLACES)
@pytest.mark.parametrize(
    "profile",
    [
        {},
        {"dtype": "uint16"},
        {"dtype": "float32", "nodata": -1.0},
        {"count": 1},
        {"count": 4, "photometric": "RGB", "alpha": "unassociated"},
        {"nodata": 0},
    ],
    ids=str,
)
def test_every_sort_of_file_gives_pictures(tmp_path, crs, profile):
    path = write(tmp_path / "a.tif", crs=crs, **profile)
    west, south, east, north = rasters.inspect(path).bounds_lonlat
    shown = tile(path, 20, *tile_at((west + east) / 2, (south + north) / 2, 20))
    assert shown[..., 3].any()
    Image.open(io.BytesIO(rasters.preview_jpeg(path, 64))).load()


def test_nodata_is_clear(tmp_path):
    import rasterio

    path = write(tmp_path / "a.tif", nodata=0)
    with rasterio.open(path, "r+") as file:
        file.write(np.zeros((3, 70, 90), np.uint8))
    west, south, east, north = rasters.inspect(path).bounds_lonlat
    shown = tile(path, 20, *tile_at((west + east) / 2, (south + north) / 2, 20))
    assert not shown[..., 3].any()


@pytest.mark.parametrize("place", [(-1, 0, 0), (25, 0, 0), (2, 4, 0), (2, 0, -1)])
def test_there_is_no_tile_outside_the_map(image_file, place):
    with pytest.raises(ValueError, match="there is no tile"):
        rasters.tile_png(image_file, *place)

"""Tiles of the scene: they decode, they join, and they show what the features say."""

import hashlib

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter
from shapely.geometry import shape

from mapflow.sandbox import scene
from mapflow.sandbox.scene import canvas, picture
from mapflow.sandbox.scene.grid import to_units

from .places import SEED_AREA, polygon, tile, tile_at

LON, LAT = 37.303, 55.638


@pytest.mark.parametrize("z", range(25))
def test_every_zoom_decodes(z):
    x, y = tile_at(LON, LAT, z)
    for column in range(x, min(x + 2, 1 << z)):
        image = tile(z, column, y)
        assert (image.format, image.mode, image.size) == ("PNG", "RGB", (256, 256))
        assert len(image.getcolors(1 << 20) or []) > 20


@pytest.mark.parametrize("corner", ["first", "last"])
def test_the_corners_of_the_map_decode(corner):
    for z in (0, 3, 11, 13, 17):
        number = 0 if corner == "first" else (1 << z) - 1
        tile(z, number, number)


@pytest.mark.parametrize("place", [(-1, 0, 0), (25, 0, 0), (3, 8, 0), (3, 0, 8), (3, -1, 0)])
def test_there_is_no_tile_outside_the_map(place):
    with pytest.raises(ValueError, match="there is no tile"):
        scene.tile_png(*place, seed=0)


def test_tiles_are_the_same_after_forgetting_everything():
    x, y = tile_at(LON, LAT, 16)
    before = scene.tile_png(16, x, y, seed=0)
    picture._tile.cache_clear()
    assert scene.tile_png(16, x, y, seed=0) == before
    assert scene.tile_png(16, x, y, seed=1) != before


@pytest.mark.parametrize("z", [11, 12, 13, 14, 15, 16, 17, 18, 19])
def test_tiles_join_without_a_seam(z):
    """One picture of two by two tiles has the pixels of the four.

    Pillow follows slanted edges in single precision: a handful of pixels may go either way.
    """
    x, y = tile_at(LON, LAT, z)
    scale = 256 * 2.0 ** (z - 17)
    whole = np.asarray(picture.render(0, scale, x * 256, y * 256, 512, 512))
    four = np.vstack(
        [np.hstack([np.asarray(tile(z, x + a, y + b)) for a in (0, 1)]) for b in (0, 1)]
    )
    assert (whole != four).any(axis=2).sum() <= 8


@pytest.mark.parametrize("z", range(9, 18))
def test_every_zoom_shows_the_same_place(z):
    """Four tiles halved look more like the tile above them than the same moved a little."""
    x, y = tile_at(37.25, 55.62, z)
    above = np.asarray(tile(z, x, y)).astype(int)
    below = np.vstack(
        [np.hstack([np.asarray(tile(z + 1, 2 * x + a, 2 * y + b)) for a in (0, 1)]) for b in (0, 1)]
    )
    halved = np.asarray(Image.fromarray(below).reduce(2)).astype(int)
    blurred = [
        np.asarray(Image.fromarray(p.astype(np.uint8)).filter(ImageFilter.BoxBlur(3))).astype(int)
        for p in (above, halved)
    ]
    here = np.abs(blurred[0] - blurred[1]).mean()
    moved = min(np.abs(blurred[0] - np.roll(blurred[1], 16, axis)).mean() for axis in (0, 1))
    assert here < 0.75 * moved


def outlines(kind, z, x, y, *, area=SEED_AREA, whole=True):
    """Return the polygons of a kind over two by two tiles, in pixels of their picture."""
    scale = 256 * 2.0 ** (z - 17)
    for feature in scene.features(kind, polygon(*area), seed=0):
        for part in getattr(shape(feature["geometry"]), "geoms", [shape(feature["geometry"])]):
            rings = [
                [
                    (u * scale - x * 256, v * scale - y * 256)
                    for u, v in (to_units(*c) for c in ring.coords)
                ]
                for ring in (part.exterior, *part.interiors)
            ]
            if not whole or all(0 <= value < 512 for point in rings[0] for value in point):
                yield rings


def mask_of(rings, inset):
    """Return which pixels of 512 by 512 lie in a polygon, at least `inset` from its edge."""
    image = Image.new("L", (512, 512))
    draw = ImageDraw.Draw(image)
    draw.polygon(rings[0], fill=1)
    for ring in rings[1:]:
        draw.polygon(ring, fill=0)
    for ring in rings:
        draw.line(ring, fill=0, width=2 * inset + 1)
    return np.asarray(image) > 0


def is_green(pixels):
    red, green, blue = (pixels[..., k].astype(int) for k in range(3))
    return (green > red) & (green > blue + 8)


def test_roofs_are_where_the_buildings_are():
    """No pixel inside a building is green: no grass, no tree, no shift of half a house."""
    z = 18
    x, y = tile_at(37.3035, 55.6385, z)
    scale = 256 * 2.0 ** (z - 17)
    pixels = np.asarray(picture.render(0, scale, x * 256, y * 256, 512, 512))
    green = is_green(pixels)
    seen = 0
    everywhere = np.zeros((512, 512), bool)
    for rings in outlines("buildings", z, x, y):
        inside = mask_of(rings, 1)
        everywhere |= mask_of(rings, 0)
        seen += 1
        assert green[inside].mean() < 0.02
    assert seen > 15
    assert green[~everywhere].mean() > 0.4


def test_forest_is_dark_and_green():
    z = 16
    x, y = tile_at(37.2975, 55.6395, z)
    scale = 256 * 2.0 ** (z - 17)
    pixels = np.asarray(picture.render(0, scale, x * 256, y * 256, 512, 512))
    dark = pixels.mean(axis=2) < 105
    wood = is_green(pixels) & dark
    everywhere = np.zeros((512, 512), bool)
    for rings in outlines("forest", z, x, y, area=(37.28, 55.63, 37.32, 55.65), whole=False):
        inside = mask_of(rings, 2)
        assert not inside.any() or wood[inside].mean() > 0.9
        everywhere |= mask_of(rings, 0)
    assert everywhere.sum() > 5000
    # Around a wood is a margin of grass: the outline is where the trees end.
    grown = (
        np.asarray(Image.fromarray(everywhere).convert("L").filter(ImageFilter.MaxFilter(5))) > 0
    )
    edge = grown & ~everywhere
    assert wood[edge].mean() < 0.35


def test_roads_are_grey():
    z = 18
    x, y = tile_at(37.3035, 55.6385, z)
    scale = 256 * 2.0 ** (z - 17)
    pixels = np.asarray(picture.render(0, scale, x * 256, y * 256, 512, 512)).astype(int)
    spread = pixels.max(axis=2) - pixels.min(axis=2)
    seen = np.zeros((512, 512), bool)
    for rings in outlines("roads", z, x, y):
        seen |= mask_of(rings, 2)
    assert seen.sum() > 2000
    assert (spread[seen] < 25).mean() > 0.8


def test_a_shadow_covers_the_way_of_the_roof():
    from shapely import Polygon
    from shapely.affinity import translate

    from mapflow.sandbox.scene.buildings import buildings
    from mapflow.sandbox.scene.layout import layout

    u, v = to_units(LON, LAT)
    for parcel in layout(0, int(u) // 4, int(v) // 4).parcels:
        for building in buildings(parcel):
            du, dv = (share * building.height_m / parcel.metres for share in picture.SUN)
            roof, shadow = Polygon(building.ring), Polygon(picture.shadow(building, parcel.metres))
            exact = roof.union(translate(roof, du, dv)).convex_hull
            assert shadow.is_valid
            assert shadow.symmetric_difference(exact).area < 1e-9
    assert picture.SUN[1] < 0, "shadows fall to the north of the equator's sun"


def test_what_is_kept_in_memory_has_a_bound():
    from mapflow.sandbox.scene import buildings, land_use, layout, outlines

    for module in (buildings, canvas, land_use, layout, outlines, picture):
        for name, value in vars(module).items():
            if hasattr(value, "cache_parameters"):
                limit = value.cache_parameters()["maxsize"]
                assert limit is not None, name


def test_the_scene_of_seed_0_is_the_one_that_was_viewed():
    """Fails when the scene changes: view tiles of all zooms, then write down the new digest."""
    features = sorted(
        f["properties"]["id"] for f in scene.features("buildings", polygon(*SEED_AREA), seed=0)
    )
    assert hashlib.sha256(repr(features).encode()).hexdigest()[:12] == "342574bd7750"

"""Draws forest.tif, a piece of a synthetic scene of the sandbox. Nothing real is on it."""

import tempfile
from pathlib import Path

import rasterio

from mapflow.sandbox import scene

BOUNDS = (18.6530, 54.3595, 18.6600, 54.3630)
#: Of this seed the bounds show two woods, fields and tracks; of seed 0 hardly a tree.
SEED = 28

with tempfile.TemporaryDirectory() as folder:
    drawn = Path(folder) / "forest.tif"
    scene.write_geotiff(drawn, BOUNDS, seed=SEED, pixel_size_m=0.5)
    with rasterio.open(drawn) as source:
        profile, pixels = source.profile, source.read()
profile.update(compress="jpeg", photometric="ycbcr", jpeg_quality=80)
with rasterio.open(Path(__file__).with_name("forest.tif"), "w", **profile) as target:
    target.write(pixels)

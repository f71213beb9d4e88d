"""Importing the scene and the rasters is cheap: what is heavy waits for its first use."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def test_the_packages_import_nothing_heavy():
    code = """
import sys
from mapflow.sandbox.scene import features, tile_png, vector_tile, write_geotiff
from mapflow.sandbox.rasters import RasterInfo, RasterProblem, inspect, preview_jpeg, segment
heavy = {"numpy", "PIL", "shapely", "rasterio", "mapbox_vector_tile", "pyproj"}
print(sorted(heavy & set(sys.modules)))
"""
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).resolve().parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "[]"

"""An upload takes one file along, so nothing beside it counts."""

import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest
import rasterio

from mapflow import errors, rasters

GRID = rasterio.Affine(0.5, 0, 4_152_439.6, 0, -0.5, 7_486_692.2)
WORLD = "0.5\n0\n0\n-0.5\n4152439.85\n7486691.95\n"
PAM = (
    "<PAMDataset><SRS>EPSG:3857</SRS>"
    "<GeoTransform>{x},0.5,0,7486692.2,0,-0.5</GeoTransform></PAMDataset>"
)


@pytest.fixture
def made(tmp_path):
    """Writes a GeoTIFF, with or without a system and a position inside."""

    def write(name="flight.tif", *, crs=None, transform=None, dtype="uint8", **more):
        place = {"transform": transform} if transform else {}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", rasterio.errors.NotGeoreferencedWarning)
            with rasterio.open(
                tmp_path / name, "w", driver="GTiff", count=3, dtype=dtype, crs=crs,
                width=8, height=6, **place, **more,
            ) as file:  # fmt: skip
                file.write(np.ones((3, 6, 8), dtype))
        return tmp_path / name

    return write


@pytest.mark.parametrize(
    ("beside", "content"),
    [
        ("flight.tfw", WORLD),
        ("flight.TFW", WORLD),
        ("flight.tifw", WORLD),
        ("flight.wld", WORLD),
        ("flight.tif.aux.xml", PAM.format(x=4152439.6)),
    ],
)
@pytest.mark.parametrize("together", [False, True])
def test_a_position_beside_the_file_does_not_travel(made, beside, content, together):
    path = made(crs="EPSG:3857")
    path.with_name(beside).write_text(content)
    assert not rasters.read_header(path).has_transform
    if together:
        caught = rasters.check_all([path])[path]
    else:
        with pytest.raises(errors.InvalidFile) as refused:
            rasters.check(path)
        caught = refused.value
    assert caught.message == (
        f"flight.tif has no position inside the file; {beside} beside it is not uploaded."
    )
    assert "gdal_translate flight.tif flight-placed.tif" in caught.hint
    assert "rio convert flight.tif flight-placed.tif" in caught.hint


def test_a_system_beside_the_file_does_not_travel_either(made):
    path = made()
    path.with_name("flight.tif.aux.xml").write_text(PAM.format(x=4152439.6))
    with pytest.raises(errors.InvalidFile) as caught:
        rasters.check(path)
    assert caught.value.message == (
        "flight.tif has no position and no reference system inside the file; flight.tif.aux.xml"
        " beside it is not uploaded."
    )
    assert "-a_srs" not in caught.value.hint


def test_a_world_file_names_no_system(made):
    path = made("my flight.tif")
    path.with_name("my flight.tfw").write_text(WORLD)
    with pytest.raises(errors.InvalidFile, match="no position and no reference system") as caught:
        rasters.check(path)
    assert "gdal_translate -a_srs EPSG:... 'my flight.tif'" in caught.value.hint


@pytest.mark.usefixtures("programs")
def test_the_cure_cures(made):
    path = made(crs="EPSG:3857")
    path.with_name("flight.tfw").write_text(WORLD)
    rio = [Path(sys.executable).with_name("rio"), "convert", "flight.tif", "flight-placed.tif"]
    subprocess.run(rio, cwd=path.parent, check=True, capture_output=True)
    assert rasters.check(path.with_name("flight-placed.tif")).transform == pytest.approx(
        tuple(GRID)[:6]
    )


def test_a_file_beside_it_that_says_otherwise_is_told(made):
    path = made(crs="EPSG:3857", transform=GRID)
    path.with_name("flight.tif.aux.xml").write_text(PAM.format(x=4_000_000))
    with pytest.warns(errors.RasterWarning, match="without flight.tif.aux.xml, which places"):
        header = rasters.check(path)
    assert header.transform == pytest.approx(tuple(GRID)[:6])


def test_a_mask_beside_it_is_told(made):
    path = made(crs="EPSG:3857", transform=GRID)
    made("flight.tif.msk")
    with pytest.warns(errors.RasterWarning, match=r"without its mask flight\.tif\.msk"):
        rasters.check(path)


@pytest.mark.parametrize("beside", ["flight.tfw", "flight.prj", "other.tfw"])
def test_files_that_agree_are_no_news(made, beside, recwarn):
    path = made(crs="EPSG:3857", transform=GRID)
    path.with_name(beside).write_text(WORLD)
    rasters.check(path)
    assert list(recwarn) == []


def test_control_points_are_no_position(made):
    points = [
        rasterio.control.GroundControlPoint(row, column, 37 + column / 1e4, 55 - row / 1e4)
        for row, column in ((0, 0), (0, 8), (6, 0))
    ]
    path = made(gcps=points, crs="EPSG:4326")
    with pytest.raises(errors.InvalidFile, match="3 ground control points") as caught:
        rasters.check(path)
    assert "gdalwarp" in caught.value.hint


@pytest.mark.parametrize(
    ("grid", "said"),
    [
        (rasterio.Affine(0.5, 0, 4e6, 0, 0.5, 7e6), "not stored with north up"),
        (rasterio.Affine(-0.5, 0, 4e6, 0, -0.5, 7e6), "not stored with north up"),
        (rasterio.Affine(0.4, 0.25, 4e6, 0.25, -0.4, 7e6), "is rotated"),
    ],
)
def test_a_way_of_lying_that_may_surprise_is_told(made, grid, said):
    path = made(crs="EPSG:3857", transform=grid)
    with pytest.warns(errors.RasterWarning) as told:
        header = rasters.check(path)
    [text] = [str(each.message) for each in told]
    assert said in text
    assert "gdalwarp -t_srs EPSG:3857 flight.tif" in text
    assert (header.is_north_up, header.is_rotated) == (False, "rotated" in said)
    with pytest.warns(errors.RasterWarning, match=said):
        rasters.check_all([path])


def test_values_are_told_with_what_may_become_of_them(made):
    path = made(crs="EPSG:3857", transform=GRID, dtype="float32", nodata=float("nan"))
    with pytest.warns(errors.RasterWarning) as told:
        rasters.check(path)
    [text] = [str(each.message) for each in told]
    assert text.startswith("flight.tif has values of type float32, with NaN for missing pixels;")
    assert "DtypeNotAllowed" in text


@pytest.mark.parametrize("name", ["none.tif", "a\0b.tif", "x" * 300 + ".tif"])
def test_names_that_lead_nowhere(tmp_path, name):
    with pytest.raises(errors.InvalidFile, match="cannot be opened"):
        rasters.read_header(tmp_path / name)

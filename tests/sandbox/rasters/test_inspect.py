"""Headers of uploads against what rasterio says, and the faults that an upload can have."""

import pickle
import shutil
import struct

import pyproj
import pytest
import rasterio
import rasterio.shutil
import shapely
from rasterio.control import GroundControlPoint

from mapflow.sandbox import rasters, scene

from .files import PLACES, from_origin, turned, write


@pytest.mark.parametrize("crs", PLACES)
@pytest.mark.parametrize("count", [1, 3, 4])
@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16", "float32"])
def test_headers_agree_with_rasterio(tmp_path, crs, count, dtype):
    path = write(tmp_path / "a.tif", crs=crs, count=count, dtype=dtype)
    info = rasters.inspect(path)
    with rasterio.open(path) as file:
        assert info.crs == crs == file.crs.to_string()
        assert (info.count, info.width, info.height) == (file.count, file.width, file.height)
        assert info.dtypes == list(file.dtypes) == [dtype] * count
        assert info.nodata is None
        assert info.pixel_size == pytest.approx((file.transform.a, -file.transform.e))


@pytest.mark.parametrize(
    "profile",
    [
        {"tiled": True, "blockxsize": 32, "blockysize": 32},
        {"compress": "deflate", "predictor": 2},
        {"compress": "lzw", "interleave": "band"},
        {"compress": "jpeg", "photometric": "ycbcr"},
        {"BIGTIFF": "YES"},
        {"BIGTIFF": "YES", "tiled": True, "blockxsize": 16, "blockysize": 16},
        {"ENDIANNESS": "BIG"},
        {"ENDIANNESS": "BIG", "BIGTIFF": "YES"},
        {"SPARSE_OK": "TRUE", "tiled": True, "blockxsize": 16, "blockysize": 16},
        {"nodata": 0},
        {"crs": "EPSG:2263", "transform": from_origin(1_000_000, 200_000, 1.5, 1.5)},
        {"crs": "EPSG:3035", "transform": from_origin(4_321_000, 3_210_000, 1, 1)},
        {"transform": turned(30)},
        {"transform": from_origin(392_900, 6_167_300, 0.5, -0.5)},
    ],
    ids=str,
)
def test_every_sort_of_file_is_read(tmp_path, profile):
    path = write(tmp_path / "a.tif", **profile)
    info = rasters.inspect(path)
    with rasterio.open(path) as file:
        assert (info.count, info.width, info.height) == (file.count, file.width, file.height)
        assert info.crs == file.crs.to_string()
        assert info.nodata == file.nodata


def test_a_cloud_optimised_file_with_overviews_and_mask(tmp_path):
    write(tmp_path / "a.tif", width=1200, height=1100)
    with rasterio.open(tmp_path / "a.tif") as file:
        rasterio.shutil.copy(file, tmp_path / "cog.tif", driver="COG", compress="deflate")
    assert rasters.inspect(tmp_path / "cog.tif").width == 1200


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ({"crs": "EPSG:32637"}, 0.5),
        ({"crs": "EPSG:3857", "transform": from_origin(0, 8_399_737.89, 2, 2)}, 1.0),
        ({"crs": "EPSG:3857", "transform": from_origin(0, 0, 2, 2)}, 1.9933),
        ({"crs": "EPSG:4326", "transform": from_origin(10, 60, 1e-5, 1e-5)}, 0.7892),
        ({"crs": "EPSG:2263", "transform": from_origin(1_000_000, 200_000, 1.5, 1.5)}, 0.4572),
        ({"crs": "EPSG:32637", "transform": turned(41)}, 0.5),
    ],
    ids=str,
)
def test_pixels_are_measured_in_metres_on_the_ground(tmp_path, profile, expected):
    """Mercator shrinks with latitude, degrees with the cosine, and a US foot is 0.3048 m."""
    info = rasters.inspect(write(tmp_path / "a.tif", **profile))
    assert info.gsd_m == pytest.approx(expected, rel=4e-3)


@pytest.mark.parametrize(
    "profile",
    [
        *({"crs": crs} for crs in PLACES),
        {"transform": turned(30)},
        {"transform": turned(200)},
        {"transform": from_origin(392_900, 6_167_300, 0.5, -0.5)},
    ],
    ids=str,
)
def test_footprints_run_clockwise_from_the_north_west(tmp_path, profile):
    path = write(tmp_path / "a.tif", width=300, height=300, **profile)
    info = rasters.inspect(path)
    footprint = shapely.from_wkt(info.footprint_wkt)
    ring = list(footprint.exterior.coords)
    assert footprint.is_valid
    assert len(ring) == 5
    assert ring[0] == ring[-1]
    assert not footprint.exterior.is_ccw
    assert ring[0] == max(ring, key=lambda p: p[1] - p[0])
    assert footprint.bounds == pytest.approx(info.bounds_lonlat, abs=1e-7)
    with rasterio.open(path) as file:
        back = pyproj.Transformer.from_crs("EPSG:4326", file.crs.to_string(), always_xy=True)
        inverse = ~file.transform
        corners = set()
        for place in ring[:4]:
            x, y = back.transform(*place)
            column = inverse.a * x + inverse.b * y + inverse.c
            corners.add((round(column), round(inverse.d * x + inverse.e * y + inverse.f)))
    assert corners == {(0, 0), (300, 0), (300, 300), (0, 300)}


def problem(path):
    with pytest.raises(rasters.RasterProblem) as caught:
        rasters.inspect(path)
    return caught.value.code, caught.value.parameters


def test_five_bands_are_refused(tmp_path):
    code, parameters = problem(write(tmp_path / "a.tif", count=5))
    assert (code, parameters["bad_parameters"]) == ("FileCheckFailed", "count: 5")
    assert parameters.keys() == {"filename", "bad_parameters"}


def test_coarse_pixels_are_refused(tmp_path):
    fine = write(tmp_path / "a.tif", transform=from_origin(392_900, 6_167_300, 20, 20))
    assert rasters.inspect(fine).gsd_m == 20
    coarse = write(tmp_path / "b.tif", transform=from_origin(392_900, 6_167_300, 25, 25))
    assert problem(coarse)[1]["bad_parameters"] == "pixel_size: 25.000 m"


def test_a_side_that_is_too_long_is_refused(tmp_path):
    path = write(tmp_path / "a.tif", width=70_000, height=2, count=1, compress="deflate")
    assert problem(path)[1]["bad_parameters"] == "width: 70000"


def test_several_faults_are_named_together(tmp_path):
    path = write(tmp_path / "a.tif", count=2, transform=from_origin(392_900, 6_167_300, 30, 30))
    assert problem(path)[1]["bad_parameters"] == "count: 2, pixel_size: 30.000 m"


def test_complex_values_are_refused(tmp_path):
    path = write(tmp_path / "a.tif", dtype="complex64")
    assert "complex64" in problem(path)[1]["bad_parameters"]


def test_a_file_without_a_system_is_refused(tmp_path):
    assert problem(write(tmp_path / "a.tif", crs=None))[1]["bad_parameters"] == "crs: none"


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_a_file_without_a_position_is_refused(tmp_path):
    path = tmp_path / "a.tif"
    points = [
        GroundControlPoint(r, c, 37.3 + c / 1e5, 55.6 - r / 1e5) for r in (0, 70) for c in (0, 90)
    ]
    with rasterio.open(
        path, "w", driver="GTiff", width=90, height=70, count=1, dtype="uint8"
    ) as file:
        file.gcps = (points, "EPSG:4326")
    code, parameters = problem(path)
    assert (code, parameters["bad_parameters"]) == ("FileCheckFailed", "transform: none")


@pytest.mark.parametrize(
    "profile",
    [
        {"crs": "EPSG:4326", "transform": from_origin(37, 95, 1e-5, 1e-5)},
        {"crs": "EPSG:4326", "transform": from_origin(185, 50, 1e-5, 1e-5)},
        {"crs": "EPSG:4326", "transform": from_origin(392_900, 6_167_300, 0.5, 0.5)},
        {"crs": "EPSG:3857", "transform": from_origin(25_000_000, 7_000_000, 0.5, 0.5)},
        {"crs": "EPSG:32637", "transform": from_origin(9e7, 6_167_300, 0.5, 0.5)},
    ],
    ids=str,
)
def test_positions_that_do_not_exist_are_out_of_bounds(tmp_path, profile):
    assert problem(write(tmp_path / "a.tif", **profile)) == ("ImageOutOfBounds", {})


def test_an_image_of_half_a_continent_is_too_large(tmp_path):
    path = write(
        tmp_path / "a.tif", crs="EPSG:4326", width=90, height=70,
        transform=from_origin(0, 70, 0.5, 0.5),
    )  # fmt: skip
    assert problem(path) == ("ImageExtentTooBig", {})


@pytest.mark.parametrize(
    "content",
    [b"", b"II", b"II*\0", b"hello, world", b"\x89PNG\r\n\x1a\n" + bytes(50), b"II*\0" + bytes(40),
     b"II*\0\xff\xff\xff\xff" + bytes(40), b"MM\0+" + bytes(60)],
)  # fmt: skip
def test_what_is_no_tiff_cannot_be_opened(tmp_path, content):
    path = tmp_path / "a.tif"
    path.write_bytes(content)
    assert problem(path) == ("FileOpenError", {})


def test_a_missing_file_cannot_be_opened(tmp_path):
    assert problem(tmp_path / "none.tif") == ("FileOpenError", {})


@pytest.mark.parametrize(
    "profile",
    [
        {},
        {"BIGTIFF": "YES"},
        {"tiled": True, "blockxsize": 64, "blockysize": 64, "compress": "deflate"},
        {"interleave": "band"},
    ],
    ids=str,
)
@pytest.mark.parametrize("lost", [1, 100, 20_000])
def test_a_file_that_was_cut_short_is_refused(tmp_path, profile, lost):
    """GDAL opens most of these without a word: the directory is there, pixels are missing."""
    whole = write(tmp_path / "whole.tif", width=300, height=280, **profile)
    assert rasters.inspect(whole).width == 300
    cut = tmp_path / "cut.tif"
    cut.write_bytes(whole.read_bytes()[:-lost])
    assert problem(cut) == ("FileOpenError", {})


def test_rasterio_alone_would_not_have_noticed(tmp_path):
    whole = write(tmp_path / "whole.tif", width=300, height=280)
    cut = tmp_path / "cut.tif"
    cut.write_bytes(whole.read_bytes()[:-1000])
    with rasterio.open(cut) as file:
        assert file.width == 300


def test_every_length_of_a_small_file_is_inspected(tmp_path):
    """However a file is cut, the reader fails in the documented way."""
    whole = write(tmp_path / "whole.tif", width=9, height=8).read_bytes()
    path = tmp_path / "cut.tif"
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert problem(path)[0] == "FileOpenError", length


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_damaged_directories_are_inspected(tmp_path):
    """Whatever byte of the directory is spoilt, a header or a problem comes back."""
    whole = write(tmp_path / "whole.tif", width=9, height=8).read_bytes()
    start = struct.unpack("<I", whole[4:8])[0]
    path = tmp_path / "bad.tif"
    responses = set()
    for at in range(start, start + 2 + 12 * struct.unpack_from("<H", whole, start)[0]):
        damaged = bytearray(whole)
        damaged[at] = 0xFF
        path.write_bytes(damaged)
        try:
            responses.add(rasters.inspect(path).crs)
        except rasters.RasterProblem as found:
            responses.add(found.code)
    assert "FileOpenError" in responses


def test_our_own_images_are_accepted(tmp_path):
    bounds = (37.30, 55.636, 37.304, 55.638)
    for bands in (1, 3, 4):
        path = tmp_path / f"{bands}.tif"
        scene.write_geotiff(path, bounds, seed=0, bands=bands)
        info = rasters.inspect(path)
        assert info.count == bands
        assert info.gsd_m == pytest.approx(0.5, rel=0.01)
        assert info.bounds_lonlat == pytest.approx(bounds, abs=1e-5)


@pytest.mark.parametrize(
    "arguments", [((1, 0, 0, 1), 0.5, 3), ((0, 0, 1, 1), 0.0, 3), ((0, 0, 1, 1), 1.0, 2)]
)
def test_images_that_make_no_sense_are_not_written(tmp_path, arguments):
    bounds, pixel_size_m, bands = arguments
    with pytest.raises(ValueError):
        scene.write_geotiff(
            tmp_path / "a.tif", bounds, seed=0, pixel_size_m=pixel_size_m, bands=bands
        )
    assert not (tmp_path / "a.tif").exists()


def test_problems_travel_between_processes():
    found = rasters.RasterProblem("FileCheckFailed", "no", {"filename": "a"})
    copy = pickle.loads(pickle.dumps(found))
    assert (copy.code, str(copy), copy.parameters) == ("FileCheckFailed", "no", {"filename": "a"})


def test_nothing_is_left_open(tmp_path):
    path = write(tmp_path / "a.tif")
    rasters.inspect(path)
    shutil.move(path, tmp_path / "b.tif")
    assert rasters.inspect(tmp_path / "b.tif").count == 3

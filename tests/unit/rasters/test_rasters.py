"""What is seen of a GeoTIFF before it is sent."""

import math
import warnings

import numpy as np
import pytest
import rasterio

from mapflow import errors, rasters
from tests.support.places import FIELD_IMAGE


@pytest.fixture
def made(tmp_path):
    """Writes a small GeoTIFF in which one thing is different."""

    def write(
        name="flight.tif",
        *,
        count=3,
        dtype="uint8",
        crs="EPSG:32637",
        pixel=0.5,
        size=(4, 3),
        at=None,
    ):
        path = tmp_path / name
        x, y = at or (400_000, 6_000_000)
        place = {"transform": rasterio.Affine(pixel, 0, x, 0, -pixel, y)} if pixel else {}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", rasterio.errors.NotGeoreferencedWarning)
            with rasterio.open(
                path, "w", driver="GTiff", count=count, dtype=dtype, crs=crs,
                width=size[0], height=size[1], **place,
            ) as file:  # fmt: skip
                file.write(np.ones((count, size[1], size[0]), dtype))
        return path

    return write


def test_the_header(made):
    header = rasters.check(made())
    assert (header.width_px, header.height_px, header.band_count) == (4, 3, 3)
    assert (header.crs, header.dtypes[0], header.pixel_m) == ("EPSG:32637", "uint8", 0.5)
    assert header.size_bytes == header.path.stat().st_size


@pytest.mark.parametrize("lat", [0, 55, -70])
def test_pixels_are_measured_on_the_ground(made, lat):
    degrees = made(crs="EPSG:4326", pixel=1e-4, at=(37, lat))
    expected = 111_320 * 1e-4 * math.sqrt(math.cos(math.radians(lat)))
    assert rasters.read_header(degrees).pixel_m == pytest.approx(expected, rel=0.01)
    y = 20_037_508.34 / math.pi * math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))
    mercator = made(crs="EPSG:3857", pixel=10, at=(4_000_000, y))
    expected = 10 * math.cos(math.radians(lat))
    assert rasters.read_header(mercator).pixel_m == pytest.approx(expected, rel=0.01)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"count": 2}, "2 bands"),
        ({"count": 7}, "7 bands"),
        ({"crs": None}, "no reference system"),
        ({"pixel": None}, "no position"),
        ({"crs": "EPSG:28407", "at": (7_400_000, 6_000_000)}, "EPSG:28407"),
        ({"dtype": "complex64"}, "complex"),
    ],
)
def test_what_the_service_would_refuse(made, given, said):
    with pytest.raises(errors.InvalidFile, match=said) as caught:
        rasters.check(made(**given))
    assert "flight.tif" in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize(
    ("given", "limit", "allowed", "found"),
    [
        ({"size": (12, 3)}, "max_side_px", 10, 12),
        ({"size": (3, 12)}, "max_side_px", 10, 12),
        ({"pixel": 30}, "pixel_m", 20, 30),
    ],
)
def test_limits(made, given, limit, allowed, found):
    with pytest.raises(errors.LimitExceeded) as caught:
        rasters.check(made(**given), max_side_px=10)
    assert (caught.value.limit, caught.value.allowed, caught.value.found) == (limit, allowed, found)


def test_at_the_limit(made):
    assert rasters.check(made(pixel=20, size=(10, 3)), max_side_px=10).pixel_m == 20


def test_what_the_service_converts_is_told(made):
    with pytest.warns(UserWarning, match="uint16"):
        rasters.check(made(dtype="uint16"))


@pytest.mark.parametrize(
    ("other", "said"),
    [({"crs": "epsg:32638"}, "EPSG:32637"), ({"pixel_size": [2.0, 2.0]}, "resamples")],
)
def test_unlike_the_rest_of_a_mosaic(made, other, said):
    with pytest.warns(UserWarning, match=said):
        rasters.check(made(), beside=[other])


def test_bands_of_a_mosaic_are_alike(made):
    same = {"count": 3, "crs": "epsg:32637", "pixel_size": [0.5, -0.5]}
    assert rasters.check(made(), beside=[same, {}, {"count": None, "pixel_size": ["x"]}])
    with pytest.raises(errors.InvalidFile, match=r"3 bands.*4"):
        rasters.check(made(), beside=[{**same, "count": 4}])


@pytest.mark.parametrize("content", [b"", b"II*\x00", b"II*\x00" + b"\x01" * 400])
def test_no_tiff(tmp_path, content):
    path = tmp_path / "flight.tif"
    path.write_bytes(content)
    with pytest.raises(errors.InvalidFile, match="cannot be opened"):
        rasters.check(path)


def test_without_the_extra(monkeypatch):
    monkeypatch.setattr("mapflow.rasters._header.find_spec", lambda name: None)
    assert not rasters.is_available()
    with pytest.raises(errors.ConfigurationError, match="cannot be read here"):
        rasters.read_header(FIELD_IMAGE)


class TestSets:
    """Files that are to become one mosaic."""

    def test_alike(self, made, recwarn):
        assert rasters.check_all([made("a.tif"), made("b.tif")]) == {}
        assert list(recwarn) == []

    def test_bands_are_those_of_most(self, made):
        odd = made("odd.tif", count=1)
        refused = rasters.check_all([odd, made("a.tif"), made("b.tif")])
        assert list(refused) == [odd]
        assert "odd.tif has 1 bands, and most of the other files have 3" in str(refused[odd])

    def test_bands_of_the_mosaic_come_first(self, made):
        refused = rasters.check_all([made("a.tif"), made("b.tif")], beside=[{"count": 4}])
        assert [path.name for path in refused] == ["a.tif", "b.tif"]

    def test_each_by_itself(self, made, tmp_path):
        wide, none = made("wide.tif", size=(12, 3)), tmp_path / "none.tif"
        refused = rasters.check_all([wide, none, made("good.tif")], max_side_px=10)
        assert (refused[wide].allowed, refused[wide].found) == (10, 12)
        assert isinstance(refused[none], errors.InvalidFile)
        assert len(refused) == 2

    def test_other_systems_and_sizes_are_told_once_each(self, made):
        files = [
            made("a.tif"), made("b.tif", pixel=2), made("c.tif", pixel=3),
            made("d.tif", crs="EPSG:32638"), made("e.tif", crs="EPSG:32638"),
        ]  # fmt: skip
        with pytest.warns(errors.RasterWarning) as told:
            assert rasters.check_all(files) == {}
        moved, resized = (str(each.message) for each in told)
        assert moved.startswith("d.tif, e.tif: reference system EPSG:32638")
        assert "EPSG:32637. That is not a rule: the service reprojects" in moved
        assert resized.startswith("b.tif, c.tif: pixels of 2, 3, and the rest")
        assert "of 0.5 units" in resized

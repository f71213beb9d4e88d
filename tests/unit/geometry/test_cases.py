"""Files as people send them, each with its right value, by path and by content."""

import json
import shutil
import sqlite3
import warnings
from pathlib import Path

import geopandas
import pytest
import shapely

from mapflow.errors import AreaWarning
from mapflow.geometry import area_m2, as_geometry, bounds, polygon_count, read_areas

pytestmark = pytest.mark.pythons

CASES = Path(__file__).parent / "cases"
FARMS = ["Farm A", "Farm B", "Farm C"]
VALUES = {
    "two-folders.kml": FARMS,
    "two-folders.kmz": FARMS,
    "one-folder.kml": FARMS,
    "flat.zip": ["Farm A", "Farm B"],
    "fiji.geojson": ["1"],
    "epsg-type.geojson": ["1"],
    "esri.geojson": ["1"],
    "900913.geojson": ["1"],
    "lines.geojson": ["A", "B"],
    "seq.geojsonl": ["A", "B"],
    "utf16.geojson": ["A", "B"],
    "wkt.csv": ["A", "B"],
    "real-id.shp": ["101", "102"],
}


@pytest.mark.parametrize("name", VALUES)
@pytest.mark.usefixtures("disk")
def test_each_file_has_its_areas(name):
    found = read_areas(CASES / name)
    assert [each.name for each in found] == VALUES[name]
    assert [each.error for each in found] == [None] * len(found)
    together = as_geometry(CASES / name)
    assert polygon_count(together) == len(found)
    if name != "real-id.shp":
        content = (CASES / name).read_bytes()
        assert as_geometry(content) == together
        assert read_areas(content) == found


@pytest.mark.parametrize("name", ["epsg-type.geojson", "esri.geojson", "900913.geojson"])
def test_web_mercator_by_its_old_names(name):
    west, south, east, north = bounds(as_geometry(CASES / name))
    assert (west, south) == pytest.approx((37.300, 55.636), abs=1e-9)
    assert (east, north) == pytest.approx((37.302, 55.638), abs=1e-9)


def test_a_longitude_that_passes_180_by_a_rounding_error():
    box = bounds(as_geometry(CASES / "fiji.geojson"))
    assert box.east == 180.0
    assert box.west == 178.7253


def test_pins_are_left_out_and_that_is_said():
    path = CASES / "polygon-and-pin.kml"
    for read in (read_areas, lambda area: [as_geometry(area)]):
        for area in (path, path.read_bytes(), path.read_text()):
            with pytest.warns(AreaWarning, match="^1 pin is omitted") as caught:
                found = read(area)
            assert caught[0].filename == __file__, "the warning points at the caller"
            assert len(found) in (1, 3)
    assert len(as_geometry_quietly(path)["coordinates"]) == 3


def as_geometry_quietly(area):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return as_geometry(area)


def test_a_table_without_geometry_before_the_layer(tmp_path):
    path = tmp_path / "table-first.gpkg"
    square = shapely.box(37.3, 55.636, 37.302, 55.638)
    frame = geopandas.GeoDataFrame({"name": ["North"]}, geometry=[square], crs=4326)
    frame.to_file(path, layer="farms")
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE layer_styles (id INTEGER PRIMARY KEY, style TEXT)")
        database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change)"
            " VALUES ('layer_styles', 'attributes', 'layer_styles', '2026-01-01T00:00:00Z')"
        )
    database.close()
    for area in (path, path.read_bytes()):
        assert [each.name for each in read_areas(area)] == ["North"]
        assert shapely.geometry.shape(as_geometry(area)).equals(square)


def test_the_same_area_whatever_the_file():
    expected = area_m2(
        as_geometry(json.loads((CASES / "lines.geojson").read_text().split("\n")[0]))
    )
    for name in ("epsg-type.geojson", "esri.geojson", "900913.geojson"):
        assert area_m2(as_geometry(CASES / name)) == pytest.approx(expected, rel=1e-6)


def test_a_gz_of_each(tmp_path):
    import gzip

    for name in VALUES:
        if name.endswith((".shp", ".zip", ".kmz")):
            continue
        path = tmp_path / f"{name}.gz"
        with (CASES / name).open("rb") as plain, gzip.open(path, "wb") as packed:
            shutil.copyfileobj(plain, packed)
        assert [each.name for each in read_areas(path)] == VALUES[name]
        assert [each.name for each in read_areas(path.read_bytes())] == VALUES[name]

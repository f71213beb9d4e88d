"""Paths: GeoJSON by the standard library, the rest by the extra."""

import json
import os
import sys

import geopandas
import pytest
import shapely

from mapflow.errors import AreaWarning, InvalidArea
from mapflow.geometry import as_geometry

RING = [[37.25, 55.5], [37.5, 55.5], [37.5, 55.625], [37.25, 55.625], [37.25, 55.5]]
SQUARE = {"type": "Polygon", "coordinates": [RING]}
SHAPE = shapely.Polygon(RING)
FRAME = geopandas.GeoDataFrame({"name": ["field"]}, geometry=[SHAPE], crs=4326)
IN_METRES = FRAME.to_crs("EPSG:32637")


def same_place(geometry, tolerance=1e-9):
    return shapely.hausdorff_distance(shapely.geometry.shape(geometry), SHAPE) < tolerance


@pytest.mark.parametrize("name", ["area.geojson", "area.json", "AREA.GeoJSON"])
@pytest.mark.parametrize("kind", [str, lambda p: p, os.fspath])
def test_geojson(tmp_path, name, kind):
    path = tmp_path / name
    path.write_text(json.dumps({"type": "Feature", "properties": None, "geometry": SQUARE}))
    assert as_geometry(kind(path)) == SQUARE


def test_geojson_with_a_byte_order_mark(tmp_path):
    path = tmp_path / "area.geojson"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(SQUARE).encode())
    assert as_geometry(path) == SQUARE


def test_several_files(tmp_path):
    paths = [tmp_path / "a.geojson", tmp_path / "b.geojson"]
    for number, path in enumerate(paths):
        path.write_text(json.dumps(as_geometry((number, 0, number + 0.5, 1))))
    assert len(as_geometry(paths)["coordinates"]) == 2
    assert as_geometry([str(p) for p in paths]) == as_geometry(paths)


def test_geojson_as_geopandas_writes_it(tmp_path):
    """GDAL names the system in a member that the standard dropped."""
    FRAME.to_file(tmp_path / "degrees.geojson")
    assert same_place(as_geometry(tmp_path / "degrees.geojson"))
    IN_METRES.to_file(tmp_path / "metres.geojson")
    assert "crs" in json.loads((tmp_path / "metres.geojson").read_text())
    assert same_place(as_geometry(tmp_path / "metres.geojson"))


@pytest.mark.parametrize("suffix", ["gpkg", "shp", "fgb", "kml"])
def test_vector_formats(tmp_path, suffix):
    path = tmp_path / f"area.{suffix}"
    FRAME.to_file(path)
    assert same_place(as_geometry(path))
    assert same_place(as_geometry(str(path)))


@pytest.mark.parametrize("suffix", ["gpkg", "shp", "fgb"])
def test_vector_formats_in_metres(tmp_path, suffix):
    path = tmp_path / f"area.{suffix}"
    IN_METRES.to_file(path)
    assert same_place(as_geometry(path))


@pytest.mark.parametrize("frame", [FRAME, IN_METRES], ids=["degrees", "metres"])
@pytest.mark.parametrize("suffix", ["parquet", "geoparquet"])
def test_parquet(tmp_path, frame, suffix):
    path = tmp_path / f"area.{suffix}"
    frame.to_parquet(path)
    assert same_place(as_geometry(path))


def test_a_shapefile_without_its_reference_system(tmp_path):
    IN_METRES.to_file(tmp_path / "area.shp")
    (tmp_path / "area.prj").unlink()
    with pytest.raises(InvalidArea) as caught:
        as_geometry(tmp_path / "area.shp")
    assert caught.value.reason == "projected"
    assert "crs=" in str(caught.value)
    assert same_place(as_geometry(tmp_path / "area.shp", crs="EPSG:32637"))


def test_features_without_geometry_in_a_file(tmp_path):
    frame = geopandas.GeoDataFrame({"n": [1, 2]}, geometry=[None, SHAPE], crs=4326)
    frame.to_file(tmp_path / "area.gpkg")
    with pytest.warns(AreaWarning, match="^1 of 2"):
        assert same_place(as_geometry(tmp_path / "area.gpkg"))


def test_several_layers_are_not_guessed_between(tmp_path):
    path = tmp_path / "area.gpkg"
    FRAME.to_file(path, layer="fields")
    geopandas.GeoDataFrame(geometry=[shapely.Point(1, 2)], crs=4326).to_file(path, layer="trees")
    assert same_place(as_geometry(path)), "a layer of points is not meant"
    FRAME.to_file(path, layer="farms")
    with pytest.raises(InvalidArea, match="fields, farms") as caught:
        as_geometry(path)
    assert caught.value.reason == "several_layers"
    assert "layer=" in caught.value.hint


def refusal(area):
    with pytest.raises(InvalidArea) as caught:
        as_geometry(area)
    return caught.value.reason, caught.value.where, str(caught.value)


def test_faults_of_files(tmp_path):
    broken = tmp_path / "broken.geojson"
    broken.write_text('{"type": "Polygon",\n"coordinates": [[')
    reason, where, text = refusal(broken)
    assert (reason, where) == ("bad_json", f"file {str(broken)!r}")
    assert "line 2, column 18" in text

    for content, expected in (
        (b"", "bad_json"),
        (b"null", "bad_geojson"),
        (b'"POLYGON ((1 2, 3 4, 5 6))"', "bad_geojson"),
        (b"\xff\xfe\x00", "bad_json"),
    ):
        broken.write_bytes(content)
        assert refusal(broken)[0] == expected

    assert refusal(tmp_path / "missing.geojson")[0] == "no_such_file"
    assert refusal(tmp_path / "missing.gpkg")[0] == "no_such_file"
    (tmp_path / "folder.geojson").mkdir()
    assert refusal(tmp_path / "folder.geojson")[0] == "bad_file"
    assert refusal(tmp_path)[0] == "unsupported_file"
    (tmp_path / "area.txt").write_text(json.dumps(SQUARE))
    reason, _, text = refusal(str(tmp_path / "area.txt"))
    assert reason == "unsupported_file"
    assert ".geojson" in text
    for name in ("junk.gpkg", "junk.shp", "junk.kml", "junk.fgb", "junk.parquet"):
        (tmp_path / name).write_bytes(b"this is no such file")
        assert refusal(tmp_path / name)[0] == "bad_file"
        (tmp_path / name).write_bytes(b"")
        assert refusal(tmp_path / name)[0] == "bad_file"


def test_a_file_cannot_name_another_file(tmp_path):
    (tmp_path / "secret.geojson").write_text(json.dumps(SQUARE))
    path = tmp_path / "list.json"
    path.write_text(json.dumps([str(tmp_path / "secret.geojson")]))
    assert refusal(path)[0] == "unsupported_type"


@pytest.mark.parametrize("suffix", [".gpkg", ".shp", ".fgb", ".gml", ".parquet"])
@pytest.mark.parametrize("missing", ["geopandas", "pyogrio", "pyarrow"])
def test_without_the_extra(tmp_path, suffix, missing, monkeypatch):
    path = tmp_path / f"area{suffix}"
    path.write_bytes(b"x")
    monkeypatch.setitem(sys.modules, missing, None)
    reason, _, text = refusal(path)
    if missing == ("pyarrow" if suffix == ".parquet" else "pyogrio"):
        assert reason == "needs_extra"
        assert f"needs {missing}" in text
        assert 'pip install "mapflow-client[geo]"' in text
    else:
        assert reason == "bad_file"

"""Areas as people type them: every format, layers, reference systems and repair."""

from pathlib import Path

import geopandas
import pytest
import shapely

CASES = Path(__file__).parents[1] / "unit" / "geometry" / "cases"
FARMS = ["Farm A", "Farm B", "Farm C"]
COUNTS = {
    "two-folders.kml": 3,
    "two-folders.kmz": 3,
    "one-folder.kml": 3,
    "flat.zip": 2,
    "epsg-type.geojson": 1,
    "esri.geojson": 1,
    "900913.geojson": 1,
    "lines.geojson": 2,
    "seq.geojsonl": 2,
    "utf16.geojson": 2,
    "wkt.csv": 2,
    "real-id.shp": 2,
    "polygon-and-pin.kml": 3,
}
WHAT = ("--model", "buildings", "--source", "provider:Mapbox")
PAID = ("--yes",)
BATCH = (*WHAT, "--yes", "--interval", "0")


@pytest.mark.parametrize("name", COUNTS)
def test_each_file_through_each_command(cli, tmp_path, name):
    path = CASES / name
    said = "1 pin is omitted" if "pin" in name else ""
    estimate = cli.ok("estimate", *WHAT, "-a", path, "--json")
    assert estimate.json["area_count"] == COUNTS[name]
    assert estimate.json["centre"][1] == pytest.approx(55.637, abs=1e-6)
    assert said in estimate.err
    if not name.endswith(".shp"):
        typed = cli.ok("estimate", *WHAT, "-a", "-", "--json", stdin=path.read_bytes())
        assert typed.json == estimate.json
    run = cli.ok("run", *WHAT, "-a", path, *PAID, "--json")
    assert run.err.count("pin is omitted") == bool(said)
    assert cli.ok("areas", run.json["id"], "--json").json
    done = cli.ok("batch", "run", path, "-o", tmp_path / "batch", *BATCH)
    assert len(done.rows) == COUNTS[name]
    assert {row["state"] for row in done.rows} == {"done"}
    assert done.err.count("pin is omitted") == bool(said)
    paid = [each for each in cli.service.requests() if each["paid"]]
    assert len(paid) == 1 + COUNTS[name]
    assert cli("search", path, "--limit", "1").code == 0


def test_a_longitude_that_passes_180(cli):
    assert cli.ok("estimate", *WHAT, "-a", CASES / "fiji.geojson", "--json").json["area_count"] == 1


def test_names_of_a_batch(cli, tmp_path):
    for name, expected in (
        ("two-folders.kml", FARMS),
        ("real-id.shp", ["101", "102"]),
        ("lines.geojson", ["A", "B"]),
    ):
        done = cli.ok("batch", "run", CASES / name, "-o", tmp_path / name, *BATCH)
        assert [row["name"] for row in done.rows] == expected


def test_a_batch_from_stdin(cli, tmp_path):
    content = (CASES / "two-folders.kmz").read_bytes()
    done = cli.ok("batch", "run", "-", "-o", tmp_path / "batch", *BATCH, stdin=content)
    assert [row["name"] for row in done.rows] == FARMS


@pytest.fixture
def layers(tmp_path):
    path = tmp_path / "two.gpkg"
    for number, layer in enumerate(("fields", "farms")):
        square = shapely.box(37.3 + number, 55.636, 37.302 + number, 55.638)
        frame = geopandas.GeoDataFrame({"owner": [layer]}, geometry=[square], crs=4326)
        frame.to_file(path, layer=layer)
    return path


def test_a_layer_is_asked_for_and_chosen(cli, layers, tmp_path):
    for command in (
        ("estimate", *WHAT, "-a", layers),
        ("run", *WHAT, "-a", layers, *PAID),
        ("batch", "run", layers, "-o", tmp_path / "none", *BATCH),
        ("search", layers),
        ("planned", "create", "roofs", layers),
    ):
        refused = cli(*command)
        assert refused.code == 2
        assert "fields, farms" in refused.err
        assert "--layer 'fields'" in refused.err
    assert not (tmp_path / "none").exists()
    assert not [each for each in cli.service.requests() if each["paid"]]
    shown = cli.ok("estimate", *WHAT, "-a", layers, "--layer", "farms", "--json").json
    assert shown["centre"][0] == pytest.approx(38.301)
    done = cli.ok(
        *("batch", "run", layers, "-o", tmp_path / "batch", *BATCH),
        *("--layer", "farms", "--name-field", "OWNER"),
    )
    assert [row["name"] for row in done.rows] == ["farms"]


def test_a_reference_system_and_repair(cli, tmp_path):
    metres = geopandas.GeoDataFrame(
        geometry=[shapely.box(37.3, 55.636, 37.302, 55.638)], crs=4326
    ).to_crs(32637)
    metres.to_file(tmp_path / "a.shp")
    (tmp_path / "a.prj").unlink()
    refused = cli("estimate", *WHAT, "-a", tmp_path / "a.shp")
    assert refused.code == 2
    assert "--crs EPSG:32637" in refused.err
    for crs in ("EPSG:32637", "32637", "urn:ogc:def:crs:EPSG::32637"):
        shown = cli.ok("estimate", *WHAT, "-a", tmp_path / "a.shp", "--crs", crs, "--json").json
        assert shown["centre"] == pytest.approx([37.301, 55.637], abs=1e-4)
    bow = "POLYGON ((37.30 55.636, 37.304 55.638, 37.304 55.636, 37.30 55.638, 37.30 55.636))"
    refused = cli("run", *WHAT, "-a", bow, *PAID)
    assert refused.code == 2
    assert "--repair" in refused.err
    assert "as_geometry" not in refused.err
    repaired = cli.ok("run", *WHAT, "-a", bow, "--repair", *PAID, "--json")
    assert "before and covers" in repaired.err
    batch = cli.ok("batch", "run", bow, "--repair", "-o", tmp_path / "batch", *BATCH)
    assert "before and covers" in batch.err


def test_what_is_skipped_is_said(cli, tmp_path):
    path = tmp_path / "mixed.gpkg"
    square = shapely.box(37.3, 55.636, 37.302, 55.638)
    geopandas.GeoDataFrame(geometry=[square], crs=4326).to_file(path, layer="farms")
    geopandas.GeoDataFrame(geometry=[shapely.Point(37, 55)], crs=4326).to_file(path, layer="trees")
    done = cli.ok("estimate", *WHAT, "-a", path)
    assert "Layer trees has no polygons (Point) and is skipped." in done.err


def test_what_is_odd_is_said_once(cli, tmp_path):
    boxes = [shapely.box(37.3, 55.636, 37.302, 55.638), shapely.box(37.301, 55.636, 37.303, 55.638)]
    path = tmp_path / "overlap.geojson"
    geopandas.GeoDataFrame(geometry=boxes, crs=4326).to_file(path)
    assert cli.ok("run", *WHAT, "-a", path, *PAID).err.count("share counts") == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.zip", b"PK\x05\x06" + bytes(18), "archive is empty"),
        ("a.gz", b"\x1f\x8b\x08", "damaged"),
        ("a.gpkg", b"SQLite format 3\x00" + bytes(100), "cannot be read as GeoPackage"),
        ("a.fgb", b"fgb\x03fgb\x00" + bytes(50), "cannot be read as FlatGeobuf"),
        ("a.parquet", b"PAR1" + bytes(50), "cannot be read as GeoParquet"),
        ("a.kml", b"<kml><Document>", "cannot be read as KML"),
        ("a.gml", b"<gml", "cannot be read as GML"),
        ("a.csv", b"a,b\n1,2\n", "no column of geometries"),
        ("a.wkb", b"\x01\x03\x00\x00\x00\xff\xff\xff\xff", "ends early"),
        ("a.geojson", b"\x89PNG\r\n\x1a\n", "a PNG image"),
        ("a.shp", b"\x00\x00\x27\x0a" + bytes(96), ".shx file is missing"),
    ],
)
def test_what_cannot_be_read_gets_a_sentence(cli, tmp_path, name, content, said):
    path = tmp_path / name
    path.write_bytes(content)
    for command in (
        ("run", *WHAT, "-a", path, *PAID),
        ("batch", "run", path, "-o", tmp_path / "batch", *BATCH),
    ):
        refused = cli(*command)
        assert refused.code == 2
        assert said in refused.err
        for foreign in ("Traceback", "OGR", "GDAL", "pyogrio", "pyarrow", "zipfile", "driver"):
            assert foreign not in refused.err
    assert not cli.service.requests()


def test_every_command_with_an_area_has_the_options(cli):
    for command in (
        ("estimate",),
        ("run",),
        ("search",),
        ("batch", "run"),
        ("planned", "create"),
        ("planned", "run"),
        ("planned", "add-area"),
        ("planned", "update-area"),
    ):
        shown = cli.ok(*command, "--help").out
        for option in ("--layer", "--crs", "--repair"):
            assert option in shown


@pytest.mark.parametrize("box", ["-1.5,51.5,-1.499,51.501", "-.5, -1.5, -.499, -1.499"])
def test_a_box_west_of_greenwich_is_no_option(cli, tmp_path, box):
    assert cli.ok("batch", "run", box, "-o", tmp_path / "b", *WHAT, "--dry-run").rows
    assert cli.ok("search", box, "--limit", "1", "--json").json is not None
    centre = cli.ok("estimate", *WHAT, "-a", box, "--json").json["centre"]
    assert centre[0] < 0
    assert "No such option: -2" in cli("search", "-2,3").err


def test_what_is_wrong_with_a_row_is_said_in_typed_words(cli, tmp_path):
    bow_tie = "POLYGON ((37.30 55.636, 37.304 55.638, 37.304 55.636, 37.30 55.638, 37.30 55.636))"
    estimate = cli.ok("batch", "run", bow_tie, "-o", tmp_path / "b", *WHAT, "--dry-run")
    assert "repaired with --repair" in estimate.out
    assert "repaired with --repair" in estimate.err
    done = cli("batch", "run", bow_tie, "-o", tmp_path / "b", *BATCH)
    assert "as_geometry" not in estimate.out + estimate.err + done.out + done.err

"""``mapflow map``: a processing or a file, as a page or a picture."""

import io
import json

import pytest
from PIL import Image

from mapflow import formats
from tests.cli.terminal import Terminal
from tests.maps.pages import Page

HOUSE = {
    "type": "Feature",
    "properties": {"id": 1, "object_type": "building", "class_id": "101"},
    "geometry": {
        "type": "Polygon",
        "coordinates": [[[37.3, 55.6], [37.301, 55.6], [37.301, 55.601], [37.3, 55.6]]],
    },
}
FILES = ("a.geojson", "a.geojsonl", "a.geojsons", "a.kml", "a.csv", "a.parquet", "a.gpkg", "a.fgb",
         "a.shp")  # fmt: skip


@pytest.fixture
def roofs(folder):
    """A result that was saved."""
    path = folder / "roofs.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [HOUSE] * 3}))
    return path


def drawn(path):
    return Page(path.read_text("utf-8")).data("features")["features"]


def test_a_processing(cli, finished, folder):
    done = cli.ok("map", finished)
    page = folder / f"{finished}.html"
    assert f"Saved {page.name}, {len(drawn(page))} feature" in done.err
    assert Page(page.read_text("utf-8")).data("view")["backdrops"]
    bare = cli.ok("map", finished, "--no-imagery", "-o", "a.html", "--title", "Mine", "--json").json
    assert bare["features"] == len(drawn(page))
    assert bare["notices"] == []
    assert Page((folder / "a.html").read_text("utf-8")).data("view")["backdrops"] == []


@pytest.mark.filterwarnings("ignore:Names have 10 bytes:mapflow.errors.ResultWarning")
@pytest.mark.parametrize("name", FILES)
def test_every_file_that_we_write(cli, roofs, folder, name):
    path = folder / name
    formats.save(path, roofs, overwrite=True)
    cli.ok("map", path, "--output", "map.html")
    found = drawn(folder / "map.html")
    assert len(found) == 3
    kinds = {"Polygon", "MultiPolygon"}
    assert {each["geometry"]["type"] for each in found} <= kinds
    if name != "a.shp":  # which cuts the names of columns
        groups = Page((folder / "map.html").read_text("utf-8")).data("view")["groups"]
        assert [group["label"] for group in groups] == ["Apartment buildings"]
    assert cli.service.requests() == []


def test_a_picture_and_an_outline(cli, roofs, folder):
    outline = folder / "district.wkt"
    outline.write_text("POLYGON ((37.2 55.5, 37.4 55.5, 37.4 55.7, 37.2 55.7, 37.2 55.5))")
    cli.ok("map", roofs, "--area", outline, "-o", "roofs.png")
    assert max(Image.open(io.BytesIO((folder / "roofs.png").read_bytes())).size) > 1600
    cli.ok("map", roofs, "--area", outline)
    assert Page((folder / "roofs.html").read_text("utf-8")).data("view")["area"]


def test_what_is_refused_before_anything_is_asked(cli, roofs, folder):
    for arguments, told in (
        (("missing.geojson",), "There is no file missing.geojson"),
        ((roofs, "-o", "a.gif"), "cannot be saved as '.gif'"),
        ((roofs, "-o", "-"), "A map is not printed"),
        (("65285409-ac88-4fc0-a937-193cf42c2343", "-o", "a.gif"), "cannot be saved as '.gif'"),
        (("65285409-ac88-4fc0-a937-193cf42c2343", "--area", roofs), "--area goes with a FILE"),
    ):
        done = cli("map", *arguments)
        assert done.code == 2
        assert told in done.err
    (folder / "roofs.html").write_text("mine")
    assert "--overwrite" in cli("map", roofs).err
    assert (folder / "roofs.html").read_text() == "mine"
    cli.ok("map", roofs, "--overwrite")
    assert cli.service.requests() == []


@pytest.mark.slow
def test_it_opens_for_a_person_alone(cli, roofs, monkeypatch, folder):
    opened = folder / "opened"
    program = folder / "browser"
    program.write_text(f'#!/bin/sh\necho "$1" >> {opened}\n')
    program.chmod(0o755)
    monkeypatch.setenv("BROWSER", str(program))
    for arguments in ((), ("--no-open",), ("--json",)):
        terminal = Terminal("map", str(roofs), "--overwrite", *arguments)
        assert terminal.end() == 0
    cli.ok("map", roofs, "--overwrite")
    assert opened.read_text().split() == [(folder / "roofs.html").resolve().as_uri()]


def test_a_folder_is_no_file_of_features(cli, folder):
    done = cli("map", ".")
    assert done.code == 2
    assert "File '.': it is a folder. Pass a file that is in it." in done.err

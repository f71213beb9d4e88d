"""``mapflow split``, and splitting as part of a batch."""

import json

import pytest

from mapflow import load_split
from tests.maps.pages import Page

DISTRICT = "37.30,55.60,37.36,55.64"
WHAT = ("-m", "buildings", "-s", "provider:Mapbox", "--interval", "0")


def test_parts_are_shown_and_saved(cli, tmp_path):
    path = tmp_path / "parts.geojson"
    done = cli.ok("split", DISTRICT, "-o", path, "--limit", "2", "--max-areas", "4")
    plan = load_split(path)
    assert done.facts["processings"] == str(len(plan))
    assert done.facts["at_least"] == str(plan.lower_bound)
    assert f"Saved {path}, {len(plan)} parts." in done.err
    assert plan.limits[:2] == (2_000_000, 4)
    assert cli.service.requests() == []


def test_the_limits_are_those_of_the_account(cli):
    shown = cli.ok("split", DISTRICT, "--json").json
    price = cli.ok("estimate", *WHAT[:4], "-a", "37.3,55.6,37.31,55.61", "--json").json
    for limit in ("max_areas", "aoi_area_limit_m2"):
        assert shown["limits"][limit] == price[limit]
    assert shown["path"] is None
    assert cli.ok("split", DISTRICT, "--json", "--max-areas", "3").json["limits"]["max_areas"] == 3


def test_files_are_not_replaced_unasked(cli, tmp_path):
    path = tmp_path / "parts.geojson"
    path.write_text("mine")
    done = cli("split", DISTRICT, "-o", path, "--limit", "2")
    assert done.code == 2
    assert "--overwrite" in done.err
    assert path.read_text() == "mine"
    cli.ok("split", DISTRICT, "-o", path, "--limit", "2", "--overwrite")


def test_areas_are_read_in_every_way_and_options_arrive(cli, tmp_path):
    outline = {"type": "Polygon", "coordinates": [[[0, 0], [0.1, 0.1], [0.1, 0], [0, 0.1], [0, 0]]]}
    path = tmp_path / "bow.geojson"
    path.write_text(json.dumps(outline))
    assert cli("split", path, "--limit", "2").code == 2
    how = ("--repair", "--overlap", "20", "--spread", "0.5", "--group", "hull")
    shown = cli.ok("split", path, "--limit", "2", "--json", *how).json
    assert (shown["overlap_m"], shown["spread_deg"], shown["group"]) == (20, 0.5, "hull")
    assert cli("split", path, "--group", "heap").code == 2


def test_a_map_of_the_parts(cli, tmp_path):
    page = tmp_path / "parts.html"
    shown = cli.ok("split", DISTRICT, "--limit", "2", "--map", page, "--json").json
    assert shown["map"] == str(page)
    found = Page(page.read_text("utf-8"))
    names = {each["properties"]["name"] for each in found.data("features")["features"]}
    assert len(names) == shown["processings"]
    assert {group["label"] for group in found.data("view")["groups"]} == {"Processings"}
    assert found.data("view")["area"]["type"] == "Polygon"
    before = page.read_bytes()
    assert "--overwrite" in cli("split", DISTRICT, "--limit", "3", "--map", page).err
    parts = tmp_path / "parts.geojson"
    refused = cli("split", DISTRICT, "--limit", "3", "-o", parts, "--map", "a.gif")
    assert "cannot be saved" in refused.err
    assert not parts.exists()
    assert page.read_bytes() == before


@pytest.mark.slow
def test_a_batch_of_parts(cli, tmp_path):
    folder = tmp_path / "roofs"
    district = "37.30,55.60,37.42,55.66"  # 50 km², where one processing may cover 25
    run = ("batch", "run", district, "--split", "-o", folder, *WHAT)
    parts = cli.ok("split", district, "--json").json["processings"]
    shown = cli.ok(*run, "--dry-run", "--json")
    assert shown.json["count"] == parts > 1
    assert f"Split into {parts} processings" in cli.ok(*run, "--dry-run").err
    refused = cli(*run, "--name-field", "plot", "--dry-run")
    assert refused.code == 2
    assert "leave --name-field out" in refused.err
    done = cli.ok(*run, "--yes")
    assert [row["state"] for row in done.rows] == ["done"] * parts
    seen = len([each for each in cli.service.requests() if each["paid"]])
    cli.ok(*run, "--yes")
    assert len([each for each in cli.service.requests() if each["paid"]]) == seen == parts

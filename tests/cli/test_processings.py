"""From the price to the file, and everything that can be done with a processing."""

import json

import httpx
import pytest

from tests.cli.conftest import QUARTER

RUN = ("run", "-m", "buildings", "-a", QUARTER, "-s", "provider:Mapbox", "--yes")


def test_estimate(cli):
    facts = cli.ok("estimate", *RUN[1:-1]).facts
    assert facts["cost"] == "16 credits"
    assert facts["model"] == "🏠 Buildings"
    assert facts["area"] == "0.27 km²"
    assert facts["centre"] == "55.6382°N 37.3030°E"
    assert cli.ok("list", "--json").json == []


def test_estimate_as_json_keeps_to_its_members(cli):
    price = cli.ok("estimate", *RUN[1:-1], "--json", "--option", "Classification").json
    assert set(price) == {
        *("cost", "area_m2", "area_count", "centre", "model", "parts", "obstacles"),
        *("aoi_area_limit_m2", "max_areas", "remaining_credits", "missing_credits"),
    }
    assert set(price["model"]) == {"id", "name"}
    assert price["cost"] == 19


def test_run_prints_the_id_alone_into_a_pipe(cli):
    done = cli.ok(*RUN)
    assert done.out.strip() == cli.ok("list", "--json").json[0]["id"]
    assert done.err == ""


def test_run_sends_what_was_typed(cli):
    project = cli.ok("projects", "create", "Harbour", "--json").json["id"]
    started = cli.ok(
        *RUN, "--zoom", "18", "--name", "Roofs", "--description", "A try", "--project", "harbour",
        "--option", "Classification", "--no-option", "OSM", "--meta", "order=7", "--json",
    ).json  # fmt: skip
    assert started["name"] == "Roofs"
    assert started["description"] == "A try"
    assert started["project_id"] == project
    assert started["params"] == {"data_provider": "Mapbox", "zoom": "18"}
    assert started["meta"]["order"] == "7"
    switched = {block["name"]: block["enabled"] for block in started["blocks"]}
    assert switched["Classification"] is True
    assert switched["OSM"] is False


def test_run_waits_and_saves(cli, folder):
    done = cli.ok(*RUN, "--output", "roofs.geojson", "--interval", "0", "--name", "Roofs")
    assert done.facts["status"] == "OK"
    assert done.facts["name"] == "Roofs"
    assert "OK 100 %" in done.err
    found = json.loads((folder / "roofs.geojson").read_text())["features"]
    assert f"Saved roofs.geojson, {len(found)} features." in done.err
    assert len(json.loads((folder / "roofs.geojson").read_text("utf-8"))["features"]) > 50
    assert [path.name for path in folder.iterdir()] == ["roofs.geojson"]


def test_area_from_stdin_and_result_to_stdout(cli):
    done = cli.ok(
        "run", "--yes", "-m", "buildings", "-a", "-", "-o", "-", "--interval", "0",
        stdin=QUARTER.read_text("utf-8"),
    )  # fmt: skip
    assert done.json["type"] == "FeatureCollection"


@pytest.mark.parametrize(
    "area",
    [
        "37.2984,55.6362,37.3077,55.6402",
        "POLYGON ((37.2984 55.6362, 37.3077 55.6362, 37.3077 55.6402, 37.2984 55.6362))",
        QUARTER.read_text("utf-8"),
    ],
)
def test_area_as_text(cli, area):
    assert cli.ok("estimate", "-m", "buildings", "-a", area).facts["areas"] == "1"


GRANULE = "S2B_OPER_MSI_L2A_TL_SGS__20200101T000000_A000000_T37UDB_N02.13"


@pytest.mark.parametrize(
    ("source", "params"),
    [
        ("provider:Mapbox", {"data_provider": "Mapbox"}),
        (
            "xyz:https://tiles.example.com/{z}/{x}/{y}.png",
            {"source_type": "xyz", "url": "https://tiles.example.com/{z}/{x}/{y}.png"},
        ),
        (
            "TMS:https://tiles.example.com/{z}/{x}/{y}.png",
            {"source_type": "tms", "url": "https://tiles.example.com/{z}/{x}/{y}.png"},
        ),
        (
            "quadkey:https://tiles.example.com/{q}.png",
            {"source_type": "quadkey", "url": "https://tiles.example.com/{q}.png"},
        ),
        (f"sentinel:{GRANULE}", {"source_type": "sentinel_l2a", "url": GRANULE}),
        (
            "geotiff:s3://users-data/someone/image.tif",
            {"source_type": "tif", "url": "s3://users-data/someone/image.tif"},
        ),
    ],
)
def test_every_kind_of_source(cli, source, params):
    started = cli.ok("run", "--yes", "-m", "buildings", "-a", QUARTER, "-s", source, "--json").json
    assert started["params"] == params


def test_wms_is_called_deprecated(cli):
    source = "wms:https://maps.example.com/wms"
    done = cli.ok("run", "--yes", "-m", "buildings", "-a", QUARTER, "-s", source, "--json")
    assert done.err.startswith("Note: ")
    assert "deprecated" in done.err
    assert done.json["params"]["source_type"] == "wms"


def test_login_for_a_tile_service_comes_from_the_environment(cli, monkeypatch):
    monkeypatch.setenv("MAPFLOW_SOURCE_PASSWORD", "open sesame")
    cli.ok(
        "run", "--yes", "-m", "buildings", "-a", QUARTER, "--source-login", "ali",
        "-s", "xyz:https://tiles.example.com/{z}/{x}/{y}.png",
    )  # fmt: skip
    shown = cli.ok("list", "--json").json[0]
    assert (shown["params"]["raster_login"], shown["params"]["raster_password"]) == ("***", "***")
    sent = httpx.get(
        f"{cli.service.base_url}/processings/{shown['id']}",
        headers={"Authorization": f"Basic {cli.token}"},
    ).json()["params"]
    assert (sent["raster_login"], sent["raster_password"]) == ("ali", "open sesame")


def test_list(cli, finished, failed):
    rows = cli.ok("list").rows
    assert {row["id"] for row in rows} == {finished, failed}
    assert [row["id"] for row in cli.ok("list", "--status", "failed").rows] == [failed]
    assert len(cli.ok("list", "--limit", "1", "--json").json) == 1
    cli.ok("projects", "create", "Empty")
    assert cli.ok("list", "--project", "Empty", "--json").json == []


def test_show_and_areas(cli, finished, failed):
    assert cli.ok("show", finished).facts["status"] == "OK"
    assert cli.ok("show", finished, "--json").json["id"] == finished
    assert "problem" in cli.ok("show", failed).facts
    (area,) = cli.ok("areas", finished, "--json").json
    assert area["geometry"]["type"] == "Polygon"
    (row,) = cli.ok("areas", failed).rows
    assert row["status"] == "FAILED"
    assert row["problem"]


def test_wait_for_what_is_over(cli, finished, folder):
    assert cli.ok("wait", finished, "-o", "again.geojson", "--json").json["id"] == finished
    assert (folder / "again.geojson").exists()


def test_result(cli, finished, folder):
    whole = cli.ok("result", finished).json
    area = cli.ok("areas", finished, "--json").json[0]["id"]
    cli.ok("result", finished, "--area", area, "-o", "part.geojson")
    part = json.loads((folder / "part.geojson").read_text("utf-8"))
    assert len(part["features"]) == len(whole["features"])


def test_rename_and_move(cli, finished):
    assert cli.ok("rename", finished, "Roofs", "--json").json["name"] == "Roofs"
    cli.ok("rename", finished, "--description", "Seen")
    project = cli.ok("projects", "create", "Harbour", "--json").json["id"]
    moved = cli.ok("move", finished, "Harbour", "--json").json
    assert (moved["project_id"], moved["name"], moved["description"]) == (project, "Roofs", "Seen")


def test_restart(cli, failed):
    done = cli("restart", failed, "--yes", "--wait", "--interval", "0", "--json")
    assert done.code in (0, 6), done
    asked = [(seen["method"], seen["path"]) for seen in cli.service.requests()]
    assert asked.count(("POST", f"/rest/processings/{failed}/restart")) == 1


def test_restart_of_what_did_not_fail(cli, finished):
    done = cli("restart", finished, "--yes")
    assert done.code == 2
    assert "cannot be restarted" in done.err


def test_delete(cli, finished, failed):
    done = cli.ok("delete", finished, failed, "--yes")
    assert done.out == ""
    assert cli.ok("list", "--json").json == []


def test_delete_without_a_clear_yes_deletes_nothing(cli, finished):
    done = cli("delete", finished)
    assert done.code == 2
    assert "--yes" in done.err
    assert len(cli.ok("list", "--json").json) == 1

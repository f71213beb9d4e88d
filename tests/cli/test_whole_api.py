"""What came with the second version of the API: history, reviews, the catalog, planned searches."""

import json

import pytest

from tests.cli.conftest import QUARTER
from tests.cli.test_imagery import FOREST

pytestmark = pytest.mark.slow

BUILDINGS = ("-m", "buildings", "-a", QUARTER)
BOX = "37.2984,55.6362,37.3077,55.6402"


def asked(cli):
    return [(seen["method"], seen["path"]) for seen in cli.service.requests()]


@pytest.mark.parametrize(("api", "path"), [("v1", "/rest/processings"), ("v2", "/v2")])
def test_the_version_of_the_api_is_an_option(cli, api, path):
    cli.ok("run", "--yes", *BUILDINGS, "-s", "provider:Mapbox", "--api", api)
    assert [where for method, where in asked(cli) if method == "POST" and "cost" not in where][
        -1
    ].endswith(path)


def test_the_version_of_the_api_is_in_the_environment(cli, monkeypatch):
    monkeypatch.setenv("MAPFLOW_API_VERSION", "v2")
    cli.ok("run", "--yes", *BUILDINGS, "-s", "provider:Mapbox")
    assert ("POST", "/rest/processings/v2") in asked(cli)
    assert cli("list", "--api", "v3").code == 2


def test_version_of_the_service(cli):
    assert set(cli.ok("version").facts) == {"client"}
    assert asked(cli) == []
    assert cli.ok("version", "--service", "--json").json["service"]


def test_list_is_sorted_and_searched_by_the_service(cli):
    for name in ("Barns", "Attics", "Cellars"):
        cli.ok("run", "--yes", *BUILDINGS, "-s", "provider:Mapbox", "--name", name)
    rows = cli.ok("list", "--sort", "name", "--descending").rows
    assert [row["name"] for row in rows] == ["Cellars", "Barns", "Attics"]
    assert [row["name"] for row in cli.ok("list", "--terms", "barn").rows] == ["Barns"]
    assert len(cli.ok("list", "--sort", "name", "--limit", "2", "--json").json) == 2
    assert cli("list", "--descending").code == 2


def test_projects_by_name_and_in_order(cli):
    for name in ("Harbour north", "Harbour south"):
        cli.ok("projects", "create", name)
    rows = cli.ok("projects", "list", "--name", "harbour", "--sort", "name").rows
    assert [row["name"] for row in rows] == ["Harbour north", "Harbour south"]


def test_share(cli):
    cli.service.account(email="else@example.com")
    project = cli.ok("projects", "create", "Harbour", "--json").json["id"]
    done = cli.ok("projects", "share", "harbour", "else@example.com")
    assert "readonly" in done.err
    shared = cli.ok("projects", "show", project, "--json").json["share_project"]
    assert [user["email"] for user in shared["users"]] == ["else@example.com"]
    assert cli("projects", "share", project, "nobody@example.com").code == 4
    done = cli("projects", "share", project, "else@example.com", "--role", "king")
    assert done.code == 2
    assert "'king'" in done.err
    assert "readonly, contributor, maintainer, owner" in done.err


def test_history(cli, finished, folder):
    (row,) = cli.ok("history", "--status", "OK", "--limit", "5").rows
    assert (row["status"], row["credits"]) == ("OK", "16")
    assert cli.ok("history", "--before", "2000-01-01", "--json").json == []
    assert "Saved history.csv." in cli.ok("history", "--csv", "history.csv").err
    lines = (folder / "history.csv").read_text("utf-8").splitlines()
    assert len(lines) == 2
    assert finished in lines[1]
    assert cli("history", "--csv", "history.csv").code == 2
    assert cli("history", "--csv", "other.csv", "--limit", "5").code == 2
    saved = cli.ok("history", "--csv", "other.csv", "--json").json
    assert saved == {"path": "other.csv", "size_bytes": (folder / "other.csv").stat().st_size}
    assert cli("history", "--after", "2026-02-01", "--before", "2026-01-01").code == 2


def test_rate(cli, finished):
    cli.ok("rate", finished, "5", "--feedback", "Every barn")
    assert cli.ok("show", finished, "--json").json["rating"]["rating"] == 5
    assert cli("rate", finished, "6").code == 2


@pytest.fixture
def reviewed(cli):
    """The id of a processing whose result is in review."""
    cli.service.account("demo@example.com", reviewWorkflowEnabled=True)
    return cli.ok(
        "run", "--yes", *BUILDINGS, "-s", "provider:Mapbox", "--wait", "--interval", "0", "--json"
    ).json["id"]


def test_accept(cli, reviewed):
    done = cli.ok("accept", reviewed, "--json").json
    assert done["review_status"]["review_status"] == "ACCEPTED"
    assert cli("accept", reviewed).code == 2


def test_reject_marks_the_places(cli, reviewed, folder):
    (folder / "text.json").write_text("[1]")
    assert cli("reject", reviewed, "--comment", "No", "--features", "text.json").code == 2
    place = {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": "Point", "coordinates": [0, 0]},
    }
    (folder / "places.geojson").write_text(json.dumps(place))
    cli.ok("reject", reviewed, "--comment", "North is missing", "--features", "places.geojson")
    assert ("PUT", f"/rest/processings/{reviewed}/rejection") in asked(cli)


def test_search(cli):
    rows = cli.ok("search", QUARTER, "--sort", "cloud_cover", "--limit", "4").rows
    clouds = [float(row["clouds"]) for row in rows]
    assert len(rows) == 4
    assert clouds == sorted(clouds)
    found = cli.ok("search", BOX, "--max-cloud-cover", "10", "--max-resolution", "0.5", "--json")
    assert found.json
    # What is not known of an image passes.
    assert all((each["cloud_cover"] or 0) <= 10 for each in found.json)
    assert all((each["pixel_resolution"] or 0) <= 0.5 for each in found.json)
    assert any(each["cloud_cover"] for each in found.json)


SENSELESS = [
    (("--max-cloud-cover", "120"), "max_cloud_cover_percent"),
    (("--max-cloud-cover", "-1"), "must be 0 to 100"),
    (("--max-cloud-cover", "nan"), "must be a finite number, got nan"),
    (("--min-intersection", "101"), "must be 0 to 100"),
    (("--after", "yesterday"), "not a date"),
    (("--after", "2026-02-01", "--before", "2026-01-01"), "after it ends"),
    (("--min-resolution", "2", "--max-resolution", "1"), "above max_resolution_m (1)"),
    (("--min-off-nadir", "30", "--max-off-nadir", "10"), "above max_off_nadir_deg (10)"),
    (("--provider", ""), "The name of a provider is empty"),
    (("--product", "MAP"), "IMAGE and MOSAIC"),
]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [*SENSELESS, (("--max-cost", "3"), "--run MODEL"), (("--image", "x"), "--run MODEL")],
)
def test_a_search_that_makes_no_sense_is_not_sent(cli, wrong, words):
    done = cli("search", QUARTER, *wrong)
    assert done.code == 2, done
    assert words in done.err
    assert len(done.err.splitlines()) == 1
    assert asked(cli) == []


@pytest.mark.parametrize(("wrong", "words"), SENSELESS)
def test_a_planned_search_that_makes_no_sense_is_not_sent(cli, wrong, words):
    done = cli("planned", "create", "Quays", QUARTER, *wrong)
    assert done.code == 2, done
    assert words in done.err
    assert not [path for method, path in asked(cli) if method != "GET"]


def test_run_on_what_a_search_found(cli):
    found = cli.ok("search", QUARTER, "--available", "--json").json
    # Others sell no area this small.
    second = [each for each in found if each["provider_name"] == "sandbox_half_metre"][1]["id"]
    started = cli.ok(
        "search", QUARTER, "--available", "--run", "buildings", "--yes", "--image", second,
        "--name", "Found", "--max-cost", "500", "--json",
    ).json  # fmt: skip
    assert started["name"] == "Found"
    assert second in json.dumps(started["params"])
    done = cli("search", QUARTER, "--available", "--run", "buildings", "--yes", "--image", "x")
    assert done.code == 4
    assert "'x'" in done.err


def test_the_preview_of_what_a_search_found_is_saved(cli, folder):
    found = cli.ok("search", QUARTER, "--product", "IMAGE", "--json").json
    done = cli.ok("search", QUARTER, "--product", "IMAGE", "--preview", "first.png")
    assert "Saved first.png" in done.err
    assert (folder / "first.png").read_bytes().startswith(b"\x89PNG")
    more = ("--image", found[1]["id"], "--preview", "second.png", "--json")
    saved = cli.ok("search", QUARTER, "--product", "IMAGE", *more).json
    assert saved["size_bytes"] == (folder / "second.png").stat().st_size
    asked = [s for s in cli.service.requests() if s["method"] == "GET" and "preview" in s["path"]]
    assert not [s for s in asked if "authorization" in str(s).lower()]
    # What cannot be is refused before anything is asked.
    before = len(cli.service.requests())
    for wrong in (
        ("--preview", "first.png"),
        ("--preview", "first.gpkg"),
        ("--preview", "no/such/folder.png"),
        ("--preview", "x.png", "--run", "buildings", "--yes"),
        ("--preview", "x.png", "--image", "a", "--image", "b"),
    ):
        assert cli("search", QUARTER, *wrong).code == 2
    assert len(cli.service.requests()) == before
    assert cli("search", QUARTER, "--product", "MOSAIC", "--preview", "m.png").code == 2
    assert not (folder / "m.png").exists()


def test_a_source_names_what_a_search_found(cli):
    cheap = ("--provider", "sandbox_half_metre")
    image = cli.ok("search", QUARTER, *cheap, "--json").json[0]
    source = f"search:{image['provider_name']}/{image['id']}"
    started = cli.ok("run", "--yes", *BUILDINGS, "-s", source, "--json").json
    assert image["id"] in json.dumps(started["params"])
    assert cli("estimate", *BUILDINGS, "-s", "search:nothing").code == 2


def test_a_source_names_imagery_of_ones_own(cli):
    (image,) = cli.ok("mosaics", "upload", FOREST, "--json").json
    outline = image["footprint"]
    for source in (f"my-imagery:{image['id']}", f"my-imagery:mosaic={image['mosaic_id']}"):
        cli.ok("estimate", "-m", "forest", "-a", outline, "-s", source)
    assert ("POST", "/rest/processing/cost/v2") in asked(cli)
    assert cli("estimate", "-m", "forest", "-a", outline, "-s", "my-imagery:here").code == 2


@pytest.fixture
def plan(cli):
    """The id of a planned search."""
    return cli.ok("planned", "create", "Quays", QUARTER, "--json").json["id"]


def test_planned_searches(cli, plan):
    (row,) = cli.ok("planned", "list").rows
    assert (row["id"], row["name"], row["active"]) == (plan, "Quays", "yes")
    assert cli.ok("planned", "pause", plan).facts["active"] == "no"
    again = cli("planned", "pause", plan)
    assert (again.code, "'Quays' is paused already" in again.err) == (2, True)
    assert cli.ok("planned", "resume", plan).facts["active"] == "yes"
    again = cli("planned", "resume", plan)
    assert (again.code, "'Quays' is active already" in again.err) == (2, True)
    facts = cli.ok(
        "planned", "update", plan, "--name", "Docks", "--max-cloud-cover", "20"
    ).facts  # fmt: skip
    assert facts["name"] == "Docks"
    assert "maxCloudCover 20" in facts["filters"]
    assert cli("planned", "update", plan).code == 2
    assert "cannot be restarted" in cli("planned", "restart", plan).err
    assert cli("planned", "delete", plan).code == 2
    cli.ok("planned", "delete", plan, "--yes")
    assert cli("planned", "show", plan).code == 4


def test_areas_of_planned_searches(cli, plan):
    facts = cli.ok("planned", "add-area", plan, BOX, "--name", "South").facts
    assert "South" in facts["area_2"]
    area = facts["area_2"].split(",")[0]
    assert (
        "North" in cli.ok("planned", "update-area", plan, area, "--name", "North").facts["area_2"]
    )
    assert cli("planned", "update-area", plan, area).code == 2
    assert cli("planned", "remove-area", plan, area).code == 2
    assert "area_2" not in cli.ok("planned", "remove-area", plan, area, "--yes").facts


def test_run_on_what_a_planned_search_found(cli, plan):
    found = cli.ok("planned", "images", plan, "--json").json
    image = next(each["id"] for each in found if each["provider_name"] == "sandbox_half_metre")
    cli.ok("planned", "seen", plan, image)
    cli.ok("planned", "seen", plan)
    started = cli.ok(
        "planned", "run", plan, "--yes", "--name", "Found", *BUILDINGS, "--image", image, "--json"
    ).json
    assert image in json.dumps(
        cli.ok("show", started["id"], "--api", "v2", "--json").json["params"]
    )
    assert [row["id"] for row in cli.ok("planned", "processings", plan).rows] == [started["id"]]


def test_states_of_images(cli):
    (image,) = cli.ok("mosaics", "upload", FOREST, "--json").json
    assert cli.ok("images", "status", image["id"]).facts["id"] == image["id"]
    assert cli.ok("images", "wait", image["id"], "--interval", "0").facts["id"] == image["id"]
    done = cli.ok("mosaics", "status", image["mosaic_id"])
    assert [row["id"] for row in done.rows] == [image["id"]]
    assert "1 of 1 images are ready" in done.err
    assert cli.ok("mosaics", "delete-failed", image["mosaic_id"], "--yes", "--json").json == []
    assert cli("mosaics", "delete-failed", image["mosaic_id"]).code == 2
    assert cli("images", "download", image["id"]).code == 4


def test_upload_of_a_folder(cli, folder):
    (folder / "flight").mkdir()
    assert cli("mosaics", "upload", "flight").code == 2
    for name in ("b.tif", "a.TIF", "notes.txt"):
        (folder / "flight" / name).write_bytes(FOREST.read_bytes())
    done = cli.ok("mosaics", "upload", "flight", "--name", "Flight", "--json")
    images = [each["image"] for each in done.json]
    assert [image["filename"] for image in images] == ["a.TIF", "b.tif"]
    assert len({image["mosaic_id"] for image in images}) == 1


def test_upload_without_a_mosaic(cli):
    link = cli.ok("images", "upload", FOREST, "--json").json["url"]
    assert link.startswith("s3://")
    assert cli.ok("images", "upload", FOREST).facts["link"].startswith("s3://")

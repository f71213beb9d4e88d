"""``mapflow api``: any request, with the consent that everything paid needs."""

import json

import pytest

from tests.cli.conftest import QUARTER
from tests.cli.terminal import Terminal


@pytest.fixture
def body(cli):
    """What a run sends, as a dry run shows it."""
    run = ("run", "-m", "buildings", "-a", QUARTER, "-s", "provider:Mapbox", "--dry-run", "--json")
    return json.dumps(cli.ok(*run).json["body"])


def test_it_prints_what_the_service_says(cli):
    made = cli.ok("api", "POST", "/projects", "-d", '{"name": "Гавань"}')
    assert '"name": "Гавань"' in made.out
    found = json.loads(made.out)
    assert found["isDefault"] is False
    read = json.loads(cli.ok("api", "get", f"/projects/{found['id']}").out)
    assert read["id"] == found["id"]
    assert cli.ok("api", "DELETE", f"/projects/{found['id']}").out == ""


def test_bodies_come_from_files_and_stdin(cli, tmp_path):
    file = tmp_path / "body.json"
    file.write_text('{"name": "One"}', encoding="utf-8")
    assert '"One"' in cli.ok("api", "POST", "/projects", "-d", f"@{file}").out
    assert '"Two"' in cli.ok("api", "POST", "/projects", "-d", "-", stdin='{"name": "Two"}').out
    for wrong in ("{", "@nowhere.json"):
        assert cli("api", "POST", "/projects", "-d", wrong).code == 2


def test_the_query(cli):
    made = json.loads(
        cli.ok("api", "POST", "/rasters/mosaic", "-d", '{"name": "A", "tags": ["x", "y"]}').out
    )
    found = cli.ok("api", "GET", "/rasters/mosaic", "--query", "tags=x", "--query", "tags=y")
    assert [each["id"] for each in json.loads(found.out)] == [made["id"]]
    assert cli("api", "GET", "/rasters/mosaic", "--query", "tags").code == 2


def test_any_response_is_saved(cli, finished, tmp_path):
    file = tmp_path / "result.geojson"
    done = cli.ok("api", "GET", f"/processings/{finished}/result", "-o", str(file))
    assert done.out == ""
    assert json.loads(file.read_text(encoding="utf-8"))["type"] == "FeatureCollection"
    assert cli("api", "GET", f"/processings/{finished}/result", "-o", str(file)).code == 2
    cli.ok("api", "GET", f"/processings/{finished}/result", "-o", str(file), "--overwrite")


def test_a_dash_is_stdout(cli, finished, tmp_path):
    saved = cli.ok("api", "GET", f"/processings/{finished}/result", "-o", "-")
    assert json.loads(saved.out)["type"] == "FeatureCollection"
    assert cli("api", "GET", "/user/status", "-o", "-", "--json").code == 2
    assert list(tmp_path.rglob("-")) == []


@pytest.mark.parametrize("command", ["preview", "download"])
def test_a_dash_names_no_file(cli, tmp_path, command):
    unknown = "00000000-0000-4000-8000-000000000000"
    done = cli("images", command, unknown, "-o", "-")
    assert done.code == 2
    assert "name of a file" in done.err
    assert list(tmp_path.rglob("-")) == []


@pytest.mark.parametrize("path", ["https://example.com/rest/x", "//example.com", "projects", "/.."])
def test_the_token_goes_to_the_service_alone(cli, path):
    assert cli("api", "GET", path).code == 2


@pytest.mark.parametrize("path", ["/processings", "/PROCESSINGS", "/%70rocessings", "/new/thing"])
def test_no_accident_costs_credits(cli, body, path):
    done = cli("api", "POST", path, "-d", body)
    assert done.code == 2
    assert "Pass --yes" in done.err
    assert "may cost credits" in done.err
    assert "--max-cost" not in done.err
    assert cli.ok("list", "--json").json == []


def test_a_yes_pays_once(cli, body):
    done = cli.ok("api", "POST", "/processings", "-d", body, "--yes", "--verbose")
    (run,) = cli.ok("list", "--json").json
    assert json.loads(done.out)["id"] == run["id"]
    assert "runProcessing" in done.err
    assert "accepted" in done.err


def test_a_dry_run_pays_nothing(cli, body):
    done = cli.ok("api", "POST", "/processings", "-d", body, "--dry-run")
    assert done.facts["request"] == f"POST {cli.service.base_url}/processings"
    assert cli.ok("list", "--json").json == []


def test_what_is_paid_is_not_saved(cli, body, tmp_path):
    done = cli("api", "POST", "/processings", "-d", body, "--yes", "-o", str(tmp_path / "x"))
    assert done.code == 2
    assert cli.ok("list", "--json").json == []


@pytest.mark.parametrize(("response", "count"), [("n", 0), ("y", 1)])
def test_a_person_is_asked(cli, body, tmp_path, response, count):
    file = tmp_path / "body.json"
    file.write_text(body, encoding="utf-8")
    terminal = Terminal("api", "POST", "/processings", "-d", f"@{file}")
    terminal.until("Continue? [y/N]")
    terminal.type(f"{response}\n")
    assert terminal.end() == (0 if count else 2)
    assert len(cli.ok("list", "--json").json) == count


def test_errors_have_their_codes(cli):
    done = cli("api", "GET", "/projects/11111111-1111-4111-8111-111111111111")
    assert done.code == 4
    assert done.err.startswith("Error: ")


RUN = ("-m", "buildings", "-a", QUARTER, "-s", "provider:Mapbox")


def test_unknown_members(cli, tmp_path):
    extra = ("--extra", "newOption=[1, true]", "--extra", 'mode="fast"')
    shown = cli.ok("run", *RUN, *extra, "--dry-run", "--json").json["body"]
    assert (shown["newOption"], shown["mode"]) == ([1, True], "fast")
    cli.ok("estimate", *RUN, *extra)
    cli.ok("run", *RUN, *extra, "--yes")
    fields = tmp_path / "fields.geojson"
    ring = [[37.3, 55.636], [37.302, 55.636], [37.302, 55.638], [37.3, 55.636]]
    fields.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}))
    batch = (
        "batch",
        "run",
        fields,
        "-o",
        tmp_path / "b",
        "-m",
        "buildings",
        "-s",
        "provider:Mapbox",
    )
    cli.ok(*batch, *extra, "--yes", "--interval", "0")
    done = cli(*batch, "--yes", "--interval", "0")
    assert done.code == 2
    for wrong in ("newOption", "wdId=1", "newOption=fast", "=1"):
        for command in (("run", *RUN, "--yes"), ("estimate", *RUN)):
            assert cli(*command, "--extra", wrong).code == 2


def test_planned_runs_have_them(cli):
    cheap = ("--provider", "sandbox_half_metre")
    plan = cli.ok("planned", "create", "Quays", QUARTER, *cheap, "--json").json["id"]
    cli.service.advance(3600)
    run = ("planned", "run", plan, "--name", "Roofs", "-m", "buildings", "-a", QUARTER)
    shown = cli.ok(*run, "--extra", "newOption=1", "--dry-run", "--json").json["body"]
    assert shown["newOption"] == 1


def test_runs_on_a_found_image_have_them(cli):
    search = ("search", QUARTER, "--provider", "sandbox_half_metre")
    run, extra = (*search, "--run", "buildings"), ("--extra", "newOption=1")
    shown = cli.ok(*run, *extra, "--dry-run", "--json").json["body"]
    assert shown["newOption"] == 1
    cli.ok(*run, *extra, "--yes")
    assert "belong to --run MODEL" in cli(*search, *extra).err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("api", "BREW", "/projects"), "`METHOD` must be one of"),
        (("api", "GET", "//projects"), "`PATH` must be a path"),
        (("api", "GET", "/projects//x"), "with --query KEY=VALUE"),
        (("history", "--after", "2026-13-45"), "`--after` is '2026-13-45'"),
        (("history", "--before", "x" * 5000), "`--before` is a text of 5,000 characters"),
    ],
)
def test_what_is_wrong_is_named_as_it_was_typed(cli, words, said):
    refused = cli(*words)
    assert refused.code == 2
    assert said in " ".join(refused.err.split())
    assert "params" not in refused.err

"""``mapflow batch``: many areas from one file."""

import json
import time

import pytest

from tests.batch.conftest import collection

RUN = ("-m", "buildings", "-s", "provider:Mapbox", "--yes", "--interval", "0")


@pytest.fixture
def areas(tmp_path):
    path = tmp_path / "fields.geojson"
    path.write_text(json.dumps(collection(3)))
    return path


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "roofs"


def test_run_status_resume(cli, areas, folder):
    done = cli.ok("batch", "run", areas, "-o", folder, *RUN)
    assert [row["state"] for row in done.rows] == ["done"] * 3
    assert [row["result"] for row in done.rows] == ["a0.geojson", "a1.geojson", "a2.geojson"]
    assert "3 areas: 3 done; " in done.err
    assert all((folder / row["result"]).is_file() for row in done.rows)
    seen = len(cli.service.requests())
    assert cli.ok("batch", "run", areas, "-o", folder, *RUN).rows == done.rows
    assert cli.ok("batch", "resume", folder).rows == done.rows
    assert cli.ok("batch", "status", folder).rows == done.rows
    assert len(cli.service.requests()) == seen
    shown = cli.ok("batch", "status", folder, "--json").json
    assert shown["counts"] == {"done": 3}
    assert len(cli.ok("list", "--json").json) == 3


def test_small_areas_share_processings(cli, areas, folder):
    alone = cli("batch", "run", areas, "-o", folder, *RUN, "--dry-run")
    assert "add --pack" in alone.err
    shown = cli.ok("batch", "run", areas, "-o", folder, *RUN, "--pack", "--dry-run")
    assert "1 processing of 3 areas, " in shown.err
    done = cli.ok("batch", "run", areas, "-o", folder, *RUN, "--pack")
    assert [row["result"] for row in done.rows] == ["a0 and 2 more.geojson"]
    assert "1 processing of 3 areas: 1 done; " in done.err
    assert len(cli.ok("list", "--json").json) == 1
    assert cli.ok("batch", "run", areas, "-o", folder, *RUN, "--pack").rows == done.rows
    assert len(cli.ok("list", "--json").json) == 1
    (row,) = cli.ok("batch", "status", folder, "--json").json["rows"]
    assert row["areas"] == ["a0", "a1", "a2"]
    found = json.loads((folder / row["result"].rpartition("/")[2]).read_text())["features"]
    assert {each["properties"]["area_name"] for each in found} <= {"a0", "a1", "a2"}


def test_a_property_puts_areas_together_from_stdin_too(cli, areas, folder):
    fields = json.loads(areas.read_text())
    for feature, farm in zip(fields["features"], ("Dale", "Hill", "Dale"), strict=True):
        feature["properties"]["farm"] = farm
    typed = json.dumps(fields)
    done = cli.ok(
        "batch", "run", "-", "-o", folder, *RUN, "--row-field", "farm", stdin=typed
    )  # fmt: skip
    assert [row["name"] for row in done.rows] == ["Dale", "Hill"]
    assert "2 processings of 3 areas: 2 done; " in done.err
    twice = cli("batch", "run", areas, "-o", folder, *RUN, "--row-field", "farm", "--pack")
    assert twice.code == 2
    assert "exclude each other" in twice.err


def test_areas_of_one_row_that_overlap_are_told(cli, areas, folder):
    fields = json.loads(areas.read_text())
    for feature in fields["features"]:
        feature["properties"]["farm"] = "Dale"
    fields["features"][1]["geometry"] = fields["features"][0]["geometry"]
    areas.write_text(json.dumps(fields))
    run = ("batch", "run", areas, "-o", folder, *RUN, "--dry-run")
    assert "costs) twice" in cli.ok(*run, "--row-field", "farm").err
    assert "costs) twice" not in cli.ok(*run, "--pack").err


def test_over_budget(cli, areas, folder):
    done = cli("batch", "run", areas, "-o", folder, *RUN, "--budget", "0")
    assert done.code == 5
    assert [row["state"] for row in done.rows] == ["over_budget"] * 3
    assert f"`mapflow batch resume {folder} --budget CREDITS`" in done.err
    assert (
        "It costs 16 credits, but only 0 remain of the batch's budget of 0." in done.rows[0]["note"]
    )
    assert cli.ok("list", "--json").json == []
    assert cli.ok("batch", "resume", folder, "--budget", "1000", "--interval", "0").rows


def test_failed(cli, areas, folder):
    failing = ("--meta", "sandbox:fail=inference.internalError")
    done = cli("batch", "run", areas, "-o", folder, *RUN, *failing)
    assert done.code == 6
    assert [row["state"] for row in done.rows] == ["failed"] * 3
    assert all(row["note"] for row in done.rows)


def test_ctrl_c_says_the_way_back(cli, areas, folder):
    held = ("--meta", "sandbox:status=AWAITING")
    process = cli.start("batch", "run", areas, "-o", folder, *RUN[:-2], *held)
    end = time.monotonic() + 30
    while len(cli.ok("list", "--json").json) < 3:
        assert time.monotonic() < end
    began = time.monotonic()
    done = cli.interrupt(process)
    assert time.monotonic() - began < 1.5
    assert done.code == 130
    assert (
        "What was started continues at Mapflow and is charged."
        f" Resume it with `mapflow batch resume {folder}`" in done.err
    )
    assert set(cli.ok("batch", "status", folder, "--json").json["counts"]) <= {"running", "sending"}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("run", "none.geojson", "-o", "x", *RUN), 2, "File 'none.geojson' does not exist"),
        (("status", "nowhere"), 2, "The ledger nowhere does not exist"),
        (("resume", "nowhere"), 2, "The ledger nowhere does not exist"),
        (("run", "none.geojson", "-o", "x", *RUN, "--meta", "x"), 2, "KEY=VALUE"),
        (("run", "none.geojson", "-o", "x", *RUN, "--parallel", "0"), 2, "--parallel"),
    ],
)
def test_misuse(cli, tmp_path, monkeypatch, arguments, code, said):
    monkeypatch.chdir(tmp_path)
    done = cli("batch", *arguments)
    assert done.code == code
    assert said in done.err
    assert list(tmp_path.glob("*.geojson")) == []


def test_collect(cli, areas, folder, tmp_path):
    cli.ok("batch", "run", areas, "-o", folder, *RUN)
    seen = len(cli.service.requests())
    target = tmp_path / "roofs.geojson"
    done = cli.ok("batch", "collect", folder, "-o", target)
    features = json.loads(target.read_text())["features"]
    assert f"Saved {target}, {len(features)} features." in done.err
    assert {each["properties"]["cell"] for each in features} == {"a0", "a1", "a2"}
    assert len(cli.service.requests()) == seen
    assert cli("batch", "collect", folder, "-o", target).code == 2
    shown = cli.ok(
        "batch", "collect", folder, "-o", target, "--overwrite", "--join", "none", "--json"
    )
    assert shown.json["features"] == shown.json["features_read"] == len(features)
    assert cli("batch", "collect", folder, "-o", "-").code == 2


def test_collect_names_areas_without_a_result(cli, areas, folder, tmp_path):
    cli("batch", "run", areas, "-o", folder, *RUN, "--budget", "0")
    target = tmp_path / "roofs.geojson"
    done = cli("batch", "collect", folder, "-o", target)
    assert done.code == 2
    assert "3 of 3 areas have no result: 'a0' is over_budget" in done.err
    assert "--partial" in done.err
    assert "partial=True" not in done.err
    assert (
        "3 areas have no result"
        in cli.ok("batch", "collect", folder, "-o", target, "--partial").err
    )
    assert json.loads(target.read_text())["features"] == []


def test_dataset(cli, areas, folder, tmp_path):
    cli.ok("batch", "run", areas, "-o", folder, *RUN)
    target = tmp_path / "set"
    done = cli.ok("batch", "dataset", folder, "-o", target)
    assert f"Saved {target}, " in done.err
    assert [path.name for path in target.iterdir()] == ["part-00000.parquet"]
    again = cli("batch", "dataset", folder, "-o", target)
    assert (again.code, "--overwrite" in again.err) == (2, True)
    shown = cli.ok("batch", "dataset", folder, "-o", target, "--overwrite", "--json")
    assert (shown.json["path"], shown.json["files"], shown.json["areas"]) == (str(target), 1, 3)

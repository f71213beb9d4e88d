"""What costs credits is shown beforehand, and searched for when its response was lost."""

import re

from tests.cli.conftest import QUARTER

RUN = ("run", "-m", "buildings", "-a", QUARTER, "-s", "provider:Mapbox", "--yes")


def test_a_dry_run_starts_nothing(cli):
    done = cli.ok(*RUN, "--name", "Roofs", "--dry-run")
    assert done.facts["price"] == "16 credits"
    assert done.facts["request"] == f"POST {cli.service.base_url}/processings"
    assert '"name": "Roofs"' in done.facts["body"]
    assert "no paid request was sent" in done.err
    shown = cli.ok(*RUN, "--dry-run", "--json").json
    assert shown["cost"] == 16
    assert shown["body"]["params"] == {"data_provider": "Mapbox"}
    assert cli.ok("list", "--json").json == []
    assert cli(*RUN, "--dry-run", "--max-cost", "15").code == 5


def test_a_dry_restart(cli, failed):
    done = cli.ok("restart", failed, "--dry-run")
    assert done.facts["price"] == "not known"
    assert cli.ok("show", failed).facts["status"] == "FAILED"
    done = cli("restart", failed, "--max-cost", "15")
    assert done.code == 5
    assert cli.ok("show", failed).facts["status"] == "FAILED"


def test_dry_runs_on_what_was_found(cli):
    cheap = ("--provider", "sandbox_half_metre")
    done = cli.ok("search", QUARTER, *cheap, "--run", "buildings", "--dry-run", "--json").json
    assert done["url"].endswith("/processings")
    assert cli("search", QUARTER, "--dry-run").code == 2
    plan = cli.ok("planned", "create", "Quays", QUARTER, *cheap, "--json").json["id"]
    cli.service.advance(3600)
    done = cli.ok(
        "planned", "run", plan, "--name", "Roofs", "-m", "buildings", "-a", QUARTER, "--dry-run"
    )
    assert f"/processings/template/{plan}" in done.facts["request"]
    assert cli.ok("list", "--json").json == []


def test_a_run_is_found_by_its_tag(cli):
    started = cli.ok(*RUN, "--json").json
    tag = started["meta"]["mapflow-client-tag"]
    assert cli.ok("reconcile", tag).facts["id"] == started["id"]
    found = cli.ok("reconcile", tag, "--project", started["project_id"], "--json").json
    assert found["id"] == started["id"]
    done = cli("reconcile", "0" * 32)
    assert done.code == 4
    assert "knows of no run" in done.err
    assert cli("reconcile", "abc").code == 2


def test_waiting_for_several(cli, failed):
    ids = [cli.ok(*RUN).out.strip() for _ in range(3)]
    done = cli.ok("wait", *ids, "--interval", "0")
    assert [row["status"] for row in done.rows] == ["OK"] * 3
    done = cli("wait", *ids, failed, "--interval", "0")
    assert done.code == 6
    assert "1 of 4 ended without a result" in done.err
    assert failed in done.err
    assert cli("wait", *ids, "--output", "x.geojson").code == 2


def test_an_interrupted_wait_for_several_names_them(frozen):
    ids = [frozen.ok(*RUN).out.strip() for _ in range(2)]
    process = frozen.start("wait", *ids, "--interval", "1")
    # The first poll is over when progress is shown.
    told = process.stderr.readline()
    assert "UNPROCESSED" in told
    done = frozen.interrupt(process)
    assert done.code == 130
    assert "2 processings continue at Mapflow and are charged" in done.err
    assert f"mapflow wait {ids[0]} {ids[1]}" in done.err


def test_a_price_like_an_earlier_one(cli):
    first = cli.ok(*RUN, "--json").json
    price = cli.ok("estimate", "--like", first["id"], "--json").json
    assert price["cost"] == cli.ok("estimate", *RUN[1:-1], "--json").json["cost"] == first["cost"]
    done = cli("estimate", "--model", "buildings")
    assert (done.code, "--like" in done.err) == (2, True)
    done = cli("estimate")
    assert (done.code, "--like" in done.err) == (2, True)


def test_a_run_like_an_earlier_one(cli):
    first = cli.ok(*RUN, "--name", "Roofs", "--option", "Simplification", "--json").json
    second = cli.ok("run", "--like", first["id"], "--yes", "--json").json
    assert second["id"] != first["id"]
    for key in ("name", "blocks", "params", "area", "cost", "project_id"):
        assert second[key] == first[key]
    done = cli.ok("run", "--like", first["id"], "--name", "Doors", "--dry-run", "--json").json
    assert done["body"]["name"] == "Doors"
    assert cli("run", "--like", first["id"], "--max-cost", "15").code == 5
    done = cli("run", "-a", QUARTER, "--yes")
    assert (done.code, "--like" in done.err) == (2, True)
    done = cli("run", "-m", "buildings", "-s", "provider:Mapbox", "--yes")
    assert (done.code, "no area" in done.err) == (2, True)
    assert len(cli.ok("list", "--json").json) == 2


def test_an_estimate_says_what_stands_in_the_way(cli):
    estimate = ("estimate", "-m", "buildings", "-s", "provider:Mapbox", "-a")
    fits = cli.ok(*estimate, QUARTER)
    assert "missing" not in fits.facts
    assert "obstacle" not in fits.facts
    assert fits.facts["maximum_area"]
    large = (*estimate, "37.0,55.0,37.9,55.9")
    shown = cli.ok(*large, "--json").json
    assert [each["limit"] for each in shown["obstacles"]] == [
        "aoi_area_limit_m2",
        "remaining_credits",
    ]
    assert shown["missing_credits"] == shown["cost"] - shown["remaining_credits"] > 0
    said = cli.ok(*large)
    assert said.facts["missing"]
    assert "with `mapflow run --split`" in said.out
    assert "mapflow.batch" not in said.out


def test_the_status_shows_the_maximum_area(cli):
    limit = cli.ok("estimate", "-m", "buildings", "-a", QUARTER).facts["maximum_area"]
    assert cli.ok("status").facts["maximum_area"] == limit


def test_an_estimate_names_everything_as_people_do(cli):
    shown = cli.ok("estimate", "-m", "buildings", "-s", "provider:Mapbox", "-a", QUARTER)
    assert all(re.fullmatch(r"[a-z_]+[a-z]", key) for key in shown.facts), shown.facts
    assert "🏠 Buildings 13 credits per km²" in shown.facts["price_of_model"]
    assert shown.facts["maximum_areas"] == "10"
    large = cli.ok("estimate", "-m", "buildings", "-a", "36.0,54.0,39.9,57.9").out
    assert not re.search(r"\de\+\d|(?<![.\d])\d{4}", large), large
    assert "1,000 credits" in large

"""JSON of every command: UTF-8, one style of keys, times with a zone, errors as JSON on stderr."""

import json
import os
import re
import subprocess
import sys
from datetime import datetime

import pytest

from mapflow.cli._app import make_app
from mapflow.cli._json import as_json, plain, snake_case
from tests.cli.conftest import QUARTER
from tests.cli.test_imagery import FOREST

RUN = ("run", "-m", "buildings", "-a", QUARTER, "-s", "provider:Mapbox", "--yes")
STRANGER = "65285409-ac88-4fc0-a937-193cf42c2343"
SNAKE = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")
#: The values of these are the user's, or a request as it is sent.
FREE = {"meta", "properties", "body", "inference_params"}
TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")


def commands(group=None, path=()):
    """The path of every command, with the command."""
    import typer.main

    group = group or typer.main.get_command(make_app())
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


ALL = dict(commands())


def check(value, where=""):
    """Whether keys are of one style and times have a zone, however deep they are."""
    if isinstance(value, dict):
        for key, each in value.items():
            assert SNAKE.fullmatch(key), f"{where}.{key}"
            if key not in FREE:
                check(each, f"{where}.{key}")
    elif isinstance(value, list):
        for each in value:
            check(each, where)
    elif isinstance(value, str) and TIME.match(value):
        assert datetime.fromisoformat(value).tzinfo is not None, f"{where}: {value}"


def test_every_command_has_json():
    assert len(ALL) > 60
    without = [path for path, command in ALL.items() if "--json" not in options_of(command)]
    # All that it prints is JSON: the messages of its protocol, or the entry for a configuration.
    assert without == [("mcp",)]


def options_of(command):
    return {option for parameter in command.params for option in parameter.opts}


@pytest.fixture
def world(cli):
    """One of everything, by name."""
    made = cli.ok(*RUN, "--wait", "--interval", "0", "--json", "--meta", "Order No=5").json["id"]
    (image,) = cli.ok("mosaics", "upload", FOREST, "--json").json
    plan = cli.ok("planned", "create", "Quays", QUARTER, "--json").json["id"]
    cli.service.advance(3600)
    return {
        "{processing}": made,
        "{image}": image["id"],
        "{mosaic}": image["mosaic_id"],
        "{plan}": plan,
        "{found}": cli.ok("planned", "images", plan, "--json").json[0]["id"],
        "{tag}": cli.ok("show", made, "--json").json["meta"]["mapflow-client-tag"],
        "{link}": cli.ok("images", "upload", FOREST, "--json").json["url"],
    }


CALLS = """
status
models
providers
estimate -m buildings -a {area} -s provider:Mapbox
run -m buildings -a {area} -s provider:Mapbox --yes --name Größe🏠
run -m buildings -a {area} -s provider:Mapbox --yes --dry-run
run -m buildings -a {area} -s provider:Mapbox --yes --wait --interval 0
list
show {processing}
areas {processing}
wait {processing}
reconcile {tag}
result {processing}
rename {processing} Dächer
move {processing} Default
history
history --csv history.csv
rate {processing} 5
projects list
projects default
projects create Höfe
projects show Höfe
projects rename Höfe Hof
projects share Hof demo2@example.com
projects delete Hof --yes
search {area} --limit 2
planned list
planned show {plan}
planned pause {plan}
planned resume {plan}
planned update {plan} --name Kai
planned images {plan}
planned seen {plan}
planned seen {plan} {found}
planned processings {plan}
planned add-area {plan} {area}
mosaics list
mosaics create Küste
mosaics show {mosaic}
mosaics update {mosaic} --name Ufer
mosaics images {mosaic}
mosaics status {mosaic}
mosaics link {mosaic} {link}
mosaics delete-failed {mosaic} --yes
images show {image}
images status {image}
images wait {image} --interval 0
images preview {image}
images rename {image} Wald.tif
images delete {image} --yes
mosaics delete {mosaic} --yes
planned delete {plan} --yes
delete {processing} --yes
storage
batch run {area} -o batch -m buildings -s provider:Mapbox --yes --interval 0
batch status batch
explain
explain source-validator.TooHighZoom
version
version --service
spec
spec --codegen
spec --errors
doctor
login
logout
"""


def test_every_command(cli, world):
    """All of them in one world, so that what is deleted is made but once."""
    cli.service.account("demo2@example.com")
    for line in CALLS.strip().splitlines():
        words = [world.get(word, word.replace("{area}", str(QUARTER))) for word in line.split()]
        done = cli(*words, "--json", stdin=cli.token if words[0] == "login" else "")
        assert done.code == 0, (line, done)
        check(json.loads(done.out), line)
        assert not done.err or done.err.startswith("Note: "), (line, done.err)


def test_accept_and_reject(cli):
    cli.service.account("demo@example.com", reviewWorkflowEnabled=True)
    for verb in (("accept",), ("reject", "--comment", "No")):
        made = cli.ok(*RUN, "--wait", "--interval", "0", "--json").json["id"]
        check(cli.ok(verb[0], made, *verb[1:], "--json").json)


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "latin-1"},
        {"PYTHONIOENCODING": "cp1252:strict"},
        {"PYTHONIOENCODING": "ascii"},
    ],
)
def test_it_is_utf8_whatever_the_terminal_is(cli, environment):
    cli.ok("projects", "create", "Größe 🏠 中")
    for more in ((), ("--json",)):
        done = subprocess.run(
            [sys.executable, "-m", "mapflow.cli", "projects", "list", *more],
            capture_output=True,
            env={**os.environ, **environment},
            check=True,
        )
        assert "Größe 🏠 中" in done.stdout.decode()


def errors_of(done):
    """The error, which is the last line of stderr."""
    assert done.out == ""
    (line,) = done.err.splitlines()
    error = json.loads(line)["error"]
    assert {"code", "message", "hint", "exit_code", "processing_id"} <= set(error)
    assert error["exit_code"] == done.code
    return error


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code", "words"),
    [
        (("show", "nonsense"), "invalid_input", 2, ["'nonsense'"]),
        (("show", STRANGER), "NOT_FOUND", 4, []),
        (("nonsense",), "usage", 2, ["nonsense"]),
        (("list", "--limit", "x"), "usage", 2, ["--limit"]),
        (("run", "-m", "buildings"), "usage", 2, ["--area"]),
        (RUN[:-1], "usage", 2, ["--max-cost"]),
        ((*RUN, "--max-cost", "1"), "cost_limit_exceeded", 5, ["16"]),
        ((*RUN, "--model", "unicorns"), "unknown_model", 2, ["unicorns"]),
        ((*RUN, "--meta", "sandbox:status=CANCELLED", "--wait", "--interval", "0"),
         "processing_cancelled", 6, ["cancelled"]),
        (("status", "--base-url", "http://127.0.0.1:9/rest"), "connection_failed", 8, []),
        (("explain", "no.Such"), "refused", 4, ["no.Such"]),
        (("batch", "status", "nowhere"), "invalid_input", 2, ["nowhere"]),
    ],
)  # fmt: skip
def test_errors(cli, arguments, code, exit_code, words):
    done = cli(*arguments, "--json")
    assert done.code == exit_code, done
    error = errors_of(done)
    check(error)
    assert error["code"] == code, error
    for word in words:
        assert word in error["message"]


def test_an_error_names_the_processing_it_is_about(cli):
    done = cli(*RUN, "--json", "--wait", "--interval", "0", "--meta", "sandbox:status=CANCELLED")
    (made,) = cli.ok("list", "--json").json
    assert errors_of(done)["processing_id"] == made["id"]


def test_an_error_after_paying_names_it_too(cli, monkeypatch):
    monkeypatch.setattr("mapflow.cli.running.show_processing", lambda *_: 1 / 0)
    error = errors_of(cli(*RUN, "--json"))
    (made,) = cli.ok("list", "--json").json
    assert (error["code"], error["exit_code"]) == ("paid", 10)
    assert error["processing_id"] == made["id"]


def test_values():
    assert snake_case("aoiCount") == "aoi_count"
    assert snake_case("areaSqKm") == "area_sq_km"
    assert snake_case("HTTPStatus") == "http_status"
    assert snake_case("mosaic_id") == "mosaic_id"
    value = {
        "createdAt": "2026-01-31T12:00:00.5",
        "name": "2026-01-31T12:00:00",
        "meta": {"Order No": "2026-01-31 12:00", "deepKey": {"aB": float("nan")}},
        "nested": [{"someCost": float("inf")}, (1, None, True, 2.5)],
        "when": datetime(2026, 1, 31),  # noqa: DTZ001
    }
    assert plain(value) == {
        "created_at": "2026-01-31T12:00:00.5+00:00",
        "name": "2026-01-31T12:00:00",
        "meta": {"Order No": "2026-01-31 12:00", "deepKey": {"aB": None}},
        "nested": [{"some_cost": None}, [1, None, True, 2.5]],
        "when": "2026-01-31T00:00:00+00:00",
    }
    assert json.loads(as_json(value)) == plain(value)

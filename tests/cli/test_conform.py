"""mapflow conform: who passes, who does not, and how that is reported."""

import json
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

PROGRAM = [sys.executable, "-I", str(Path(__file__).parents[1] / "conformance" / "program.py")]


def test_a_client_that_passes(cli):
    done = cli("conform", "--only", "plain", "--only", "lost", "--", *PROGRAM)
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "ok     plain           12 of 12 steps passed",
        "ok     lost            9 of 9 steps passed",
        "",
        "2 of 2 modes passed.",
    ]


def test_a_client_that_does_not_is_told_why_and_what_to_do(cli):
    done = cli("conform", "--only", "nulls", "--", *PROGRAM, "dislikes-null")
    assert done.code == 6
    assert "FAILED nulls           4 of 12 steps passed" in done.out
    assert "The service sends null for all that is nullable." in done.out
    assert "poll: no line was printed for this step" in done.out
    assert "not reached: result refused" in done.out
    assert "Cure: Take every `nullable` member" in done.out
    assert max(map(len, done.out.splitlines())) <= 80


def test_the_report_as_json(cli):
    done = cli("conform", "--json", "--only", "floats", "--", *PROGRAM, "whole-numbers-only")
    assert done.code == 6
    assert done.json["passed"] is False
    assert done.json["command"] == [*PROGRAM, "whole-numbers-only"]
    [mode] = done.json["modes"]
    assert (mode["mode"], mode["steps"][0]["outcome"]) == ("floats", "failed")


def test_the_modes_are_listed(cli):
    listed = cli.ok("conform", "--list", "--json").json
    assert [each["mode"] for each in listed] == [
        *("plain", "extra-members", "new-values", "nulls", "inner-nulls", "missing"),
        *("inner-missing", "created", "html", "floats", "lost"),
    ]
    shown = cli.ok("conform", "--list").out
    assert all(each["mode"] in shown for each in listed)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--only", "often", "--", "true"], "`--only` must be one of plain, extra-members"),
        ([], "Name the command that runs the client"),
        (["--serve", "--", "true"], "`--serve` takes no COMMAND"),
        (["--serve", "--only", "plain"], "begin a mode with a POST"),
        (["--port", "8899", "--", "true"], "`--port` is for `--serve`"),
        (["--", "/no/such/program"], "/no/such/program cannot be run: No such file"),
    ],
)
def test_wrong_usage(cli, arguments, says):
    done = cli("conform", *arguments)
    assert done.code == 2
    assert says in done.err


def test_a_narrow_terminal(cli, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    shown = cli("conform", "--only", "plain", "--", "true").out + cli.ok("conform", "--list").out
    assert max(map(len, shown.splitlines())) <= 40
    assert "service saw no GET" in " ".join(shown.split())


def test_by_hand(cli):
    served = cli.start("conform", "--serve", "--json")
    try:
        told = json.loads(served.stdout.readline())
        assert _steps(told["report_url"]) == {"not reached", "failed"}
        _ask(told["report_url"], {"mode": "nulls"})
        environment = {
            "MAPFLOW_BASE_URL": told["base_url"],
            "MAPFLOW_TOKEN": told["token"],
            "MAPFLOW_IMAGE": told["image"],
            "MAPFLOW_OUTPUT": "/tmp",  # noqa: S108 - the file is not read
        }
        program = [*PROGRAM, "keeps-nothing"]
        done = subprocess.run(program, env=environment, capture_output=True, check=True)
        assert _steps(told["report_url"]) == {"passed"}
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        _ask(told["report_url"], {"printed": lines})
        assert _steps(told["report_url"]) == {"passed"}
        _ask(told["report_url"], {"printed": [{**lines[0], "credits": 7}, *lines[1:]]})
        assert _steps(told["report_url"]) == {"passed", "failed"}
        for wrong in ({"mode": "often"}, {"lines": []}):
            with pytest.raises(urllib.error.HTTPError) as refused:
                _ask(told["report_url"], wrong)
            refused.value.close()
            assert refused.value.code == 400
    finally:
        served.terminate()
        assert cli.finish(served)


def _ask(url, body=None):
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(url, data, timeout=30) as response:  # noqa: S310
        return json.load(response)


def _steps(url):
    return {step["outcome"] for step in _ask(url)["report"]["steps"]}

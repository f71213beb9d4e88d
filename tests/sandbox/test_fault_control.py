"""How faults are asked for: over HTTP, from Python, on the command line."""

import json
import subprocess
import sys

import httpx
import pytest

from mapflow import sandbox
from mapflow.sandbox import FaultRule
from mapflow.sandbox.fault_injection import profiles


@pytest.fixture
def control(running):
    with httpx.Client(base_url=running.control_url, trust_env=False) as client:
        yield client


def test_there_are_none_at_first(control):
    page = control.get("faults").json()
    assert page["rules"] == []
    assert page["seed"] == 0
    assert page["profiles"] == profiles.names()
    assert "reset-after" in page["known"]
    described = [(each["method"], each["path"]) for each in control.get("").json()["control"]]
    assert ("POST", "/sandbox/faults") in described


def test_rules_are_added_and_replaced(control):
    one = {"fault": "empty", "operations": ["listProjects"]}
    assert control.post("faults", json=one).json()["rules"] == [{**one, "matched": 0, "faulted": 0}]
    control.post("faults", json={"rules": [{"fault": "garbage"}, "stale"]})
    assert [rule["fault"] for rule in control.get("faults").json()["rules"]] == [
        *("empty", "garbage", "stale")
    ]
    replaced = control.post("faults", json={"profile": "flaky", "replace": True}).json()["rules"]
    assert len(replaced) == len(profiles.bundled("flaky").rules)
    assert control.delete("faults").json()["rules"] == []


def test_counts_go_on_when_rules_are_added_and_begin_again_when_they_are_replaced(api, running):
    rule = FaultRule("latency", seconds=0)
    running.set_faults(rule)
    api.get("/projects")
    running.add_faults(FaultRule("garbage", operations="paid"))
    api.get("/projects")
    assert [(each.matched, each.faulted) for each in running.faults()] == [(2, 2), (0, 0)]
    assert running.faults()[0].rule == rule
    running.set_faults(rule)
    assert running.faults()[0].matched == 0


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"fault": "gremlins"}, "the rule: unknown fault 'gremlins'; known: latency, reset-before"),
        ({"rules": [{"fault": "empty"}, {"fault": "x"}]}, "rule 2: unknown fault 'x'"),
        ({"rules": "storm"}, "rules must be a list"),
        ({"profile": "strom"}, "unknown fault profile 'strom'; known: flaky, outage, slow"),
        ({"profile": "../../secret"}, "unknown fault profile '../../secret'"),
        ({"profile": ["storm"]}, "unknown fault profile ['storm']"),
        (
            {"fault": "empty", "operations": ["runProcesing"]},
            "unknown operation 'runProcesing': did you mean runProcessing?",
        ),
        (
            {"fault": "empty", "operations": ["zzz"]},
            "unknown operation 'zzz': they are those of openapi.yaml",
        ),
        ({"fault": "empty", "operations": [7]}, "all, paid or a list of names, got (7,)"),
        ({"fault": "empty", "replace": 1}, "replace must be true or false"),
        ({}, 'send one of {"profile": name}'),
        ({"profile": "storm", "seed": 1}, 'send one of {"profile": name}'),
        ([], "the body must be a JSON object"),
    ],
)
def test_what_makes_no_sense_is_said_and_changes_nothing(control, body, words):
    control.post("faults", json={"fault": "latency"})
    response = control.post("faults", json=body)
    assert response.status_code == 400
    assert words in response.json()["message"]
    assert [rule["fault"] for rule in control.get("faults").json()["rules"]] == ["latency"]


def test_python_says_the_same(running):
    with pytest.raises(ValueError, match=r"did you mean runProcessing\?"):
        running.set_faults(FaultRule("empty", operations=["runProcesing"]))
    with pytest.raises(ValueError, match="unknown fault profile 'strom'"):
        running.add_faults("strom")
    with pytest.raises(ValueError, match="unknown fault 'gremlins'"):
        FaultRule("gremlins")
    assert running.faults() == []


def test_a_reset_ends_faults_that_were_added(api, running):
    running.set_faults("storm")
    running.reset()
    assert running.faults() == []


def test_the_fixture_begins_without_faults(mapflow_sandbox):
    assert mapflow_sandbox.faults() == []
    mapflow_sandbox.set_faults("storm")


def test_the_fixture_begins_without_faults_again(mapflow_sandbox):
    assert mapflow_sandbox.faults() == []


def test_a_sandbox_may_begin_with_a_profile(tmp_path):
    file = tmp_path / "mine.json"
    file.write_text(json.dumps({"rules": [{"fault": "status", "operations": ["getVersion"]}]}))
    with sandbox.start(faults=file) as running:
        url = f"{running.base_url}/version"
        for _ in range(2):
            assert httpx.get(url).status_code == 503
            running.clear_faults()
            assert httpx.get(url).status_code == 200
            running.reset()
            [counted] = running.faults()
            assert (counted.rule.fault, counted.matched) == ("status", 0)


def _start(*arguments):
    command = [sys.executable, "-m", "mapflow.sandbox", *arguments]
    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.mark.slow
def test_the_announcements_say_that_faults_are_on():
    with _start("--faults", "storm", "--json") as process:
        assert json.loads(process.stdout.readline())["faults"] == "storm"
        process.terminate()
    with _start("--faults", "outage") as process:
        said = ""
        while "Ctrl-C" not in said:
            said += process.stdout.readline()
        process.terminate()
    assert (
        "Injected faults: outage. Every request fails in the last ten minutes of each virtual hour"
        in said
    )
    assert "  - reset-before (not carried out, the connection is reset), all," in said


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "unknown fault profile"),
        ('{"rules": [{"fault": "x"}]}', "rule 1: unknown fault 'x'"),
        ('{"rules": [{"fault": "empty", "operations": ["nothing"]}]}', "unknown operation"),
    ],
)
def test_it_does_not_start_with_faults_that_make_no_sense(tmp_path, content, words):
    file = tmp_path / "mine.json"
    if content:
        file.write_text(content)
    with _start("--faults", str(file)) as process:
        out, err = process.communicate(timeout=60)
    assert (out, process.returncode) == ("", 1)
    assert err.startswith("mapflow sandbox: ")
    assert words in err
    assert len(err.splitlines()) == 1

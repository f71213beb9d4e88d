"""A program that does the job passes, and each planted defect is caught at its step."""

import json
import sys
import time
from pathlib import Path

import pytest

from mapflow.sandbox.conformance import output, scenario
from mapflow.sandbox.conformance.evidence import Evidence
from mapflow.sandbox.conformance.judge import Judge
from mapflow.sandbox.conformance.recorder import Exchange
from mapflow.sandbox.conformance.runner import play, serving

ROOT = Path(__file__).parents[2]
IMAGE = ROOT / "docs" / "examples" / "forest.tif"
PROGRAM = [sys.executable, "-I", str(Path(__file__).with_name("program.py"))]


@pytest.fixture(scope="module")
def service():
    with serving(IMAGE) as running:
        yield running


@pytest.fixture
def played(service, loopback):
    """Plays one mode for the program with these defects; gives the findings of its steps."""

    def run(mode, *defects, timeout_s=60):
        [wanted] = [each for each in service.modes if each.name == mode]
        [report] = play(service, [*PROGRAM, *defects], [wanted], IMAGE, timeout_s=timeout_s)
        return report

    return run


def failures(report):
    return {each.step: each.wrong for each in report.findings if each.outcome == "failed"}


def test_a_program_that_does_the_job_passes_every_mode(service, loopback):
    reports = list(play(service, PROGRAM, service.modes, IMAGE, timeout_s=60))
    assert {report.mode: failures(report) for report in reports} == {
        mode.name: {} for mode in service.modes
    }
    assert all(report.has_passed for report in reports)
    steps = [step.name for step in scenario.load()]
    assert all([each.step for each in report.findings] == steps for report in reports)


@pytest.mark.parametrize(
    ("mode", "defect", "step", "says"),
    [
        ("plain", "no-token", "status", "came without a token"),
        ("plain", "bearer", "status", "Authorization: Bearer"),
        ("plain", "wrong-number", "status", "it printed 1001 as `credits`; the service sent 1000"),
        ("plain", "wrong-media", "cost", "came as text/plain, not as application/json"),
        ("plain", "text-for-number", "cost", 'as `credits`; the service sent'),
        ("plain", "wrong-area", "run", "in the request, geometry.coordinates is"),
        ("plain", "polls-once", "poll", "it stopped when `status` was UNPROCESSED, not OK"),
        ("plain", "keeps-nothing", "result", "file result.geojson is not in MAPFLOW_OUTPUT"),
        ("plain", "recodes", "result", "result.geojson is not what the service sent"),
        ("plain", "skips-refused", "refused", "the service saw no GET /processings/0000"),
        ("plain", "no-words", "refused", "the error has no `message`"),
        ("plain", "no-detail", "refused-image", "null as `code`; the service sent ItemNotFound"),
        ("plain", "no-tag", "run-upload", "in the request, meta is missing"),
        ("plain", "prints-cost-twice", "cost", "two lines were printed"),
        ("plain", "stops-after-result", "refused", "the service saw no GET"),
        ("plain", "chatters", "program", "not a JSON object with `step`: Hello!"),
        ("plain", "other-part,ignores-refusal", "upload", "the form has no part `file`"),
        ("plain", "uploads-at-once,invents-mosaic", "upload", "0000 as `mosaic`"),
        ("plain", "one-tag", "run-v2", "its meta is that of the step run-upload"),
        ("lost", "one-tag,finds-again", "run-v2", "its meta is that of the step run-upload"),
        ("plain", "restarts", "program", "/restart/v2, which is paid"),
        ("plain", "nests", "program", "not a JSON object with `step`: [[[["),
        ("plain", "ends-badly", "program", "ended with exit status 1: I am an error"),
        ("extra-members", "refuses-more", "status", "unexpected member sandboxExtra"),
        ("new-values", "counts-on-values", "poll", "is not a valid Status"),
        ("new-values", "ends-at-unknown", "poll", "was SANDBOX_NEW_VALUE, not OK"),
        ("nulls", "dislikes-null", "poll", "NoneType is not str"),
        ("inner-nulls", "dislikes-inner-null", "status", "pricePerSqKm: NoneType"),
        ("missing", "needs-all", "poll", "KeyError: 'percentCompleted'"),
        ("inner-missing", "needs-all", "poll", "KeyError: 'percentCompleted'"),
        ("created", "only-200", "cost", "the service sent"),
        ("html", "parses-html", "status", "Expecting value"),
        ("html", "gives-up-polling", "poll", "it printed the error"),
        ("floats", "whole-numbers-only", "status", "7.0 is not an integer"),
        ("lost", "posts-again", "run", "the paid request was sent 2 times"),
        ("lost", "invents", "run", "the response was lost, and it printed"),
        ("lost", "finds-again,finds-anything", "run-upload", "was lost, and it printed"),
    ],
)  # fmt: skip
def test_a_planted_defect_is_caught_at_its_step(played, mode, defect, step, says):
    report = played(mode, *defect.split(","))
    assert not report.has_passed
    found = failures(report)
    assert step == next(iter(found)), found
    assert says in found[step]
    assert all(each.cure for each in report.findings if each.outcome == "failed")


def test_what_a_mode_catches_is_not_seen_in_the_plain_one(played):
    tolerances = [
        *("refuses-more", "counts-on-values", "dislikes-null", "dislikes-inner-null", "needs-all"),
        *("only-200", "parses-html", "gives-up-polling", "whole-numbers-only", "posts-again"),
    ]
    assert failures(played("plain", *tolerances)) == {}


def test_a_lost_processing_may_be_found_by_its_tag(played):
    report = played("lost", "finds-again")
    assert {each.outcome for each in report.findings} == {"passed"}


def test_every_paid_request_is_lost_in_a_way_of_its_own(played):
    found = failures(played("lost", "posts-again"))
    assert set(found) == {"run", "run-upload", "run-v2"}


def test_a_program_that_hangs_is_stopped(service, loopback):
    hanging = [sys.executable, "-I", "-c", "import time; time.sleep(60)"]
    [report] = play(service, hanging, service.modes[:1], IMAGE, timeout_s=0.5)
    assert failures(report)["status"].endswith("the program was stopped after 0.5 s")
    assert {each.outcome for each in report.findings[1:]} == {"not reached"}


@pytest.mark.parametrize("defects", ["odd-breaks", "uploads-at-once", "leaves-a-daemon"])
def test_what_is_odd_but_right_passes(played, defects):
    assert failures(played("plain", *defects.split(","))) == {}


def test_a_daemon_with_a_session_of_its_own_holds_nothing_up(played):
    began = time.monotonic()
    report = played("plain", "leaves-a-daemon", "own-session", timeout_s=30)
    assert failures(report) == {}
    report = played("plain", "leaves-a-daemon", "own-session", "hangs", timeout_s=10)
    assert failures(report) == {"program": "the program was stopped after 10 s"}
    assert time.monotonic() - began < 40


def test_an_upload_that_was_refused_is_none(service, loopback):
    """Whatever the judge knows of forms, it believes the service more."""
    mode = service.modes[0]
    service.begin(mode)
    steps = {step.name: step for step in scenario.load()}
    sent = [
        Exchange("POST", "/rasters/mosaic", f"Basic {service.token}", "", status=200),
        Exchange(
            "POST",
            "/rasters/mosaic/7/image",
            f"Basic {service.token}",
            "multipart/form-data",
            b'form-data; name="file"\r' + IMAGE.read_bytes(),
            status=413,
        ),
    ]
    told = output.read('{"step": "upload", "mosaic": "7"}', list(steps))
    evidence = Evidence(
        exchanges=sent, printed=told, token=service.token, image=IMAGE.read_bytes(),
        output=None, ended=None, meta_of=lambda _: None,
    )  # fmt: skip
    [finding] = Judge([steps["upload"]], mode, evidence).findings()
    assert "the last response to POST /rasters/mosaic/7/image was 413" in finding.wrong


def test_a_report_is_json(played):
    written = json.loads(json.dumps(played("plain", "no-token").written()))
    assert written["mode"] == "plain"
    assert written["passed"] is False
    assert written["steps"][0] == {
        "step": "status",
        "outcome": "failed",
        "wrong": "GET /user/status came without a token",
        "cure": "Send `Authorization: Basic TOKEN` with every request.",
    }

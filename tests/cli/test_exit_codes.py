"""Bad input gets one clear sentence and the documented exit code, and nothing is spent."""

import base64
import errno
import resource
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from mapflow import errors
from mapflow.cli._exits import Exit, Stop, exit_code, sentence
from tests.cli.conftest import QUARTER

RUN = ("run", "-m", "buildings", "-a", QUARTER, "-s", "provider:Mapbox", "--yes")
STRANGER = "65285409-ac88-4fc0-a937-193cf42c2343"
BOW_TIE = '{"type":"Polygon","coordinates":[[[37,55],[37.01,55.01],[37.01,55],[37,55.01],[37,55]]]}'
METRES = (
    '{"type":"Polygon","coordinates":'
    "[[[414000,6166000],[415000,6166000],[415000,6167000],[414000,6166000]]]}"
)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("show", "nonsense"), 2, ["'nonsense'", "id"]),
        (("show", STRANGER), 4, ["404"]),
        (("wait", STRANGER), 4, ["404"]),
        (("delete", STRANGER, "--yes"), 4, ["404"]),
        (("images", "show", STRANGER), 4, ["404"]),
        (("mosaics", "show", STRANGER), 4, ["404"]),
        (("projects", "show", STRANGER), 4, ["404"]),
        (("projects", "show", "Atlantis"), 2, ["'Atlantis'", "Default"]),
        ((*RUN, "--model", "unicorns"), 2, ["unicorns", "🏠 Buildings"]),
        ((*RUN, "--option", "Wings"), 2, ["Wings", "Classification"]),
        ((*RUN, "--option", "OSM", "--no-option", "OSM"), 2, ["OSM", "both"]),
        ((*RUN, "--area", "nowhere.geojson"), 2, ["nowhere.geojson"]),
        ((*RUN, "--area", '{"type": "Polygon"'), 2, ["JSON"]),
        ((*RUN, "--area", BOW_TIE), 2, ["37.005"]),
        ((*RUN, "--area", METRES), 2, ["projected"]),
        ((*RUN, "--area", "37,55,38,56"), 5, ["km²"]),
        ((*RUN, "--max-cost", "1"), 5, ["16", "1"]),
        ((*RUN, "--zoom", "99"), 2, ["--zoom"]),
        ((*RUN, "--meta", "order"), 2, ["KEY=VALUE"]),
        ((*RUN, "--source", "Mapbox"), 2, ["Mapbox", "provider:NAME"]),
        ((*RUN, "--source", "carrier:pigeon"), 2, ["carrier"]),
        ((*RUN, "--source", "xyz:ftp://example.com"), 2, ["http"]),
        ((*RUN, "--source", "xyz:https://example.com/tiles"), 2, ["{x}"]),
        ((*RUN, "--source", f"image:{STRANGER}"), 4, ["404"]),
        ((*RUN, "--project", "Atlantis"), 2, ["Atlantis"]),
        ((*RUN, "--output", "no/such/folder/x.geojson"), 2, ["folder"]),
        ((*RUN, "--output", "."), 2, ["folder"]),
        (("run", "-m", "buildings"), 2, ["--area"]),
        (("nonsense",), 2, ["nonsense"]),
        (("status", "--base-url", "http://example.com/rest"), 2, ["https"]),
        (("status", "--base-url", "gopher"), 2, ["gopher"]),
        (("status", "--profile", "unknown"), 3, ["unknown", "mapflow login"]),
        (("explain", "no.Such"), 4, ["no.Such"]),
    ],
)
def test_one_sentence_and_a_code(cli, arguments, code, words):
    done = cli(*arguments)
    assert done.code == code, done
    assert done.out == ""
    assert done.err.startswith("Error: ")
    assert len(done.err.splitlines()) == 1, done.err
    for word in words:
        assert word in done.err
    assert not [seen for seen in cli.service.requests() if _spends(seen)]
    assert cli.ok("status").facts["credits_left"] == "1,000 credits"


def _spends(seen):
    return seen["method"] == "POST" and seen["path"].endswith("/processings")


@pytest.mark.parametrize("token", ["", "nonsense", base64.b64encode(b"a@example.com:no").decode()])
def test_tokens_that_do_not_work(cli, monkeypatch, token):
    monkeypatch.setenv("MAPFLOW_TOKEN", token)
    done = cli("status")
    assert done.code == 3
    assert len(done.err.splitlines()) == 1
    assert not token or token not in done.err


def test_things_of_others_are_not_found(cli, finished, monkeypatch):
    monkeypatch.setenv("MAPFLOW_TOKEN", cli.service.account("other@example.com"))
    for command in ("show", "areas", "result", "restart", "rename"):
        more = {"rename": ["x"], "restart": ["--yes"]}.get(command, [])
        done = cli(command, finished, *more)
        assert done.code == 4, done
        assert len(done.err.splitlines()) == 1


def test_too_few_credits(cli, monkeypatch):
    monkeypatch.setenv("MAPFLOW_TOKEN", cli.service.account("poor@example.com", credits=3))
    done = cli(*RUN)
    assert done.code == 5
    assert "credits" in done.err
    assert cli.ok("status").facts["credits_left"] == "3 credits"


def test_failed_processing(cli, folder):
    done = cli(*RUN, "--zoom", "12", "--output", "x.geojson", "--interval", "0")
    assert done.code == 6
    assert done.out == ""
    assert "12" in done.err
    assert "17" in done.err
    failed = cli.ok("list", "--json").json[0]["id"]
    assert cli("result", failed, "-o", "x.geojson").code == 6
    assert cli("wait", failed).code == 6
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("status", ["CANCELLED", "REFUNDED"])
def test_processing_that_ended_without_a_result(cli, folder, status):
    done = cli(*RUN, "--meta", f"sandbox:status={status}", "-o", "x.geojson", "--interval", "0")
    assert done.code == 6, done
    assert f"was {status.lower()} and has no result" in done.err
    assert list(folder.iterdir()) == []


def test_wait_that_is_too_short(frozen):
    started = frozen.ok(*RUN).out.strip()
    done = frozen("wait", started, "--timeout", "0.3", "--interval", "0.1")
    assert done.code == 7
    assert f"mapflow wait {started}" in done.err
    done = frozen("result", started, "-o", "x.geojson")
    assert done.code == 2
    assert "no result yet" in done.err


def test_existing_file_is_refused_before_anything_is_spent(cli, folder):
    (folder / "roofs.geojson").write_text("mine")
    done = cli(*RUN, "--output", "roofs.geojson")
    assert done.code == 2
    assert "--overwrite" in done.err
    assert not [seen for seen in cli.service.requests() if _spends(seen)]
    cli.ok(*RUN, "--output", "roofs.geojson", "--overwrite", "--interval", "0")
    assert (folder / "roofs.geojson").read_text("utf-8").startswith("{")


def test_full_disk_leaves_nothing_under_the_name(cli, finished, folder):
    def small_files():
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    done = cli.finish(cli.start("result", finished, "-o", "x.geojson", preexec_fn=small_files))
    assert done.code == 2, done
    assert len(done.err.splitlines()) == 1
    assert "x.geojson" in done.err
    assert list(folder.iterdir()) == []


def test_no_server_listens(cli, monkeypatch):
    monkeypatch.setenv("MAPFLOW_BASE_URL", "http://127.0.0.1:9/rest")
    done = cli("login", stdin=cli.token)
    assert done.code == 8
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize(("status", "code"), [(200, 8), (404, 4), (502, 8)])
def test_a_server_that_returns_html(cli, monkeypatch, status, code):
    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            body = b"<!doctype html><html><body><h1>Bad gateway</h1></body></html>"
            self.send_response(status)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("MAPFLOW_BASE_URL", f"http://127.0.0.1:{server.server_port}/rest")
        done = cli("projects", "list")
        server.shutdown()
    assert done.code == code, done
    assert len(done.err.splitlines()) == 1
    assert "<" not in done.err


API = {"status": 400, "method": "GET", "url": "https://api.example.com/rest"}


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Stop("no"), Exit.USAGE),
        (errors.ConfigurationError("x"), Exit.AUTHENTICATION),
        (errors.AuthenticationError("x", **API), Exit.AUTHENTICATION),
        (errors.InvalidArea("x", reason="empty"), Exit.USAGE),
        (errors.InvalidFile("x"), Exit.USAGE),
        (errors.LimitExceeded("x", limit="l", allowed=1, found=2), Exit.LIMIT),
        (errors.CostLimitExceeded("x", limit="l", allowed=1, found=2), Exit.LIMIT),
        (errors.BadRequest("x", code="TOO_LARGE_PROCESSING", **API), Exit.LIMIT),
        (errors.BadRequest("x", code="BAD_REQUEST", **API), Exit.REFUSED),
        (errors.PermissionDenied("x", **API), Exit.REFUSED),
        (errors.NotFound("x", **API), Exit.REFUSED),
        (errors.Conflict("x", **API), Exit.REFUSED),
        (errors.RateLimited("x", **API), Exit.NETWORK),
        (errors.ServerError("x", **API), Exit.NETWORK),
        (errors.ConnectionFailed("x"), Exit.NETWORK),
        (errors.TimedOut("x"), Exit.NETWORK),
        (errors.InvalidResponse("x"), Exit.NETWORK),
        (errors.IncompleteDownload("x", path="p", received_bytes=1), Exit.NETWORK),
        (errors.OutcomeUnknown("x"), Exit.OUTCOME_UNKNOWN),
        (errors.ProcessingFailed("x", processing=None), Exit.FAILED),
        (errors.ProcessingCancelled("x", processing=None), Exit.FAILED),
        (errors.WaitTimedOut("x", processing=None, waited_s=1.0), Exit.WAIT_TIMED_OUT),
        (KeyboardInterrupt(), Exit.INTERRUPTED),
        (OSError(errno.ENOSPC, "No space left on device", "x"), Exit.USAGE),
        (ZeroDivisionError("x"), Exit.UNEXPECTED),
    ],
)
def test_table_of_codes(error, code):
    assert exit_code(error) is code
    assert sentence(error)


def test_every_error_of_the_package_has_a_code():
    kinds = [getattr(errors, name) for name in errors.__all__]
    for kind in kinds:
        if issubclass(kind, errors.MapflowError) and kind is not errors.MapflowError:
            error = kind.__new__(kind)
            error.code = None
            assert exit_code(error) is not Exit.UNEXPECTED, kind

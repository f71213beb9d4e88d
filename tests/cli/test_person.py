"""What a person meets: help, questions on a terminal, Ctrl-C, broken pipes, missing extras."""

import json
import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from mapflow._text.display import printable
from mapflow.cli._exits import MEANINGS, Exit
from mapflow.sandbox import FaultRule
from tests.cli.conftest import QUARTER
from tests.cli.terminal import Terminal

pytestmark = pytest.mark.slow

RUN = ("run", "-m", "buildings", "-a", QUARTER, "-s", "provider:Mapbox", "--yes")
COMMANDS = [
    "login", "logout", "status", "models", "projects", "estimate", "run", "list", "show", "wait",
    "result", "restart", "rename", "move", "delete", "areas", "mosaics", "images", "storage",
    "explain", "doctor", "spec", "api", "sandbox", "demo", "init", "watch", "open",
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(cli, command):
    done = cli.ok(command, "--help")
    assert f"Usage: mapflow {command}" in done.out
    assert done.err == ""


def test_help_lists_every_command_and_exit_code(cli):
    text = " ".join(cli.ok("--help").out.split())
    for command in COMMANDS:
        assert f" {command} " in text
    for code, meaning in MEANINGS.items():
        assert f"{code.value} {meaning}" in text
    assert set(MEANINGS) == set(Exit)


def test_no_command_is_help_and_a_usage_error(cli):
    assert cli().code == 2
    assert cli("projects").code == 2


def test_version(cli):
    from mapflow import __version__

    assert cli.ok("--version").out == f"mapflow-client {__version__}\n"


def test_help_loads_no_client():
    code = (
        "import sys; sys.argv = ['mapflow', '--help']\n"
        "from mapflow.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'httpx', 'mapflow_openapi', 'starlette', 'PIL', 'shapely', 'jsonschema'}\n"
        "sys.stderr.write(' '.join(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ""


def test_completion(monkeypatch):
    monkeypatch.setenv("_MAPFLOW_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "mapflow mos")
    monkeypatch.setenv("COMP_CWORD", "1")
    done = subprocess.run(
        [sys.executable, "-c", "from mapflow.cli import main; main()"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["mosaics"]


def test_price_is_shown_and_a_no_costs_nothing(cli):
    terminal = Terminal(*RUN[:-1])
    terminal.until("Continue? [y/N]")
    assert "🏠 Buildings on 0.27 km² around 55.6382°N 37.3030°E costs 16 credits" in terminal.seen
    terminal.type("n\n")
    assert terminal.end() == 2
    assert cli.ok("list", "--json").json == []


def test_a_yes_starts_it(cli):
    terminal = Terminal(*RUN[:-1], "--wait", "--interval", "0")
    terminal.until("Continue? [y/N]")
    terminal.type("y\n")
    assert terminal.end() == 0
    assert "100 %" in terminal.seen
    assert len(cli.ok("list", "--json").json) == 1


def test_a_run_on_a_terminal_takes_four_requests(cli):
    before = len(cli.service.requests())
    terminal = Terminal(*RUN[:-1])
    terminal.until("Continue? [y/N]")
    terminal.type("y\n")
    assert terminal.end() == 0
    seen = [each["operation"] for each in cli.service.requests()[before:]]
    assert seen == ["getUserStatus", "getDefaultProject", "estimateCost", "runProcessing"]


def test_no_prompt_for_what_no_limit_allows(cli):
    before = len(cli.service.requests())
    large = ("run", "-m", "buildings", "-a", "37.0,55.0,37.9,55.9", "-s", "provider:Mapbox")
    terminal = Terminal(*large)
    assert terminal.end() == 5
    assert "Continue?" not in terminal.text
    seen = {each["operation"] for each in cli.service.requests()[before:]}
    assert seen == {"getUserStatus", "getDefaultProject"}


def test_yes_asks_nothing(cli):
    terminal = Terminal(*RUN)
    assert terminal.end() == 0
    assert "Continue?" not in terminal.seen
    assert len(cli.ok("list", "--json").json) == 1


def test_names_are_shown_as_they_are(cli):
    cli.ok("projects", "create", "[bold]Harbour[/bold] :ship: \x1b[2Jend")
    terminal = Terminal("projects", "list")
    assert terminal.end() == 0
    assert "[bold]Harbour[/bold] :ship:" in terminal.seen
    assert "\x1b[2J" not in terminal.seen
    assert printable("a\x1b[2J\tb\u009b") == "a\ufffd[2J b\ufffd"


def test_login_asks_without_showing(cli, monkeypatch):
    monkeypatch.delenv("MAPFLOW_TOKEN")
    terminal = Terminal("login")
    terminal.until("API token")
    terminal.until_hidden()
    terminal.type(cli.token + "\n")
    assert terminal.end() == 0
    assert cli.token not in terminal.seen
    assert "Saved profile" in terminal.seen


def test_ctrl_c_while_waiting_says_what_goes_on(frozen):
    started = frozen.ok(*RUN).out.strip()
    process = frozen.start("wait", started, "--interval", "0.1")
    assert "%" in process.stderr.readline()
    done = frozen.interrupt(process)
    assert done.code == 130
    assert done.err.startswith("Interrupted.")
    assert len(done.err.splitlines()) == 1
    assert "continues" in done.err
    assert "charged" in done.err
    assert f"mapflow wait {started}" in done.err


def test_ctrl_c_after_a_run_names_the_processing(frozen):
    process = frozen.start(*RUN, "--wait", "--interval", "0.1")
    started = process.stderr.readline().removeprefix("Started ").strip().rstrip(".")
    process.stderr.readline()
    done = frozen.interrupt(process)
    assert done.code == 130
    assert f"mapflow wait {started}" in done.err


def test_a_reader_that_goes_away_is_no_error(cli):
    reading, writing = os.pipe()
    process = cli.start("explain", "--json", stdout=writing)
    os.close(writing)
    os.close(reading)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 1
    assert err == ""


def test_without_the_extra_one_line_names_it():
    code = (
        "import sys\n"
        "class Gone:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.partition('.')[0] in {'typer', 'rich'}:\n"
        "            raise ModuleNotFoundError(f'No module named {name!r}', name=name)\n"
        "sys.meta_path.insert(0, Gone())\n"
        "from mapflow.cli import main\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert 'pip install "mapflow-client[cli]"' in done.stderr


def test_debug_shows_where_it_happened(cli, monkeypatch):
    monkeypatch.setenv("MAPFLOW_DEBUG", "1")
    process = cli.start("show", "nonsense")
    _, err = process.communicate(timeout=30)
    assert process.returncode == 2
    assert "Traceback" in err
    assert cli.token not in err


def test_explain(cli):
    facts = cli.ok("explain", "source-validator.TooHighZoom").facts
    assert "{max_zoom}" in facts["meaning"]
    assert facts["who_acts"] == "you"
    assert cli.ok("explain", "SOURCE-validator.toohighzoom").facts == facts
    codes = {entry["code"] for entry in cli.ok("explain", "--json").json}
    assert len(codes) > 60
    (entry,) = cli.ok("explain", "source-validator.TooHighZoom", "--json").json
    assert set(entry) == {
        "code", "scope", "parameters", "message", "hint", "acts", "retry", "contains",
    }  # fmt: skip
    assert len(cli.ok("explain").rows) >= len(codes)


def test_spec_is_a_file(cli):
    path = Path(cli.ok("spec").out.strip())
    assert path.read_text("utf-8").startswith("openapi:")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ((), "openapi.yaml"),
        (("--codegen",), "openapi.codegen.json"),
        (("--errors",), "errors.json"),
    ],
)
def test_spec_gives_its_files(cli, folder, words, name):
    path = Path(cli.ok("spec", *words).out.strip())
    assert path.name == name
    assert cli.ok("spec", *words, "--json").json == {"path": str(path)}
    target = folder / "copy"
    saved = cli.ok("spec", *words, "-o", target)
    assert str(target) in saved.err
    assert target.read_bytes() == path.read_bytes()
    assert cli.ok("spec", *words, "--output", "-").out == path.read_text("utf-8")
    refused = cli("spec", *words, "-o", target)
    assert refused.code != 0
    assert "--overwrite" in refused.err
    told = cli.ok("spec", *words, "-o", target, "--overwrite", "--json").json
    assert told == {"path": str(target), "size_bytes": path.stat().st_size}


def test_spec_gives_one_file_at_a_time(cli):
    assert "two files" in cli("spec", "--codegen", "--errors").err
    assert "leave one of them out" in cli("spec", "-o", "-", "--json").err


def test_sandbox_serves_until_it_is_stopped(cli, folder):
    process = cli.start("sandbox", "--json", "--state", folder / "state.db")
    announced = json.loads(process.stdout.readline())
    assert announced["pid"] == process.pid
    assert announced["base_url"].endswith("/rest")
    done = cli.interrupt(process)
    assert done.code == 0, done
    assert (folder / "state.db").exists()


def test_sandbox_that_cannot_start_says_why(cli):
    port = cli.service.base_url.split(":")[2].split("/")[0]
    done = cli("sandbox", "--port", port)
    assert done.code == 2
    assert len(done.err.splitlines()) == 1


def test_sandbox_with_faults(cli):
    process = cli.start("sandbox", "--faults", "outage", "--json")
    assert json.loads(process.stdout.readline())["faults"] == "outage"
    assert cli.interrupt(process).code == 0


def test_sandbox_for_a_page(cli):
    page = "http://localhost:3000"
    process = cli.start("sandbox", "--cors", page, "--json")
    address = json.loads(process.stdout.readline())["base_url"]
    response = httpx.get(f"{address}/version", headers={"Origin": page}, trust_env=False)
    assert response.headers["access-control-allow-origin"] == page
    assert cli.interrupt(process).code == 0
    done = cli("sandbox", "--cors", "*")
    assert done.code == 2
    assert "'*' is not an origin; write the scheme, the host and the port" in done.err


def test_sandbox_does_not_know_every_fault(cli):
    done = cli("sandbox", "--faults", "strom")
    assert done.code == 2
    assert "unknown fault profile 'strom': neither one of flaky, outage, slow" in done.err
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("source", "meant"),
    [
        ("Mapbox", "Did you mean provider:Mapbox?"),
        (
            "65285409-ac88-4fc0-a937-193cf42c2343",
            "Did you mean image:65285409-ac88-4fc0-a937-193cf42c2343",
        ),
    ],
)
def test_a_source_without_its_kind_is_guessed(cli, source, meant):
    done = cli("estimate", "-m", "buildings", "-s", source, "-a", "37.3,55.6,37.31,55.61")
    assert done.code == 2
    assert meant in done.err


def test_a_share_with_somebody_unknown_names_the_address(cli):
    cli.ok("projects", "create", "Harbour")
    done = cli("projects", "share", "Harbour", "nobody@example.com", "--yes")
    assert done.code == 4
    assert "Check that nobody@example.com is the address of an account" in done.err


def test_a_restart_asks_first(cli, failed):
    terminal = Terminal("restart", failed)
    terminal.until("may cost credits; the price is unknown. Continue? [y/N]")
    terminal.type("n\n")
    assert terminal.end() == 2
    assert "Cancelled; nothing was started." in terminal.seen
    assert "restart" not in str([seen["path"] for seen in cli.service.requests()])
    terminal = Terminal("restart", failed, "--yes")
    terminal.end()
    assert "[y/N]" not in terminal.seen
    assert any(seen["path"].endswith("/restart") for seen in cli.service.requests())


def test_what_a_library_warns_of_is_not_shown(cli):
    cli.service.set_faults(FaultRule("status", status=503, retry_after="garbage", count=1))
    done = cli.finish(cli.start("status"))
    assert done.code == 0
    assert done.err == ""
    assert [seen["status"] for seen in cli.service.requests()][:2] == [503, 200]


def test_quiet_says_nothing_but_the_result(cli):
    done = cli.ok(*RUN, "--wait", "--interval", "0", "--quiet")
    assert done.err == ""
    assert "status\tOK" in done.out
    done = cli("show", "nonsense", "--quiet")
    assert done.err.startswith("Error: ")
    terminal = Terminal(*RUN, "--wait", "--interval", "0", "-q", "--json")
    assert terminal.end() == 0
    assert json.loads(terminal.text)["status"] == "OK"


def test_verbose_shows_requests_and_what_is_paid(cli):
    done = cli.ok("status", "--verbose")
    assert "DEBUG" in done.err
    assert "Basic" not in done.err
    done = cli.ok(*RUN, "-v")
    assert " INFO " in done.err
    assert "16 credits" in done.err or "price" in done.err
    assert cli.ok("status").err == ""


def test_ctrl_c_at_a_question_is_one_sentence(cli):
    terminal = Terminal(*RUN[:-1])
    terminal.until("Continue? [y/N]: ")  # the space is printed when it is read from
    terminal.interrupt_question()
    assert terminal.end() == 130
    assert "Interrupted. Nothing was changed." in terminal.text
    assert "Traceback" not in terminal.text
    assert cli.ok("list", "--json").json == []


def test_ctrl_c_while_it_loads_is_one_sentence():
    code = (
        "import sys\n"
        "class Slow:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'mapflow.cli._app':\n"
        "            raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Slow())\n"
        "from mapflow.cli import main\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "Interrupted; nothing was changed.\n")


def test_the_question_tells_prices_and_what_is_left(cli):
    terminal = Terminal(*RUN[:-1])
    terminal.until("Continue? [y/N]")
    terminal.type("n\n")
    assert terminal.end() == 2
    assert "Credits left: 1,000 credits." in terminal.text
    assert "Listed prices: 🏠 Buildings 13 credits per km²" in terminal.text


def test_an_area_above_the_limit_is_refused_before_anybody_is_asked(cli):
    terminal = Terminal("run", "-m", "buildings", "-a", "37,55,38,56", "-s", "provider:Mapbox")
    assert terminal.end() == 5
    assert "[y/N]" not in terminal.text
    assert not [s for s in cli.service.requests() if "cost" in s["path"]]

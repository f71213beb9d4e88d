"""``mapflow init``: from a token to the first estimate, without spending anything."""

import json
import re
import shlex

import pytest

from mapflow import config
from mapflow.cli._login import try_token
from mapflow.cli._questions import Questions
from mapflow.errors import InvalidInput
from tests.cli.conftest import QUARTER
from tests.cli.terminal import Terminal


@pytest.fixture
def newcomer(cli, monkeypatch):
    """A person with a token and nothing else."""
    monkeypatch.delenv("MAPFLOW_TOKEN")
    return cli


def command_of(out):
    (line,) = re.findall(r"^mapflow (run .*)$", out, re.MULTILINE)
    return shlex.split(line)


def saved():
    path = config.profile_path()
    return path.read_text() if path.exists() else None


def test_a_token_is_saved_and_the_command_that_is_shown_works(newcomer, folder):
    before = len(newcomer.service.requests())
    done = newcomer.ok("init", "--yes", stdin=newcomer.token + "\n")
    assert not any(seen["paid"] for seen in newcomer.service.requests()[before:])
    assert "Saved profile 'default' for demo@example.com" in done.err
    assert "Nothing was started, and nothing was paid." in done.err
    assert "`mapflow watch` shows all that runs" in done.err
    assert "account\tdemo@example.com" in done.out
    assert "cost\t16 credits" in done.out
    run = command_of(done.out)
    assert run == [
        *("run", "--model", "buildings", "--area", "37.300,55.636,37.302,55.638"),
        *("--source", "provider:mapbox", "--max-cost", "16", "--output", "buildings.geojson"),
    ]
    newcomer.ok(*run, "--interval", "0")
    assert json.loads((folder / "buildings.geojson").read_text())["features"]


def test_options_stand_for_questions(newcomer):
    done = newcomer.ok(
        *("init", "--profile", "work", "--model", "roads", "--area", str(QUARTER)),
        *("--source", "ARCGIS_world_imagery", "--json"),
        stdin=newcomer.token,
    )
    shown = done.json
    assert shown["profile"] == "work"
    assert shown["estimate"]["model"]["name"] == "🚗 Roads"
    assert shown["estimate"]["cost"] > 0
    assert shown["sandbox"] is None
    run = shlex.split(shown["command"])[1:]
    assert run[run.index("--source") + 1] == "provider:arcgis_world_imagery"
    assert run[-2:] == ["--profile", "work"]
    newcomer.ok(*run[: run.index("--output")], "--profile", "work")


def test_what_another_program_saved_meanwhile_is_not_replaced(newcomer, monkeypatch):
    other = config.Profile(token="other@example.com:secret")

    def respond(token, address):
        config.save_profile("default", other)
        return try_token(token, address)

    monkeypatch.setattr("mapflow.cli._ways.try_token", respond)
    done = newcomer("init", "--yes", stdin=newcomer.token)
    assert done.code == 3
    assert "There is a profile named 'default' already, and it was not replaced." in done.err
    assert config.load_profile("default") == other


def test_a_token_of_the_environment_is_used_and_not_saved(cli):
    done = cli.ok("init", "--yes")
    assert "The token is that of MAPFLOW_TOKEN." in done.err
    assert saved() is None
    assert "--profile" not in command_of(done.out)


def test_without_a_terminal_it_says_what_is_missing(newcomer):
    done = newcomer("init", stdin=newcomer.token)
    assert done.code == 2
    assert "Pass --yes to take the defaults, or --model, --source and --area." in done.err
    assert newcomer("init", "--yes", stdin="").code == 3
    assert (
        "Set MAPFLOW_TOKEN or pipe a token in; without an account"
        in newcomer("init", "--yes", stdin="\n").err
    )
    assert saved() is None


@pytest.mark.parametrize("token", ["garbage", "ZGVtb0BleGFtcGxlLmNvbTpyQWY2"])
def test_a_token_that_is_refused_is_not_saved(newcomer, token):
    assert newcomer("init", "--yes", stdin=token).code == 3
    assert saved() is None


def test_a_profile_stays_as_it_is_unless_it_is_to_be_replaced(newcomer):
    newcomer.ok("init", "--yes", stdin=newcomer.token)
    before = saved()
    other = newcomer.service.account("second@example.com")
    done = newcomer.ok("init", "--yes", "--json", stdin=other)
    assert done.json["account"] == "demo@example.com"
    assert saved() == before
    done = newcomer.ok("init", "--yes", "--replace", "--json", stdin=other)
    assert done.json["account"] == "second@example.com"
    assert saved() != before


def test_a_profile_whose_token_is_refused_is_not_replaced_without_asking(newcomer):
    config.save_profile("default", config.Profile("YTpi", newcomer.service.base_url))
    before = saved()
    assert newcomer("init", "--yes", stdin=newcomer.token).code == 3
    assert saved() == before


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--model", "castles", "castles"),
        ("--source", "foo", "The account has no imagery provider 'foo'. Known are mapbox"),
        ("--area", "missing.geojson", "does not exist"),
        ("--base-url", "ftp://example.com", "ftp"),
    ],
)
def test_what_cannot_be_used(cli, option, value, words):
    done = cli("init", "--yes", option, value)
    assert done.code == 2
    assert words in done.err


def test_a_limit_is_shown_and_nothing_is_sent_that_costs(cli):
    cli.service.account("demo@example.com", credits=3)
    done = cli.ok("init", "--yes")
    assert "obstacle\t" in done.out
    assert not any(seen["paid"] for seen in cli.service.requests())


def test_a_question_is_asked_until_the_reply_can_be_used(monkeypatch, capsys):
    replies = iter(["9", "x", "2"])
    monkeypatch.setattr("typer.prompt", lambda *_, **__: next(replies))
    questions = Questions(yes=False)
    questions.is_asking = True

    def read(typed):
        if typed == "x":
            raise InvalidInput("x is none.")
        return typed.upper()

    assert questions.choice("Which", ["a", "b"], 0, read) == "B"
    told = capsys.readouterr().err
    assert "   1  a\n   2  b\n" in told
    assert "Error: Choose 1 to 2, or a name." in told
    assert "Error: x is none." in told
    questions.is_asking = False
    assert questions.choice("Which", ["a", "b"], 0, read) == "A"


@pytest.mark.slow
def test_a_walk_on_a_terminal(newcomer):
    terminal = Terminal("init", columns=80)
    terminal.until("(Enter if you have no account)")
    terminal.until_hidden()
    terminal.type("garbage\n")
    terminal.until("is malformed")
    terminal.until("(Enter if you have no account)", times=2)
    terminal.until_hidden()
    terminal.type(newcomer.token + "\n")
    terminal.until("Model [1]: ")
    terminal.type("2\n")
    terminal.until("Imagery [1]: ")
    terminal.type("foo\n")
    terminal.until("no imagery provider 'foo'")
    terminal.until("Imagery [1]: ", times=2)
    terminal.type("\n")
    terminal.until("Area [37.300,55.636,37.302,55.638]: ")
    terminal.type("\n")
    assert terminal.end() == 0
    assert newcomer.token not in terminal.seen
    assert "mapflow run --model forest --area" in terminal.text
    assert config.load_profile("default").base_url == newcomer.service.base_url
    # And once more: the profile is there, and stays.
    before = saved()
    terminal = Terminal("init", columns=80)
    terminal.until("Use it? [Y/n]: ")
    terminal.type("n\n")
    terminal.until("Replace the token of profile 'default'? [y/N]: ")
    terminal.type("\n")
    assert terminal.end() == 2
    assert "Nothing was changed." in terminal.text
    assert saved() == before


@pytest.mark.slow
def test_who_leaves_early_leaves_nothing_half_done(newcomer):
    for leave in ("\x03", "\x04"):
        terminal = Terminal("init")
        terminal.until("(Enter if you have no account)")
        terminal.until_hidden()
        terminal.type(leave)
        assert terminal.end() == 130
        assert "Interrupted. Nothing was changed." in terminal.text
        assert saved() is None
    terminal = Terminal("init")
    terminal.until("(Enter if you have no account)")
    terminal.until_hidden()
    terminal.type(newcomer.token + "\n")
    terminal.until("Model [1]: ")
    terminal.type("\x04")
    assert terminal.end() == 130
    assert "Profile 'default' is saved, and nothing was started." in terminal.text
    assert config.load_profile("default") is not None
    assert newcomer.ok("status", "--json").json["email"] == "demo@example.com"


@pytest.mark.parametrize("typed", [["init", "--sandbox", "--yes"], ["sandbox"]])
def test_without_the_extra_of_the_sandbox_one_line_names_it(newcomer, monkeypatch, folder, typed):
    # As if it were not installed: what is started finds this in its place.
    broken = "raise ModuleNotFoundError('No module named starlette', name='starlette')\n"
    (folder / "starlette.py").write_text(broken)
    monkeypatch.setenv("PYTHONPATH", str(folder))
    process = newcomer.start(*typed)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (2, "")
    assert err.count("\n") == 1
    assert "needs the library starlette, which is not installed" in err
    assert 'pip install "mapflow-client[sandbox]"' in err
    assert saved() is None


@pytest.mark.slow
def test_without_an_account_the_sandbox_stands_in(newcomer, monkeypatch, folder):
    monkeypatch.delenv("MAPFLOW_BASE_URL")
    terminal = Terminal("init", columns=300)
    terminal.until("(Enter if you have no account)")
    terminal.until_hidden()
    terminal.type("\n")
    terminal.until("in the sandbox? [Y/n]: ")
    terminal.type("\n")
    for question in ("Model [1]: ", "Imagery [1]: ", "Area [37.300,55.636,37.302,55.638]: "):
        terminal.until(question)
        terminal.type("\n")
    assert terminal.end() == 0
    (server,) = re.findall(r"^mapflow (sandbox .*?)\r$", terminal.text, re.MULTILINE)
    run = command_of(terminal.text.replace("\r", ""))
    assert run[-2:] == ["--profile", "sandbox"]
    serving = newcomer.start(*shlex.split(server), "--speed", "100000", "--json")
    try:
        assert json.loads(serving.stdout.readline())["base_url"]
        newcomer.ok(*run, "--interval", "0")
        assert json.loads((folder / "buildings.geojson").read_text())["features"]
        # The sandbox that runs is used again.
        again = newcomer.ok("init", "--sandbox", "--yes", "--json").json
        assert again["sandbox"] is None
    finally:
        serving.terminate()
        serving.communicate(timeout=30)

"""Commands that are advised go to the account that the user named."""

import json

import pytest
import typer

from mapflow import config
from mapflow.cli._app import make_app
from mapflow.cli._same_account import _OF_NO_ACCOUNT, account_options, in_same_account
from tests.cli.conftest import QUARTER
from tests.cli.terminal import Terminal

RUN = ("run", "-m", "buildings", "-a", QUARTER, "-s", "provider:Mapbox", "--yes")


@pytest.fixture
def second(cli, monkeypatch):
    """A user whose only account is that of the profile ``a b``."""
    address = cli.service.base_url
    config.save_profile("a b", config.Profile(token=cli.token, base_url=address))
    monkeypatch.delenv("MAPFLOW_TOKEN")
    monkeypatch.delenv("MAPFLOW_BASE_URL")
    return cli


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Run `mapflow list`, then go.", "Run `mapflow list --profile 'a b'`, then go."),
        ("  See it: mapflow open ID\nMore", "  See it: mapflow open ID --profile 'a b'\nMore"),
        ("`mapflow batch resume f`", "`mapflow batch resume f --profile 'a b'`"),
        *((same, same) for same in (
            "`mapflow batch status f`", "`mapflow explain CODE`", "`mapflow list --help`",
            "`mapflow login --profile c`", "pip install mapflow", "mapflow list",
        )),
    ],
)  # fmt: skip
def test_what_is_advised(said, meant):
    assert in_same_account(said, account_options("a b", None)) == meant
    assert in_same_account(said, account_options(None, None)) == said


def test_an_address_goes_along():
    assert in_same_account("`mapflow list`", account_options("p", "http://127.0.0.1:1/rest")) == (
        "`mapflow list --profile p --base-url http://127.0.0.1:1/rest`"
    )


def test_what_takes_no_profile_is_known():
    def walk(group, path):
        for name, each in group.commands.items():
            if hasattr(each, "commands"):
                yield from walk(each, [*path, name])
            elif not any("--profile" in option.opts for option in each.params):
                yield " ".join([*path, name])

    assert set(walk(typer.main.get_command(make_app()), [])) == _OF_NO_ACCOUNT


def test_of_errors_for_people_and_for_programs(second):
    wrong = config.Profile(token="demo@example.com:wrong", base_url=second.service.base_url)
    config.save_profile("old", wrong)
    done = second("status", "--profile", "old")
    assert done.code == 3
    assert "then run `mapflow login --profile old`." in done.err
    told = json.loads(second("status", "--profile", "old", "--json").err)
    hint = told["error"]["hint"]
    assert "then run `mapflow login --profile old`." in hint
    assert "`mapflow login --profile none`" in second("status", "--profile", "none").err


@pytest.mark.parametrize("kind", ["table", "lines"])
def test_of_what_a_watch_says(second, kind):
    key = second.ok(*RUN, "--profile", "a b").out.strip()
    second.ok("wait", key, "--profile", "a b", "--interval", "0")
    words = ("watch", key, "--profile", "a b")
    if kind == "lines":
        told = second.ok(*words).err
    else:
        terminal = Terminal(*words, columns=200)
        assert terminal.end() == 0
        told = terminal.text
    assert f"See it: mapflow open {key} --profile 'a b'" in told

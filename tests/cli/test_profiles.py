"""A profile that is typed is the account that is used, whatever the environment says."""

import json

import pytest

from .conftest import QUARTER

RUN = ("-m", "buildings", "-a", str(QUARTER), "-s", "provider:Mapbox")


@pytest.fixture
def second(cli, monkeypatch):
    """Saves a second account of the sandbox as profile `second`; the environment has the first."""
    token = cli.service.account("second@example.com", credits=1000)
    assert cli.ok("login", "--profile", "second", "--base-url", cli.service.base_url, stdin=token)
    # If the environment's address were used, no server would respond there.
    monkeypatch.setenv("MAPFLOW_BASE_URL", "https://environment.example.com/rest")
    return "second@example.com"


@pytest.mark.parametrize(
    "command",
    [
        ("status", "--json"),
        ("list",),
        ("projects", "list"),
        ("estimate", *RUN),
        ("run", *RUN, "--yes"),
        ("run", *RUN, "--dry-run"),
        ("batch", "run", QUARTER, "-m", "buildings", "-s", "provider:Mapbox", "-o", "b", "--yes"),
        ("doctor",),
    ],
    ids=lambda command: " ".join(map(str, command[:2])),
)
def test_the_typed_profile_is_used(command, cli, second):
    done = cli(*command, "--profile", "second")
    assert done.code == 0, done


def test_it_is_the_account_of_the_profile(cli, second):
    assert cli.ok("status", "--json", "--profile", "second").json["email"] == second


def test_doctor_says_where_token_and_address_come_from(cli, second):
    told = cli.ok("doctor", "--json", "--profile", "second").json
    assert "profile second" in told["token"]
    assert told["service"] == cli.service.base_url
    assert told["service_from"] == "profile second"


def test_a_token_of_the_environment_does_not_go_to_the_address_of_a_profile(
    cli, second, monkeypatch
):
    monkeypatch.delenv("MAPFLOW_BASE_URL")
    monkeypatch.setenv("MAPFLOW_PROFILE", "second")
    done = cli("status")
    assert done.code == 3
    assert "MAPFLOW_TOKEN and MAPFLOW_PROFILE are both set" in done.err
    assert cli.ok("status", "--json", "--profile", "second").json["email"] == second
    monkeypatch.delenv("MAPFLOW_TOKEN")
    assert cli.ok("status", "--json").json["email"] == second


def test_a_token_of_a_profile_does_not_go_to_the_address_of_the_environment(
    cli, second, monkeypatch
):
    monkeypatch.delenv("MAPFLOW_TOKEN")
    monkeypatch.setenv("MAPFLOW_PROFILE", "second")
    done = cli("status")
    assert done.code == 3
    assert "MAPFLOW_BASE_URL is https://environment.example.com/rest" in done.err
    done = cli("doctor", "--json")
    assert done.code == 3
    assert "MAPFLOW_BASE_URL" in json.loads(done.out)["error"]


def test_login_and_logout_say_what_the_environment_does(cli, second):
    token = cli.service.account("third@example.com")
    done = cli.ok("login", "--profile", "third", "--no-check", stdin=token)
    assert "--profile third" in done.err
    assert "MAPFLOW_BASE_URL" in done.err
    assert "https://environment.example.com/rest" in done.err
    assert "still set" in cli.ok("logout", "--profile", "third").err


def test_a_login_without_a_token_says_how_to_give_one(cli):
    done = cli("login", "--profile", "work", stdin="")
    assert done.code == 3
    assert "No token was given, and nothing was changed." in done.err
    assert "`mapflow login < token.txt`" in done.err

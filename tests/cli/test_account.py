"""The account, its projects, and the tokens that lead to it."""

import base64
import json
import stat

import pytest

from mapflow import config

WRONG = base64.b64encode(b"demo@example.com:wrong").decode()


def test_status(cli):
    facts = cli.ok("status").facts
    assert facts["account"] == "demo@example.com"
    assert facts["credits_left"] == "1,000 credits"
    assert "🏠 Buildings" in facts["models"]
    assert cli.ok("status", "--json").json["email"] == "demo@example.com"


def test_models(cli):
    rows = {row["name"]: row for row in cli.ok("models").rows}
    assert rows["🏠 Buildings"]["credits/km²"] == "13"
    assert "Classification (+3)" in rows["🏠 Buildings"]["options"]
    assert "[Segmentation 8]" in rows["🌲 Forest"]["options"]
    assert cli.ok("models", "--json").json[0]["blocks"]


def test_projects(cli):
    assert cli.ok("projects", "default", "--json").json["is_default"]
    made = cli.ok("projects", "create", "Harbour", "--description", "Ships", "--json").json
    assert {row["name"] for row in cli.ok("projects", "list").rows} == {"Default", "Harbour"}
    assert cli.ok("projects", "show", "harbour").facts["description"] == "Ships"
    assert cli.ok("projects", "show", made["id"], "--json").json["name"] == "Harbour"
    assert cli.ok("projects", "rename", "Harbour", "Port").facts["name"] == "Port"
    cli.ok("projects", "delete", "Port", "--yes")
    assert len(cli.ok("projects", "list", "--json").json) == 1


def test_default_project_is_not_deleted(cli):
    done = cli("projects", "delete", "Default", "--yes")
    assert done.code == 2
    assert "default project" in done.err


def test_login_saves_a_profile_that_only_its_owner_can_read(cli, monkeypatch):
    monkeypatch.delenv("MAPFLOW_TOKEN")
    done = cli.ok("login", stdin=cli.token + "\n")
    assert "demo@example.com" in done.err
    assert stat.S_IMODE(config.profile_path().stat().st_mode) == 0o600
    monkeypatch.delenv("MAPFLOW_BASE_URL")
    assert cli.ok("status").facts["account"] == "demo@example.com"
    cli.ok("logout")
    done = cli("status")
    assert done.code == 3
    assert "mapflow login" in done.err


def test_profiles_stand_side_by_side(cli, monkeypatch):
    other = cli.service.account("other@example.com")
    monkeypatch.delenv("MAPFLOW_TOKEN")
    cli.ok("login", "--profile", "work", stdin=cli.token)
    cli.ok("login", "--profile", "home", stdin=other)
    assert cli.ok("status", "--profile", "work").facts["account"] == "demo@example.com"
    monkeypatch.setenv("MAPFLOW_PROFILE", "home")
    assert cli.ok("status").facts["account"] == "other@example.com"


def test_a_token_that_does_not_work_is_not_saved(cli):
    done = cli("login", stdin=WRONG)
    assert done.code == 3
    assert WRONG not in done.err
    assert not config.profile_path().exists()
    assert cli("login", stdin="").code == 3
    assert cli("login", stdin="no token").code == 3
    assert not config.profile_path().exists()
    cli.ok("login", "--no-check", stdin=WRONG)
    assert config.profile_path().exists()


def test_logout_from_nowhere(cli):
    done = cli("logout", "--profile", "unknown")
    assert done.code == 2
    assert "unknown" in done.err


def test_doctor_can_be_pasted(cli):
    facts = cli.ok("doctor").facts
    assert facts["token"] == f"from MAPFLOW_TOKEN, {len(cli.token)} characters, not shown"
    assert facts["service"] == cli.service.base_url
    assert facts["response"].startswith("ok")
    assert "httpx" in facts["libraries"]
    assert "demo@example.com" not in json.dumps(cli.ok("doctor", "--json").json)


@pytest.mark.parametrize(
    ("name", "value", "code", "words"),
    [
        ("MAPFLOW_TOKEN", "", 3, "No Mapflow token"),
        ("MAPFLOW_TOKEN", WRONG, 3, "401"),
        ("MAPFLOW_BASE_URL", "http://127.0.0.1:9/rest", 8, "127.0.0.1:9"),
        ("MAPFLOW_BASE_URL", "http://example.com/rest", 2, "unencrypted"),
    ],
)
def test_doctor_reports_an_error_to_its_end(cli, monkeypatch, name, value, code, words):
    monkeypatch.setenv(name, value)
    done = cli("doctor")
    assert done.code == code, done
    assert words in done.facts["error"]
    assert "python" in done.facts
    assert WRONG not in done.out

"""The sandbox is for one machine, and keeps its accounts apart."""

import hmac
import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from mapflow import AsyncMapflow, Mapflow, errors, sandbox, sources
from mapflow.sandbox.accounts import registry
from mapflow.sandbox.app import Options
from mapflow.sandbox.server import run
from tests.support.client_kinds import closed, maybe_await
from tests.support.every import calls
from tests.support.places import BLOCK, FIELD_IMAGE


@pytest.mark.slow
@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "10.0.0.1", "127.0.0.1.evil.example.com"])  # noqa: S104
def test_it_listens_on_loopback_only(host):
    with pytest.raises(ValueError, match="loopback only"):
        run(Options(), host=host)
    command = [sys.executable, "-m", "mapflow.sandbox", "--host", host]
    refused = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert refused.returncode != 0
    assert "loopback" in refused.stderr
    assert refused.stdout == ""


@pytest.mark.slow
def test_nothing_else_is_bound():
    """Asked of the system, not of the sandbox."""
    with sandbox.start() as running:
        port = int(running.base_url.split(":")[2].split("/")[0])
        bound = []
        for table in ("tcp", "tcp6"):
            for line in Path(f"/proc/{running.pid}/net/{table}").read_text().splitlines()[1:]:
                address, state = line.split()[1], line.split()[3]
                if state == "0A" and int(address.rpartition(":")[2], 16) == port:
                    bound.append(address.partition(":")[0])
    assert bound == ["0100007F"]


class Counted:
    """Stands for `hmac` in the module that checks tokens."""

    def __init__(self):
        self.compared = []

    def compare_digest(self, expected, given):
        self.compared.append((expected, given))
        return hmac.compare_digest(expected, given)


@pytest.mark.parametrize(
    ("token", "is_good"),
    [
        ("demo@example.com:right", True),
        ("demo@example.com:righ", False),
        ("demo@example.com:wrong", False),
        ("nobody@example.com:right", False),
        ("no token at all", False),
    ],
)
def test_tokens_are_compared_in_constant_time(token, is_good, monkeypatch):
    from base64 import b64encode

    from mapflow.sandbox.openapi.problems import Problem

    counted = Counted()
    monkeypatch.setattr(registry, "hmac", counted)
    account = registry.Account(
        "1", "demo@example.com", "right", registry.AccountSettings(), 0.0, 0.0
    )
    accounts = registry.Accounts.__new__(registry.Accounts)
    monkeypatch.setattr(
        accounts, "find", lambda email: account if email == account.email else None, raising=False
    )
    header = f"Basic {b64encode(token.encode()).decode()}"
    if is_good:
        assert accounts.authenticate(header) is account
    else:
        with pytest.raises(Problem):
            accounts.authenticate(header)
    # Once in every case: whether an account exists makes no difference that can be measured.
    assert len(counted.compared) == 1


def _of(client_or_server, email, running):
    token = running.account(email, credits=10_000)
    return client_or_server(token=token, base_url=running.base_url, max_retries=0)


async def _possessions(mf):
    """One of everything."""
    run = {"model": "buildings", "area": BLOCK, "source": sources.Provider("Mapbox")}
    project = await maybe_await(mf.projects.create("secret project"))
    job = await maybe_await(
        mf.processings.run(**run, project=project, name="secret run", max_cost=999)
    )
    image = await maybe_await(mf.imagery.upload(FIELD_IMAGE, name="secret image"))
    plan = await maybe_await(mf.planned.create("secret plan", area=BLOCK))
    return {
        "project": project.id,
        "processing": job.id,
        "image": image.id,
        "mosaic": image.mosaic_id,
        "plan": plan.id,
    }


async def _state(mf):
    lists = [
        mf.projects.list(),
        mf.processings.list(),
        mf.imagery.mosaics.list(),
        mf.planned.list(),
    ]
    return json.dumps(
        [[item.raw for item in await maybe_await(found)] for found in lists], sort_keys=True
    )


@pytest.mark.slow
@pytest.mark.parametrize("kind", [Mapflow, AsyncMapflow])
async def test_no_call_reaches_what_another_account_has(kind, tmp_path, loopback):
    with sandbox.start(speed=0) as running:
        owner, thief = (_of(kind, f"{n}@example.com", running) for n in ("owner", "thief"))
        has = await _possessions(owner)
        before = await _state(owner)
        given = {**has, "processings": [has["processing"]], "model": "buildings"}
        refused = 0
        for call in calls(thief, tmp_path, **given):
            try:
                response = await call.maybe_await()
            except errors.MapflowError as error:
                refused += isinstance(error, errors.NotFound | errors.PermissionDenied)
                continue
            things = response if isinstance(response, list) else [response]
            told = json.dumps([getattr(thing, "raw", None) for thing in things])
            assert "secret" not in told + repr(response), call
            assert not [name for name, key in has.items() if key in told], call
        assert refused > 40
        assert await _state(owner) == before
        await closed(owner)
        await closed(thief)


def test_the_state_file_is_private(tmp_path):
    with sandbox.start(state=tmp_path / "state.db"):
        kept = [path for path in tmp_path.rglob("*") if path.name.startswith("state.db")]
        assert kept
        for path in kept:
            assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path

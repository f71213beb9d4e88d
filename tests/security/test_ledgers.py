"""A folder of a batch holds no login and no key, whatever the source, and its ledger is private."""

import os
import stat
import warnings

import pytest

from mapflow import AsyncMapflow, Mapflow, batch, errors, sources
from tests.security import canary
from tests.support.client_kinds import closed, maybe_await
from tests.support.places import BLOCK

S = canary.SECRETS
_XYZ = "{z}/{x}/{y}.png"


def _wms(url):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return sources.WMS(url, login=S["login"], password=S["password"])


class Own:
    """A source of a user's own, whose ``repr`` shows all it has."""

    def __repr__(self):
        return f"Own({S['password']})"

    def params(self):
        return {"source_type": "xyz", "url": f"HTTPS://t.example.com/secretpath/{_XYZ}"}

    def params_v2(self):
        return {"userDefined": {"sourceType": "XYZ", **self.params()}}


SOURCES = {
    "everything": lambda: sources.XYZ(canary.TILES, login=S["login"], password=S["password"]),
    "path": lambda: sources.XYZ(f"https://t.example.com/{S['path_key']}/{_XYZ}"),
    "a word in the path": lambda: sources.TMS(f"https://t.example.com/secretpath/{_XYZ}"),
    "after the placeholders": lambda: sources.XYZ(f"https://t.example.com/{_XYZ}/secretpath"),
    "beside a placeholder": lambda: sources.Quadkey("https://t.example.com/{q}-secretpath.jpg"),
    "fragment": lambda: sources.XYZ(f"https://t.example.com/{_XYZ}#secretpath"),
    "query": lambda: sources.XYZ(f"https://t.example.com/{_XYZ}?k={S['tile_key']}"),
    "bare query": lambda: sources.XYZ(f"https://t.example.com/{_XYZ}?secretpath"),
    "login in front": lambda: sources.XYZ(f"https://{S['url_user']}@t.example.com/{_XYZ}"),
    "a map service": lambda: _wms(f"https://t.example.com/secretpath?{S['tile_key']}"),
    "a class by themselves": Own,
}
KEPT = {
    "provider": lambda: sources.Provider("Mapbox"),
    "bare tiles": lambda: sources.XYZ(f"https://t.example.com/tiles/1.0.0/satellite/{_XYZ}"),
}


def _leaks(folder):
    """What of the secrets stands in any file, as it lies on the disk."""
    texts = [path.read_bytes().decode("latin-1") for path in folder.rglob("*") if path.is_file()]
    assert texts
    return [
        name
        for text in texts
        for name in [*canary.found(text), *(["secretpath"] if "secretpath" in text else [])]
    ]


async def _begin(client, folder, source):
    """A batch that was stopped before it could order anything."""
    run = batch.run if isinstance(client, Mapflow) else batch.run_async
    return await maybe_await(
        run(client, {"A": BLOCK}, model="buildings", source=source, folder=folder, max_cost=0)
    )


@pytest.mark.parametrize("kind", [Mapflow, AsyncMapflow])
@pytest.mark.parametrize("make", SOURCES.values(), ids=SOURCES)
async def test_no_secret_is_kept_and_resume_asks_for_it(make, kind, mapflow_sandbox, tmp_path):
    folder = tmp_path / "batch"
    client = kind(token=mapflow_sandbox.token, base_url=mapflow_sandbox.base_url)
    resume = batch.resume if kind is Mapflow else batch.resume_async
    report = await _begin(client, folder, make())
    assert report.counts == {"over_budget": 1}
    assert _leaks(folder) == []
    with pytest.raises(errors.InvalidInput, match="source="):
        await maybe_await(resume(client, folder, max_cost=1000))
    again = await maybe_await(resume(client, folder, source=make(), max_cost=0))
    assert again.counts == {"over_budget": 1}
    assert _leaks(folder) == []
    await closed(client)


@pytest.mark.parametrize("make", KEPT.values(), ids=KEPT)
async def test_what_holds_no_secret_is_kept(make, mapflow_sandbox, tmp_path):
    with mapflow_sandbox.client() as client:
        await _begin(client, tmp_path / "batch", make())
        assert batch.resume(client, tmp_path / "batch", max_cost=0).counts == {"over_budget": 1}


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
@pytest.mark.parametrize("mask", [0o000, 0o022])
async def test_a_ledger_is_private_whatever_the_umask(mask, mapflow_sandbox, tmp_path):
    before = os.umask(mask)
    try:
        with mapflow_sandbox.client() as client:
            await _begin(client, tmp_path / "batch", SOURCES["everything"]())
    finally:
        os.umask(before)
    for path in (tmp_path / "batch").glob("*.sqlite*"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600

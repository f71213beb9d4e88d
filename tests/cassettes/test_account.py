"""Recorded conversations about the account and its models."""

import pytest

from mapflow import errors
from tests.support.client_kinds import maybe_await


async def test_status(mf):
    status = await maybe_await(mf.account.status())
    assert "@" in status.email
    assert status.remaining_credits > 0 or status.remaining_area_m2 > 0
    assert "Mapbox" in " ".join(p.label for p in status.providers)
    assert status.raw["email"] == status.data.email == status.email


async def test_models(mf):
    models = {m.name: m for m in await maybe_await(mf.models.list())}
    buildings = await maybe_await(mf.models.get("buildings"))
    assert buildings.name == "🏠 Buildings"
    assert models[buildings.name].id == buildings.id
    assert buildings.price_per_km2 >= 0
    assert "Simplification" in {o.name for o in buildings.options}


async def test_unknown_model(mf):
    with pytest.raises(errors.UnknownModel) as caught:
        await maybe_await(mf.models.get("bildings"))
    assert "🏠 Buildings" in caught.value.candidates


async def test_wrong_token(stranger):
    with pytest.raises(errors.AuthenticationError) as caught:
        await maybe_await(stranger.account.status())
    assert caught.value.status == 401
    assert "account/api" in str(caught.value)

"""Recorded conversations about the models of an account."""

import pytest

from mapflow import errors
from tests.support.client_kinds import maybe_await


async def test_list_and_get(mf):
    models = {m.name: m for m in await maybe_await(mf.models.list())}
    buildings = await maybe_await(mf.models.get("buildings"))
    assert buildings.name == "🏠 Buildings"
    assert models[buildings.name].id == buildings.id
    assert buildings.price_per_km2 >= 0
    assert "Simplification" in {o.name for o in buildings.options}


async def test_unknown_name(mf):
    with pytest.raises(errors.UnknownModel) as caught:
        await maybe_await(mf.models.get("bildings"))
    assert "🏠 Buildings" in caught.value.candidates

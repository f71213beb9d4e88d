"""Recorded conversations about projects."""

import pytest

from mapflow import errors
from tests.support.client_kinds import maybe_await


async def test_default(mf):
    project = await maybe_await(mf.projects.default())
    assert project.is_default
    assert project.models


async def test_lists_all(mf):
    made = await maybe_await(mf.projects.create("Coast 2026"))
    listed = await maybe_await(mf.projects.list())
    assert made.id in {p.id for p in listed}
    assert any(p.is_default for p in listed)
    await maybe_await(made.delete())


async def test_life_of_a_project(mf):
    made = await maybe_await(mf.projects.create("Берег 🌊", description="seen from above"))
    assert (made.name, made.description) == ("Берег 🌊", "seen from above")

    renamed = await maybe_await(mf.projects.update(made, name="Shore"))
    assert (renamed.name, renamed.description) == ("Shore", "seen from above")

    by_id = await maybe_await(mf.projects.get(made.id))
    assert (by_id, by_id.name) == (made, "Shore")

    await maybe_await(mf.projects.delete(made.id))
    with pytest.raises(errors.NotFound) as caught:
        await maybe_await(mf.projects.get(made.id))
    assert caught.value.status == 404

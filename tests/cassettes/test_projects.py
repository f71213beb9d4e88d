"""Recorded conversations about projects."""

import pytest

from mapflow import errors
from tests.support.flavours import settled


async def test_default(mf):
    project = await settled(mf.projects.default())
    assert project.is_default
    assert project.models


async def test_lists_all(mf):
    made = await settled(mf.projects.create("Coast 2026"))
    listed = await settled(mf.projects.list())
    assert made.id in {p.id for p in listed}
    assert any(p.is_default for p in listed)
    await settled(made.delete())


async def test_life_of_a_project(mf):
    made = await settled(mf.projects.create("Берег 🌊", description="seen from above"))
    assert (made.name, made.description) == ("Берег 🌊", "seen from above")

    renamed = await settled(mf.projects.update(made, name="Shore"))
    assert (renamed.name, renamed.description) == ("Shore", "seen from above")

    by_id = await settled(mf.projects.get(made.id))
    assert (by_id, by_id.name) == (made, "Shore")

    await settled(mf.projects.delete(made.id))
    with pytest.raises(errors.NotFound) as caught:
        await settled(mf.projects.get(made.id))
    assert caught.value.status == 404

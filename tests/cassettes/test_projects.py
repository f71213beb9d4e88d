"""Recorded conversations about projects."""

import pytest

from mapflow import errors
from tests.support.flavours import gathered, settled


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


async def test_page_by_page(mf):
    for name in ("Harbour north", "Hill", "Harbour south"):
        await settled(mf.projects.create(name))
    pages = mf.projects.pages(name="harbour", sort_by="name", descending=False, page_size=1)
    assert [p.name for p in await gathered(pages)] == ["Harbour north", "Harbour south"]
    rest = mf.projects.pages(name="harbour", sort_by="name", descending=False, cursor=1)
    assert [p.name for p in await settled(rest.all())] == ["Harbour south"]


async def test_share(mf, control):
    if control:
        control.account("ada@example.com")
    project = await settled(mf.projects.create("Harbour"))
    await settled(mf.projects.share(project, "ada@example.com"))
    shared = await settled(project.refresh())
    assert shared.raw["shareProject"]["users"][0]["role"] == "readonly"
    with pytest.raises(errors.MapflowError):
        await settled(mf.projects.share(project, "nobody@example.com"))

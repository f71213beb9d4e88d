"""Recorded conversations about projects."""

import pytest

from mapflow import errors
from tests.support.client_kinds import gathered, maybe_await


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


async def test_page_by_page(mf):
    for name in ("Harbour north", "Hill", "Harbour south"):
        await maybe_await(mf.projects.create(name))
    pages = mf.projects.pages(name="harbour", sort_by="name", descending=False, page_size=1)
    assert [p.name for p in await gathered(pages)] == ["Harbour north", "Harbour south"]
    rest = mf.projects.pages(name="harbour", sort_by="name", descending=False, cursor=1)
    assert [p.name for p in await maybe_await(rest.all())] == ["Harbour south"]


async def test_share(mf, control):
    if control:
        control.account("ada@example.com")
    project = await maybe_await(mf.projects.create("Harbour"))
    await maybe_await(mf.projects.share(project, "ada@example.com"))
    shared = await maybe_await(project.refresh())
    assert shared.raw["shareProject"]["users"][0]["role"] == "readonly"
    with pytest.raises(errors.MapflowError):
        await maybe_await(mf.projects.share(project, "nobody@example.com"))

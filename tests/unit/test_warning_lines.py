"""Warnings point at the line of the program that called, however deep below it they arise."""

import asyncio
import inspect

import httpx
import pytest

from mapflow import AsyncMapflow, Mapflow, errors, sources
from mapflow._warnings import warn
from mapflow.geometry import as_geometry
from tests.support.places import square

OVERLAPPING = [square(37, 55, 0.002), square(37.001, 55, 0.002)]
TILES = "https://maps.example.com/wms"


def here():
    return inspect.currentframe().f_back.f_lineno


def client(kind):
    """A client of a service that refuses everything: areas are read before."""
    is_sync = kind is Mapflow
    refused = httpx.MockTransport(lambda _: httpx.Response(404, json={"code": "NOT_FOUND"}))
    own = (httpx.Client if is_sync else httpx.AsyncClient)(transport=refused)
    return kind(token="a@example.com:b", base_url="https://mapflow.test/rest", http_client=own)


def points_at(told, line):
    assert [(each.filename, each.lineno) for each in told] == [(__file__, line)]


def test_reading_an_area():
    line = here() + 2
    with pytest.warns(errors.AreaWarning) as told:
        as_geometry(OVERLAPPING)
    points_at(told, line)


def test_a_run():
    mf = client(Mapflow)
    line = here() + 2
    with pytest.warns(errors.AreaWarning) as told, pytest.raises(errors.NotFound):
        mf.processings.run(model="buildings", area=OVERLAPPING)
    points_at(told, line)


def test_an_async_run():
    mf = client(AsyncMapflow)
    lines = []

    async def main():
        lines.append(here() + 1)
        await mf.processings.run(model="buildings", area=OVERLAPPING)

    with pytest.warns(errors.AreaWarning) as told, pytest.raises(errors.NotFound):
        asyncio.run(main())
    points_at(told, lines[0])


def test_an_async_run_in_a_task_points_at_what_runs_the_loop():
    mf = client(AsyncMapflow)

    async def main():
        await asyncio.create_task(mf.processings.run(model="buildings", area=OVERLAPPING))

    line = here() + 2
    with pytest.warns(errors.AreaWarning) as told, pytest.raises(errors.NotFound):
        asyncio.run(main())
    points_at(told, line)


def test_a_source():
    line = here() + 2
    with pytest.warns(errors.DeprecatedSourceWarning) as told:
        sources.WMS(TILES)
    points_at(told, line)


def test_without_a_line_of_the_user_it_is_still_told(monkeypatch):
    monkeypatch.setattr("mapflow._warnings._package", lambda frame: "mapflow")
    with pytest.warns(errors.SpendingWarning, match="something"):
        warn("something", errors.SpendingWarning)

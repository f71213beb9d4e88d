"""Long lists: nothing is lost, nothing comes twice, and an interrupted list resumes."""

import json
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from mapflow import Filters, errors
from tests.support.client_kinds import gathered, maybe_await
from tests.support.places import MOSCOW

from .conftest import PROJECT

PLAN = "0b5f6c1e-7a34-4f0e-9d55-1f2a3c4d5e60"


def entry(number):
    """Something with what any kind of list shows of it."""
    identifier = f"00000000-0000-4000-8000-{number:012}"
    return {"id": identifier, "name": f"N{number}", "status": "OK", "providerName": "maxar"}


@dataclass
class Kind:
    """A list of the facade, and the operation behind it."""

    path: str
    read: Any
    key: str = "results"

    @property
    def route(self):
        return "POST", self.path

    def response(self, everything, request, largest=1000):
        """What a service with this total, and this largest page, returns."""
        asked = json.loads(request.content)
        size = min(asked.get("limit") or asked["perPage"], largest)
        start = asked["offset"] if "offset" in asked else (asked["page"] - 1) * size
        rows = [entry(n) for n in range(everything)][start : start + size]
        return httpx.Response(200, json={self.key: rows, "total": everything})


KINDS = {
    "projects": Kind("/projects/page", lambda mf, **given: mf.projects.pages(**given)),
    "processings": Kind(
        f"/projects/{PROJECT}/processings/v2/page",
        lambda mf, **given: mf.processings.pages(**given),
    ),
    "statistics": Kind(
        "/processings/stats", lambda mf, **given: mf.processings.statistics(**given)
    ),
    "catalog": Kind(
        "/catalog/meta", lambda mf, **given: mf.catalog.search(MOSCOW, **given), "images"
    ),
    "planned": Kind(
        f"/processings/template/{PLAN}/images",
        lambda mf, **given: mf.planned.images(PLAN, **given),
        "images",
    ),
}


@pytest.fixture(params=KINDS)
def kind(request):
    return KINDS[request.param]


def numbers(items):
    """Which entries were read: images of a catalog have no name."""
    return [int(str(item.raw["name"]).removeprefix("N")) for item in items]


async def read_until(pages, count):
    """Read ``count`` items, then stop in the middle of a page."""
    found = []
    if hasattr(pages, "__aiter__"):
        async for item in pages:
            found.append(item)
            if len(found) == count:
                break
    else:
        for item in pages:
            found.append(item)
            if len(found) == count:
                break
    return found


async def test_pages_are_fetched_as_they_are_read(mf, service, kind):
    service.responses[kind.route] = lambda request: kind.response(45, request)
    pages = kind.read(mf, page_size=20)
    assert service.log == []
    assert (pages.cursor, pages.total) == (0, None)
    await read_until(pages, 1)
    assert len(service.sent(*kind.route)) == 1
    assert (pages.cursor, pages.total) == (1, 45)
    assert numbers(await gathered(pages)) == list(range(1, 45))
    assert (pages.cursor, pages.total) == (45, 45)


async def test_the_end_is_known_from_the_total(mf, service, kind):
    service.responses[kind.route] = lambda request: kind.response(40, request)
    assert numbers(await gathered(kind.read(mf, page_size=20))) == list(range(40))
    assert len(service.sent(*kind.route)) == 2


async def test_without_a_total_an_empty_page_is_the_end(mf, service, kind):
    def untold(request):
        rows = kind.response(45, request).json()[kind.key]
        return httpx.Response(200, json={kind.key: rows})

    service.responses[kind.route] = untold
    pages = kind.read(mf, page_size=20)
    assert numbers(await gathered(pages)) == list(range(45))
    assert pages.total is None


@pytest.mark.parametrize("told", [True, False])
async def test_a_service_with_smaller_pages_loses_nothing(mf, service, kind, told):
    def capped(request):
        response = kind.response(45, request, largest=7).json()
        return httpx.Response(200, json=response if told else {kind.key: response[kind.key]})

    service.responses[kind.route] = capped
    assert numbers(await gathered(kind.read(mf, page_size=20))) == list(range(45))


@pytest.mark.parametrize("cursor", [5, 13, 20, 30, 44, 45, 60])
@pytest.mark.parametrize("largest", [1000, 7])
async def test_a_list_goes_on_from_any_place(mf, service, kind, cursor, largest):
    service.responses[kind.route] = lambda request: kind.response(45, request, largest)
    found = await gathered(kind.read(mf, page_size=20, cursor=cursor))
    assert numbers(found) == list(range(cursor, 45))


@pytest.mark.parametrize(
    ("interruption", "error"),
    [
        (httpx.ConnectError("the cable is out"), errors.ConnectionFailed),
        (httpx.ReadTimeout("nothing came"), errors.TimedOut),
        (httpx.Response(500), errors.ServerError),
        (httpx.Response(200, content=b'{"results": [{"id'), errors.InvalidResponse),
    ],
)
async def test_an_interrupted_list_resumes_from_its_cursor(mf, service, kind, interruption, error):
    calls = []

    def breaks(request):
        calls.append(request)
        if len(calls) != 2:
            return kind.response(45, request)
        if isinstance(interruption, Exception):
            raise interruption
        return interruption

    service.responses[kind.route] = breaks
    pages = kind.read(mf, page_size=20)
    with pytest.raises(error):
        await maybe_await(pages.all())
    assert pages.cursor == 20
    rest = await maybe_await(kind.read(mf, page_size=20, cursor=pages.cursor).all())
    assert numbers(rest) == list(range(20, 45))


async def test_the_same_list_goes_on_where_it_was_left(mf, service, kind):
    service.responses[kind.route] = lambda request: kind.response(45, request)
    pages = kind.read(mf, page_size=20)
    first = numbers(await read_until(pages, 27))
    assert pages.cursor == 27
    assert first + numbers(await maybe_await(pages.all())) == list(range(45))


async def test_all_that_broke_loses_nothing_if_it_is_called_again(mf, service, kind):
    calls = []

    def breaks(request):
        calls.append(request)
        return httpx.Response(500) if len(calls) == 2 else kind.response(45, request)

    service.responses[kind.route] = breaks
    pages = kind.read(mf, page_size=20)
    with pytest.raises(errors.ServerError):
        await maybe_await(pages.all())
    assert numbers(await maybe_await(pages.all())) == list(range(45))
    assert await maybe_await(pages.all()) == []


async def test_what_broke_before_other_reading_is_not_mixed_in(mf, service, kind):
    calls = []

    def breaks(request):
        calls.append(request)
        return httpx.Response(500) if len(calls) == 2 else kind.response(45, request)

    service.responses[kind.route] = breaks
    pages = kind.read(mf, page_size=20)
    with pytest.raises(errors.ServerError):
        await maybe_await(pages.all())
    await read_until(pages, 3)
    assert numbers(await maybe_await(pages.all())) == list(range(23, 45))


@pytest.mark.parametrize("told", [{"total": 100}, {}])
async def test_a_page_that_repeats_is_noticed(mf, service, kind, told):
    same = {kind.key: [entry(n) for n in range(20)], **told}
    service.responses[kind.route] = lambda _: httpx.Response(200, json=same)
    with pytest.raises(errors.InvalidResponse, match="same page twice"):
        await gathered(kind.read(mf, page_size=20))
    assert len(service.sent(*kind.route)) == 2


async def test_pages_that_repeat_in_turn_are_noticed(mf, service, kind):
    starts = iter([0, 20, 0, 20, 0])

    def turn(_):
        start = next(starts)
        return httpx.Response(200, json={kind.key: [entry(start + n) for n in range(20)]})

    service.responses[kind.route] = turn
    with pytest.raises(errors.InvalidResponse, match="same page twice"):
        await gathered(kind.read(mf, page_size=20))
    assert len(service.sent(*kind.route)) == 3


async def test_projects_are_sorted_and_filtered_by_the_service(mf, service):
    route = KINDS["projects"].route
    service.responses[route] = {"results": [], "total": 0}
    await gathered(mf.projects.pages())
    await gathered(mf.projects.pages(name="Coast", sort_by="name", descending=False, page_size=7))
    assert service.sent(*route) == [
        {"limit": 20, "offset": 0, "sortBy": "UPDATED", "sortOrder": "DESC"},
        {"limit": 7, "offset": 0, "sortBy": "NAME", "sortOrder": "ASC", "filter": "Coast"},
    ]


async def test_processings_are_sorted_and_filtered_by_the_service(mf, service):
    route = KINDS["processings"].route
    service.responses[route] = {"results": [], "total": 0}
    await gathered(mf.processings.pages())
    await gathered(
        mf.processings.pages(PROJECT, terms="roofs", sort_by="cost", descending=True, cursor=9)
    )
    await gathered(mf.processings.pages(PROJECT, sort_by="CREATED"))
    assert service.sent(*route) == [
        {"limit": 30, "offset": 0},
        {"limit": 30, "offset": 9, "sortBy": "COST", "sortOrder": "DESC", "terms": "roofs"},
        {"limit": 30, "offset": 0, "sortBy": "CREATED", "sortOrder": "ASC"},
    ]


async def test_statistics_are_filtered_by_the_service(mf, service):
    route = KINDS["statistics"].route
    service.responses[route] = {"results": [], "total": "0"}
    pages = mf.processings.statistics(
        after="2026-01-01", before="2026-01-31", statuses=["ok"], terms="roofs"
    )
    await gathered(pages)
    (body,) = service.sent(*route)
    assert (body["page"], body["perPage"]) == (1, 100)
    assert (body["statuses"], body["terms"]) == (["OK"], "roofs")
    assert body["dateFrom"].startswith("2026-01-01T00:00:00")
    assert body["dateTo"].startswith("2026-01-31T23:59:59")
    # An older form of the response has its numbers as text.
    assert pages.total == 0


async def test_images_are_sorted_and_filtered_by_the_service(mf, service):
    catalog, planned = KINDS["catalog"].route, KINDS["planned"].route
    service.responses[catalog] = service.responses[planned] = {"images": [], "total": 0}
    given = {"sort_by": "cloud_cover", "descending": True, "page_size": 9}
    await gathered(mf.catalog.search(MOSCOW, max_cloud_cover_percent=20, **given))
    await gathered(mf.planned.images(PLAN, filters=Filters(max_cloud_cover_percent=20), **given))
    expected = {
        "sortBy": "CLOUD_COVER",
        "sortOrder": "DESC",
        "limit": 9,
        "offset": 0,
        "maxCloudCover": 20,
    }
    (body,) = service.sent(*catalog)
    del body["aoi"]
    assert body == expected
    assert service.sent(*planned) == [expected]


@pytest.mark.parametrize(
    "given", [{"page_size": 0}, {"cursor": -1}, {"page_size": True}, {"cursor": "7"}]
)
def test_bad_pages(mf, service, kind, given):
    with pytest.raises(errors.InvalidInput):
        kind.read(mf, **given)
    assert service.log == []

"""A result draws itself: its areas around it, its imagery below it, and no secret in it."""

import base64
import io
import json

import httpx
import pytest
from PIL import Image

from mapflow import errors
from mapflow._http import timing
from tests.maps.pages import Page
from tests.support.client_kinds import closed, maybe_await

from .conftest import JOB

pytestmark = pytest.mark.usefixtures("disk")
RING = [[37.30, 55.60], [37.31, 55.60], [37.31, 55.61], [37.30, 55.61], [37.30, 55.60]]
OUTLINE = {"type": "Polygon", "coordinates": [RING]}
AREAS = [
    {"id": "7c5d9c19-4c2f-4b3f-8a55-000000000001", "status": "OK", "geometry": OUTLINE},
    {
        "id": "7c5d9c19-4c2f-4b3f-8a55-000000000002",
        "status": "OK",
        "geometry": {
            "type": "Polygon",
            "coordinates": [[[round(lon + 0.1, 6), lat] for lon, lat in RING]],
        },
    },
]
COLLECTION = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"id": n, "object_type": "buildings", "class_id": "101"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[37.302, 55.602], [37.304, 55.602], [37.304, 55.604]]],
            },
        }
        for n in range(3)
    ],
}
TILES = "https://tiles.test/cogs/{z}/{x}/{y}.png?uri=s3://bucket/key&signature=very-secret"


def tile(colour=(200, 30, 30)):
    out = io.BytesIO()
    Image.new("RGB", (256, 256), colour).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def job(service):
    """A finished processing with two areas and imagery."""
    service.responses["GET", f"/processings/{JOB}/result"] = COLLECTION
    service.responses["GET", f"/processings/{JOB}/aois"] = AREAS
    described = {
        "id": JOB,
        "name": "Roofs of <Tartu>",
        "status": "OK",
        "created": "2026-03-01T10:00:00Z",
        "workflowDef": {"id": JOB, "name": "Buildings"},
        "rasterLayer": {"tileUrl": TILES, "tileJsonUrl": "https://tiles.test/cogs.json"},
    }
    service.responses["GET", f"/processings/{JOB}"] = described
    return described


class Tiles:
    """Serves tiles for any address, and keeps the requests."""

    def __init__(self, service, respond=lambda _: httpx.Response(200, content=tile())):
        self.asked = []
        self._usual = service.__class__.__call__
        self._respond = respond

    def __call__(self, service, request):
        if request.url.host != "tiles.test":
            return self._usual(service, request)
        self.asked.append(request)
        return self._respond(request)


@pytest.fixture
def tiles(service, monkeypatch):
    """Play the host of the imagery, with a function of a request if it is given one."""

    def play(respond=None):
        found = Tiles(service) if respond is None else Tiles(service, respond)
        monkeypatch.setattr(type(service), "__call__", lambda self, request: found(self, request))
        return found

    return play


@pytest.mark.parametrize("by", ["processing", "result", "id"])
async def test_a_map_has_the_features_the_areas_and_the_imagery(mf, job, tiles, by):
    asked = tiles().asked
    if by == "id":
        found = await maybe_await(mf.processings.result(JOB).map())
    else:
        handle = await maybe_await(mf.processings.get(JOB))
        found = await maybe_await((handle if by == "processing" else handle.result()).map())
    assert found.notices == []
    assert found.count == 3
    page = Page(found.html())
    assert len(page.data("features")["features"]) == 3
    assert len(page.data("view")["area"]["geometries"]) == 2
    (image,) = page.data("view")["backdrops"]
    picture = Image.open(io.BytesIO(base64.b64decode(image["url"].partition(",")[2])))
    assert picture.getpixel((5, 5)) == pytest.approx((200, 30, 30), abs=6)
    assert 1 < len(asked) <= 49
    assert len({str(request.url) for request in asked}) == len(asked)
    assert "Roofs of &lt;Tartu&gt; · 2026-03-01" in found.html()
    assert "<title>Buildings</title>" in found.html()


async def test_no_token_goes_to_the_tiles_and_no_address_into_the_map(mf, job, tiles, tmp_path):
    asked = tiles().asked
    found = await maybe_await(mf.processings.result(JOB).map(title="Mine"))
    for request in asked:
        assert {"authorization", "cookie"}.isdisjoint(request.headers)
    page = found.html()
    for secret in ("very-secret", "s3://", "tiles.test", "a@example.com"):
        assert secret not in page
        assert secret not in found._repr_html_()
    saved = found.save(tmp_path / "a.png")
    assert b"very-secret" not in saved.read_bytes()


async def test_one_area_alone_has_its_own_outline(mf, job):
    only = mf.processings.result(JOB, area=AREAS[1]["id"])
    found = await maybe_await(only.map(imagery=False))
    assert Page(found.html()).data("view")["area"] == AREAS[1]["geometry"]
    assert found.notices == []


FAILURES = {
    "offline": (httpx.ConnectError("no route"), "could not be fetched"),
    "refused": (httpx.Response(403), "could not be fetched"),
    "no tiles": (httpx.Response(404), "no tiles here"),
    "no picture": (httpx.Response(200, content=b"<html>login</html>"), "cannot be read"),
    "endless": (httpx.Response(200, content=b"x" * (9 << 20)), "larger than a picture"),
}


@pytest.mark.parametrize("failure", FAILURES)
async def test_a_map_without_imagery_says_why(mf, job, tiles, failure):
    outcome, told = FAILURES[failure]

    def respond(_):
        if isinstance(outcome, Exception):
            raise outcome
        return httpx.Response(outcome.status_code, content=outcome.content)

    asked = tiles(respond).asked
    found = await maybe_await(mf.processings.result(JOB).map())
    (notice,) = found.notices
    assert told in notice
    assert "very-secret" not in notice
    page = Page(found.html())
    assert page.data("view")["backdrops"] == []
    assert len(page.data("features")["features"]) == 3
    # What is offline is not asked for one tile after the other.
    assert len(asked) <= (49 if failure == "no picture" else 5)


async def test_imagery_does_not_hold_a_map_up(mf, job, tiles, monkeypatch):
    """No tile is waited for as long as a result, nor for as long as its host asks for."""
    now = [0.0]
    monkeypatch.setattr(timing, "monotonic", lambda: now[0])

    def respond(_):
        now[0] += 20
        return httpx.Response(200, content=tile())

    asked = tiles(respond).asked
    found = await maybe_await(mf.processings.result(JOB).map())
    assert found.notices == ["No imagery: it did not arrive within 60 s."]
    assert len(asked) < 12
    for request in asked:
        assert request.extensions["timeout"]["read"] <= 15
        assert request.extensions["retry"].total_timeout <= 5
        assert request.extensions["retry"].total == 1


async def test_a_tile_that_is_huge_once_opened_is_not_opened(mf, job, tiles):
    large = io.BytesIO()
    Image.new("1", (9000, 9000)).save(large, "PNG")
    tiles(lambda _: httpx.Response(200, content=large.getvalue()))
    (notice,) = (await maybe_await(mf.processings.result(JOB).map())).notices
    assert "9,000 × 9,000 pixels; the maximum is 4,096 × 4,096" in notice


async def test_a_processing_without_imagery_says_so(mf, job):
    job["rasterLayer"] = None
    found = await maybe_await(mf.processings.result(JOB).map())
    assert "no layer" in found.notices[0]
    job["rasterLayer"] = {"tileUrl": "https://tiles.test/all.png", "tileJsonUrl": "https://a.test"}
    found = await maybe_await(mf.processings.result(JOB).map())
    assert "no layer" in found.notices[0]


async def test_coarse_imagery_is_found(mf, job, tiles):
    def respond(request):
        zoom = int(request.url.path.split("/")[2])
        return httpx.Response(200, content=tile()) if zoom <= 11 else httpx.Response(404)

    asked = tiles(respond).asked
    found = await maybe_await(mf.processings.result(JOB).map())
    assert found.notices == []
    assert int(asked[0].url.path.split("/")[2]) > 11


async def test_without_pillow_there_is_a_map_and_a_word_about_it(mf, job, tiles, monkeypatch):
    tiles()
    import importlib.util

    usual = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *a: None if name == "PIL" else usual(name, *a)
    )
    found = await maybe_await(mf.processings.result(JOB).map())
    assert 'pip install "mapflow-client[maps]"' in found.notices[0]
    assert found.html()
    with pytest.raises(errors.ConfigurationError, match="Pillow"):
        found.save("a.png")


async def test_what_has_not_ended_has_no_map(mf, job):
    job["status"] = "IN_PROGRESS"
    with pytest.raises(errors.InvalidInput, match="no result yet"):
        await maybe_await(mf.processings.result(JOB).map())


async def test_a_map_lasts_after_the_client(mf, job, tmp_path):
    found = await maybe_await(mf.processings.result(JOB).map(imagery=False))
    await closed(mf)
    path = found.save(tmp_path / "a.html")
    assert json.loads(Page(path.read_text("utf-8")).text("view"))["groups"][0]["count"] == 3
    with pytest.raises(errors.InvalidFile, match="overwrite"):
        found.save(path)
    with pytest.raises(errors.InvalidFile, match="cannot be saved"):
        found.save(tmp_path / "a.gif")

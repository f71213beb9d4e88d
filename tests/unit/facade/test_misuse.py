"""What a sceptical reviewer found: each of these once spent, leaked, lied or crashed."""

import httpx
import pytest

from mapflow import AsyncMapflow, Mapflow, config, errors, geometry, sources
from tests.support.client_kinds import maybe_await
from tests.support.places import MOSCOW

from .conftest import BASE, JOB, PROJECT

RUN = ("POST", "/processings")


@pytest.mark.parametrize(
    "given",
    [
        {"max_cost": float("nan")},
        {"max_cost": "1"},
        {"max_cost": True},
        {"max_cost": -1},
        {"source": "Mapbox"},
        {"model": None},
        {"model": 5},
        {"meta": ["a"]},
        {"meta": {1: "a"}},
        {"options": {"Simplification": "false"}},
        {"options": {"Simplification": 1}},
    ],
)
async def test_wrong_types_are_told_before_anything_is_spent(mf, service, given):
    usual = {"model": "buildings", "area": MOSCOW, "source": sources.Provider("Mapbox")}
    with pytest.raises(errors.InvalidInput):
        await maybe_await(mf.processings.run(**(usual | given)))
    assert service.sent(*RUN) == []


@pytest.mark.parametrize("timeout_s", [float("inf"), float("nan"), 1e12, None, "3"])
@pytest.mark.parametrize("kind", [Mapflow, AsyncMapflow])
def test_timeouts_are_finite(kind, timeout_s):
    with pytest.raises(errors.InvalidInput):
        kind(token="a:b", base_url=BASE, timeout_s=timeout_s)


async def test_a_token_function_that_gives_none(mf, service):
    client = type(mf)(
        token=lambda: None, base_url=BASE, http_client=mf._session.transport._clients.client
    )
    with pytest.raises(errors.ConfigurationError):
        await maybe_await(client.processings.get(JOB))


@pytest.mark.parametrize("token", ["Bearer abc\nSECRET", "Bearer \x00SECRET", "Bearer é"])
def test_an_unprintable_token_is_refused_and_not_repeated(token):
    with pytest.raises(errors.ConfigurationError) as caught:
        config.authorization(token)
    assert "SECRET" not in str(caught.value)


PAGE = httpx.Response(200, html="<html>please log in</html>")


async def test_a_web_page_is_no_success(mf, service):
    service.responses["DELETE", f"/processings/{JOB}"] = PAGE
    service.responses["DELETE", f"/rasters/mosaic/{JOB}"] = PAGE
    with pytest.raises(errors.InvalidResponse):
        await maybe_await(mf.processings.delete(JOB))
    with pytest.raises(errors.InvalidResponse):
        await maybe_await(mf.imagery.mosaics.delete(JOB))


async def test_a_web_page_is_no_preview(mf, service, tmp_path):
    service.responses["GET", f"/rasters/image/{JOB}/preview/s"] = PAGE
    with pytest.raises(errors.InvalidResponse):
        await maybe_await(mf.imagery.images.preview(JOB, tmp_path / "p.jpg"))
    assert list(tmp_path.iterdir()) == []


async def test_an_interrupted_run_names_its_tag(mf, service):
    def stop(request):
        raise KeyboardInterrupt

    service.responses[RUN] = stop
    with pytest.raises(KeyboardInterrupt) as caught:
        await maybe_await(mf.processings.run(model="buildings", area=MOSCOW))
    tag = service.sent(*RUN)[0]["meta"]["mapflow-client-tag"]
    (note,) = caught.value.__notes__
    assert tag in note
    assert PROJECT in note


async def test_a_poll_takes_no_longer_than_the_wait(mf, service):
    service.responses["GET", f"/processings/{JOB}"] = {"id": JOB, "status": "IN_PROGRESS"}
    with pytest.raises(errors.WaitTimedOut):
        await maybe_await(mf.processings.wait(JOB, timeout_s=4))
    polls = [r for m, p, r in service.log if p == f"/processings/{JOB}"]
    assert all(poll.extensions["timeout"]["read"] <= 4 for poll in polls)


@pytest.mark.parametrize("overwrite", [True, False])
async def test_only_plain_files_are_replaced(mf, service, tmp_path, overwrite):
    import os

    service.responses["GET", f"/processings/{JOB}/result"] = {
        "type": "FeatureCollection",
        "features": [],
    }
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(errors.InvalidFile):
        await maybe_await(mf.processings.result(JOB).save(pipe, overwrite=overwrite))
    assert pipe.is_fifo()


async def test_long_names_in_any_script(mf, service, tmp_path):
    service.responses["GET", f"/processings/{JOB}/result"] = {
        "type": "FeatureCollection",
        "features": [],
    }
    path = tmp_path / ("ж" * 118 + ".geojson")
    assert (await maybe_await(mf.processings.result(JOB).save(path))).exists()


async def test_a_file_that_appears_meanwhile_is_kept(mf, service, tmp_path):
    path = tmp_path / "a.geojson"

    def appear(request):
        path.write_text("mine")
        return httpx.Response(200, json={"type": "FeatureCollection", "features": []})

    service.responses["GET", f"/processings/{JOB}/result"] = appear
    with pytest.raises(errors.InvalidFile, match="exists"):
        await maybe_await(mf.processings.result(JOB).save(path))
    assert path.read_text() == "mine"
    assert [p.name for p in tmp_path.iterdir()] == ["a.geojson"]


async def test_sentences_end(mf, service):
    missing = httpx.Response(404, json={"code": "NOT_FOUND", "message": "Processing gone"})
    service.responses["GET", f"/processings/{JOB}"] = missing
    with pytest.raises(errors.NotFound, match=r"gone\. "):
        await maybe_await(mf.processings.get(JOB))


async def test_articles(mf):
    with pytest.raises(errors.InvalidInput, match="the id of an image"):
        await maybe_await(mf.imagery.images.get("x"))


def test_a_hint_names_what_exists():
    with pytest.raises(errors.InvalidArea) as caught:
        geometry.as_geometry((400000, 6100000, 401000, 6101000))
    assert "as_geometry(area, crs=" in str(caught.value) or "degrees" in str(caught.value)

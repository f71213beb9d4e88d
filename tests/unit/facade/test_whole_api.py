"""Version 2, pages, reviews, the catalog and planned searches, as they go over the wire."""

import httpx
import pytest

from mapflow import AsyncMapflow, Filters, Mapflow, errors, sources
from tests.support.client_kinds import gathered, maybe_await
from tests.support.places import MOSCOW, square

from .conftest import BASE, BUILDINGS, JOB, PROJECT

RUN, RUN_V2 = ("POST", "/processings"), ("POST", "/processings/v2")
TWO = {
    "type": "MultiPolygon",
    "coordinates": [square(37.3, 55.636)["coordinates"], square(37.31, 55.64)["coordinates"]],
}
PLAN = "0b5f6c1e-7a34-4f0e-9d55-1f2a3c4d5e60"


@pytest.fixture(params=["sync", "async"])
def v2(request, service, clock):
    service.responses[RUN_V2] = {"id": JOB, "status": "UNPROCESSED"}
    service.responses["POST", "/processing/cost/v2"] = 30
    transport = httpx.MockTransport(service)
    if request.param == "sync":
        kind, http = Mapflow, httpx.Client(transport=transport)
    else:
        kind, http = AsyncMapflow, httpx.AsyncClient(transport=transport)
    return kind(token="a:b", base_url=BASE, http_client=http, api_version="v2")


async def run(mf, **given):
    return await maybe_await(mf.processings.run(model="buildings", area=MOSCOW, **given))


async def test_version_2_when_asked_for(v2, service):
    await run(v2, source=sources.Provider("Mapbox", zoom=18), max_cost=50)
    (body,) = service.sent(*RUN_V2)
    assert body["params"] == {
        "sourceParams": {"dataProvider": {"providerName": "Mapbox", "zoom": 18}}
    }
    assert body["meta"]["mapflow-client-tag"]
    assert service.sent(*RUN) == []


async def test_a_price_for_so_much_area(mf, service):
    service.responses["POST", "/processing/cost/v2"] = 30
    price = mf.processings.estimate_by_size(
        model="buildings", area_m2=2_500_000, source=sources.Provider("Mapbox")
    )
    assert await maybe_await(price) == 30
    (body,) = service.sent("POST", "/processing/cost/v2")
    assert body["areaSqKm"] == 2.5
    assert "geometry" not in body


@pytest.mark.parametrize("size", [0, -1, float("nan"), float("inf"), "1", None, True])
async def test_no_price_for_what_is_no_size(mf, service, size):
    with pytest.raises(errors.InvalidInput, match="square metres"):
        await maybe_await(mf.processings.estimate_by_size(model="buildings", area_m2=size))
    assert service.sent("POST", "/processing/cost/v2") == []


async def test_version_2_needs_a_source(v2, service):
    with pytest.raises(errors.InvalidInput, match="source"):
        await run(v2)
    assert service.sent(*RUN_V2) == []


@pytest.mark.parametrize(
    ("source", "more"),
    [
        (sources.MyImagery(mosaic=JOB), {}),
        (sources.ImagerySearch("maxar", ["a", "b"]), {}),
        (sources.Provider("Mapbox"), {"inference_params": {"threshold": 0.5}}),
    ],
)
async def test_version_2_by_itself_where_version_1_cannot_carry_it(mf, service, source, more):
    service.responses[RUN_V2] = {"id": JOB, "status": "UNPROCESSED"}
    service.responses["POST", "/processing/cost/v2"] = 30
    await run(mf, source=source, **more)
    assert len(service.sent(*RUN_V2)) == 1
    assert service.sent(*RUN) == []


@pytest.mark.parametrize(
    ("source", "params"),
    [
        (
            sources.MyImagery([JOB], PROJECT),
            {"myImagery": {"imageIds": [JOB], "mosaicId": PROJECT}},
        ),
        (
            sources.ImagerySearch("Maxar", "x", zoom=18),
            {"imagerySearch": {"dataProvider": "maxar", "imageIds": ["x"], "zoom": 18}},
        ),
        (
            sources.TMS("https://t.test/{z}/{x}/{y}", login="u", password="p"),
            {
                "userDefined": {
                    "sourceType": "TMS",
                    "url": "https://t.test/{z}/{x}/{y}",
                    "rasterLogin": "u",
                    "rasterPassword": "p",
                }
            },
        ),
        (sources.Sentinel("g"), {"userDefined": {"sourceType": "SENTINEL_L2A", "url": "g"}}),
        (sources.GeoTIFF("s3://b/k"), {"userDefined": {"sourceType": "LOCAL", "url": "s3://b/k"}}),
    ],
)
def test_sources_of_version_2(source, params):
    assert source.params_v2() == params


@pytest.mark.parametrize("rating", [0, 6, True, 2.5, "5"])
async def test_bad_ratings(mf, service, rating):
    with pytest.raises(errors.InvalidInput):
        await maybe_await(mf.processings.rate(JOB, rating))
    assert service.log == []


@pytest.mark.parametrize(
    "review",
    [None, {"reviewStatus": "ACCEPTED"}, {"status": "ACCEPTED", "feedback": ""}, "NOT_ACCEPTED"],
)
async def test_only_what_is_in_review_is_accepted(mf, service, review):
    service.responses["GET", f"/processings/{JOB}"] = {
        "id": JOB,
        "status": "OK",
        "reviewStatus": review,
    }
    with pytest.raises(errors.InvalidInput, match="not to be reviewed"):
        await maybe_await(mf.processings.accept(JOB))


@pytest.mark.parametrize("name", ["reviewStatus", "status"])
async def test_reject(mf, service, name):
    review = {name: "IN_REVIEW", "inReviewUntil": "2030-01-01T00:00:00Z"}
    service.responses["GET", f"/processings/{JOB}"] = {
        "id": JOB,
        "status": "OK",
        "reviewStatus": review,
    }
    service.responses["PUT", f"/processings/{JOB}/rejection"] = httpx.Response(200)
    await maybe_await(mf.processings.reject(JOB, "too few"))
    (body,) = service.sent("PUT", f"/processings/{JOB}/rejection")
    assert body == {"comment": "too few", "features": {"type": "FeatureCollection", "features": []}}


@pytest.mark.parametrize(
    ("filters", "told"),
    [
        (Filters(providers=[]), "The list of providers is empty"),
        (Filters(providers=["maxar", " "]), "The name of a provider is empty"),
        (Filters(providers=""), "The name of a provider is empty"),
        (Filters(after="2026-02-01", before="2026-01-01"), "begins .* after it ends"),
        (Filters(max_cloud_cover_percent=101), "must be 0 to 100, got 101"),
        (Filters(max_cloud_cover_percent=-1), "must be 0 to 100, got -1"),
        (Filters(max_cloud_cover_percent=float("nan")), "percent is a number, not nan"),
        (Filters(max_cloud_cover_percent="20"), "max_cloud_cover_percent is a number, not '20'"),
        (Filters(max_cloud_cover_percent=True), "is a number, not True"),
        (Filters(min_intersection_percent=200), "must be 0 to 100, got 200"),
        (Filters(min_resolution_m=2, max_resolution_m=1), r"\(2\) is above max_resolution_m \(1\)"),
        (Filters(max_resolution_m=float("nan")), "max_resolution_m is a number, not nan"),
        (Filters(min_off_nadir_deg=9, max_off_nadir_deg=-9), r"above max_off_nadir_deg \(-9\)"),
        (Filters(min_off_nadir_deg="9"), "min_off_nadir_deg is a number, not '9'"),
        (Filters(product_types=["film"]), "product type 'FILM'"),
        (Filters(after="yesterday"), "not a date"),
    ],
)
async def test_bad_filters(mf, service, filters, told):
    with pytest.raises(errors.InvalidInput, match=told):
        await gathered(mf.catalog.search(MOSCOW, **filters._asdict()))
    with pytest.raises(errors.InvalidInput, match=told):
        await maybe_await(mf.planned.create("Quays", area=MOSCOW, filters=filters))
    with pytest.raises(errors.InvalidInput, match=told):
        await maybe_await(mf.planned.update(PLAN, filters=filters))
    assert [path for method, path, _ in service.log if method != "GET"] == []


@pytest.mark.parametrize("role", ["king", "", " owner", "OWNERS"])
async def test_there_are_four_roles(mf, service, role):
    with pytest.raises(errors.InvalidInput, match="The roles are readonly, contributor") as caught:
        await maybe_await(mf.projects.share(PROJECT, "a@example.com", role=role))
    assert repr(role) in str(caught.value)
    assert service.log == []


@pytest.mark.parametrize("wrapped", [True, False])
async def test_search_reads_both_shapes(mf, service, wrapped):
    images = [
        {
            "id": "a",
            "providerName": "maxar",
            "pixelResolution": 0.0,
            "previews": '["{\\"url\\": \\"u\\"}"]',
        }
    ]
    service.responses["POST", "/catalog/meta"] = (
        {"images": images, "total": 1} if wrapped else images
    )
    (found,) = await gathered(mf.catalog.search(MOSCOW, before="2026-01-31"))
    assert (found.id, found.resolution_m, found.previews[0].url) == ("a", None, "u")
    (body,) = service.sent("POST", "/catalog/meta")
    assert body["acquisitionDateTo"] == "2026-01-31T23:59:59Z" or body[
        "acquisitionDateTo"
    ].startswith("2026-01-31T23:59:59")
    assert "dataProviders" not in body


def plan(**more):
    return {"id": PLAN, "name": "Quays", "status": "READY", "isActive": True, **more}


async def test_a_planned_search_has_one_feature_a_polygon(mf, service):
    service.responses["POST", "/processings/template"] = {"template": plan(), "searchResults": []}
    made = await maybe_await(mf.planned.create("Quays", area=TWO))
    assert made.is_active
    (body,) = service.sent("POST", "/processings/template")
    features = body["searchParams"]["aoiDetails"]["features"]
    assert [f["geometry"]["type"] for f in features] == ["Polygon", "Polygon"]
    assert "processingParams" not in body


async def test_a_planned_search_is_not_paused_twice(mf, service):
    service.responses["GET", f"/processings/template/{PLAN}"] = plan(isActive=False)
    with pytest.raises(errors.InvalidInput, match="'Quays' is paused already"):
        await maybe_await(mf.planned.pause(PLAN))
    assert [method for method, _, _ in service.log] == ["GET"]


async def test_a_planned_search_is_not_resumed_twice(mf, service):
    service.responses["GET", f"/processings/template/{PLAN}"] = plan(isActive=True)
    with pytest.raises(errors.InvalidInput, match="'Quays' is active already"):
        await maybe_await(mf.planned.resume(PLAN))
    assert [method for method, _, _ in service.log] == ["GET"]


async def test_areas_are_removed_with_a_body(mf, service):
    service.responses["DELETE", f"/processings/template/{PLAN}/aoi"] = {"deletedCount": 1}
    assert await maybe_await(mf.planned.remove_areas(PLAN, [JOB])) == 1
    assert service.sent("DELETE", f"/processings/template/{PLAN}/aoi") == [{"aoiIds": [JOB]}]


async def test_a_download_link_gets_no_token_and_its_name_stays_in_the_folder(
    mf, service, tmp_path
):
    image = "cccccccc-0000-4000-8000-000000000001"
    service.responses["GET", f"/rasters/image/{image}/download"] = {
        "download_url": "https://storage.test/k?signature=1",
        "filename": "../../etc/passwd",
        "expires_in": 60,
    }
    service.responses["GET", "/k"] = httpx.Response(200, content=b"II*\x00")
    path = await maybe_await(mf.imagery.images.download(image, tmp_path))
    assert path == tmp_path / "passwd"
    elsewhere = service.log[-1][2]
    assert elsewhere.url.host == "storage.test"
    assert "authorization" not in elsewhere.headers


async def test_a_download_link_has_to_be_safe(mf, service, tmp_path):
    image = "cccccccc-0000-4000-8000-000000000001"
    service.responses["GET", f"/rasters/image/{image}/download"] = {
        "download_url": "http://x.test/k"
    }
    with pytest.raises(errors.InvalidResponse):
        await maybe_await(mf.imagery.images.download(image, tmp_path))


async def test_version_needs_no_token(mf, service):
    service.responses["GET", "/version"] = httpx.Response(200, text="3.6.0\n")
    assert await maybe_await(mf.version()) == "3.6.0"
    assert "authorization" not in service.log[-1][2].headers


async def test_a_run_from_a_plan_is_sent_once(mf, service):
    from mapflow import CatalogImage

    service.responses["GET", f"/processings/template/{PLAN}"] = plan(projectId=PROJECT)
    service.responses["GET", f"/projects/{PROJECT}"] = {"id": PROJECT, "name": "P"}
    service.responses["POST", f"/processings/template/{PLAN}"] = httpx.Response(502)
    service.responses["GET", f"/projects/{PROJECT}/processings"] = []
    image = CatalogImage({"id": "a", "providerName": "maxar"})
    with pytest.raises(errors.OutcomeUnknown):
        await maybe_await(
            mf.planned.run(PLAN, image, name="Q", model=BUILDINGS, area=MOSCOW, max_cost=50)
        )
    assert len(service.sent("POST", f"/processings/template/{PLAN}")) == 1


async def test_a_run_from_a_plan_is_found_when_the_plan_responds(mf, service):
    import json

    from mapflow import CatalogImage

    searched = plan(projectId=PROJECT, searchParams={"dataProviders": ["maxar"]})
    sent = []

    def run_it(request):
        sent.append(json.loads(request.content))
        return httpx.Response(200, json=searched)

    service.responses["GET", f"/processings/template/{PLAN}"] = searched
    service.responses["GET", f"/projects/{PROJECT}"] = {"id": PROJECT, "name": "P"}
    service.responses["POST", f"/processings/template/{PLAN}"] = run_it
    service.responses["GET", f"/projects/{PROJECT}/processings"] = lambda _: httpx.Response(
        200, json=[{"id": JOB, "status": "UNPROCESSED", "meta": sent[0]["meta"]}]
    )
    # The provider is the only one that was searched: some images found do not name theirs.
    image = CatalogImage({"id": "a"})
    job = await maybe_await(mf.planned.run(PLAN, image, name="Q", model=BUILDINGS, area=MOSCOW))
    assert job.id == JOB
    assert len(sent) == 1


async def test_images_found_can_be_filtered_by_what_the_service_takes(mf, service):
    path = f"/processings/template/{PLAN}/images"
    service.responses["POST", path] = {"images": [], "total": 0}
    await gathered(mf.planned.images(PLAN, filters=Filters(max_cloud_cover_percent=20)))
    assert service.sent("POST", path) == [{"maxCloudCover": 20, "limit": 100, "offset": 0}]
    with pytest.raises(errors.InvalidInput, match="providers"):
        mf.planned.images(PLAN, filters=Filters(providers=["maxar"]))


@pytest.mark.parametrize(
    ("outline", "told"),
    [
        (None, None),
        ("MULTIPOLYGON EMPTY", None),
        ("Polygon empty", None),
        ("POLYGON ((0 1, 1 1, 1 0, 0 0, 0 1))", "POLYGON ((0 1, 1 1, 1 0, 0 0, 0 1))"),
    ],
)
async def test_an_empty_mosaic_covers_no_ground(mf, service, outline, told):
    service.responses["GET", f"/rasters/mosaic/{JOB}"] = {
        "id": JOB,
        "name": "May",
        "footprint": outline,
    }
    assert (await maybe_await(mf.imagery.mosaics.get(JOB))).footprint == told

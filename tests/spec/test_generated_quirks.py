"""The generated client, used alone: operations that are unlike the others."""

import asyncio
import json

import httpx
import pytest
from mapflow_openapi import AuthenticatedClient, Client, errors, models
from mapflow_openapi.api.catalog import search_catalog
from mapflow_openapi.api.planned import (
    create_template,
    get_template,
    remove_template_areas,
    run_template_v2,
)
from mapflow_openapi.api.processings import get_statistics, list_processings_v2, run_processing_v2
from mapflow_openapi.api.service import get_version
from mapflow_openapi.types import UNSET

from tests.spec.document import document
from tests.spec.stub import ID, TOKEN, client, saying

EXAMPLES = document()["components"]["examples"]


def said(name):
    return saying(200, json.dumps(EXAMPLES[name]["value"]).encode())


def listening(response):
    """A client, and the list of requests that it has sent."""
    sent = []

    def note(request):
        sent.append((request.method, request.url.path, json.loads(request.read() or b"null")))
        return httpx.Response(200, json=response)

    return client(note), sent


def test_a_delete_carries_its_body():
    api, sent = listening({"deletedCount": 1, "partitioningTriggered": True})
    body = models.AreasToRemove(aoi_ids=[ID])
    first = remove_template_areas.sync(ID, client=api, body=body)
    second = asyncio.run(remove_template_areas.asyncio(ID, client=api, body=body))
    assert first == second
    assert first.deleted_count == 1
    path = f"/rest/processings/template/{ID}/aoi"
    assert sent == [("DELETE", path, {"aoiIds": [str(ID)]})] * 2


def test_the_version_is_text_and_needs_no_token():
    def response(request):
        assert "Authorization" not in request.headers
        return httpx.Response(200, text="3.6.0")

    with Client("https://api.example.com/rest") as api:
        api.set_httpx_client(
            httpx.Client(
                base_url="https://api.example.com/rest", transport=httpx.MockTransport(response)
            )
        )
        assert get_version.sync(client=api) == "3.6.0"


def test_statistics_come_as_rows_or_as_a_file():
    body = models.StatisticsRequest(page=1, per_page=50)
    page = get_statistics.sync(client=said("StatisticsTwoRows"), body=body)
    assert [row.status for row in page.results] == ["OK", "FAILED"]
    assert page.total_cost == 54
    asked = []

    def file(request):
        asked.append(dict(request.url.params))
        return httpx.Response(200, headers={"Content-Type": "text/csv"}, content=b"name;cost\n")

    with get_statistics.stream(client=client(file), body=body, type_="CSV") as response:
        assert b"".join(response.iter_bytes()) == b"name;cost\n"
    assert asked == [{"type": "CSV"}]
    # Asked for rows by mistake, the file is at least not lost.
    with pytest.raises(errors.UndecodableBody) as raised:
        get_statistics.sync(client=client(file), body=body, type_="CSV")
    assert raised.value.content == b"name;cost\n"


def test_statistics_of_older_samples_are_text():
    old = {"results": [{"area": "12", "cost": "0", "archived": "false"}], "totalCost": "0"}
    api = saying(200, json.dumps(old).encode())
    page = get_statistics.sync(client=api, body=models.StatisticsRequest())
    assert page.to_dict() == old


@pytest.mark.parametrize("operation", [get_template, create_template])
def test_a_planned_search_comes_wrapped_or_bare(operation):
    body = models.TemplateCreate.from_dict(EXAMPLES["TemplateCreateQuays"]["value"])
    given = {"template_id": ID} if operation is get_template else {"body": body}
    wrapped = operation.sync(client=said("TemplateDetailFound"), **given)
    assert wrapped.template.name == "Quays in spring"
    assert wrapped.template.search_params.aoi_details.features[0].properties.name == "North quay"
    assert [finding.id for finding in wrapped.search_results] == ["AUR2_20260418T101502_0731"]
    bare = operation.sync(client=said("TemplateFound"), **given)
    assert bare.template is UNSET
    kept = models.Template.from_dict(bare.additional_properties)
    assert kept.to_dict() == wrapped.template.to_dict() | {"area": 996462}


def test_what_a_run_from_a_planned_search_returns_may_be_anything():
    body = models.TemplateRunV2.from_dict(EXAMPLES["TemplateRunV2OnFoundImage"]["value"])
    whole = run_template_v2.sync(ID, client=said("ProcessingV2Started"), body=body)
    assert whole.status == "UNPROCESSED"
    assert whole["percentCompleted"] == 0
    assert run_template_v2.sync(ID, client=saying(200, b"{}"), body=body).id is UNSET
    with pytest.raises(errors.UndecodableBody):
        run_template_v2.sync(ID, client=saying(200, b""), body=body)


def test_found_images_come_in_many_forms():
    search = models.CatalogSearch(aoi=models.Geometry())
    page = search_catalog.sync(client=said("CatalogPageTwo"), body=search)
    assert [image.provider_name for image in page.images] == ["aurora", "my_imagery_mosaics"]
    parts = [{"url": "https://a.example.com/1.jpg", "geometry": None}]
    for previews in (parts, [json.dumps(part) for part in parts], json.dumps(parts), None):
        image = {"id": "a", "zoom": "18", "previews": previews}
        api = saying(200, json.dumps({"images": [image]}).encode())
        seen = search_catalog.sync(client=api, body=search).images[0]
        assert seen.zoom == "18"
        told = [part.to_dict() for part in seen.previews] if previews is parts else seen.previews
        assert told == previews
    with pytest.raises(errors.UndecodableBody) as raised:
        search_catalog.sync(client=saying(200, b'[{"id": "a"}]'), body=search)
    assert raised.value.content == b'[{"id": "a"}]'


def test_a_run_has_one_source_and_nothing_empty_beside_it():
    api, sent = listening(EXAMPLES["ProcessingV2Started"]["value"])
    source = models.SourceParams(
        my_imagery=models.MyImagerySource(image_ids=[ID]),
    )
    body = models.ProcessingRunV2(
        geometry=models.Geometry.from_dict({"type": "Polygon"}),
        params=models.RunParamsV2(source_params=source),
        wd_name="🏠 Buildings",
    )
    made = run_processing_v2.sync(client=api, body=body)
    assert made.params.source_params.data_provider.provider_name == "mapbox"
    assert made.params.inference_params is None
    assert sent[0][2] == {
        "geometry": {"type": "Polygon"},
        "params": {"sourceParams": {"myImagery": {"imageIds": [str(ID)]}}},
        "wdName": "🏠 Buildings",
    }


def test_an_unknown_source_is_kept():
    odd = {"sourceParams": {"dataProvider": None, "drone": {"serial": 7}}, "inferenceParams": {}}
    for params in (odd, "unknown source", {"sourceParams": "unknown source"}, None):
        listed = [{"id": str(ID), "status": "OK", "params": params}]
        api = saying(200, json.dumps(listed).encode())
        assert list_processings_v2.sync(client=api)[0].to_dict() == listed[0]


def test_passwords_are_in_no_repr():
    flat = models.RunParams(url="u", raster_login="ann", raster_password="hush")
    own = models.UserDefinedSource("XYZ", "u", raster_login="ann", raster_password="hush")
    run = models.RunParamsV2(models.SourceParams(user_defined=own))
    response = models.ProcessingSource.from_dict({"userDefined": own.to_dict()})
    for shown in map(repr, (flat, own, run, response)):
        assert "ann" in shown
        assert "hush" not in shown
    assert own.to_dict()["rasterPassword"] == flat.to_dict()["raster_password"] == "hush"
    secret = AuthenticatedClient("https://api.example.com", token=TOKEN)
    assert TOKEN not in repr(secret)

"""Requests: what is surely wrong is refused, and everything a source sends is accepted."""

import pytest
from mapflow_openapi import models

from tests.spec.document import document, faults, operations, schemas
from tests.spec.stub import ID

MODEL = "8cb13006-a299-4df6-b47d-91bd63de947f"
PROVIDER = {"dataProvider": {"providerName": "mapbox"}}
SQUARE = {"type": "Polygon", "coordinates": [[[12, 57], [13, 57], [13, 58], [12, 57]]]}
RUN_V2 = {"geometry": SQUARE, "params": {"sourceParams": PROVIDER}}
TEMPLATE = {
    "name": "Quays",
    "projectId": str(ID),
    "activeUntil": "2026-10-28T07:59:00.0Z",
    "searchParams": {},
}


@pytest.mark.parametrize(
    ("schema", "wrong"),
    [
        ("ProcessingRun", {"wdName": "🏠 Buildings"}),
        ("ProcessingRun", {"geometry": [[10, 54]]}),
        ("ProcessingRun", {"geometry": {}, "wdId": "buildings"}),
        ("ProcessingRun", {"geometry": {}, "blocks": [{"name": "OSM"}]}),
        ("ProcessingRun", {"geometry": {}, "blocks": {"OSM": True}}),
        ("ProcessingRun", {"geometry": {}, "meta": {"depth": {"a": 1}}}),
        ("ProcessingRun", {"geometry": {}, "params": "Mapbox"}),
        ("CostRequest", {"geometry": {}}),
        ("ProjectCreate", {"description": "no name"}),
        ("ProcessingUpdate", {"projectId": 7}),
        ("MosaicCreate", {"name": "m", "tags": "harbour"}),
        ("ImageLink", {}),
        ("ProcessingRunV2", {"geometry": SQUARE}),
        ("ProcessingRunV2", {"params": {"sourceParams": PROVIDER}}),
        ("ProcessingRunV2", {"geometry": SQUARE, "params": {"data_provider": "mapbox"}}),
        ("ProcessingRunV2", RUN_V2 | {"blocks": None}),
        ("ProcessingRunV2", RUN_V2 | {"meta": "mine"}),
        ("SourceParams", {}),
        ("SourceParams", {**PROVIDER, "myImagery": {"mosaicId": str(ID)}}),
        ("SourceParams", {"dataProvider": None}),
        ("SourceParams", {"dataProvider": {"providerName": None}}),
        ("SourceParams", {"dataProvider": {"providerName": "mapbox", "zoom": 17.5}}),
        ("SourceParams", {"myImagery": {"imageIds": ["flight-07.tif"]}}),
        ("SourceParams", {"myImagery": {"imageIds": str(ID)}}),
        ("SourceParams", {"imagerySearch": {"imageIds": ["a"]}}),
        ("SourceParams", {"userDefined": {"url": "https://t.example.com/{z}/{x}/{y}.png"}}),
        ("SourceParams", {"userDefined": {"sourceType": "XYZ"}}),
        ("CostRequestV2", {"areaSqKm": 1}),
        ("CostRequestV2", {"wdId": MODEL, "areaSqKm": -1}),
        ("CostRequestV2", {"wdId": MODEL, "areaSqKm": "1"}),
        ("ProjectPageRequest", {"limit": -1}),
        ("ProcessingPageRequest", {"offset": "0"}),
        ("ShareRequest", {"projectId": str(ID), "email": "guest@example.com"}),
        ("ShareRequest", {"email": "guest@example.com", "role": "readonly"}),
        ("StatisticsRequest", {"statuses": "OK"}),
        ("StatisticsRequest", {"dateFrom": "March"}),
        ("RatingRequest", {"feedback": "nothing else"}),
        ("RatingRequest", {"rating": 0}),
        ("RatingRequest", {"rating": 6}),
        ("RatingRequest", {"rating": "5"}),
        ("Rejection", {"features": {"type": "FeatureCollection", "features": []}}),
        ("Rejection", {"comment": "wrong", "features": []}),
        ("CatalogSearch", {}),
        ("CatalogSearch", {"aoi": SQUARE, "dataProviders": "aurora"}),
        ("CatalogSearch", {"aoi": SQUARE, "maxCloudCover": "20"}),
        ("CatalogSearch", {"aoi": SQUARE, "acquisitionDateFrom": "spring"}),
        *(
            ("TemplateCreate", {key: value for key, value in TEMPLATE.items() if key != missing})
            for missing in TEMPLATE
        ),
        ("TemplateCreate", TEMPLATE | {"processingParams": {}}),
        ("TemplateUpdate", {"processingParams": {}}),
        ("TemplateUpdate", {"searchParams": None}),
        ("TemplateRunV2", {**RUN_V2, "name": "Quays"}),
        ("TemplateRunV2", {**RUN_V2, "updateTemplateGeometry": False}),
        ("TemplateRun", {"name": "Quays", "geometry": SQUARE, "updateTemplateGeometry": False}),
        ("AreasToAdd", {}),
        ("AreasToAdd", {"aois": [{"name": "no outline"}]}),
        ("AreasToAdd", {"geometry": SQUARE, "name": "x" * 65}),
        ("AreaUpdate", {"name": None}),
        ("AreasToRemove", {}),
        ("AreasToRemove", {"aoiIds": ["north"]}),
        ("FoundImagesRequest", {"aoiIds": str(ID)}),
    ],
)
def test_surely_wrong_requests_are_refused(schema, wrong):
    assert faults(wrong, schema) != []


@pytest.mark.parametrize(
    ("schema", "right"),
    [
        ("RunParams", {"zoom": "18"}),
        ("RunParams", {"source_type": "XYZ", "url": "https://t.example.com/{z}/{x}/{y}.png"}),
        ("RunParams", {"something_else": "arbitrary"}),
        ("ProcessingRun", {"geometry": {}, "description": None}),
        ("ProcessingUpdate", {}),
        ("ProjectCreate", {"name": "p", "description": None}),
        ("CostRequest", {"wdId": MODEL, "geometry": {}, "name": "x"}),
        ("ProcessingRunV2", RUN_V2 | {"description": None, "meta": {"version": "3.6", "n": 1}}),
        (
            "ProcessingRunV2",
            {"geometry": SQUARE, "params": {"sourceParams": PROVIDER, "inferenceParams": None}},
        ),
        ("SourceParams", {"dataProvider": {"providerName": "mapbox", "zoom": None}}),
        ("SourceParams", {"myImagery": {"imageIds": [str(ID)], "mosaicId": str(ID)}}),
        ("SourceParams", {"myImagery": {"imageIds": None, "mosaicId": str(ID)}}),
        ("SourceParams", {"imagerySearch": {"dataProvider": "aurora", "imageIds": None}}),
        (
            "SourceParams",
            {"userDefined": {"sourceType": "TMS", "url": "https://t", "crs": "epsg:3395"}},
        ),
        ("CostRequestV2", {"wdId": MODEL, "areaSqKm": 2, "geometry": SQUARE}),
        ("CostRequestV2", {**RUN_V2, "wdId": MODEL, "name": "x", "projectId": str(ID)}),
        ("ProjectPageRequest", {"filter": ""}),
        ("ProcessingPageRequest", {}),
        ("ShareRequest", {"projectId": str(ID), "userId": str(ID), "role": "MEMBER"}),
        ("StatisticsRequest", {"page": 1, "sort": "created:desc"}),
        ("RatingRequest", {"rating": 5, "feedback": ""}),
        ("CatalogSearch", {"aoi": SQUARE, "sortBy": "SOMETHING_NEW"}),
        ("TemplateCreate", TEMPLATE | {"processingParams": None}),
        ("TemplateCreate", TEMPLATE | {"processingParams": {"rest": {"wdName": "Forest"}}}),
        ("TemplateUpdate", {}),
        ("AreasToAdd", {"geometry": SQUARE, "name": None}),
        ("AreasToAdd", {"aois": []}),
        ("AreaUpdate", {"geometry": SQUARE}),
        ("FoundImagesRequest", {}),
    ],
)
def test_everything_the_sources_accept_is_accepted(schema, right):
    assert faults(right, schema) == []


@pytest.mark.parametrize(
    ("schema", "member", "value"),
    [
        ("RunParams", "zoom", 18),
        ("DataProviderSource", "zoom", "18"),
        ("ImagerySearchSource", "zoom", "18"),
        ("UserDefinedSource", "zoom", "18"),
    ],
)
def test_a_member_has_one_type_and_what_clients_send_besides_is_told(schema, member, value):
    definition = schemas()[schema]["properties"][member]
    assert faults(value, definition) != []
    assert any(faults(value, form["schema"]) == [] for form in definition["x-also-seen"])


def request_examples():
    for name, (*_, operation, _) in operations().items():
        content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        for key, item in content.get("examples", {}).items():
            model = content["schema"]["$ref"].rsplit("/", 1)[1]
            value = document()["components"]["examples"][item["$ref"].rsplit("/", 1)[1]]["value"]
            yield pytest.param(model, value, id=f"{name} {key}")


@pytest.mark.parametrize(("model", "value"), list(request_examples()))
def test_a_request_is_built_as_the_example_shows(model, value):
    built = getattr(models, model).from_dict(value).to_dict()
    assert faults(built, model) == []
    assert set(built) == set(value)
    for key, sent in built.items():
        # Points in time may be spelled in another way, and only they.
        kind = schemas()[model]["properties"][key].get("format")
        assert kind == "date-time" or key == "searchParams" or sent == value[key], key

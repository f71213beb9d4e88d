"""Every example of the spec fits its schema, and together they tell one consistent story."""

import json
import math

import pytest

from tests.spec.document import (
    bodies,
    document,
    faults,
    operations,
    properties,
    resolved,
    schemas,
    success,
)


def media_examples():
    """Every example of a request or response: (where, schema, value)."""
    for name, (*_, operation, _) in operations().items():
        for media, content in bodies(operation):
            for key, item in content.get("examples", {}).items():
                yield f"{name} {media} {key}", content["schema"], resolved(item)["value"]


def property_examples():
    for name, key, definition in properties():
        if "example" in definition:
            yield f"{name}.{key}", definition, definition["example"]
    for name, schema in schemas().items():
        if "example" in schema:
            yield name, schema, schema["example"]


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        pytest.param(schema, value, id=where)
        for where, schema, value in [*media_examples(), *property_examples()]
    ],
)
def test_example_fits_its_schema(schema, value):
    assert faults(value, schema) == []


def test_a_wrong_example_would_be_noticed():
    finished = {"id": "1", "status": "OK", "created": "yesterday", "cost": "27", "params": {"a": 1}}
    paths = {fault.split(":")[0] for fault in faults(finished, "Processing")}
    assert paths == {"$.id", "$.created", "$.cost", "$.params"}
    assert faults({"id": None, "status": "OK"}, "Processing") != []
    assert faults(None, schemas()["Processing"]["properties"]["rating"]) == []


def test_every_json_body_of_a_request_or_good_response_has_an_example():
    missing = [
        name
        for name, (*_, operation, _) in operations().items()
        for status, response in [
            ("body", operation.get("requestBody", {})),
            *operation["responses"].items(),
        ]
        if status in ("body", "2XX", "401")
        for media, content in resolved(response).get("content", {}).items()
        if media == "application/json" and not content.get("examples")
    ]
    assert missing == []


def test_the_example_of_a_result_is_geojson():
    [content] = success(operations()["getResult"][2])["content"].values()
    for item in content["examples"].values():
        assert json.loads(resolved(item)["value"])["type"] == "FeatureCollection"


def test_every_plain_property_has_an_example():
    # Those that are separate components have theirs there.
    bare = [
        f"{name}.{key}"
        for name, key, definition in properties()
        if "example" not in definition
        and not {"anyOf", "allOf", "items"} & set(definition)
        and definition.get("format") != "binary"
    ]
    assert bare == []


def example(name):
    return document()["components"]["examples"][name]["value"]


def test_own_examples_agree_on_areas():
    processing, areas = example("ProcessingFinished"), example("AreasOfHalfFailed")
    assert processing["area"] == processing["aoiArea"] == sum(area["area"] for area in areas)
    assert processing["aoiCount"] == len(areas)
    assert [area["geometry"]["coordinates"] for area in areas] == example("RunOnProvider")[
        "geometry"
    ]["coordinates"]
    account = example("UserStatusOfCredits")
    assert account["processedArea"] + account["remainingArea"] == account["areaLimit"]


def test_own_examples_agree_on_the_price():
    processing, account = example("ProcessingFinished"), example("UserStatusOfCredits")
    assert example("ProcessingStarted")["cost"] == processing["cost"]
    model = next(m for m in account["models"] if m["name"] == "🏠 Buildings")
    chosen = {block["name"] for block in processing["blocks"] if block["enabled"]}
    steps = [b["price"] for b in model["blocks"] if not b["optional"] or b["name"] in chosen]
    imagery = next(p["priceSqKm"] for p in account["dataProviders"][0]["price"] if p["zoom"] == 18)
    area_km2 = processing["area"] / 1e6
    assert processing["cost"] == math.ceil((sum(steps) + imagery) * area_km2)
    assert (
        processing["cost"]
        == success(operations()["estimateCost"][2])["content"]["application/json"]["examples"][
            "credits"
        ]["value"]
    )


def test_own_examples_agree_on_storage():
    storage = example("StorageLimited")
    assert storage["memoryFree"] == storage["memoryLimit"] - storage["memoryUsed"]
    assert storage["memoryUsed"] == example("ImageFull")["file_size"]


def test_own_examples_of_both_versions_are_one_processing():
    # What differs is the source, and the review and the rating that only one of them shows.
    told_apart = ("params", "reviewStatus", "rating")
    for first, second in (
        ("ProcessingStarted", "ProcessingV2Started"),
        ("ProcessingFinished", "ProcessingV2InReview"),
    ):
        left, right = dict(example(first)), dict(example(second))
        provider = right["params"]["sourceParams"]["dataProvider"]
        assert left["params"] == {
            "data_provider": provider["providerName"],
            "zoom": str(provider["zoom"]),
        }
        for key in told_apart:
            del left[key], right[key]
        assert left == right


def test_own_examples_of_costs_ask_for_the_same():
    by_size, by_shape = example("CostV2BySize"), example("CostV2OnProvider")
    assert by_size["areaSqKm"] * 1e6 == example("ProcessingV2Started")["area"]
    assert by_shape["geometry"] == example("RunV2OnProvider")["geometry"]
    for key in ("wdId", "params", "blocks"):
        assert by_size[key] == by_shape[key]


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("ProjectPageTwo", "results"),
        ("ProcessingPageOne", "results"),
        ("StatisticsTwoRows", "results"),
        ("CatalogPageTwo", "images"),
        ("CatalogPageOfTemplate", "images"),
        ("CatalogPageEmpty", "images"),
        ("PageEmpty", "results"),
    ],
)
def test_own_examples_of_pages_count_what_they_hold(name, rows):
    page = example(name)
    assert page["total"] == len(page[rows])
    assert page.get("count", page["total"]) == len(page[rows])


def test_own_examples_of_statistics_add_up():
    page = example("StatisticsTwoRows")
    assert page["totalCost"] == sum(row["cost"] for row in page["results"])
    assert page["totalArea"] == sum(row["area"] for row in page["results"])
    finished = example("ProcessingFinished")
    assert page["results"][0]["linkToMap"].endswith(
        f"/projects/{finished['projectId']}/processings/{finished['id']}"
    )


def test_own_examples_of_planned_searches_are_one_search():
    found, new = example("TemplateFound"), example("TemplateDetailNew")["template"]
    created = example("TemplateCreateQuays")
    assert example("TemplateDetailFound")["template"] == found
    assert example("TemplatesOne") == [found]
    short = dict(found)
    del short["searchParams"]
    assert example("TemplatesShort") == [short]
    unchanged = ("id", "name", "userId", "projectId", "createdAt", "activeUntil", "area")
    assert [found[key] for key in unchanged] == [new[key] for key in unchanged]
    assert (created["name"], created["activeUntil"]) == (new["name"], new["activeUntil"])
    for key, value in created["searchParams"].items():
        if key != "aoiDetails":
            assert found["searchParams"][key] == value
    area = found["searchParams"]["aoiDetails"]["features"][0]
    assert area["geometry"] == created["searchParams"]["aoiDetails"]["features"][0]["geometry"]
    assert area["properties"]["id"] == area["id"] == example("AreasToRemoveOne")["aoiIds"][0]
    run = area["properties"]["processings"][0]
    assert run["processingId"] == example("ProcessingsV2One")[0]["id"]
    assert run["processingStatus"] == example("ProcessingsV2One")[0]["status"]
    image = example("CatalogPageOfTemplate")["images"][0]
    assert example("TemplateDetailFound")["searchResults"][0]["id"] == image["id"]
    assert example("TemplateFound")["newImagesCount"] == 1
    assert image["isNew"] is True


def test_own_examples_of_a_mosaic_count_its_images():
    status = example("MosaicStatusThree")
    states = [image["preprocessing_status"] for image in status["images"]]
    assert status["total_images"] == len(states)
    assert status["ready_images"] == states.count("NONE") + states.count("COMPLETED")
    assert status["pending_images"] == states.count("PENDING")
    assert status["in_progress_images"] == states.count("IN_PROGRESS")
    assert status["failed_images"] == states.count("FAILED")
    ready, failed = example("ImageStatusReady"), example("ImageStatusFailed")
    assert status["images"][:2] == [ready, failed]
    assert ready["image_id"] == example("ImageFull")["id"]
    assert example("FailedImagesDeletedOne")["deleted_image_ids"] == [failed["image_id"]]

"""Every example of the spec fits its schema, and together they tell one consistent story."""

import math

import pytest

from tests.spec.document import bodies, document, faults, operations, properties, resolved, schemas


def media_examples():
    """Every example of a request or answer: (where, schema, value)."""
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


def test_every_json_body_of_a_request_or_good_answer_has_an_example():
    missing = [
        name
        for name, (*_, operation, _) in operations().items()
        for status, response in [
            ("body", operation.get("requestBody", {})),
            *operation["responses"].items(),
        ]
        if status in ("body", "200")
        for media, content in resolved(response).get("content", {}).items()
        if media == "application/json" and not content.get("examples")
    ]
    assert missing == []


def test_every_plain_property_has_an_example():
    # Those that are components of their own have theirs there.
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
        == operations()["estimateCost"][2]["responses"]["200"]["content"]["application/json"][
            "examples"
        ]["credits"]["value"]
    )


def test_own_examples_agree_on_storage():
    storage = example("StorageLimited")
    assert storage["memoryFree"] == storage["memoryLimit"] - storage["memoryUsed"]
    assert storage["memoryUsed"] == example("ImageFull")["file_size"]

"""The JSON samples of today's reference page, with each difference from the description and why.

Files under current/ hold their data; texts without meaning are ours, and a polygon that the page
cuts short is that of the sample before it. The page shows placeholders where identifiers belong.
"""

import json
import uuid
from pathlib import Path

import pytest

from tests.spec.document import faults, operations, resolved, schemas
from tests.spec.test_samples import undocumented

FOLDER = Path(__file__).with_name("current")
SCHEMAS = {
    "project-create": "ProjectCreate",
    "project-created": "Project",
    "project-update": "ProjectUpdate",
    "run-on-provider": "ProcessingRunV2",
    "run-on-images": "ProcessingRunV2",
    "run-created": "ProcessingV2",
    "processing": "ProcessingV2",
    "processings": "ProcessingV2",
    "cost-request": "CostRequestV2",
    "processing-update": "ProcessingUpdate",
    "user-status": "UserStatus",
    "statistics-request": "StatisticsRequest",
    "source-provider": "SourceParams",
    "source-image": "SourceParams",
    "source-images-of-mosaic": "SourceParams",
    "source-search": "SourceParams",
    "source-search-without-zoom": "SourceParams",
    "source-tiles": "SourceParams",
    "mosaic-create": "MosaicCreate",
    "mosaic-created": "Mosaic",
    "mosaic": "Mosaic",
    "mosaic-update": "MosaicUpdate",
    "upload": "UploadReceipt",
    "link-request": "ImageLink",
    "link": "UploadReceipt",
    "images": "Image",
    "image": "Image",
    "storage": "StorageLimits",
    "search": "CatalogSearch",
    "found-scene": "CatalogImage",
    "found-mosaic": "CatalogImage",
}
#: Where a word stands in for an identifier.
PLACEHOLDERS = {
    "processing": ["layer-uuid"],
    "processings": ["uuid-1", "project-uuid", "uuid-2"],
    "processing-update": ["new-project-uuid"],
    "user-status": ["model-uuid"],
    "source-image": ["image-uuid"],
    "source-images-of-mosaic": ["img1-uuid", "img2-uuid", "mosaic-uuid"],
}
#: Members that the description leaves out, and how it says so: a part of what it says there.
LEFT_OUT = {
    # No client reads it; those that talk to the service find its members elsewhere.
    "user-status": (["$.user"], "no client reads it"),
    # Clients of the live service read other names, in bytes.
    "storage": (
        ["$.used_bytes", "$.limit_bytes", "$.used_gb", "$.limit_gb", "$.usage_percent"],
        "prints other names",
    ),
}


def items(name):
    value = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return value if isinstance(value, list) else [value]


def test_every_sample_is_tested():
    assert {path.stem for path in FOLDER.glob("*.json")} == set(SCHEMAS)


@pytest.mark.parametrize("name", SCHEMAS)
def test_sample_fits_its_schema_but_for_placeholders(name):
    text = (FOLDER / f"{name}.json").read_text("utf-8")
    for word in PLACEHOLDERS.get(name, ()):
        assert f'"{word}"' in text
        text = text.replace(f'"{word}"', f'"{uuid.uuid4()}"')
    value = json.loads(text)
    for item in value if isinstance(value, list) else [value]:
        assert faults(item, SCHEMAS[name]) == []
    if name in PLACEHOLDERS:
        assert any(faults(item, SCHEMAS[name]) for item in items(name))


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_of_the_sample_is_described_or_said_to_be_left_out(name):
    schema = schemas()[SCHEMAS[name]]
    found = [key for item in items(name) for key in undocumented(item, schema)]
    left_out, words = LEFT_OUT.get(name, ([], ""))
    assert found == left_out
    said = json.dumps([operations()["getUserStatus"][2], schema])
    assert words in said


@pytest.mark.parametrize("name", ["found-scene", "found-mosaic"])
def test_a_bare_list_of_found_images_is_told_as_another_form(name):
    """The live client reads an object with counters; the page shows the list alone."""
    assert isinstance(json.loads((FOLDER / f"{name}.json").read_text("utf-8")), list)
    forms = [each["form"] for each in operations()["searchCatalog"][2]["x-also-seen"]]
    assert any("bare array" in form for form in forms)


def test_the_price_is_a_bare_number():
    responses = operations()["estimateCostV2"][2]["responses"]
    response = resolved(responses.get("200") or responses["2XX"])
    assert faults(150, response["content"]["application/json"]["schema"]) == []

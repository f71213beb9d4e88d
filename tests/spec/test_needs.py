"""What published clients need is in the spec, and our own examples would not break one."""

import pytest

from tests.spec.document import answer_schemas, document, properties, schemas
from tests.spec.needs import CLOSED, NEEDS, lacking

#: The examples of complete answers, with their schema.
COMPLETE = {
    "UserStatusOfCredits": "UserStatus",
    "ProjectFull": "Project",
    "ProjectShared": "Project",
    "ProcessingStarted": "Processing",
    "ProcessingFinished": "Processing",
    "ProcessingFailed": "Processing",
    "ProcessingV2Started": "ProcessingV2",
    "ProcessingV2InReview": "ProcessingV2",
    "ProcessingPageOne": "ProcessingPage",
    "MosaicFull": "Mosaic",
    "ImageFull": "Image",
    "CatalogPageTwo": "CatalogPage",
    "CatalogPageOfTemplate": "CatalogPage",
    "CatalogPageEmpty": "CatalogPage",
    "TemplateFound": "Template",
    "TemplateDetailNew": "TemplateDetail",
    "TemplateDetailFound": "TemplateDetail",
}


def example(name):
    return document()["components"]["examples"][name]["value"]


def test_the_document_says_what_the_table_says():
    written = {}
    for schema, key, definition in properties():
        for client in definition.get("x-clients-need", ()):
            null = client in definition.get("x-clients-take-null", ())
            written.setdefault((schema, key), {})[client] = null
    assert written == NEEDS
    closed = {
        name: set(schema["properties"])
        for name, schema in schemas().items()
        if "x-clients-refuse-more" in schema
    }
    assert closed == CLOSED


def test_every_need_is_one_of_an_answer():
    assert {schema for schema, _ in NEEDS} <= answer_schemas()
    for _, key, definition in properties():
        takes = set(definition.get("x-clients-take-null", ()))
        assert takes <= set(definition.get("x-clients-need", ())), key


@pytest.mark.parametrize(("name", "schema"), COMPLETE.items())
def test_own_examples_hold_what_published_clients_need(name, schema):
    assert list(lacking(example(name), schema)) == []


@pytest.mark.parametrize(("schema", "key"), NEEDS)
def test_a_missing_key_is_noticed(schema, key):
    assert f"$.{key} is missing" in lacking({}, schema)
    nulled = f"$.{key} is null" in lacking({key: None}, schema)
    assert nulled is not all(NEEDS[schema, key].values())


def test_what_is_missing_deep_inside_is_noticed():
    page = example("ProcessingPageOne")
    first = page["results"][0]
    first = first | {"blocks": [{"name": "OSM", "enabled": True}], "messages": None}
    assert list(lacking(page | {"results": [first]}, "ProcessingPage")) == [
        "$.results[].blocks[].displayName is missing",
        "$.results[].messages is null",
    ]


def test_a_member_too_many_is_noticed():
    page = example("CatalogPageEmpty") | {"count": 0}
    assert list(lacking(page, "CatalogPage")) == ["$.count is too much"]

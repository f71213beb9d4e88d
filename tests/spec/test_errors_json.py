"""The file for teams of other languages has all codes, all values, and their texts."""

import json

import pytest

from mapflow import _error_codes, spec
from scripts import errors_json
from tests.spec.document import document, properties

FILE = json.loads(spec.errors_path().read_text("utf-8"))


def test_it_is_what_the_description_says():
    assert errors_json.catalogue(document()) == FILE
    assert FILE["version"] == document()["info"]["version"]
    assert set(FILE) == {"version", "errors", "enumerations"}


def test_every_code_is_there_with_all_members():
    assert [(e["code"], e["contains"]) for e in FILE["errors"]] == [
        (e.code, e.contains) for e in _error_codes.ENTRIES
    ]
    for entry, known in zip(FILE["errors"], _error_codes.ENTRIES, strict=True):
        assert set(entry) == set(known._fields)
        assert entry == {
            **known._asdict(),
            "parameters": list(known.parameters),
            "aliases": dict(known.aliases),
        }


def test_every_open_enumeration_is_there_with_its_places():
    found = {place: each["values"] for each in FILE["enumerations"] for place in each["places"]}
    for schema, key, definition in properties():
        values = definition.get("items", definition).get("x-extensible-enum")
        if values:
            assert found[f"{schema}.{key}"] == values
    assert found["getPreview?size"] == ["s", "l"]
    for each in FILE["enumerations"]:
        assert set(each) == {"name", "description", "values", "places"}
        assert each["description"].endswith(".")
    names = [each["name"] for each in FILE["enumerations"]]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("part", ["errors", "enumerations"])
def test_the_page_explains_every_member(part):
    page = (spec.path().parent / "docs/pages/description.md").read_text("utf-8")
    for member in FILE[part][0]:
        assert f"`{member}`" in page

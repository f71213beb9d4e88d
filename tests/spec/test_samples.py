"""The JSON samples of the version 1 page: described, valid, and kept through the generated models.

The files under samples/ hold the samples' data. The sample of a run is annotated in the original,
and three are fragments of a larger object; here they are plain JSON.
"""

import copy
import importlib
import json
from datetime import datetime
from pathlib import Path

import pytest
from mapflow_openapi import models

from tests.spec.document import faults, schemas

FOLDER = Path(__file__).with_name("samples")
#: Each sample with the schema it is an instance of; a list is a list of them.
SCHEMAS = {
    "user-status": "UserStatus",
    "project": "Project",
    "default-project": "Project",
    "project-create": "ProjectCreate",
    "project-update": "ProjectUpdate",
    "processing": "Processing",
    "processing-failed": "Processing",
    "processing-run": "ProcessingRun",
    "processing-rename": "ProcessingUpdate",
    "processing-move": "ProcessingUpdate",
    "cost-request": "CostRequest",
    "uploaded-image-params": "RunParams",
    "areas": "Area",
    "forest-models": "WorkflowDef",
}


def sample(name):
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


def items(name):
    value = sample(name)
    return value if isinstance(value, list) else [value]


def canonical(value):
    """Write points in time in one way, since parsing and writing may change their spelling."""
    if isinstance(value, dict):
        return {key: canonical(item) for key, item in value.items()}
    if isinstance(value, list):
        return [canonical(item) for item in value]
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value


def undocumented(value, schema, where="$"):
    """Every key of a sample that its schema does not list."""
    if "$ref" in schema:
        schema = schemas()[schema["$ref"].rsplit("/", 1)[1]]
    if "anyOf" in schema or "allOf" in schema:
        schema = (schema.get("anyOf") or schema["allOf"])[0]
        yield from undocumented(value, schema, where)
    elif isinstance(value, dict) and "properties" in schema:
        for key, item in value.items():
            if key not in schema["properties"]:
                yield f"{where}.{key}"
            else:
                yield from undocumented(item, schema["properties"][key], f"{where}.{key}")
    elif isinstance(value, list) and "items" in schema:
        for item in value:
            yield from undocumented(item, schema["items"], f"{where}[]")


def with_unknown_members(value, schema):
    """The same value with a member that is not described in every object that has members."""
    if "$ref" in schema:
        schema = schemas()[schema["$ref"].rsplit("/", 1)[1]]
    if "anyOf" in schema or "allOf" in schema:
        return with_unknown_members(value, (schema.get("anyOf") or schema["allOf"])[0])
    if isinstance(value, dict) and "properties" in schema:
        known = schema["properties"]
        grown = {k: with_unknown_members(v, known[k]) for k, v in value.items()}
        return grown | {"addedLater": {"depth": [1, None, "two"]}}
    if isinstance(value, list) and "items" in schema:
        return [with_unknown_members(item, schema["items"]) for item in value]
    return value


def test_every_sample_is_tested():
    fragments = {"blocks", "cost"}
    assert {path.stem for path in FOLDER.glob("*.json")} == {*SCHEMAS, *fragments}


@pytest.mark.parametrize("name", SCHEMAS)
def test_sample_fits_its_schema(name):
    assert [faults(item, SCHEMAS[name]) for item in items(name)] == [[]] * len(items(name))


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_of_the_sample_is_described(name):
    schema = schemas()[SCHEMAS[name]]
    assert [key for item in items(name) for key in undocumented(item, schema)] == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_sample_survives_the_generated_model(name):
    model = getattr(models, SCHEMAS[name])
    for item in items(name):
        before = copy.deepcopy(item)
        assert canonical(model.from_dict(item).to_dict()) == canonical(before)
        assert item == before, "parsing changed its input"


@pytest.mark.parametrize("name", SCHEMAS)
def test_unknown_members_survive_the_generated_model(name):
    model, schema = getattr(models, SCHEMAS[name]), schemas()[SCHEMAS[name]]
    for item in items(name):
        grown = with_unknown_members(item, schema)
        assert grown != item
        assert canonical(model.from_dict(grown).to_dict()) == canonical(grown)


def test_choice_of_steps_completes_a_run():
    run = sample("processing-run") | sample("blocks")
    assert faults(run, "ProcessingRun") == []
    parsed = models.ProcessingRun.from_dict(run)
    assert [(block.name, block.enabled) for block in parsed.blocks] == [
        ("Simplification", False),
        ("Classification", True),
    ]


def test_cost_is_a_bare_number():
    from tests.spec.document import operations, success

    content = success(operations()["estimateCost"][2])["content"]["application/json"]
    assert faults(sample("cost"), content["schema"]) == []
    assert faults({"cost": 30}, content["schema"]) != []
    module = importlib.import_module("mapflow_openapi.api.processings.estimate_cost")
    assert "-> ServiceError | int | None" in Path(module.__file__).read_text("utf-8")

"""Changed responses still fit the description, and are changed as far as it allows."""

import json

import pytest
import yaml

from mapflow import spec
from mapflow.sandbox import openapi
from mapflow.sandbox.fault_injection import mutations
from mapflow.sandbox.openapi.schema_conversion import Converter
from mapflow.sandbox.openapi.validation import Check

RAW = yaml.load(spec.path().read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
DOCUMENT = openapi.load(spec.path())
OPERATIONS = {each.operation_id: each for each in DOCUMENT.operations}
SHAPES = mutations.ResponseSchemas(DOCUMENT.components)
OPEN = Converter(DOCUMENT.components, closed=False)
CHANGES = {
    "extra": mutations.with_extra_members,
    "new": mutations.with_new_values,
    "floats": mutations.with_floats,
    "nulls": mutations.with_nulls(SHAPES, inner=False),
    "inner nulls": mutations.with_nulls(SHAPES, inner=True),
    "missing": mutations.without_members(inner=False),
    "inner missing": mutations.without_members(inner=True),
}


def follow(node):
    while "$ref" in node:
        target = RAW
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target
    return node


def examples():
    """Every example of a JSON response, with its schema; each pair once."""
    seen = set()
    for item in RAW["paths"].values():
        for operation in item.values():
            if not isinstance(operation, dict) or "operationId" not in operation:
                continue
            for response in operation["responses"].values():
                part = follow(response).get("content", {}).get("application/json", {})
                found = list(part.get("examples", {}).values())
                for example in found or ([{"value": part["example"]}] if "example" in part else []):
                    value = follow(example)["value"]
                    key = json.dumps([value, part["schema"]], sort_keys=True, default=str)
                    if key not in seen:
                        seen.add(key)
                        yield json.loads(json.dumps(value, default=str)), part["schema"]


EXAMPLES = list(examples())


@pytest.mark.parametrize("name", CHANGES)
def test_changed_examples_fit_the_description(name):
    changed = 0
    for value, schema in EXAMPLES:
        check = Check(OPEN.convert(schema))
        assert check(value) is None
        after = SHAPES.changed(value, schema, CHANGES[name])
        assert check(after) is None, (value, after)
        changed += json.dumps(after) != json.dumps(value)
    assert len(EXAMPLES) > 40
    assert changed > len(EXAMPLES) // 4


def members(value, schema, way=()):
    """Every described member of a value: the object that has it, and its name."""
    shape = SHAPES.of(schema, value)
    if isinstance(value, dict):
        for name in [each for each in value if each in shape.members]:
            yield value, name
            yield from members(value[name], shape.members[name], (*way, name))
    elif isinstance(value, list) and shape.items:
        for each in value:
            yield from members(each, shape.items, way)


def test_what_is_left_must_be_there():
    for value, schema in EXAMPLES:
        check = Check(OPEN.convert(schema))
        after = SHAPES.changed(value, schema, CHANGES["missing"])
        for holder, name in list(members(after, schema)):
            assert holder
            if len(holder) == 1:
                continue  # one member stays in any case
            kept = holder.pop(name)
            assert check(after) is not None, name
            holder[name] = kept


def test_what_is_not_null_must_not_be():
    for value, schema in EXAMPLES:
        check = Check(OPEN.convert(schema))
        after = SHAPES.changed(value, schema, CHANGES["nulls"])
        for holder, name in list(members(after, schema)):
            kept = holder[name]
            holder[name] = None
            assert kept is None or check(after) is not None, name
            holder[name] = kept


def test_inner_changes_spare_what_holds_others():
    value, schema = _account()
    for change in ("inner nulls", "inner missing"):
        after = SHAPES.changed(value, schema, CHANGES[change])
        assert len(after["models"]) == len(value["models"])
        assert after["models"][0]["id"] == value["models"][0]["id"]
        assert not after.get("remainingCredits")
        assert not after["models"][0].get("description")


def test_new_values_are_of_open_enumerations_alone():
    value, schema = _account()
    after = SHAPES.changed(value, schema, CHANGES["new"])
    assert after["billingType"] == mutations.NEW_VALUE
    kept = {name for name in value if name not in ("billingType", "teams")}
    assert {name: after[name] for name in kept} == {name: value[name] for name in kept}


def test_whole_numbers_get_a_point():
    for operation, sent in (("estimateCost", "11.0"), ("estimateCostV2", "11.0")):
        schema = OPERATIONS[operation].schema(200)
        assert json.dumps(SHAPES.changed(11, schema, CHANGES["floats"])) == sent
    value, schema = _account()
    written = json.dumps(SHAPES.changed(value, schema, CHANGES["floats"]))
    assert f'"remainingCredits": {value["remainingCredits"]}.0' in written
    assert '"reviewWorkflowEnabled": false' in written


def _account():
    schema = OPERATIONS["getUserStatus"].schema(200)
    value = next(value for value, each in EXAMPLES if each == schema and value.get("billingType"))
    return value, schema

"""What the spec promises about itself, and the rules that no linter we know checks."""

import re

import pytest
import yaml
from openapi_spec_validator import validate

from mapflow import spec
from tests.spec.document import (
    EVIDENCE,
    METHODS,
    document,
    faults,
    load_strictly,
    operations,
    properties,
    request_schemas,
    response_schemas,
    schemas,
    success,
    text,
)


def snake(name):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def walk(node, path=()):
    """Every (path, mapping) of the document, without examples."""
    if isinstance(node, dict):
        yield path, node
        for key, value in node.items():
            if key not in ("example", "examples") or path[-1:] == ("components",):
                yield from walk(value, (*path, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from walk(value, (*path, index))


def at(path):
    """What stands at a path of the document; nothing if that is not a mapping."""
    node = document()
    for key in path:
        node = node[key]
    return node if isinstance(node, dict) else {}


def schema_nodes():
    """Every schema of the document, nested ones included, with where it stands."""
    for path, node in walk(document()):
        in_place = path[-1:] in (("schema",), ("items",), ("additionalProperties",))
        component = path[:2] == ("components", "schemas") and len(path) > 2
        # The properties of a component are not a schema, even if one has that very name.
        if in_place or (component and path[3:] != ("properties",)):
            yield path, node


def test_is_valid_openapi():
    validate(document())


def test_is_openapi_3_0_3():
    assert document()["openapi"] == "3.0.3"


def test_every_property_is_described_and_has_evidence():
    missing = [
        f"{schema}.{key}"
        for schema, key, definition in properties()
        if not definition.get("description")
        or not definition.get("x-evidence")
        or not set(definition["x-evidence"]) <= EVIDENCE
    ]
    assert missing == []
    assert [name for name, schema in schemas().items() if not schema.get("description")] == []


def test_responses_leave_room_for_what_is_not_known_yet():
    for name in response_schemas():
        schema = schemas()[name]
        if "properties" not in schema:
            continue
        assert name in request_schemas() or schema["additionalProperties"] is True, name
        for key, definition in schema["properties"].items():
            if key in schema.get("required", []):
                continue
            null = definition.get("nullable") or any(
                option.get("nullable") for option in definition.get("anyOf", [])
            )
            assert null, f"{name}.{key} is not required, so it may be null as well"


def test_no_request_invites_members_that_it_does_not_name():
    # Written out, it lets misspelt members pass every compiler, and a paid request goes
    # out without its source. Omitted, it means the same to a validator.
    for name in request_schemas():
        if "properties" in schemas()[name]:
            assert "additionalProperties" not in schemas()[name], name


def test_responses_have_no_bounds():
    # A client that checks them would lose a list for one value.
    bounds = re.compile(
        "(exclusive)?(min|max)imum|(min|max)(Length|Items|Properties)|pattern|multipleOf|uniqueItems"
    )
    todo = [(name, schemas()[name]) for name in response_schemas()] + [
        (operation, content["schema"])
        for operation, (*_, definition, _) in operations().items()
        for content in success(definition).get("content", {}).values()
    ]
    found = {
        (name, key)
        for name, schema in todo
        for path, node in walk(schema)
        if path[-1:] != ("properties",)
        for key in node
        if bounds.fullmatch(key)
    }
    assert found == set()


def test_a_processing_needs_no_more_than_id_and_status():
    assert schemas()["Processing"]["required"] == ["id", "status"]


def test_enumerations_are_open():
    closed = [
        "/".join(map(str, p)) for p, node in schema_nodes() if node.get("enum", [None]) != [None]
    ]
    assert closed == []
    for path, node in schema_nodes():
        if "x-extensible-enum" in node:
            assert node["type"] == "string", path
            values = node["x-extensible-enum"]
            assert all(isinstance(value, str) for value in values), path
            # Values that differ only in case become one name in generated code.
            assert len({value.upper() for value in values}) == len(values), path


def test_known_values_are_told_in_words():
    """Neither generated code nor most readers show an extension."""
    silent = []
    for path, node in walk(document()):
        if "x-extensible-enum" not in node:
            continue
        # Of a parameter, and of what is in a list, the description stands one or more levels above.
        places = [path[:length] for length in range(len(path), 0, -1)]
        words = next(text for place in places if (text := at(place).get("description")))
        silent += [
            ("/".join(map(str, path)), value)
            for value in node["x-extensible-enum"]
            if f"`{value}`" not in words
        ]
    assert silent == []


def test_every_array_says_what_it_holds():
    assert [
        path for path, node in schema_nodes() if node.get("type") == "array" and "items" not in node
    ] == []


def test_objects_are_components():
    for path, node in schema_nodes():
        if node.get("type") == "object" or "properties" in node:
            assert len(path) == 3, f"{path} should be a separate component"


def test_no_reference_has_siblings():
    assert [path for path, node in walk(document()) if "$ref" in node and len(node) > 1] == []


def test_defaults_fit_their_schemas():
    found = [(path, node) for path, node in schema_nodes() if "default" in node]
    assert [path for path, node in found if faults(node["default"], node)] == []


#: Classes of the languages that clients are generated for, and of what generators add to them.
RUNTIME_CLASSES = """
    any array base boolean byte calendar char class client collection configuration data date
    decimal dictionary double enum environment error errors file float hash index integer json
    list locale map middleware model none nothing object optional pair parameters process
    progress protocol range record request response self seq set single string text time
    timestamp type types uri url uuid validator version void api_client api_error api_exception
    api_key api_response date_time error_response header_selector http_client object_serializer
    request_context required_error response_context server_configuration validation_error
"""


def test_names_do_not_clash_in_generated_code():
    names = list(schemas())
    config = yaml.safe_load(
        (spec.path().parent / "scripts/generator/config.yaml").read_text("utf-8")
    )
    overrides = config["class_overrides"]
    assert [name for name in names if snake(name) in RUNTIME_CLASSES.split()] == []
    assert len({snake(name) for name in names}) == len(names)
    for name, schema in schemas().items():
        keys = list(schema.get("properties", {}))
        assert len({snake(key) for key in keys}) == len(keys), f"{name} has a key twice"
        module = overrides.get(name, {}).get("module_name", snake(name))
        assert module not in {snake(key) for key in keys}, f"{name} shadows its own property"
        for key in keys:
            assert key not in {
                "d",
                "cls",
                "to_dict",
                "from_dict",
                "additional_properties",
                "field_dict",
            }


def test_no_component_is_named_like_a_schema_inside_another():
    """Generators name a schema that has no name after its place, and mistake one for the other."""
    names = {name.casefold(): name for name in schemas()}
    places = [
        (f"{name}{key}".replace("_", "").casefold(), f"{name}.{key}")
        for name, key, _ in properties()
    ] + [(operation, operation) for operation in map(str.casefold, operations())]
    endings = ("", "inner", "value", "enum", "anyof", "oneof", "allof", "request", "response")
    assert [
        (names[joined + ending], place)
        for joined, place in places
        for ending in endings
        if joined + ending in names
    ] == []


def test_no_yaml_word_changes_its_meaning():
    wrong = []
    todo = [yaml.compose(text(), Loader=yaml.CSafeLoader)]
    allowed = {
        "bool": r"true|false",
        "null": r"null",
        "int": r"-?(0|[1-9][0-9]*)",
        "float": r"-?(0|[1-9][0-9]*)\.[0-9]+",
    }
    while todo:
        node = todo.pop()
        if isinstance(node, yaml.ScalarNode):
            kind = node.tag.rsplit(":", 1)[1]
            if kind != "str" and not re.fullmatch(allowed.get(kind, ""), node.value):
                wrong.append((node.start_mark.line + 1, node.value))
        elif isinstance(node, yaml.MappingNode):
            todo += [part for pair in node.value for part in pair]
        else:
            todo += node.value
    assert wrong == []


def test_a_key_written_twice_is_refused():
    with pytest.raises(yaml.constructor.ConstructorError, match="twice"):
        load_strictly("a: {b: 1, c: 2, b: 3}")


def test_other_forms_of_a_response_are_told_with_their_source():
    told = [node["x-also-seen"] for _, node in walk(document()) if "x-also-seen" in node]
    assert len(told) >= 10
    for form in [form for forms in told for form in forms]:
        assert set(form) - {"schema", "member"} == {"form", "evidence"}
        assert form["form"].endswith(".")
        assert set(form["evidence"]) <= EVIDENCE


def test_methods_that_are_unknown_have_no_operation():
    marked = {
        (method, path)
        for _, path, operation, _ in operations().values()
        for method in operation.get("x-unknown-methods", ())
    }
    assert marked == {("PUT", "/processings/template/{templateId}/aoi/{aoiId}")}
    assert not marked & {(method, path) for method, path, _, _ in operations().values()}


def test_paths_hold_operations_and_parameters_only():
    for path, item in document()["paths"].items():
        assert set(item) <= {*METHODS, "parameters"}, path
        assert not path.endswith("/")

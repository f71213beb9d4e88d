"""What the spec promises about itself, and the rules that no linter we know checks."""

import re

import pytest
import yaml
from openapi_spec_validator import validate

from mapflow import spec
from tests.spec.document import (
    METHODS,
    answer_schemas,
    bodies,
    document,
    faults,
    load_strictly,
    operations,
    properties,
    referenced,
    resolved,
    schemas,
    text,
)

EVIDENCE = {"S", "D", "D-old", "Q", "Q-spec", "Q-branch", "M", "K", "I"}
#: Every operation, as the documentation spells it.
VERSION_1 = {
    "getUserStatus": ("S-01", "GET", "/user/status"),
    "getProject": ("S-02", "GET", "/projects/{projectId}"),
    "getDefaultProject": ("S-03", "GET", "/projects/default"),
    "listProjects": ("S-04", "GET", "/projects"),
    "createProject": ("S-05", "POST", "/projects"),
    "updateProject": ("S-06", "PUT", "/projects/{projectId}"),
    "deleteProject": ("S-07", "DELETE", "/projects/{projectId}"),
    "listProcessings": ("S-08", "GET", "/processings"),
    "listProjectProcessings": ("S-09", "GET", "/projects/{projectId}/processings"),
    "getProcessing": ("S-10", "GET", "/processings/{processingId}"),
    "estimateCost": ("S-11", "POST", "/processing/cost"),
    "runProcessing": ("S-12", "POST", "/processings"),
    "renameProcessing": ("S-13", "PUT", "/processing/{processingId}"),
    "restartProcessing": ("S-14", "POST", "/processings/{processingId}/restart"),
    "updateProcessing": ("S-15", "PUT", "/processings/{processingId}"),
    "deleteProcessing": ("S-16", "DELETE", "/processings/{processingId}"),
    "listAreas": ("S-17", "GET", "/processings/{processingId}/aois"),
    "getResult": ("S-18", "GET", "/processings/{processingId}/result"),
}
IMAGERY = {
    "createMosaic": ("R-01", "POST", "/rasters/mosaic"),
    "listMosaics": ("R-02", "GET", "/rasters/mosaic"),
    "getMosaic": ("R-03", "GET", "/rasters/mosaic/{mosaicId}"),
    "updateMosaic": ("R-04", "PUT", "/rasters/mosaic/{mosaicId}"),
    "deleteMosaic": ("R-05", "DELETE", "/rasters/mosaic/{mosaicId}"),
    "uploadToNewMosaic": ("R-06", "POST", "/rasters/mosaic/image"),
    "uploadImage": ("R-07", "POST", "/rasters/mosaic/{mosaicId}/image"),
    "listImages": ("R-08", "GET", "/rasters/mosaic/{mosaicId}/image"),
    "linkImage": ("R-09", "POST", "/rasters/mosaic/{mosaicId}/link-image"),
    "getImage": ("R-12", "GET", "/rasters/image/{imageId}"),
    "renameImage": ("R-13", "PUT", "/rasters/image/{imageId}"),
    "deleteImage": ("R-14", "DELETE", "/rasters/image/{imageId}"),
    "getPreview": ("R-15", "GET", "/rasters/image/{imageId}/preview/{size}"),
    "getStorage": ("R-18", "GET", "/rasters/memory"),
}


def snake(name):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def walk(node, path=()):
    """Every (path, mapping) of the document, examples left out."""
    if isinstance(node, dict):
        yield path, node
        for key, value in node.items():
            if key not in ("example", "examples") or path[-1:] == ("components",):
                yield from walk(value, (*path, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from walk(value, (*path, index))


def schema_nodes():
    """Every schema of the document, nested ones included, with where it stands."""
    for path, node in walk(document()):
        in_place = path[-1:] in (("schema",), ("items",), ("additionalProperties",))
        if in_place or path[:2] == ("components", "schemas"):
            yield path, node


def test_is_valid_openapi():
    validate(document())


def test_is_openapi_3_0_3():
    assert document()["openapi"] == "3.0.3"


@pytest.mark.parametrize("operation_id", [*VERSION_1, *IMAGERY])
def test_every_known_operation_is_there(operation_id):
    number, method, path = {**VERSION_1, **IMAGERY}[operation_id]
    found = operations()[operation_id]
    assert found[:2] == (method, path)
    assert found[2]["x-operation-number"] == number


def test_numbered_operations_are_the_known_ones():
    numbered = {
        name: (operation["x-operation-number"], method, path)
        for name, (method, path, operation, _) in operations().items()
        if operation["x-operation-number"][:2] in ("S-", "R-")
    }
    assert numbered == {**VERSION_1, **IMAGERY}


def test_documented_version_1_comes_first_and_is_marked():
    marks = [operation.get("x-documented-by") for *_, operation, _ in operations().values()]
    assert marks[: len(VERSION_1)] == ["processing-api-v1"] * len(VERSION_1)
    assert "processing-api-v1" not in marks[len(VERSION_1) :]
    for name in VERSION_1:
        assert operations()[name][2]["x-api-version"] == "v1"
        assert "S" in operations()[name][2]["x-evidence"]


@pytest.mark.parametrize("operation_id", sorted(operations()))
def test_operation_is_described(operation_id):
    _, _, operation, parameters = operations()[operation_id]
    assert re.fullmatch(r"[a-z][A-Za-z]+", operation_id)
    assert len(operation["tags"]) == 1
    assert operation["tags"][0] in {tag["name"] for tag in document()["tags"]}
    assert operation["tags"][0].isascii()
    assert operation["summary"]
    assert not operation["summary"].endswith(".")
    assert operation["description"].rstrip().endswith(".")
    assert set(operation["x-evidence"]) <= EVIDENCE
    assert operation["x-evidence"]
    statuses = operation["responses"]
    assert any(status.startswith("2") for status in statuses)
    assert {"401", "403", "4XX", "5XX"} <= set(statuses)
    for parameter in parameters:
        assert parameter["description"]
        assert set(parameter["x-evidence"]) <= EVIDENCE
    names = [parameter["name"] for parameter in parameters]
    assert len(names) == len(set(names))


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


def test_both_ways_to_log_in_are_offered_with_basic_first():
    offered = [next(iter(item)) for item in document()["security"]]
    kinds = document()["components"]["securitySchemes"]
    assert [kinds[name]["scheme"] for name in offered] == ["basic", "bearer"]


def test_answers_leave_room_for_what_is_not_known_yet():
    for name in answer_schemas():
        schema = schemas()[name]
        if "properties" not in schema:
            continue
        assert schema["additionalProperties"] is True, name
        for key, definition in schema["properties"].items():
            if key in schema.get("required", []):
                continue
            null = definition.get("nullable") or any(
                option.get("nullable") for option in definition.get("anyOf", [])
            )
            assert null, f"{name}.{key} is not required, so it may be null as well"


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


def test_every_array_says_what_it_holds():
    assert [
        path for path, node in schema_nodes() if node.get("type") == "array" and "items" not in node
    ] == []


def test_objects_are_components():
    for path, node in schema_nodes():
        if node.get("type") == "object" or "properties" in node:
            assert len(path) == 3, f"{path} should be a component of its own"


def test_no_reference_has_siblings():
    assert [path for path, node in walk(document()) if "$ref" in node and len(node) > 1] == []


def test_defaults_fit_their_schemas():
    found = [(path, node) for path, node in schema_nodes() if "default" in node]
    assert [path for path, node in found if faults(node["default"], node)] == []


def test_names_do_not_clash_in_generated_code():
    names = list(schemas())
    config = yaml.safe_load((spec.path().parent / "generator.yaml").read_text("utf-8"))
    overrides = config["class_overrides"]
    taken = {"error", "object", "response", "file", "errors", "types", "client"}
    assert [name for name in names if snake(name) in taken] == []
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
            # An inline schema in that place would be given the name of this component.
            joined = f"{name}{key[0].upper()}{key[1:]}"
            refers = list(referenced(schema["properties"][key]))
            assert joined not in names or joined in refers, joined


def test_links_lead_somewhere():
    for name, link in document()["components"]["links"].items():
        _, _, _, parameters = operations()[link["operationId"]]
        assert "requestBody" not in link, "other generators refuse a spec with one"
        assert set(link["parameters"]) <= {p["name"] for p in parameters}, name
        assert all(value.startswith("$response.body#/") for value in link["parameters"].values())


def test_path_parameters_are_declared():
    for name, (_, path, _, parameters) in operations().items():
        declared = {p["name"] for p in parameters if p["in"] == "path"}
        assert set(re.findall(r"\{(\w+)\}", path)) == declared, name


def test_media_types_are_those_that_generators_read():
    known = {"application/json", "application/octet-stream", "multipart/form-data", "image/jpeg"}
    for name, (*_, operation, _) in operations().items():
        for media, content in bodies(operation):
            assert media in known, name
            if media != "application/json":
                schema = resolved(content["schema"])
                binary = schema if media != "multipart/form-data" else schema["properties"]["file"]
                assert (binary["type"], binary["format"]) == ("string", "binary"), name


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


def test_paths_hold_operations_and_parameters_only():
    for path, item in document()["paths"].items():
        assert set(item) <= {*METHODS, "parameters"}, path
        assert not path.endswith("/")

"""Reads openapi.yaml and walks it; shared by the tests of the spec."""

from functools import cache

import yaml
from openapi_schema_validator import OAS30Validator, oas30_format_checker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from mapflow import spec

EVIDENCE = {"S", "D", "D-old", "Q", "Q-spec", "Q-branch", "M", "K", "I"}
METHODS = ("get", "put", "post", "delete", "patch", "head", "options")


class _Loader(yaml.CSafeLoader):
    """Refuses what YAML readers otherwise settle in silence: a key that is written twice."""

    def construct_mapping(self, node, deep=False):
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            raise yaml.constructor.ConstructorError(None, None, f"twice: {twice}", node.start_mark)
        return super().construct_mapping(node, deep)


@cache
def text():
    return spec.path().read_text("utf-8")


@cache
def document():
    return load_strictly(text())


def load_strictly(source):
    return yaml.load(source, Loader=_Loader)  # noqa: S506 - it is a safe one


def resolved(item):
    """Follow a reference into the same document."""
    while "$ref" in item:
        target = document()
        for part in item["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        item = target
    return item


@cache
def operations():
    """Every operation: {operationId: (METHOD, path, definition, parameters)}."""
    return {
        item[method]["operationId"]: (
            method.upper(),
            path,
            item[method],
            [resolved(p) for p in item.get("parameters", []) + item[method].get("parameters", [])],
        )
        for path, item in document()["paths"].items()
        for method in METHODS
        if method in item
    }


def success(operation):
    """What an operation returns on success."""
    return resolved(operation["responses"]["2XX"])


def schemas():
    return document()["components"]["schemas"]


def properties():
    """Every property as (schema name, property name, definition)."""
    for name, schema in schemas().items():
        for key, definition in schema.get("properties", {}).items():
            yield name, key, definition


def bodies(operation):
    """Every (media type, definition) that an operation takes or returns."""
    yield from operation.get("requestBody", {}).get("content", {}).items()
    for response in operation["responses"].values():
        yield from resolved(response).get("content", {}).items()


def referenced(schema):
    """The names of the components that a schema refers to, however deep inside itself."""
    if isinstance(schema, dict):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"].rsplit("/", 1)[1]
        for key, value in schema.items():
            if key not in ("example", "examples"):
                yield from referenced(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from referenced(value)


def response_schemas():
    """The names of all components that can be part of a good response."""
    return _reached(success(operation) for *_, operation, _ in operations().values())


def request_schemas():
    """The names of all components that can be part of a request."""
    return _reached(operation.get("requestBody", {}) for *_, operation, _ in operations().values())


def _reached(bodies_of):
    found = set()
    todo = [
        name
        for body in bodies_of
        for content in body.get("content", {}).values()
        for name in referenced(content["schema"])
    ]
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo += referenced(schemas()[name])
    return found


@cache
def _registry():
    return Registry().with_resource("urn:spec", Resource(document(), DRAFT4))


def faults(value, schema):
    """Every way in which a value departs from a schema, or from a component named by text."""
    if isinstance(schema, str):
        schema = {"$ref": f"urn:spec#/components/schemas/{schema}"}
    else:
        schema = _anchored(schema)
    validator = OAS30Validator(schema, registry=_registry(), format_checker=oas30_format_checker)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


def _anchored(schema):
    if isinstance(schema, dict):
        return {
            key: f"urn:spec{value}" if key == "$ref" else _anchored(value)
            for key, value in schema.items()
        }
    return [_anchored(item) for item in schema] if isinstance(schema, list) else schema

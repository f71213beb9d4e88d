"""Reads ``openapi.yaml`` into operations with compiled checks."""

import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

import yaml

from mapflow.sandbox.openapi.schema_conversion import Converter, JsonObject
from mapflow.sandbox.openapi.validation import Check

Found = TypeVar("Found")

_METHODS: Final = ("get", "put", "post", "delete", "patch", "head", "options")


@dataclasses.dataclass(frozen=True, slots=True)
class Parameter:
    """One path or query parameter."""

    name: str
    required: bool
    kind: str
    item_kind: str
    check: Check


@dataclasses.dataclass(frozen=True, slots=True)
class Body:
    """What a request may carry: checks by media type; None if the content is not JSON."""

    required: bool
    checks: Mapping[str, Check | None]


@dataclasses.dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the document."""

    operation_id: str
    method: str
    path: str
    path_parameters: tuple[Parameter, ...]
    query: tuple[Parameter, ...]
    body: Body | None
    is_open: bool
    unknown_methods: tuple[str, ...]
    is_paid: bool
    responses: Mapping[str, Mapping[str, Check | None]]
    schemas: Mapping[str, JsonObject]

    def response(self, status: int) -> Mapping[str, Check | None] | None:
        """Return the media types of a response, or None if the status is not documented."""
        return _of_status(self.responses, status)

    def schema(self, status: int) -> JsonObject | None:
        """Return the schema of a JSON response, or None without one."""
        return _of_status(self.schemas, status)


@dataclasses.dataclass(frozen=True, slots=True)
class Document:
    """The parts of the document that the sandbox works from."""

    operations: tuple[Operation, ...]
    error_catalogue: tuple[JsonObject, ...]
    components: Mapping[str, JsonObject]


def load(path: Path) -> Document:
    """Read the document and compile every check in it."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with path.open("rb") as file:
        raw: JsonObject = yaml.load(file, Loader=loader)  # noqa: S506 - both are safe loaders
    reader = _Reader(raw)
    operations = tuple(
        reader.operation(path_name, method, item)
        for path_name, item in raw["paths"].items()
        for method in _METHODS
        if method in item
    )
    components = raw.get("components", {}).get("schemas", {})
    return Document(operations, tuple(raw.get("x-error-catalogue", ())), components)


class _Reader:
    """Follows references while reading one document."""

    def __init__(self, raw: JsonObject) -> None:
        self._raw = raw
        components = raw.get("components", {}).get("schemas", {})
        self._requests = Converter(components, closed=False)
        self._response_checks = Converter(components, closed=True)

    def operation(self, path: str, method: str, item: JsonObject) -> Operation:
        raw: JsonObject = item[method]
        parameters = [
            self._follow(each) for each in (*item.get("parameters", ()), *raw.get("parameters", ()))
        ]
        return Operation(
            operation_id=raw["operationId"],
            method=method.upper(),
            path=path,
            path_parameters=self._parameters(parameters, "path"),
            query=self._parameters(parameters, "query"),
            body=self._body(raw.get("requestBody")),
            is_open=raw.get("security") == [],
            unknown_methods=tuple(raw.get("x-unknown-methods", ())),
            is_paid=raw.get("x-paid", False),
            responses={
                str(status): self._content(
                    self._follow(response).get("content", {}), self._response_checks
                )
                for status, response in raw["responses"].items()
            },
            schemas=dict(self._schemas(raw["responses"])),
        )

    def _response_content(
        self, responses: Mapping[str, Any]
    ) -> dict[str, Mapping[str, Check | None]]:
        return {
            str(status): self._content(
                self._follow(response).get("content", {}), self._response_checks
            )
            for status, response in responses.items()
        }

    def _schemas(self, responses: JsonObject) -> Iterator[tuple[str, JsonObject]]:
        for status, response in responses.items():
            for media, part in self._follow(response).get("content", {}).items():
                if _is_json(media) and "schema" in part:
                    yield str(status), part["schema"]

    def _parameters(self, raw: list[JsonObject], where: str) -> tuple[Parameter, ...]:
        return tuple(self._parameter(each) for each in raw if each["in"] == where)

    def _parameter(self, raw: JsonObject) -> Parameter:
        schema = self._requests.convert(raw["schema"])
        items: JsonObject = schema.get("items", {})
        return Parameter(
            name=raw["name"],
            required=bool(raw.get("required", False)),
            kind=_plain_type(schema),
            item_kind=_plain_type(items),
            check=Check(schema),
        )

    def _body(self, raw: JsonObject | None) -> Body | None:
        if raw is None:
            return None
        raw = self._follow(raw)
        return Body(bool(raw.get("required", False)), self._content(raw["content"], self._requests))

    @staticmethod
    def _content(content: JsonObject, converter: Converter) -> dict[str, Check | None]:
        return {
            media: Check(converter.convert(part["schema"]))
            if _is_json(media) and "schema" in part
            else None
            for media, part in content.items()
        }

    def _follow(self, node: JsonObject) -> JsonObject:
        while "$ref" in node:
            target: Any = self._raw
            for part in str(node["$ref"]).removeprefix("#/").split("/"):
                target = target[part]
            node = target
        return node


def _of_status(known: Mapping[str, Found], status: int) -> Found | None:
    keys = (str(status), f"{status // 100}XX", "default")
    return next((known[key] for key in keys if key in known), None)


def _is_json(media: str) -> bool:
    return media == "application/json" or media.endswith("+json")


def _plain_type(schema: JsonObject) -> str:
    kind: Any = schema.get("type", "string")
    return str(kind if isinstance(kind, str) else kind[0])

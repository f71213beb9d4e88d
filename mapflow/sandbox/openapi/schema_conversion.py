"""From the schemas of OpenAPI 3.0 to those of JSON Schema 2020-12, once, at start."""

from collections.abc import Mapping
from typing import Any, Final

JsonObject = dict[str, Any]

_ANNOTATIONS: Final = frozenset(
    {
        "example",
        "examples",
        "description",
        "title",
        "deprecated",
        "xml",
        "externalDocs",
        "discriminator",
    }
    | {"readOnly", "writeOnly", "default", "nullable"}
)
_BOUNDS: Final = (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum"))
_RANGES: Final = {"int32": 2**31, "int64": 2**63}
_COMBINED: Final = ("allOf", "anyOf", "oneOf")


class Converter:
    """Converts schemas and puts referenced components in place of their references.

    Inlining makes validation about twice as fast as resolving references at every call, and is
    possible because no component of the document contains itself.

    Args:
        components: ``components.schemas`` of the document.
        closed: Whether an object may only have the properties that the document lists. Requests are
            open, as at the service; responses are closed, so that nothing undocumented slips out.
    """

    def __init__(self, components: Mapping[str, JsonObject], *, closed: bool) -> None:
        self._components = components
        self._closed = closed
        self._done: dict[tuple[str, bool], JsonObject] = {}
        self._open: list[str] = []

    def convert(self, schema: JsonObject) -> JsonObject:
        """Return the 2020-12 form of one schema."""
        return self._convert(schema, close=self._closed)

    def _convert(self, schema: JsonObject, *, close: bool) -> JsonObject:
        if "$ref" in schema:
            return self._component(str(schema["$ref"]).rsplit("/", 1)[-1], close=close)
        others = [form["schema"] for form in schema.get("x-also-seen", ()) if "schema" in form]
        if others and not self._closed:
            # Published clients send these forms.
            described = {key: value for key, value in schema.items() if key != "x-also-seen"}
            return {"anyOf": [self._convert(form, close=close) for form in (described, *others)]}
        result: JsonObject = {
            key: value
            for key, value in schema.items()
            if key not in _ANNOTATIONS and not key.startswith("x-")
        }
        for bound, exclusive in _BOUNDS:
            if result.get(exclusive) is True:
                result[exclusive] = result.pop(bound)
            elif result.get(exclusive) is False:
                del result[exclusive]
        if result.get("type") == "integer":
            _bound(result)
        if schema.get("nullable"):
            _allow_null(result)
        if "items" in result:
            result["items"] = self._convert(result["items"], close=self._closed)
        if "not" in result:
            result["not"] = self._convert(result["not"], close=False)
        if "properties" in result:
            result["properties"] = {
                name: self._convert(value, close=self._closed)
                for name, value in result["properties"].items()
            }
        if isinstance(result.get("additionalProperties"), dict):
            result["additionalProperties"] = self._convert(
                result["additionalProperties"], close=self._closed
            )
        return self._combine(result, close=close)

    def _combine(self, result: JsonObject, *, close: bool) -> JsonObject:
        """Convert combined schemas; what is closed is the object that they make together."""
        merged = "allOf" in result or (
            "properties" in result and any(key in result for key in _COMBINED)
        )
        for key in _COMBINED:
            if key in result:
                result[key] = [self._part(part, close=close, merged=merged) for part in result[key]]
        if close and merged:
            result["unevaluatedProperties"] = False
            result.pop("additionalProperties", None)
        elif close and "properties" in result and result.get("additionalProperties", True) is True:
            result["additionalProperties"] = False
        return result

    def _part(self, schema: JsonObject, *, close: bool, merged: bool) -> JsonObject:
        """Convert one of several schemas; an open one would open what they make together."""
        part = self._convert(schema, close=close and not merged)
        if close and merged and part.get("additionalProperties") is True:
            part = {name: value for name, value in part.items() if name != "additionalProperties"}
        return part

    def _component(self, name: str, *, close: bool) -> JsonObject:
        key = (name, close)
        if key not in self._done:
            if name in self._open:
                raise ValueError(f"schema {name} contains itself; the sandbox cannot inline it")
            self._open.append(name)
            self._done[key] = self._convert(self._components[name], close=close)
            self._open.pop()
        return self._done[key]


def _allow_null(schema: JsonObject) -> None:
    """Spell ``nullable`` the way 2020-12 does."""
    if "type" in schema:
        schema["type"] = [schema["type"], "null"]
    if "enum" in schema and None not in schema["enum"]:
        schema["enum"] = [*schema["enum"], None]


def _bound(schema: JsonObject) -> None:
    """Spell the width of a whole number, which to JSON Schema is a mere note, as its bounds."""
    above = _RANGES.get(schema.get("format", ""))
    if above is not None:
        schema["minimum"] = max(schema.get("minimum", -above), -above)
        schema["maximum"] = min(schema.get("maximum", above - 1), above - 1)

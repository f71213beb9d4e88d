"""Changes responses within what the description allows, as a growing service does.

What may be missing or null, what is open and what is a whole number stands in ``openapi.yaml``:
nothing here names a member.
"""

import dataclasses
import itertools
from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeGuard

from mapflow.sandbox.openapi.schema_conversion import Converter, JsonObject
from mapflow.sandbox.openapi.validation import Check

NEW_VALUE: Final = "SANDBOX_NEW_VALUE"
EXTRA: Final[Mapping[str, object]] = {
    "sandboxExtra": {"list": [1, "two", None], "inner": {"flag": True}},
    "sandboxExtraText": "new",
    "sandboxExtraNull": None,
}

_KINDS: Final = (
    (bool, "boolean"), (int, "integer"), (float, "number"), (str, "string"), (list, "array"),
    (dict, "object"),
)  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class ValueSchema:
    """What the description says of one value.

    Attributes:
        kind: Its ``type``; None if the description leaves it open.
        is_nullable: Whether it may be null.
        is_open: Whether it is a string that may take undocumented values.
        members: Schemas of the members that are described, if it is an object.
        required: Those that are always there.
        items: Schema of the elements, if it is a list.
    """

    kind: str | None = None
    is_nullable: bool = False
    is_open: bool = False
    members: Mapping[str, JsonObject] = dataclasses.field(default_factory=dict[str, JsonObject])
    required: frozenset[str] = frozenset()
    items: JsonObject | None = None


Change = Callable[[object, ValueSchema], object]
"""Changes a value whose parts are changed already."""


class ResponseSchemas:
    """Looks up the shapes of values.

    Args:
        components: ``components.schemas`` of the document.
    """

    def __init__(self, components: Mapping[str, JsonObject]) -> None:
        self._components = components
        self._converter = Converter(components, closed=True)
        self._checks: dict[int, Check] = {}

    def changed(self, value: object, schema: JsonObject, change: Change) -> object:
        """Return a value with everything in it changed, from the inside out."""
        shape = self.of(schema, value)
        after = value
        if is_object(value):
            after = {
                name: self.changed(member, shape.members[name], change)
                if name in shape.members
                else member
                for name, member in value.items()
            }
        elif is_list(value) and shape.items is not None:
            after = [self.changed(each, shape.items, change) for each in value]
        return change(after, shape)

    def nullable(self, schema: JsonObject) -> bool:
        """Say whether a value of this schema may be null."""
        return self.of(schema, None).is_nullable

    def of(self, schema: JsonObject, value: object) -> ValueSchema:
        """Return what a schema says of a value; of alternatives the one that the value fits."""
        if "$ref" in schema:
            return self.of(self._components[str(schema["$ref"]).rsplit("/", 1)[-1]], value)
        parts = [self.of(part, value) for part in schema.get("allOf", ())]
        is_nullable = bool(schema.get("nullable")) or bool(
            parts and all(p.is_nullable for p in parts)
        )
        for several in ("anyOf", "oneOf"):
            if alternatives := schema.get(several):
                is_nullable = is_nullable or any(map(self.nullable, alternatives))
                parts.append(self.of(self._fitting(alternatives, value), value))
        own = ValueSchema(
            kind=schema.get("type"),
            is_open="x-extensible-enum" in schema,
            members=schema.get("properties", {}),
            required=frozenset(schema.get("required", ())),
            items=schema.get("items"),
        )
        return _merged([own, *parts], is_nullable=is_nullable)

    def _fitting(self, alternatives: list[JsonObject], value: object) -> JsonObject:
        able = [each for each in alternatives if _may_be(self.of(each, None).kind, value)]
        if len(able) > 1:
            able = [each for each in able if self._check(each)(value) is None] or able
        return able[0] if able else {}

    def _check(self, schema: JsonObject) -> Check:
        # Schemas live as long as the document, so their identities stay theirs.
        if id(schema) not in self._checks:
            self._checks[id(schema)] = Check(self._converter.convert(schema))
        return self._checks[id(schema)]


def is_object(value: object) -> TypeGuard[dict[str, object]]:
    """Say whether a JSON value is an object."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[object]]:
    """Say whether a JSON value is a list."""
    return isinstance(value, list)


def _merged(shapes: Iterable[ValueSchema], *, is_nullable: bool) -> ValueSchema:
    whole = ValueSchema(is_nullable=is_nullable)
    for shape in shapes:
        whole = ValueSchema(
            kind=whole.kind or shape.kind,
            is_nullable=is_nullable,
            is_open=whole.is_open or shape.is_open,
            members={**whole.members, **shape.members},
            required=whole.required | shape.required,
            items=shape.items if whole.items is None else whole.items,
        )
    return whole


def _may_be(kind: str | None, value: object) -> bool:
    if kind is None or value is None:
        return True
    found = next(name for python, name in _KINDS if isinstance(value, python))
    return kind == found or (kind, found) == ("number", "integer")


def with_extra_members(value: object, shape: ValueSchema) -> object:
    """Add members to every described object."""
    return {**value, **EXTRA} if is_object(value) and shape.members else value


def with_new_values(value: object, shape: ValueSchema) -> object:
    """Replace every value of an open enumeration."""
    return NEW_VALUE if isinstance(value, str) and shape.is_open else value


def with_floats(value: object, shape: ValueSchema) -> object:
    """Write whole numbers as ``7.0``."""
    if isinstance(value, int) and not isinstance(value, bool) and shape.kind == "integer":
        return float(value)
    return value


def with_nulls(shapes: ResponseSchemas, *, inner: bool) -> Change:
    """Return the change that sets every nullable member to null."""

    def change(value: object, shape: ValueSchema) -> object:
        if not is_object(value):
            return value
        return {
            name: None
            if name in shape.members
            and _is_meant(member, inner=inner)
            and shapes.nullable(shape.members[name])
            else member
            for name, member in value.items()
        }

    return change


def without_members(*, inner: bool) -> Change:
    """Return the change that leaves out every member that is not required, save the last."""

    def change(value: object, shape: ValueSchema) -> object:
        if not is_object(value) or not shape.members:
            return value
        kept = {
            name: member
            for name, member in value.items()
            if name in shape.required or not _is_meant(member, inner=inner)
        }
        # An empty object could be anything: one member always stays.
        return kept or dict(itertools.islice(value.items(), 1))

    return change


def _is_meant(member: object, *, inner: bool) -> bool:
    return not (inner and isinstance(member, dict | list))

"""What a change of the description means for a client, and that the version says so."""

import copy
from pathlib import Path

import pytest

from scripts.compare import versions
from scripts.compare.changes import Kind
from tests.spec.document import document

PAGES = Path(__file__).parents[2] / "docs" / "pages"
REF = {"$ref": "#/components/schemas/Layer"}
NULL = {"type": "string", "nullable": True, "enum": [None]}
BASE = {
    "openapi": "3.0.3",
    "info": {"title": "Small", "version": "1.4.2", "description": "One."},
    "servers": [{"url": "https://a.example.com"}],
    "security": [{"basic": []}, {"bearer": []}],
    "paths": {
        "/runs/{id}": {
            "parameters": [
                {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
            ],
            "put": {
                "operationId": "updateRun",
                "tags": ["runs"],
                "summary": "Change a run",
                "parameters": [
                    {
                        "name": "size",
                        "in": "query",
                        "required": False,
                        "schema": {"type": "integer"},
                    }
                ],
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/RunUpdate"}}
                    },
                },
                "responses": {
                    "200": {
                        "description": "Done.",
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Run"}}
                        },
                    },
                    "404": {"description": "None."},
                },
            },
            "get": {"operationId": "getRun", "tags": ["runs"], "responses": {"200": {}}},
        }
    },
    "components": {
        "securitySchemes": {
            "basic": {"type": "http", "scheme": "basic"},
            "bearer": {"type": "http", "scheme": "bearer"},
        },
        "schemas": {
            "Run": {
                "type": "object",
                "required": ["id"],
                "properties": {
                    "id": {"type": "string"},
                    "status": {"type": "string", "x-extensible-enum": ["OK", "FAILED"]},
                    "kind": {"type": "string", "enum": ["A", "B"]},
                    "count": {"type": "integer", "minimum": 0, "description": "How many."},
                    "cost": {"type": "number", "nullable": True},
                    "layer": {"anyOf": [REF, NULL]},
                    "steps": {"type": "array", "items": {"type": "string"}},
                },
            },
            "RunUpdate": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": {"type": "string", "maxLength": 64},
                    "note": {"type": "string", "nullable": True},
                    "mode": {"type": "string", "enum": ["FAST", "SLOW"]},
                    "zoom": {"type": "integer", "default": 18},
                },
            },
            "Layer": {"type": "object", "properties": {"url": {"type": "string"}}},
        },
    },
    "x-error-catalogue": [{"code": "TOO_BIG", "parameters": ["size"], "message": "No."}],
}
B, A, E = Kind.BREAKING, Kind.ADDITIVE, Kind.EDITORIAL
PUT = ("paths", "/runs/{id}", "put")
READ = ("components", "schemas", "Run", "properties")
SENT = ("components", "schemas", "RunUpdate", "properties")
GONE = object()


def planted(*changes):
    """The small description with some places changed: (path, value), or GONE to take one out."""
    made = copy.deepcopy(BASE)
    for path, value in changes:
        place = made
        for step in path[:-1]:
            place = place[step]
        if value is GONE:
            del place[path[-1]]
        elif path[-1] == "+":
            place.append(value)
        else:
            place[path[-1]] = value
    return made


def optional(name, schema):
    return {"name": name, "in": "query", "required": False, "schema": schema}


TEXT = {"type": "string"}
CHANGES = {
    "operation removed": (B, [(("paths", "/runs/{id}", "get"), GONE)]),
    "operation renamed": (B, [((*PUT, "operationId"), "changeRun")]),
    "operation in another group": (B, [((*PUT, "tags"), ["jobs"])]),
    "path moved": (
        B,
        [(("paths", "/jobs/{id}"), BASE["paths"]["/runs/{id}"]), (("paths", "/runs/{id}"), GONE)],
    ),
    "operation added": (A, [((*PUT[:2], "delete"), {"operationId": "deleteRun", "responses": {}})]),
    "operation costs now": (B, [((*PUT, "x-paid"), True)]),
    "operation deprecated": (A, [((*PUT, "deprecated"), True)]),
    "summary": (E, [((*PUT, "summary"), "Change one run")]),
    "parameter removed": (B, [((*PUT, "parameters"), [])]),
    "parameter made required": (B, [((*PUT, "parameters", 0, "required"), True)]),
    "path parameter of another type": (
        B,
        [((*PUT[:2], "parameters", 0, "schema"), {"type": "integer"})],
    ),
    "parameter added": (A, [((*PUT, "parameters", "+"), optional("page", TEXT))]),
    "required parameter added": (
        B,
        [((*PUT, "parameters", "+"), {**optional("page", TEXT), "required": True})],
    ),
    "parameter takes fractions": (A, [((*PUT, "parameters", 0, "schema"), {"type": "number"})]),
    "parameter repeated in another way": (B, [((*PUT, "parameters", 0, "explode"), False)]),
    "body may be omitted": (A, [((*PUT, "requestBody", "required"), False)]),
    "body removed": (B, [((*PUT, "requestBody"), GONE)]),
    "form of the body removed": (
        B,
        [((*PUT, "requestBody", "content"), {"text/plain": {"schema": TEXT}})],
    ),
    "status removed": (B, [((*PUT, "responses", "404"), GONE)]),
    "status added": (A, [((*PUT, "responses", "409"), {"description": "Busy."})]),
    "any success": (
        A,
        [
            ((*PUT, "responses", "2XX"), BASE["paths"]["/runs/{id}"]["put"]["responses"]["200"]),
            ((*PUT, "responses", "200"), GONE),
        ],
    ),
    "another form of the response": (
        A,
        [((*PUT, "responses", "200", "content", "text/csv"), {"schema": TEXT})],
    ),
    "response empty": (B, [((*PUT, "responses", "200", "content"), GONE)]),
    "login removed": (B, [(("security",), [{"basic": []}])]),
    "login added": (A, [(("security", "+"), {"key": []})]),
    "login needed": (B, [(("security",), [{"basic": [], "bearer": []}])]),
    "scheme changed": (B, [(("components", "securitySchemes", "basic", "scheme"), "digest")]),
    "server moved": (B, [(("servers", 0, "url"), "https://b.example.com")]),
    "component renamed": (
        B,
        [
            (("components", "schemas", "Tiles"), BASE["components"]["schemas"]["Layer"]),
            (("components", "schemas", "Layer"), GONE),
            ((*READ, "layer"), {"anyOf": [{"$ref": "#/components/schemas/Tiles"}, NULL]}),
        ],
    ),
    "component added": (A, [(("components", "schemas", "Extra"), {"type": "object"})]),
    "response: member removed": (B, [((*READ, "count"), GONE)]),
    "response: member added": (A, [((*READ, "area"), {"type": "number"})]),
    "response: member of another type": (B, [((*READ, "count", "type"), "string")]),
    "response: whole number with fractions": (B, [((*READ, "count", "type"), "number")]),
    "response: items of another type": (B, [((*READ, "steps", "items", "type"), "integer")]),
    "response: format": (B, [((*READ, "id", "format"), "uuid")]),
    "response: null now": (B, [((*READ, "id", "nullable"), True)]),
    "response: never null": (A, [((*READ, "cost", "nullable"), False)]),
    "response: reference never null": (A, [((*READ, "layer"), {"allOf": [REF]})]),
    "response: another spelling of null": (
        None,
        [((*READ, "layer"), {"nullable": True, "allOf": [REF]})],
    ),
    "response: may be missing": (B, [(("components", "schemas", "Run", "required"), GONE)]),
    "response: always there": (
        A,
        [(("components", "schemas", "Run", "required"), ["id", "count"])],
    ),
    "response: value added to a closed list": (B, [((*READ, "kind", "enum"), ["A", "B", "C"])]),
    "response: value added to an open list": (
        A,
        [((*READ, "status", "x-extensible-enum", "+"), "NEW")],
    ),
    "response: value removed from an open list": (
        B,
        [((*READ, "status", "x-extensible-enum"), ["OK"])],
    ),
    "response: bound taken away": (B, [((*READ, "count", "minimum"), GONE)]),
    "response: bound added": (A, [((*READ, "count", "maximum"), 9)]),
    "response: inner member removed": (B, [(("components", "schemas", "Layer", "properties"), {})]),
    "response: description": (E, [((*READ, "count", "description"), "The number.")]),
    "request: member removed": (B, [((*SENT, "note"), GONE)]),
    "request: member added": (A, [((*SENT, "tag"), TEXT)]),
    "request: required member added": (
        B,
        [
            ((*SENT, "tag"), TEXT),
            (("components", "schemas", "RunUpdate", "required"), ["name", "tag"]),
        ],
    ),
    "request: member made required": (
        B,
        [(("components", "schemas", "RunUpdate", "required"), ["name", "note"])],
    ),
    "request: member may be omitted": (
        A,
        [(("components", "schemas", "RunUpdate", "required"), GONE)],
    ),
    "request: null refused": (B, [((*SENT, "note", "nullable"), False)]),
    "request: null taken": (A, [((*SENT, "name", "nullable"), True)]),
    "request: value removed": (B, [((*SENT, "mode", "enum"), ["FAST"])]),
    "request: value added": (A, [((*SENT, "mode", "enum"), ["FAST", "SLOW", "BEST"])]),
    "request: shorter": (B, [((*SENT, "name", "maxLength"), 32)]),
    "request: longer": (A, [((*SENT, "name", "maxLength"), 128)]),
    "request: pattern": (B, [((*SENT, "name", "pattern"), "^a")]),
    "request: default": (B, [((*SENT, "zoom", "default"), 17)]),
    "request: closed": (
        B,
        [(("components", "schemas", "RunUpdate", "additionalProperties"), False)],
    ),
    "request: a map": (A, [(("components", "schemas", "RunUpdate", "additionalProperties"), True)]),
    "error code removed": (B, [(("x-error-catalogue",), [])]),
    "error code added": (A, [(("x-error-catalogue", "+"), {"code": "NEW", "parameters": []})]),
    "error parameter removed": (B, [(("x-error-catalogue", 0, "parameters"), [])]),
    "error explained in new words": (E, [(("x-error-catalogue", 0, "message"), "Too big.")]),
    "link": (E, [(("paths", "/runs/{id}", "get", "responses", "200", "links"), {"a": {}})]),
    "header": (A, [(("paths", "/runs/{id}", "get", "responses", "200", "headers"), {"a": {}})]),
    "parts encoded": (
        B,
        [
            (
                (
                    "paths",
                    "/runs/{id}",
                    "put",
                    "requestBody",
                    "content",
                    "application/json",
                    "encoding",
                ),
                {"file": {"contentType": "text/csv"}},
            )
        ],
    ),
    "parameter reserved": (
        B,
        [(("paths", "/runs/{id}", "put", "parameters", 0, "allowReserved"), True)],
    ),
    "request: only read": (B, [((*SENT, "name", "readOnly"), True)]),
    "parameter evidence": (
        E,
        [(("paths", "/runs/{id}", "put", "parameters", 0, "x-evidence"), ["D"])],
    ),
    "groups": (E, [(("tags",), [{"name": "runs"}])]),
    "introduction": (E, [(("info", "description"), "Two.")]),
    "nothing": (None, []),
}
LOWEST = {B: "2.0.0", A: "1.5.0", E: "1.4.3", None: "1.4.2"}


@pytest.mark.parametrize(("kind", "changes"), CHANGES.values(), ids=CHANGES)
def test_a_planted_change_is_told_for_what_it_is(kind, changes):
    made = planted(*changes)
    found = versions.compare(BASE, made)
    assert max((each.kind for each in found), default=None) == kind, found
    # With the version that says so it passes, and with the one before it does not.
    made["info"]["version"] = LOWEST[kind]
    assert versions.verdict(BASE, made) is None
    if kind:
        made["info"]["version"] = {B: "1.9.9", A: "1.4.9", E: "1.4.2"}[kind]
        told = versions.verdict(BASE, made)
        assert f"set it to {LOWEST[kind]}" in told
        assert f"{found[0].where}: {found[0].what}" in told


def test_a_component_both_sent_and_read_is_judged_both_ways():
    both = planted(((*SENT, "layer"), {"allOf": [REF]}))
    grown = copy.deepcopy(both)
    grown["components"]["schemas"]["Layer"]["required"] = ["url"]
    found = versions.compare(both, grown)
    assert {each.what for each in found} == {"the member is required now"}
    assert {each.kind for each in found} == {A, B}


def test_a_component_that_is_read_and_one_of_several_that_are_sent_is_judged_both_ways():
    text = {"type": "string"}
    both = planted(((*SENT, "layer"), {"anyOf": [text, REF]}))
    grown = copy.deepcopy(both)
    grown["components"]["schemas"]["Layer"]["required"] = ["url"]
    assert Kind.BREAKING in {each.kind for each in versions.compare(both, grown)}
    inside = planted(((*SENT, "layer"), {"anyOf": [text, {"type": "array", "items": REF}]}))
    grown = copy.deepcopy(inside)
    grown["components"]["schemas"]["Layer"]["required"] = ["url"]
    assert Kind.BREAKING in {each.kind for each in versions.compare(inside, grown)}


def test_all_of_several_is_not_any_of_them():
    text = [{"type": "string"}, {"type": "string", "maxLength": 3}]
    was = planted(((*SENT, "layer"), {"allOf": text}))
    now = planted(((*SENT, "layer"), {"anyOf": text}))
    assert [each.kind for each in versions.compare(was, now)] == [Kind.BREAKING]


def test_a_version_must_not_go_back():
    older = planted((("info", "version"), "1.4.1"))
    assert "1.4.2 was released" in versions.verdict(BASE, older)
    with pytest.raises(ValueError, match="three numbers"):
        versions.parts("1.4")


def test_a_description_that_contains_itself_is_compared():
    nested = planted((("components", "schemas", "Layer", "properties", "inner"), {"allOf": [REF]}))
    assert versions.compare(nested, copy.deepcopy(nested)) == []


def test_a_reference_to_nothing_is_named_with_its_place():
    gone = planted(((*SENT, "layer"), {"allOf": [{"$ref": "#/components/schemas/Lair"}]}))
    with pytest.raises(
        ValueError, match=r"refers to #/components/schemas/Lair at #/.*/layer/allOf/0"
    ):
        versions.compare(BASE, gone)


def test_the_version_says_what_has_changed_since_the_last_release():
    wrong = versions.verdict(versions.last_released(), document())
    assert wrong is None, wrong


def test_the_changelog_has_the_version():
    page = (PAGES / "description-changes.md").read_text("utf-8")
    assert f"## {document()['info']['version']}\n" in page

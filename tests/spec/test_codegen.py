"""The derived description for code generators: each of its rules, and that it refuses nothing."""

import copy
import json

import pytest
from openapi_schema_validator import OAS30Validator, oas30_format_checker
from openapi_spec_validator import validate
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from scripts import codegen
from tests.spec.document import METHODS, document, operations, resolved
from tests.support import cassette, conformance

DERIVED = codegen.derive(document())
NULL = {"type": "string", "nullable": True, "enum": [None]}
REF = {"$ref": "#/components/schemas/Layer"}
_REGISTRY = Registry().with_resource("urn:spec", Resource(DERIVED, DRAFT4))


def planted(member, **schemas):
    """A description with one member of one component, and others beside it."""
    return {
        "paths": {},
        "components": {
            "schemas": {"Holder": {"type": "object", "properties": {"it": member}}, **schemas},
            "examples": {},
        },
    }


def after(transformation, member, **schemas):
    """What a transformation makes of one member, and of the components."""
    given = planted(member, **schemas)
    transformation(given)
    components = given["components"]["schemas"]
    return components["Holder"]["properties"]["it"], components


def test_a_component_that_may_be_null_says_so_and_is_referred_to_plainly():
    layer = {"type": "object", "properties": {"id": {"type": "string"}}}
    member = {"description": "Tiles.", "anyOf": [REF, NULL]}
    it, components = after(codegen.flatten_nullable_references, member, Layer=layer)
    assert it == {"description": "Tiles.", "allOf": [REF]}
    assert components["Layer"]["nullable"] is True


def test_a_map_that_may_be_null_is_written_in_place_and_stays_itself_elsewhere():
    for map_ in (
        {"type": "object", "additionalProperties": {"type": "string"}},
        {"type": "object", "additionalProperties": True},
        {"type": "object"},
    ):
        it, components = after(
            codegen.flatten_nullable_references, {"anyOf": [REF, NULL]}, Layer=map_
        )
        assert it == {"additionalProperties": True, **map_, "nullable": True}
        assert components["Layer"] == map_


def test_other_unions_are_left_to_their_own_rule():
    for union in ([REF, {"type": "string"}], [{"type": "string"}, NULL]):
        it, _ = after(codegen.flatten_nullable_references, {"anyOf": union}, Layer={})
        assert it == {"anyOf": union}


@pytest.mark.parametrize("word", ["anyOf", "oneOf"])
def test_a_union_leaves_its_first_form(word):
    number, text = {"type": "integer", "format": "int32"}, {"type": "string", "nullable": True}
    it, _ = after(codegen.narrow_unions, {word: [number, text], "description": "Zoom."})
    assert it == {**number, "nullable": True, "description": "Zoom."}
    layer = {"type": "object", "properties": {"id": {"type": "string"}}}
    it, components = after(codegen.narrow_unions, {word: [REF, {"type": "string"}]}, Layer=layer)
    assert it == {"allOf": [REF]}
    assert "nullable" not in components["Layer"]
    it, components = after(codegen.narrow_unions, {word: [REF, text]}, Layer=layer)
    assert it == {"allOf": [REF]}
    assert components["Layer"]["nullable"] is True, "or null would not be valid"


def test_a_component_that_only_names_another_is_followed():
    layer = {"type": "object", "properties": {"id": {"type": "string"}}}
    form = {"description": "Its forms.", "allOf": [REF]}
    again = {"allOf": [{"$ref": "#/components/schemas/Form"}]}
    it, components = after(
        codegen.follow_aliases,
        {"allOf": [{"$ref": "#/components/schemas/Again"}]},
        Layer=layer,
        Form=form,
        Again=again,
    )
    assert it == {"allOf": [REF]}
    assert set(components) == {"Holder", "Layer"}


def test_a_map_is_written_wherever_it_is_referred_to():
    map_ = {"type": "object", "description": "Notes.", "additionalProperties": {"type": "string"}}
    for member in (
        {"$ref": "#/components/schemas/Notes"},
        {"allOf": [{"$ref": "#/components/schemas/Notes"}]},
    ):
        it, components = after(codegen.write_maps_in_place, member, Notes=map_)
        assert it == map_
        assert "Notes" not in components
    told = {"description": "Yours.", "allOf": [{"$ref": "#/components/schemas/Notes"}]}
    assert after(codegen.write_maps_in_place, told, Notes=map_)[0] == map_ | {
        "description": "Yours."
    }
    layer = {"type": "object", "properties": {"id": {"type": "string"}}}
    it, components = after(codegen.write_maps_in_place, dict(REF), Layer=layer)
    assert (it, components["Layer"]) == (REF, layer)
    names = [
        name
        for name, each in DERIVED["components"]["schemas"].items()
        if each.get("type") == "object" and "properties" not in each
    ]
    assert names == [], "openapi-generator warns of a component that is a map"


def test_anything_is_an_object_without_known_members():
    free = {"type": "object", "nullable": True, "additionalProperties": True}
    it, _ = after(codegen.make_objects_of_anything, {"description": "Not documented."})
    assert it == {"description": "Not documented.", **free}
    for typed in ({"type": "string"}, REF, {"allOf": [REF]}):
        assert after(codegen.make_objects_of_anything, dict(typed))[0] == typed


def test_an_object_with_members_is_no_map():
    map_ = {"type": "object", "additionalProperties": True}
    both = {**map_, "properties": {"id": {"type": "string"}}}
    _, components = after(codegen.drop_open_maps, {"type": "string"}, Both=both, Map=dict(map_))
    assert "additionalProperties" not in components["Both"]
    assert components["Map"] == map_


def test_known_values_are_constants_and_members_stay_text():
    derived = copy.deepcopy(document())
    before = copy.deepcopy(derived["components"]["schemas"])
    codegen.name_known_values(derived)
    after = derived["components"]["schemas"]
    assert {name: after[name] for name in before} == before
    known = after["KnownProcessingStatus"]
    assert known["enum"] == before["Processing"]["properties"]["status"]["x-extensible-enum"]
    assert "`ProcessingV2.status`" in known["description"]
    assert "`Processing.status`" in known["description"]
    listed = {tuple(node["x-extensible-enum"]) for node in with_key("x-extensible-enum", derived)}
    assert listed == {tuple(after[name]["enum"]) for name in set(after) - set(before)}, (
        "each list of values has its component"
    )
    assert with_key("enum", DERIVED) == [
        DERIVED["components"]["schemas"][name]
        for name in DERIVED["components"]["schemas"]
        if name.startswith("Known")
    ], "no member and no parameter is a closed enumeration"


def test_an_enumeration_without_a_name_is_told():
    grown = copy.deepcopy(document())
    member = grown["components"]["schemas"]["Mosaic"]["properties"]["name"]
    member["x-extensible-enum"] = ["DAY", "NIGHT"]
    with pytest.raises(SystemExit, match=r"DAY, NIGHT of Mosaic\.name have 0 names.*enumerations"):
        codegen.name_known_values(grown)
    gone = copy.deepcopy(document())
    del gone["components"]["schemas"]["Template"]["properties"]["status"]["x-extensible-enum"]
    with pytest.raises(SystemExit, match=r"Template\.status: no open enumeration any more"):
        codegen.name_known_values(gone)


def with_key(key, item):
    return [node for node in codegen.nodes(item) if key in node]


def test_links_are_left_out():
    given = copy.deepcopy(document())
    assert with_key("links", given)
    codegen.drop_links(given)
    assert with_key("links", given) == []


def test_a_member_called_like_a_word_of_openapi_stays():
    members = {
        name: {"type": "string"} for name in ("links", "examples", "description", "x-mark", "enum")
    }
    given = planted({"type": "string"}, Odd={"type": "object", "properties": dict(members)})
    for transformation in codegen.TRANSFORMATIONS:
        if transformation is not codegen.name_known_values:
            transformation(given)
    assert given["components"]["schemas"]["Odd"]["properties"] == members


def responded(**contents):
    """A description with one operation that says ranges of statuses, and 404 for itself."""
    names = {"404": "Gone", "4XX": "Refused", "5XX": "Broken", "2XX": "Done"}
    components = {
        name: {"description": f"{name}.", "content": contents.get(name, {"text/html": {}})}
        for name in names.values()
    }
    statuses = {status: response(name) for status, name in names.items()}
    paths = {"/runs": {"post": {"responses": statuses}}}
    return {"paths": paths, "components": {"schemas": {}, "responses": components}}


def response(name):
    return {"$ref": f"#/components/responses/{name}"}


def test_statuses_are_numbers_and_what_is_left_is_one_response():
    given = responded()
    codegen.number_statuses(given)
    assert given["paths"]["/runs"]["post"]["responses"] == {
        "404": response("Gone"),
        "default": response("RefusedOrBroken"),
        "200": response("Done"),
        "201": response("Done"),
    }
    assert {name: each["description"] for name, each in responses(given).items()} == {
        "Gone": "Gone.",
        "Done": "Done.",
        "RefusedOrBroken": "Refused. Broken.",
    }


def responses(given):
    return given["components"]["responses"]


def test_a_refusal_stays_itself_where_it_is_said_of_a_status():
    given = responded()
    given["paths"]["/runs"]["post"]["responses"]["403"] = response("Refused")
    codegen.number_statuses(given)
    assert responses(given)["Refused"]["description"] == "Refused."


def test_a_refusal_and_a_failure_with_different_bodies_are_told():
    with pytest.raises(SystemExit, match="Refused and Broken have different bodies"):
        codegen.number_statuses(responded(Broken={"text/plain": {}}))


def test_a_run_created_with_201_has_what_200_has():
    for item in DERIVED["paths"].values():
        for method in set(METHODS) & set(item):
            statuses = item[method]["responses"]
            assert statuses["201"] == statuses["200"]
            assert all(status.isdigit() or status == "default" for status in statuses)


def test_extensions_are_left_out_but_for_the_mark_of_what_costs():
    words = {key for node in codegen.nodes(DERIVED) for key in node if key.startswith("x-")}
    assert words == {"x-paid"}
    paid = {name for name, (*_, o, _) in operations().items() if o.get("x-paid")}
    assert paid == {
        operation["operationId"]
        for item in DERIVED["paths"].values()
        for operation in item.values()
        if isinstance(operation, dict) and operation.get("x-paid")
    }


def test_examples_of_whole_bodies_are_left_out_and_those_of_members_kept():
    given = copy.deepcopy(document())
    assert any(node.get("examples") for node in with_key("schema", given))
    codegen.drop_examples_of_bodies(given)
    assert "examples" not in given["components"]
    assert not any("examples" in node for node in with_key("schema", given))
    assert given["components"]["schemas"] == document()["components"]["schemas"]
    assert "example" in given["components"]["schemas"]["Processing"]["properties"]["name"]


def test_a_component_called_like_a_word_of_a_language_has_another_name(monkeypatch):
    layer = {"type": "object", "properties": {"id": {"type": "string"}}}
    monkeypatch.setattr(codegen, "RENAMED", {"Layer": "Sheet"})
    for member in (dict(REF), {"allOf": [dict(REF)]}):
        it, components = after(codegen.rename_reserved_words, member, Layer=layer)
        assert components == {"Holder": components["Holder"], "Sheet": layer}
        assert "Layer" not in json.dumps(it)
        assert "#/components/schemas/Sheet" in json.dumps(it)
    with pytest.raises(SystemExit, match="has a component Sheet; Layer is renamed to it"):
        after(codegen.rename_reserved_words, dict(REF), Layer=layer, Sheet=layer)
    assert set(document()["components"]["schemas"]) > {"Template"}, "or the rule has no use"
    assert "Template" not in DERIVED["components"]["schemas"]


def test_examples_of_times_are_left_out_and_others_kept():
    time = {"type": "string", "format": "date-time", "nullable": True}
    it, _ = after(codegen.drop_examples_of_times, {**time, "example": "2026-03-02T09:15:00Z"})
    assert it == time
    name = {"type": "string", "example": "harbour"}
    assert after(codegen.drop_examples_of_times, dict(name))[0] == name
    assert "example" not in DERIVED["components"]["schemas"]["Project"]["properties"]["created"]


def test_it_is_valid_and_shorter():
    validate(DERIVED)
    assert len(json.dumps(DERIVED)) < len(json.dumps(document())) * 0.75


def test_every_rule_is_applied():
    rules = {
        rule
        for rule in vars(codegen).values()
        if getattr(rule, "__annotations__", None) == {"document": "Node", "return": "None"}
    }
    assert rules == set(codegen.TRANSFORMATIONS)


def test_nothing_that_generators_stumble_over_is_left():
    assert with_key("anyOf", DERIVED) == with_key("oneOf", DERIVED) == []
    for node in with_key("additionalProperties", DERIVED):
        assert "properties" not in node
    for member in codegen.members(DERIVED):
        assert {"type", "allOf", "$ref"} & set(member)
    for node in with_key("allOf", DERIVED):
        assert len(node["allOf"]) == 1


def test_an_area_that_may_be_null_in_responses_is_not_null_in_requests():
    of_run = DERIVED["components"]["schemas"]["ProcessingRun"]["properties"]["geometry"]
    of_area = DERIVED["components"]["schemas"]["Area"]["properties"]["geometry"]
    assert faults(None, of_run) != []
    assert faults(None, of_area) == []


def test_operations_and_members_are_the_same():
    def told(given):
        return {
            (codegen.RENAMED.get(name, name), key)
            for name, schema in given["components"]["schemas"].items()
            for key in schema.get("properties", {})
        }

    assert told(DERIVED) == told(document())
    for path, item in document()["paths"].items():
        for method in set(METHODS) & set(item):
            there = DERIVED["paths"][path][method]
            for key in ("operationId", "tags", "parameters", "security", "summary", "description"):
                assert key in there or key not in item[method], (path, method, key)
            ranges = {"2XX": {"200", "201"}, "4XX": {"default"}, "5XX": {"default"}}
            wanted = [ranges.get(status, {status}) for status in item[method]["responses"]]
            assert set(there["responses"]) == set().union(*wanted)
    assert DERIVED["info"] == document()["info"]


def faults(value, schema):
    validator = OAS30Validator(
        _anchored(schema), registry=_REGISTRY, format_checker=oas30_format_checker
    )
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


def _anchored(schema):
    if isinstance(schema, dict):
        return {
            key: f"urn:spec{value}" if key == "$ref" else _anchored(value)
            for key, value in schema.items()
        }
    return [_anchored(item) for item in schema] if isinstance(schema, list) else schema


def derived_content(operation_id, status):
    """The derived description's JSON schema of a response, or, with status None, of the body."""
    method, path, *_ = operations()[operation_id]
    operation = DERIVED["paths"][path][method.lower()]
    if status is None:
        content = operation["requestBody"]
    else:
        statuses = operation["responses"]
        status = {"2XX": "200", "4XX": "default", "5XX": "default"}.get(str(status), str(status))
        content = statuses.get(status) or statuses["default"]
    while "$ref" in content:
        content = DERIVED["components"]["responses"][content["$ref"].rsplit("/", 1)[1]]
    return content.get("content", {}).get("application/json", {}).get("schema")


def test_every_example_of_a_body_in_the_main_one_is_accepted():
    checked = 0
    for name, (*_, operation, _) in operations().items():
        bodies = [(None, operation.get("requestBody", {})), *operation["responses"].items()]
        for status, body in bodies:
            content = resolved(body).get("content", {}).get("application/json", {})
            for key, item in content.get("examples", {}).items():
                value = resolved(item)["value"]
                assert faults(value, derived_content(name, status)) == [], f"{name} {status} {key}"
                checked += 1
    assert checked > 400


def test_every_example_of_a_member_is_accepted():
    for name, schema in DERIVED["components"]["schemas"].items():
        for key, member in schema.get("properties", {}).items():
            if "example" in member:
                assert faults(member["example"], member) == [], f"{name}.{key}"


def test_everything_that_was_recorded_is_accepted():
    checked = 0
    for path in sorted((codegen.ROOT / "cassettes").rglob("*.yaml")):
        for interaction in cassette.read(path)["interactions"]:
            if conformance.follows_a_link(interaction["request"]):
                continue
            name = conformance.operation_of(interaction["request"])[0]["operationId"]
            for status, side in (
                (None, interaction["request"]),
                (interaction["response"]["status"], interaction["response"]),
            ):
                value = (side.get("body") or {}).get("json")
                schema = derived_content(name, status) if value is not None else None
                if schema is not None:
                    assert faults(value, schema) == [], f"{path.name} {name} {status}"
                    checked += 1
    assert checked > 100

"""The operations: all there are, each as the sources spell it, described, and reachable."""

import re
from uuid import UUID

import pytest

from tests.spec.document import EVIDENCE, bodies, document, operations, resolved, success
from tests.spec.index import LEFT_OUT, SERVED, VERSION_1, VERSION_2

#: What may be sent or returned: the forms that generators read, and the picture we map to one.
MEDIA = {
    "application/json",
    "application/octet-stream",
    "multipart/form-data",
    "image/jpeg",
    "text/csv",
    "text/plain",
}


def needs_token(operation):
    return operation.get("security", document()["security"]) != []


@pytest.mark.parametrize("operation_id", SERVED)
def test_every_known_operation_is_there(operation_id):
    number, method, path = SERVED[operation_id]
    found = operations()[operation_id]
    assert found[:2] == (method, path)
    assert found[2]["x-operation-number"] == number


def test_there_is_no_other_operation():
    assert set(operations()) == set(SERVED)
    assert len(SERVED) == 72
    assert len({number for number, _, _ in SERVED.values()}) == len(SERVED)


def test_what_is_left_out_is_listed_with_a_reason():
    entries = document()["x-left-out"]
    # Other names of operations that are here have no separate number.
    assert {entry["number"] for entry in entries if "number" in entry} == LEFT_OUT
    for entry in entries:
        assert set(entry) | {"number"} == {"number", "method", "path", "why", "evidence"}
        assert entry["why"].endswith(".")
        assert set(entry["evidence"]) <= EVIDENCE
        assert entry["method"].lower() not in document()["paths"].get(entry["path"], {})


def test_documented_version_1_comes_first_and_is_marked():
    marks = [operation["x-documented-by"] for *_, operation, _ in operations().values()]
    assert marks[: len(VERSION_1)] == ["processing-api-v1"] * len(VERSION_1)
    assert set(marks[len(VERSION_1) :]) == {"data-api", "public-docs", "clients"}
    for name in VERSION_1:
        assert operations()[name][2]["x-api-version"] == "v1"
        assert "S" in operations()[name][2]["x-evidence"]


def test_what_no_document_shows_is_not_called_documented():
    for name, (*_, operation, _) in operations().items():
        documented = {"S", "D", "D-old"} & set(operation["x-evidence"])
        mark = operation["x-documented-by"]
        # The imagery operations are documented as a group, one or two of them by clients only.
        assert (mark != "clients") == bool(documented) or mark == "data-api", name


def test_versions_are_told_apart():
    for name, (*_, operation, _) in operations().items():
        if name in VERSION_2 or name.endswith("V2"):
            assert operation["x-api-version"] == "v2", name
        assert operation.get("x-api-version") in {None, "v1", "v2"}


@pytest.mark.parametrize("operation_id", sorted(operations()))
def test_operation_is_described(operation_id):
    _, _, operation, parameters = operations()[operation_id]
    assert re.fullmatch(r"[a-z][A-Za-z]+(V2)?", operation_id)
    assert len(operation["tags"]) == 1
    assert operation["tags"][0] in {tag["name"] for tag in document()["tags"]}
    assert operation["tags"][0].isascii()
    assert operation["summary"]
    assert not operation["summary"].endswith(".")
    assert operation["description"].rstrip().endswith(".")
    assert set(operation["x-evidence"]) <= EVIDENCE
    assert operation["x-evidence"]
    statuses = operation["responses"]
    # Otherwise a 201 is unknown, and generated clients hand back nothing for a paid run.
    assert [status for status in statuses if status.startswith("2")] == ["2XX"]
    refusals = {"401", "403", "4XX", "5XX"} if needs_token(operation) else {"4XX", "5XX"}
    assert refusals <= set(statuses)
    for parameter in parameters:
        assert parameter["description"]
        assert set(parameter["x-evidence"]) <= EVIDENCE
    names = [parameter["name"] for parameter in parameters]
    assert len(names) == len(set(names))


def test_basic_is_the_way_to_log_in_and_bearer_is_told_of():
    # Of several ways, some generators send all, others the last.
    assert document()["security"] == [{"basicToken": []}]
    kinds = document()["components"]["securitySchemes"]
    assert [kind["scheme"] for kind in kinds.values()] == ["basic"]
    forms = [form["form"] for form in kinds["basicToken"]["x-also-seen"]]
    assert any("Bearer" in form for form in forms)


def test_only_the_version_is_told_to_everybody():
    free = [name for name, (*_, operation, _) in operations().items() if not needs_token(operation)]
    assert free == ["getVersion"]


def test_links_lead_somewhere():
    for name, link in document()["components"]["links"].items():
        _, _, _, parameters = operations()[link["operationId"]]
        assert "requestBody" not in link, "other generators refuse a spec with one"
        assert set(link["parameters"]) <= {p["name"] for p in parameters}, name
        assert all(value.startswith("$response.body#/") for value in link["parameters"].values())


def test_every_link_is_used():
    used = {
        link["$ref"].rsplit("/", 1)[1]
        for *_, operation, _ in operations().values()
        for response in operation["responses"].values()
        for link in resolved(response).get("links", {}).values()
    }
    assert used == set(document()["components"]["links"])


def test_path_parameters_are_declared():
    for name, (_, path, _, parameters) in operations().items():
        declared = {p["name"] for p in parameters if p["in"] == "path"}
        assert set(re.findall(r"\{(\w+)\}", path)) == declared, name


def test_a_fixed_segment_is_never_taken_for_an_identifier():
    # Only so is /processings/template/{templateId} told from /processings/{processingId}/restart.
    words = {part for path in document()["paths"] for part in path.split("/") if "{" not in part}
    for word in words:
        with pytest.raises(ValueError, match=r"badly formed|hexadecimal"):
            UUID(word)
    for _, path, _, parameters in operations().values():
        for parameter in parameters:
            if parameter["in"] == "path" and parameter["schema"].get("format") != "uuid":
                before = path.split(f"/{{{parameter['name']}}}", 1)[0].rsplit("/", 1)[1]
                assert before in {"image", "preview"}


def test_media_types_are_those_that_generators_read():
    for name, (*_, operation, _) in operations().items():
        for media, content in bodies(operation):
            assert media in MEDIA, name
            schema = resolved(content["schema"])
            if media.startswith("text/"):
                assert schema["type"] == "string", name
            elif media != "application/json":
                binary = schema if media != "multipart/form-data" else schema["properties"]["file"]
                assert (binary["type"], binary["format"]) == ("string", "binary"), name


def test_where_a_response_has_two_forms_json_is_the_first():
    # Generators read the first and pass over the others.
    several = {
        name: list(success(operation)["content"])
        for name, (*_, operation, _) in operations().items()
        if len(success(operation).get("content", {})) > 1
    }
    assert several == {"getStatistics": ["application/json", "text/csv"]}


def test_only_one_delete_has_a_body_and_says_so():
    with_body = [
        name
        for name, (method, _, operation, _) in operations().items()
        if method in ("DELETE", "GET") and "requestBody" in operation
    ]
    assert with_body == ["removeTemplateAreas"]
    operation = operations()["removeTemplateAreas"][2]
    assert operation["requestBody"]["required"] is True
    assert "the body of the DELETE request" in operation["description"]

"""Every example and every recorded response fits both descriptions, strictly: nothing unlisted."""

import json
from pathlib import Path

import pytest

from tests.spec.document import operations, resolved
from tests.support import cassette, conformance

ROOT = Path(__file__).resolve().parents[2]
#: What the derived description says for a range of statuses.
NUMBERED = {"2XX": ["200", "201"], "4XX": ["default"], "5XX": ["default"]}
CASSETTES = sorted((ROOT / "cassettes").rglob("*.yaml"))


def forget():
    conformance.operations.cache_clear()
    conformance._components.cache_clear()


@pytest.fixture(params=["openapi.yaml", "generated/openapi.codegen.json"])
def strictly(request, monkeypatch):
    """The checker of the cassettes, reading one of the two descriptions."""
    if request.param.endswith(".json"):
        derived = json.loads((ROOT / request.param).read_text("utf-8"))
        monkeypatch.setattr(conformance, "document", lambda: derived)
    forget()
    yield conformance
    forget()


# That it fits openapi.yaml is held by the tests of the cassettes.
@pytest.mark.parametrize("strictly", ["generated/openapi.codegen.json"], indirect=True)
@pytest.mark.parametrize("path", CASSETTES, ids=lambda path: path.stem)
def test_what_was_recorded_fits_the_derived_one(strictly, path):
    found = [fault for i in cassette.read(path)["interactions"] for fault in strictly.problems(i)]
    assert found == []


def examples():
    """Every example of openapi.yaml: (operation, request or status, media type, name, value)."""
    for name, (*_, operation, _) in operations().items():
        for place, body in [
            ("request", operation.get("requestBody", {})),
            *operation["responses"].items(),
        ]:
            for media, content in resolved(body).get("content", {}).items():
                for key, item in content.get("examples", {}).items():
                    yield name, place, media, key, resolved(item)["value"]


def responses(operation, status):
    """The responses to a status of openapi.yaml, which the derived one may call otherwise."""
    given = operation["responses"]
    return [given[status]] if status in given else [given[each] for each in NUMBERED[status]]


def test_every_example_fits(strictly):
    described = {operation["operationId"]: operation for *_, operation, _ in strictly.operations()}
    found = []
    for name, place, media, key, value in examples():
        operation = described[name]
        bodies = [operation["requestBody"]] if place == "request" else responses(operation, place)
        for body in bodies:
            schema = conformance._resolved(body)["content"][media]["schema"]
            faults = conformance._faults(value, schema, place)
            found += [f"{name} {key} {fault}" for fault in faults]
    assert found == []


def test_a_wrong_example_is_noticed(strictly):
    [project] = [
        value for name, place, *_, key, value in examples()
        if (name, place, key) == ("getProject", "2XX", "full")
    ]  # fmt: skip
    operation = next(o for *_, o, _ in strictly.operations() if o["operationId"] == "getProject")
    for body in map(conformance._resolved, responses(operation, "2XX")):
        schema = body["content"]["application/json"]["schema"]
        assert list(conformance._faults(project, schema, "")) == []
        for wrong in ({"id": 7}, {"unlisted": 1}, {"progress": {"status": 1}}):
            assert list(conformance._faults(project | wrong, schema, "")) != []

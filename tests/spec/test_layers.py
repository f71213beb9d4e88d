"""What the description has, every layer has; and what is planted in it is missed by name."""

import copy

import pytest

from scripts.layers import GENERATE, LEFT_TO_RAW, ROOT, Layers
from scripts.reads import reads
from tests.spec.document import document, properties


def gaps(**planted):
    """The gaps of a description with something added, as {layer: (what, file, cure)}."""
    grown = copy.deepcopy(document())
    for path, item in planted.get("paths", {}).items():
        grown["paths"].setdefault(path, {}).update(item)
    for name, parameter in planted.get("parameters", {}).items():
        for item in grown["paths"].values():
            for operation in item.values():
                if isinstance(operation, dict) and operation.get("operationId") == name:
                    operation.setdefault("parameters", []).append(parameter)
    for name, members in planted.get("members", {}).items():
        grown["components"]["schemas"][name]["properties"].update(members)
    grown["x-error-catalogue"] += planted.get("codes", [])
    return Layers(grown).gaps()


def test_nothing_is_missing():
    missing = "\n".join(map(str, Layers(document()).gaps()))
    assert not missing, f"openapi.yaml is ahead of some layers:\n{missing}"


def test_an_operation_is_missed_in_every_layer():
    operation = {
        "operationId": "cancelProcessing",
        "tags": ["processings"],
        "responses": {"200": {"description": "Done."}},
    }
    found = gaps(paths={"/processings/{processingId}/cancellation": {"post": operation}})
    assert {gap.what for gap in found} == {"cancelProcessing"}
    assert {gap.layer: gap.file for gap in found} == {
        "the generated client": ("generated/mapflow_openapi/api/processings/cancel_processing.py"),
        "the index of sources": "tests/spec/index.py",
        "the async facade": "mapflow/_async",
        "the sync facade": "mapflow/_sync",
        "the sandbox": "mapflow/sandbox",
        "the table of operations": "docs/pages/operations.md",
        "the command line": "mapflow/cli",
        "the set of cassettes": "tests/cassettes",
    }
    told = {gap.layer: gap.cure for gap in found}
    assert told["the generated client"] == GENERATE
    assert "cancelProcessing (POST /processings/{processingId}/canc" in told["the async facade"]
    assert "cancel_processing" in told["the sandbox"]


@pytest.mark.parametrize("schema", ["Processing", "ProcessingRun", "ProjectPageRequest"])
def test_a_member_is_missed_in_every_layer(schema):
    member = {"type": "string", "description": "How urgent.", "x-evidence": ["D"]}
    found = gaps(members={schema: {"urgencyClass": member}})
    assert {gap.what for gap in found} == {f"{schema}.urgencyClass"}
    assert {gap.layer for gap in found} == {
        "the generated client",
        "the list of sources",
        "the sandbox",
        "the facade",
    }
    assert f"[{schema}]" in next(g.cure for g in found if g.layer == "the list of sources")


def test_a_parameter_is_missed_in_every_layer():
    parameter = {"name": "imageBands", "in": "query", "schema": {"type": "string"}}
    found = gaps(parameters={"getPreview": parameter})
    assert {gap.what for gap in found} == {"getPreview?imageBands"}
    assert {gap.layer for gap in found} == {
        "the generated client",
        "the sandbox",
        "the facade",
    }


@pytest.mark.parametrize("schema", ["Mosaic", "ImagePreviewPart"])
def test_a_member_is_missed_though_another_record_has_one_of_that_name(schema):
    member = {"type": "number", "description": "What it cost.", "x-evidence": ["D"]}
    found = gaps(members={schema: {"percentCompleted": member}})
    assert {str(gap).partition(".")[0] for gap in found} == {schema}
    assert "the facade" in {gap.layer for gap in found}


def test_a_member_is_missed_though_another_record_of_its_file_reads_one_of_that_name(tmp_path):
    text = (ROOT / "mapflow/_views/processing.py").read_text("utf-8")
    rest, area = text.split("class Area(")
    assert "self._view.percent_completed" in rest
    without = area.replace("self._view.percent_completed", "None")
    (tmp_path / "processing.py").write_text(f"{rest}class Area({without}", "utf-8")
    assert ("Area", "percentCompleted") in Layers(document())._reads
    found = reads(tmp_path)
    assert {("Processing", "percentCompleted"), ("ProcessingV2", "percentCompleted")} <= found
    assert ("Area", "status") in found
    assert ("Area", "percentCompleted") not in found


def test_a_member_that_no_record_reads_is_missed(monkeypatch):
    left = Layers(document())._reads - {("Area", "percentCompleted")}
    monkeypatch.setattr(Layers, "_reads", left)
    assert [(gap.what, gap.layer) for gap in Layers(document()).gaps()] == [
        ("Area.percentCompleted", "the facade")
    ]


def test_a_command_is_missed_though_its_example_is_there(monkeypatch):
    left = Layers(document())._commands - {"rate", "planned run"}
    monkeypatch.setattr(Layers, "_commands", left)
    found = Layers(document()).gaps()
    assert {gap.layer for gap in found} == {"the command line"}
    assert "rateProcessing" in {gap.what for gap in found}


def test_an_error_code_is_missed_in_every_layer():
    found = gaps(codes=[{"code": "TOO_MANY_RUNS", "parameters": []}])
    assert {gap.what for gap in found} == {"TOO_MANY_RUNS"}
    assert {gap.file for gap in found} == {
        "mapflow/_error_codes.py",
        "generated/errors.json",
        "tests/spec/test_error_codes.py",
    }


def test_a_gap_is_told_in_one_line_with_file_and_cure():
    (first, *_) = gaps(codes=[{"code": "TOO_MANY_RUNS", "parameters": []}])
    assert str(first) == (
        "TOO_MANY_RUNS: the catalogue in Python lacks it. In mapflow/_error_codes.py, run "
        "scripts/generate."
    )


def test_what_is_left_out_on_purpose_exists_and_has_a_reason():
    lines = (ROOT / LEFT_TO_RAW).read_text("utf-8").splitlines()
    rows = [line.split(maxsplit=2) for line in lines if line and not line.startswith("#")]
    members = {f"{schema}.{key}" for schema, key, _ in properties()}
    for what, layers, why in rows:
        assert what in members
        assert set(layers.split(",")) <= {"sandbox", "facade"}
        assert len(why) > 15
    assert len({row[0] for row in rows}) == len(rows)


def test_only_what_is_left_out_on_purpose_may_be_missing(monkeypatch):
    monkeypatch.setattr(Layers, "_left", {})
    missed = {str(gap) for gap in Layers(document()).gaps()}
    assert any(gap.startswith("Project.processingCounts: the facade lacks it") for gap in missed)

"""Whatever the service or people write: results are small, and hold no secret."""

import json
import logging
from dataclasses import dataclass

import pytest

from mapflow import AsyncMapflow
from mapflow.errors import InvalidInput
from mapflow.mcp._calls import explained
from mapflow.mcp._errors import readable, short
from mapflow.mcp._looking import FilesTold, FileTold, ModelsTold, ModelTold, OptionTold
from mapflow.mcp._progress import telling
from mapflow.mcp._server import make_server
from mapflow.mcp._tidy import tidy
from mapflow.mcp._told import ClassTold, Started, SummaryTold, Told
from tests.mcp.conftest import BLOCK

SIGNED = (
    "https://b.s3.amazonaws.com/a.tif?X-Amz-Signature=deadbeefdeadbeef&X-Amz-Security-Token=tok"
)
LONG = "L" * 200_000


@dataclass
class _Odd(Told):
    name: str
    messages: list[str]


async def test_every_text_of_a_result_is_masked_and_cut():
    async def tool():
        return _Odd(f"{SIGNED} {LONG}", [f"{SIGNED} {{path}} {LONG} Do this."] * 3)

    told = await explained(tool)()
    assert "deadbeef" not in repr(told)
    assert len(told.name) == 300
    assert all(len(each) < 1600 and each.endswith("Do this.") for each in told.messages)
    assert "[path]" in told.messages[0]


def test_lists_are_cut_and_say_so():
    options = [OptionTold(f"{i}", SIGNED, True, 1.0) for i in range(4000)]
    told = ModelsTold([ModelTold("a", LONG, 1.0, list(options)) for _ in range(4000)])
    omitted = tidy(told)
    assert len(told.models) == 200
    assert {len(each.options) for each in told.models} == {40}
    assert "deadbeef" not in repr(told)
    assert "3800 more of 'models' are not listed: there are too many." in omitted
    assert len(repr(told)) < 1_500_000


def test_what_is_within_other_results_is_cut_too():
    classes = [ClassTold(LONG, 1, 1.0) for _ in range(50_000)]
    summary = SummaryTold(50_000, 1.0, classes, [1.0, 2.0, 3.0, 4.0])
    started = Started(None, None, SIGNED)
    started.batch = summary  # any dataclass
    assert tidy(started) == ["49960 more of 'classes' are not listed: there are too many."]
    assert summary.bbox == [1.0, 2.0, 3.0, 4.0]
    assert "deadbeef" not in started.next


def test_names_of_files_can_be_given_back():
    told = FilesTold("/maps/" + "d/" * 400, [FileTold("a.geojson", 1)])
    tidy(told)
    assert told.folder == "/maps/" + "d/" * 400


@pytest.mark.parametrize("text", [f"{LONG}{SIGNED}", f"{SIGNED}{LONG}", f"a {SIGNED} {LONG} b"])
def test_half_an_address_is_never_shown(text):
    for shown in (short(text), readable(text)):
        assert "deadbeef" not in shown
        assert "Token=tok" not in shown


def test_a_cut_sentence_keeps_its_cure():
    told = readable(f"It failed: {LONG}. Call wait_for first.")
    assert told.startswith("It failed: LLL")
    assert told.endswith("Call wait_for first.")


def test_braces_of_a_tile_address_stay():
    assert readable("'https://h/{z}/{x}.png' lacks {y}; {quad_key}") == (
        "'https://h/{z}/{x}.png' lacks {y}; [quad key]"
    )


async def test_errors_are_cut_too():
    async def tool():
        raise InvalidInput(f"{SIGNED} {LONG} is wrong.", hint="Do that.")

    with pytest.raises(Exception, match=r"Do that\.$") as raised:
        await explained(tool)()
    assert len(str(raised.value)) < 1600
    assert "deadbeef" not in str(raised.value)


async def test_progress_is_cut_too():
    seen = []

    class Reports:
        async def report_progress(self, progress, total=None, message=None):
            seen.append(message)

    async def work(tell):
        tell(1, 2, f"{SIGNED} {LONG}")

    await telling(Reports(), work)
    assert len(seen[0]) < 1600
    assert "deadbeef" not in seen[0]


async def test_arguments_are_not_repeated_at_length(connected):
    async with connected() as client:
        for tool, arguments in (
            ("search_imagery", {"area": [["x"]] * 3000}),
            ("account", {"n" * 100_000: 1}),
            ("explain_error", {"code": LONG}),
            ("n" * 100_000, {}),
            ("estimate_cost", {"area": BLOCK, "model": LONG, "source": LONG}),
        ):
            result = await client.call_tool(tool, arguments)
            assert len(result.content[0].text) < 2500, tool


async def test_a_project_with_a_signed_address_for_a_name(connected):
    async with AsyncMapflow() as mf:
        await mf.projects.create(f"{SIGNED[:90]} {{x}}")
    async with connected() as client:
        told = (await client.call_tool("list_projects", {})).structured_content
    assert "deadbeef" not in json.dumps(told)
    assert "X-Amz-Signature=***" in json.dumps(told)


async def test_choices_are_named_as_they_are_written(connected):
    async with connected() as client:
        result = await client.call_tool("history", {"statuses": ["FINISHED"]})
    assert result.is_error
    assert (
        "statuses.0: input should be 'UNPROCESSED', 'IN_PROGRESS', 'OK'" in result.content[0].text
    )


async def test_an_unknown_code_is_said_to_be_unknown(connected):
    async with connected() as client:
        told = (await client.call_tool("explain_error", {"code": "nope.Nope"})).structured_content
    assert told["is_known"] is False
    assert told["meaning"] == "No error code of that name is known."
    assert "get_processing" in told["what_to_do"]


def test_the_library_does_not_log_every_line_a_second_time(monkeypatch, tmp_path):
    monkeypatch.setattr(logging.root, "handlers", [])
    make_server(lambda spending: AsyncMapflow(budget=spending), tmp_path)
    assert logging.root.handlers == []

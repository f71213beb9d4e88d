"""The page about assistants says what the server does."""

import re
import shutil
from pathlib import Path

import pytest

from tests.mcp.conftest import EXAMPLES

PAGE = Path(__file__).parents[2] / "docs" / "pages" / "assistants.md"


@pytest.fixture(scope="module")
def page():
    return PAGE.read_text(encoding="utf-8")


async def test_the_table_lists_the_tools_in_their_order(connected, page):
    rows = re.findall(r"^\| `(\w+)` \| (.*) \|$", page, re.MULTILINE)
    async with connected() as client:
        tools = (await client.list_tools()).tools
    assert [name for name, _ in rows] == [tool.name for tool in tools]
    for tool, (_, told) in zip(tools, rows, strict=True):
        assert tool.annotations.destructive_hint in (None, "**" in told)
    assert "**Costs credits**" in dict(rows)["run_quote"]


async def test_the_conversation_is_one_that_was_had(connected, page, mapflow_sandbox, tmp_path):
    shutil.copy(EXAMPLES / "quarter.geojson", tmp_path)
    async with connected(budget=100) as client:

        async def call(tool, **arguments):
            return (await client.call_tool(tool, arguments)).structured_content

        quote = await call(
            "estimate_cost", model="buildings", area="quarter.geojson", source="provider:Mapbox"
        )
        assert quote["quote"] == "quote-1"
        assert "0.2653 km²" in quote["what"]
        assert f"{quote['cost']:g} credits\n> for 0.27 km²" in page
        job = (await call("run_quote", quote="quote-1", max_cost=20))["processing"]
        mapflow_sandbox.advance(36_000)
        await call("wait_for", processing_id=job["id"])
        saved = await call("save_result", processing_id=job["id"], file="roofs.geojson")
    summary = saved["summary"]
    assert f"{summary['features']} buildings, which cover {summary['area_m2']:,.0f} m²" in page

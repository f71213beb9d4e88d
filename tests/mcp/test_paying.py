"""A payment that goes wrong on its way: it is never made a second time by itself."""

import asyncio
import json
import warnings

import pytest

from mapflow.mcp._calls import take_warning
from mapflow.mcp._folder import Folder
from mapflow.sandbox import FaultRule
from tests.batch.conftest import collection
from tests.mcp.conftest import BLOCK, RUN, paid

pytestmark = pytest.mark.usefixtures("no_pauses")


async def _quote(client, **more):
    told = await client.call_tool("estimate_cost", {"area": BLOCK, **RUN, **more})
    return told.structured_content["quote"]


async def _run(client, quote):
    return await client.call_tool("run_quote", {"quote": quote, "max_cost": 16})


async def test_a_lost_response_is_found_again(mapflow_sandbox, connected):
    async with connected(budget=100) as client:
        quote = await _quote(client)
        mapflow_sandbox.set_faults(FaultRule("reset-after", operations="paid", count=1))
        result = await _run(client, quote)
        assert not result.is_error
        assert result.structured_content["processing"]["cost"] == 16
        assert len(paid(mapflow_sandbox)) == 1


async def test_an_unknown_outcome_is_never_tried_again(mapflow_sandbox, connected):
    async with connected(budget=100) as client:
        quote = await _quote(client)
        mapflow_sandbox.set_faults(FaultRule("reset-before", operations="paid", count=1))
        result = await _run(client, quote)
        told = result.content[0].text
        assert result.is_error
        assert "do not run it again. In a minute, call reconcile with the tag " in told
        assert "client." not in told
        tag = told.rpartition("the tag ")[2].rstrip(".")
        again = (await _run(client, quote)).content[0].text
        assert f"{quote} was used already: it failed: The response to a run was lost" in again
        assert len(paid(mapflow_sandbox)) <= 1
        found = (await client.call_tool("reconcile", {"tag": tag})).structured_content
        assert found["was_started"] is False
        assert "Ask once more in a few minutes" in found["next"]
        # What may have been spent stays counted.
        account = (await client.call_tool("account", {})).structured_content
        assert account["session_budget_left"] == 84


async def test_a_call_that_is_given_up_pays_once_and_says_so_later(mapflow_sandbox, connected):
    async with connected(budget=100) as client:
        quote = await _quote(client)
        mapflow_sandbox.set_faults(FaultRule("latency", operations="paid", seconds=1))
        running = asyncio.ensure_future(_run(client, quote))
        await asyncio.sleep(0.4)
        running.cancel()
        await asyncio.sleep(1.2)
        again = (await _run(client, quote)).content[0].text
        assert f"{quote} was used already: it started " in again
        assert len(paid(mapflow_sandbox)) == 1


async def test_a_refusal_uses_the_quote_up_too(mapflow_sandbox, connected):
    async with connected(budget=100) as client:
        quote = await _quote(client)
        mapflow_sandbox.account("demo@example.com", credits=1)
        result = await _run(client, quote)
        assert result.is_error
        again = (await _run(client, quote)).content[0].text
        assert "was used already: it failed: " in again
        assert again.endswith("To run the same again and pay again, get a new quote.")


async def test_what_is_warned_of_is_told(mapflow_sandbox, tmp_path, connected):
    async with connected(budget=100) as client:
        quote = await _quote(client)
        job = (await _run(client, quote)).structured_content["processing"]["id"]
        mapflow_sandbox.advance(36_000)
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.showwarning = take_warning
            saved = await client.call_tool(
                "save_result", {"processing_id": job, "file": "a_very_long_name.shp"}
            )
            told = saved.structured_content
        assert told["summary"]["features"] > 0
        assert "Names have 10 bytes at most in a shapefile" in told["notes"][0]


async def test_a_bug_tells_its_kind_only(monkeypatch, connected):
    async with connected(budget=100) as client:

        def broken(_):
            raise ZeroDivisionError("a secret is in here")

        monkeypatch.setattr(Folder, "files", broken)
        result = await client.call_tool("list_files", {})
        told = result.content[0].text
        assert result.is_error
        assert "Unexpected error (ZeroDivisionError). This is a bug in mapflow-client" in told
        assert "secret" not in told


async def test_without_a_budget_nothing_is_spent_whatever_is_tried(
    mapflow_sandbox, connected, tmp_path
):
    (tmp_path / "fields.geojson").write_text(json.dumps(collection(3)))
    with mapflow_sandbox.client() as user:
        failed = user.processings.run(
            model="buildings", area=tuple(BLOCK), meta={"sandbox:fail": "inference.internalError"}
        )
    mapflow_sandbox.advance(36_000)
    async with connected() as client:

        async def told(tool, **arguments):
            result = await client.call_tool(tool, arguments)
            return result.content[0].text if result.is_error else result.structured_content

        before = (await told("account"))["remaining_credits"]
        fields = {"area": "fields.geojson", **RUN}
        quotes = [
            await told("estimate_cost", area=BLOCK, **RUN),
            await told("estimate_batch", folder="town", **fields),
            await told("estimate_batch", folder="each", how="each", **fields),
            await told("estimate_restart", processing_id=str(failed.id)),
        ]
        for quote in quotes:
            assert quote["cost"] > 0
            (obstacle,) = quote["obstacles"]
            assert obstacle.endswith("with `mapflow mcp --budget CREDITS`.")
            refused = await told("run_quote", quote=quote["quote"], max_cost=1e9)
            assert "0 of this session's budget of 0 remain" in refused
        assert (await told("account"))["remaining_credits"] == before
        assert not (tmp_path / "town").exists()
    assert len(paid(mapflow_sandbox)) == 1  # that of the user

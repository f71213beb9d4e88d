"""Waits report progress while they last, end, and can be given up; batches outlive a server."""

import asyncio
import json

import pytest

from mapflow import AsyncMapflow, batch, sources
from mapflow._http import timing
from tests.batch.conftest import collection
from tests.mcp.conftest import BLOCK, RUN, paid
from tests.support.control import Control


async def _call(client, tool, **arguments):
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content[0].text
    return result.structured_content


async def _started(client):
    quote = await _call(client, "estimate_cost", area=BLOCK, **RUN)
    done = await _call(client, "run_quote", quote=quote["quote"], max_cost=16)
    return done["processing"]["id"]


async def test_a_wait_reports_progress_while_it_lasts(connected, mapflow_sandbox, monkeypatch):
    seen, seen_at_pauses, pause = [], [], asyncio.sleep

    async def take(done, total, message):
        seen.append((done, total, message))

    async def asleep(_):
        # Between two polls: what was found so far must arrive now, not at the end.
        await pause(0.22)
        seen_at_pauses.append(len(seen))
        mapflow_sandbox.advance(20)

    async with connected(budget=100) as client:
        job = await _started(client)
        monkeypatch.setattr(timing, "asleep", asleep)
        ended = await client.call_tool("wait_for", {"processing_id": job}, progress_callback=take)
    assert ended.structured_content["status"] == "OK"
    assert 1 <= seen_at_pauses[0] < len(seen)
    done = [each[0] for each in seen]
    assert done == sorted(set(done))
    assert {total for _, total, _ in seen} == {100}
    assert seen[-1][::2] == (pytest.approx(100, abs=0.01), "OK")


async def test_a_wait_that_is_up_says_that_it_continues(connected, mapflow_sandbox):
    async with connected(budget=100) as client:
        job = await _started(client)
        told = await _call(client, "wait_for", processing_id=job, timeout_s=0)
        assert not told["is_over"]
        assert told["next"] == ("It is still running, which takes minutes to hours: call wait_for.")
        refused = await client.call_tool("wait_for", {"processing_id": job, "timeout_s": -1})
        assert "timeout_s: input should be greater than or equal to 0" in refused.content[0].text


async def test_a_wait_that_is_given_up_harms_nothing(connected, mapflow_sandbox):
    async with connected(budget=100) as client:
        job = await _started(client)
        waiting = asyncio.ensure_future(client.call_tool("wait_for", {"processing_id": job}))
        await asyncio.sleep(0.3)
        waiting.cancel()
        assert (await _call(client, "get_processing", processing_id=job))["is_over"] is False
        mapflow_sandbox.advance(36_000)
        assert (await _call(client, "wait_for", processing_id=job))["status"] == "OK"
    assert len(paid(mapflow_sandbox)) == 1


async def test_a_result_that_is_not_there_yet(connected):
    async with connected(budget=100) as client:
        job = await _started(client)
        arguments = {"processing_id": job, "file": "early.geojson"}
        told = (await client.call_tool("save_result", arguments)).content[0].text
    assert "has no result yet: it is" in told
    assert told.endswith("Call wait_for first.")


@pytest.mark.usefixtures("no_pauses")
async def test_a_batch_outlives_its_server_and_is_paid_once(connected, mapflow_sandbox, tmp_path):
    (tmp_path / "fields.geojson").write_text(json.dumps(collection(3)))
    fields = {"area": "fields.geojson", "folder": "fields", "how": "each", **RUN}
    async with connected(budget=48) as first:
        quote = await _call(first, "estimate_batch", **fields)
        assert quote["cost"] == 48
        assert not (tmp_path / "fields").exists()
        await _call(first, "run_quote", quote=quote["quote"], max_cost=48)
        while True:
            told = await _call(first, "wait_for_batch", folder="fields", timeout_s=0.1)
            assert told["is_running_here"]
            assert told["next"].endswith("call wait_for_batch.")
            if told["counts"] == {"running": 3}:
                break
    assert len(paid(mapflow_sandbox)) == 3
    mapflow_sandbox.advance(36_000)
    # What was paid is resumed without a budget, and for nothing.
    async with connected() as second:
        told = await _call(second, "batch_status", folder="fields")
        assert told["counts"] == {"running": 3}
        assert not told["is_running_here"]
        assert "estimate_resume" in told["next"]
        quote = await _call(second, "estimate_resume", folder="fields")
        assert quote["cost"] == 0
        await _call(second, "run_quote", quote=quote["quote"], max_cost=0)
        ended = await _call(second, "wait_for_batch", folder="fields")
        assert ended["counts"] == {"done": 3}
        assert ended["spent"] == 48
        joined = await _call(second, "save_batch_result", folder="fields", file="all.geojson")
        assert joined["summary"]["features"] > 0
    assert len(paid(mapflow_sandbox)) == 3


@pytest.mark.usefixtures("no_pauses")
async def test_a_batch_keeps_what_it_may_cost(connected, mapflow_sandbox, tmp_path):
    (tmp_path / "fields.geojson").write_text(json.dumps(collection(3)))
    fields = {"area": "fields.geojson", "folder": "fields", "how": "each", **RUN}
    async with connected(budget=100) as client:
        quote = await _call(client, "estimate_batch", **fields)
        low = await client.call_tool("run_quote", {"quote": quote["quote"], "max_cost": 47})
        assert "costs 48 credits; max_cost allows 47" in low.content[0].text
        assert paid(mapflow_sandbox) == []
        # Meanwhile the session spends on something else, so that too little is left.
        for _ in range(4):
            await _started(client)
        over = await client.call_tool("run_quote", {"quote": quote["quote"], "max_cost": 48})
        assert "36 of this session's budget of 100 remain" in over.content[0].text
    assert len(paid(mapflow_sandbox)) == 4


@pytest.mark.usefixtures("no_pauses")
async def test_what_is_left_of_a_batch_is_priced_and_run(connected, mapflow_sandbox, tmp_path):
    areas = tmp_path / "fields.geojson"
    areas.write_text(json.dumps(collection(3)))
    Control(mapflow_sandbox.base_url).set_speed(20_000)
    async with AsyncMapflow() as client:
        source = sources.Provider("Mapbox")
        report = await batch.run_async(
            client, areas, model="buildings", source=source, folder=tmp_path / "f", budget=16
        )
    assert report.counts == {"done": 1, "over_budget": 2}
    async with connected(budget=32) as client:
        told = await _call(client, "batch_status", folder="f")
        assert [row["state"] for row in told["without_result"]] == ["over_budget"] * 2
        assert "estimate_resume" in told["next"]
        quote = await _call(client, "estimate_resume", folder="f")
        assert quote["cost"] == 32
        assert quote["what"].startswith("2 processings to start of f")
        await _call(client, "run_quote", quote=quote["quote"], max_cost=32)
        ended = await _call(client, "wait_for_batch", folder="f")
        assert ended["counts"] == {"done": 3}
        assert ended["spent"] == 48
        assert (await _call(client, "account"))["session_budget_left"] == 0
    assert len(paid(mapflow_sandbox)) == 3


async def test_without_a_token_each_tool_says_where_to_get_one(connected, monkeypatch):
    monkeypatch.delenv("MAPFLOW_TOKEN")
    async with connected() as client:
        account = await client.call_tool("account", {})
        files = await client.call_tool("list_files", {})
    told = account.content[0].text
    assert account.is_error
    assert "https://app.mapflow.ai/account/api" in told
    assert "on the machine of this server, or set MAPFLOW_TOKEN in its configuration." in told
    assert not files.is_error

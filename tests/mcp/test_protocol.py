"""What goes over the wire: typed tools, messages only, and no secrets."""

import json
import os
import subprocess
import sys

import pytest

from tests.mcp.assistant import messages
from tests.mcp.conftest import BLOCK

pytestmark = pytest.mark.usefixtures("loopback")

FREE = {"account", "list_models", "list_sources", "list_projects", "list_files", "explain_error",
        "estimate_cost", "estimate_batch", "estimate_restart", "estimate_resume", "reconcile",
        "list_processings", "get_processing", "wait_for", "history", "summarise_result",
        "batch_status", "wait_for_batch", "search_imagery", "list_my_imagery",
        "list_images"}  # fmt: skip
FOR_GOOD = {"run_quote", "delete_processing", "delete_imagery"}


def test_tools_say_what_they_do_to_the_world(assistant):
    tools = assistant.tools()
    assert {name for name, tool in tools.items() if tool.annotations.read_only_hint} == FREE
    assert {name for name, tool in tools.items() if tool.annotations.destructive_hint} == FOR_GOOD
    for tool in tools.values():
        assert tool.annotations.open_world_hint is not None
        assert tool.title
        # The first line says what it is for; the description is not that of a docstring.
        assert tool.description[0].isupper()
        assert "\n    " not in tool.description
        assert tool.output_schema["type"] == "object"
        assert tool.output_schema["properties"]
    # The one that spends takes what was shown and what the user agreed to, and nothing else.
    run = tools["run_quote"].input_schema
    assert sorted(run["required"]) == ["max_cost", "quote"]
    assert set(run["properties"]) == {"quote", "max_cost", "name"}


def test_only_one_tool_takes_a_maximum(assistant):
    assert [n for n, tool in assistant.tools().items() if "max_cost" in str(tool.input_schema)] == [
        "run_quote"
    ]


def _talk(folder, *lines, token, base_url):
    """Write lines to a server, end its input, and return what it wrote."""
    environment = {n: v for n, v in os.environ.items() if not n.startswith("MAPFLOW_")}
    environment |= {"MAPFLOW_TOKEN": token, "MAPFLOW_BASE_URL": base_url}
    with subprocess.Popen(
        [sys.executable, "-m", "mapflow.cli", "mcp", "--folder", folder],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=environment,
    ) as server:  # fmt: skip
        lines = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        wanted = sum('"id"' in line for line in lines)
        server.stdin.write("\n".join(lines) + "\n")
        server.stdin.flush()
        out = "".join(server.stdout.readline() for _ in range(wanted))
        rest, err = server.communicate(timeout=30)
    return messages(out + rest), err, server.returncode


def _request(number, method, **params):
    return {"jsonrpc": "2.0", "id": number, "method": method, "params": params}


HELLO = (
    _request(
        1, "initialize", protocolVersion="2025-06-18", capabilities={},
        clientInfo={"name": "test", "version": "1"},
    ),
    {"jsonrpc": "2.0", "method": "notifications/initialized"},
)  # fmt: skip


def _call(number, tool, **arguments):
    return _request(number, "tools/call", name=tool, arguments=arguments)


def test_stdout_is_protocol_only_and_nothing_holds_the_token(service, folder):
    bad = "xyz:https://tiles.example.com/{z}/{x}/{y}.png?key=verysecretkey"
    said, err, code = _talk(
        folder,
        *HELLO,
        _call(2, "account"),
        _call(3, "estimate_cost", model="buildings", area=BLOCK, source=bad, zoom=99),
        _call(4, "estimate_cost", model="no such model", area=BLOCK, source=bad),
        _call(5, "no_such_tool"),
        _call(6, "get_processing", processing_id="00000000-0000-4000-8000-000000000000"),
        "not a message",
        token=service.token,
        base_url=service.base_url,
    )
    assert code == 0
    assert err == ""
    results = {each["id"]: each["result"] for each in said if "result" in each}
    assert {number for number in results if number and results[number].get("isError")} >= {3, 4, 6}
    assert "Buildings" in results[4]["content"][0]["text"]
    everything = json.dumps(said)
    assert service.token not in everything
    assert "verysecretkey" not in everything

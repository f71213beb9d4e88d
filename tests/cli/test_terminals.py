"""Every command in the terminals that people have: wide, narrow, without colours, and dumb."""

import json
import re
import sys

import pytest
from rich.cells import cell_len

from tests.cli.conftest import QUARTER
from tests.cli.terminal import Terminal

pytestmark = pytest.mark.slow

# Commands one after the other in one process, because starting one takes longer than most of them.
_CALLS = """
import json, sys
from mapflow.cli._app import run
for arguments in json.loads(sys.argv[1]):
    print("$", arguments[0], flush=True)
    print(f"[{run(arguments):d}]", flush=True)
"""
RUN = ("-m", "buildings", "-a", str(QUARTER), "-s", "provider:Mapbox")
NAME = "A long name: 屋根の地図, 🏠 [bold]and[/bold] \x1b[45mmore\x07 of it"
UNKNOWN = "65285409-ac88-4fc0-a937-193cf42c2343"


@pytest.fixture
def calls(cli, finished, failed, folder):
    """Calls of commands, each with its exit code."""
    cli.ok("rename", finished, NAME)
    two = {"type": "FeatureCollection", "features": []}
    outline = json.loads(QUARTER.read_text("utf-8"))
    two["features"] = [
        {"type": "Feature", "properties": {"name": name}, "geometry": outline}
        for name in ("Ost", "West 🏠 with a long name, which is cut")
    ]
    (folder / "two.geojson").write_text(json.dumps(two))
    cli.ok("batch", "run", "two.geojson", "-o", "b", *RUN[:2], *RUN[4:], "--yes", "--interval", "0")
    return [
        (0, ["--help"]),
        (0, ["watch", "--help"]),
        (0, ["status"]),
        (0, ["models"]),
        (0, ["providers"]),
        (0, ["list"]),
        (0, ["show", finished]),
        (0, ["areas", failed]),
        (0, ["history"]),
        (0, ["projects", "list"]),
        (0, ["estimate", *RUN]),
        (0, ["run", *RUN, "--yes", "--wait", "--interval", "0", "--name", NAME]),
        (0, ["wait", finished]),
        (6, ["wait", finished, failed]),
        (6, ["wait", failed]),
        (6, ["watch", finished, failed]),
        (0, ["result", finished, "-o", "roofs.geojson", "--overwrite"]),
        (0, ["batch", "status", "b"]),
        (0, ["explain", "dataloader.TileNotLoaded"]),
        (4, ["show", UNKNOWN]),
        (2, ["show", "nope"]),
        (2, ["run"]),
        (2, ["nonsense"]),
    ]


@pytest.mark.parametrize(
    ("columns", "environment"),
    [(80, {}), (40, {}), (80, {"NO_COLOR": "1"}), (40, {"TERM": "dumb"})],
    ids=["80", "40", "NO_COLOR", "dumb"],
)
def test_each_command_reads_well(calls, columns, environment, cli, finished):
    terminal = Terminal(
        program=[sys.executable, "-c", _CALLS, json.dumps([typed for _, typed in calls])],
        columns=columns,
        **environment,
    )
    assert terminal.end() == 0
    # What is drawn again begins at the left.
    lines = re.split(r"[\r\n]+", terminal.text)
    codes = [int(line[1:-1]) for line in lines if re.fullmatch(r"\[\d+\]", line)]
    assert codes == [code for code, _ in calls]
    # An ID that is cut cannot be copied.
    assert [line for line in lines if re.search(r"[0-9a-f]{8}-[0-9a-f-]*…", line)] == []
    assert terminal.text.count(finished) > 3
    boxes = [line for line in lines if re.search("[\u2500-\u257f]", line)]
    assert [line for line in boxes if cell_len(line) > columns] == []
    assert "\x1b[45m" not in terminal.seen
    assert "\x07" not in terminal.seen
    assert "[bold]and[/bold]" in terminal.text
    if environment:
        assert "\x1b" not in terminal.seen
        assert boxes == []
    else:
        assert "\x1b[1m" in terminal.seen


def test_tables_of_a_dumb_terminal_are_as_wide_as_it(cli, finished):
    terminal = Terminal("list", columns=40, TERM="dumb")
    assert terminal.end() == 0
    assert all(cell_len(line.strip("\r")) <= 40 for line in terminal.seen.split("\n"))
    assert f"\n  {finished}\r\n" in terminal.seen

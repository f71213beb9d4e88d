"""Tables on terminals of any width: no column vanishes, an ID is never cut, nothing is too wide."""

import re

import pytest
from rich.cells import cell_len

from tests.cli.conftest import QUARTER
from tests.cli.terminal import Terminal
from tests.cli.test_imagery import FOREST

pytestmark = pytest.mark.slow

RUN = ("run", "-m", "buildings", "-a", QUARTER, "-s", "provider:Mapbox", "--yes")
LONG = "Old town of a rather long name, in the north"
CHINESE = "中文名字很长的一个处理任务" * 3
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
WIDTHS = (40, 60, 80, 120, 200)


def seen(*arguments, columns):
    terminal = Terminal(*arguments, columns=columns)
    assert terminal.end() == 0
    lines = [line.rstrip() for line in terminal.text.replace("\r", "").splitlines()]
    assert [line for line in lines if cell_len(line) > columns] == []
    return "\n".join(lines)


@pytest.fixture
def names(cli):
    for name in (LONG, CHINESE, "Roofs"):
        cli.ok(*RUN, "--name", name)
    return [LONG, CHINESE, "Roofs"]


@pytest.mark.parametrize("columns", WIDTHS)
def test_the_list_of_processings(cli, names, columns):
    text = seen("list", columns=columns)
    assert sorted(ID.findall(text)) == sorted(each["id"] for each in cli.ok("list", "--json").json)
    for title in ("ID", "Name", "Model", "Status", "%", "Credits", "Area", "Created"):
        assert title in text
    for name in names:
        assert name[:3] in text
    assert text.count("🏠 Buil") == 3
    assert text.count("0.27 km²") == 3
    assert len(re.findall(r"\d{4}-\d\d-\d\d \d\d:\d\dZ", text)) == 3


def test_a_wide_terminal_has_one_line_a_row(cli, names):
    lines = seen("list", columns=200).splitlines()
    assert len(lines) == 4
    assert lines[0].split() == ["ID", "Name", "Model", "Status", "%", "Credits", "Area", "Created"]
    assert LONG in "\n".join(lines)
    assert CHINESE in "\n".join(lines)


def test_80_columns_have_two_lines_a_row(cli, names):
    lines = seen("list", columns=80).splitlines()
    assert len(lines) == 8
    assert all(ID.match(line) for line in lines[2::2])
    assert all(line.startswith("  ") for line in lines[1::2])
    assert "…" in "\n".join(lines)


SHOWN = [
    ("models",), ("providers",), ("history",), ("projects", "list"), ("mosaics", "list"),
    ("search", QUARTER, "--limit", "2"), ("planned", "list"), ("status",), ("storage",),
    ("mosaics", "images", "{mosaic}"), ("images", "show", "{image}"), ("doctor",),
    ("estimate", *RUN[1:-1]), ("projects", "default"),
]  # fmt: skip


@pytest.mark.parametrize("columns", [40, 80])
def test_nothing_is_lost_on_a_narrow_terminal(everything, columns):
    cli, made = everything
    for words in SHOWN:
        arguments = [made.get(word, word) for word in words]
        terminal = Terminal(*arguments, columns=columns)
        assert terminal.end() == 0
        text = terminal.text.replace("\r", "")
        piped = cli.ok(*arguments)
        assert set(ID.findall(text)) >= set(ID.findall(piped.out)), arguments
        first = [line.split("\t") for line in piped.out.splitlines()]
        is_table = len(first[0]) > 2
        titles = first[0] if is_table else [line[0] for line in first]
        for title in titles:
            assert title.replace("_", " ") in text.lower(), (arguments, title)


@pytest.fixture
def everything(cli):
    cli.ok(*RUN, "--name", LONG, "--wait", "--interval", "0")
    (image,) = cli.ok("mosaics", "upload", FOREST, "--name", LONG, "--json").json
    cli.ok("planned", "create", LONG, QUARTER)
    return cli, {"{mosaic}": image["mosaic_id"], "{image}": image["id"]}


def test_where_emoji_cannot_be_shown_the_columns_still_stand_in_line(cli):
    for name in ("Roofs", "🏠" * 4, CHINESE):
        cli.ok(*RUN, "--name", name)
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    terminal = Terminal("list", columns=200, **plain)
    assert terminal.end() == 0
    titles, *rows = terminal.text.replace("\r", "").strip().splitlines()
    assert titles.startswith("ID ")
    assert len(rows) == 3
    for title in ("Name", "Model", "Status"):
        at = titles.index(title)
        assert {row[at - 2 : at] for row in rows} == {"  "}
        assert " " not in {row[at] for row in rows}

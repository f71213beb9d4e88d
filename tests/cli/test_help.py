"""Help that can be read: examples that work, values with names, environment variables named."""

import io
import re
import shlex
import subprocess
import sys
from importlib import import_module

import pytest
import typer
import typer.main

from mapflow.cli._app import PARTS, make_app, run
from mapflow.cli._examples import EXAMPLES
from mapflow.cli._sections import SECTIONS
from tests.cli.test_json import ALL

NAMES = [" ".join(path) for path in ALL]
GROUPS = sorted({path[0] for path in ALL if len(path) > 1})
#: What stands for a number in the help says what it counts.
UNITS = {
    "COUNT", "CREDITS", "DEGREES", "FACTOR", "KM2", "MB", "METRES", "PERCENT", "PORT", "RATING",
    "SECONDS", "SEED", "ZOOM",
}  # fmt: skip


def test_every_command_has_an_example_of_its_own():
    assert set(EXAMPLES) == set(NAMES)
    for name, examples in EXAMPLES.items():
        assert examples
        assert all(example.startswith(name) for example in examples)


@pytest.mark.parametrize("path", ALL, ids=NAMES)
def test_examples_are_understood(cli, path):
    shown = re.sub(r" \\\n +", " ", cli.ok(*path, "--help").out)
    for example in EXAMPLES[" ".join(path)]:
        assert f"$ mapflow {example}" in shown
        typed = re.split(r" [|<] ?", example)[0]
        arguments = shlex.split(typed)[len(path) :]
        # It parses all of them, without a call: what is unknown or missing raises.
        with ALL[path].make_context(" ".join(path), arguments):
            pass


@pytest.mark.parametrize("path", ALL, ids=NAMES)
def test_values_have_names(cli, path):
    shown = cli.ok(*path, "--help").out
    assert not re.search(
        r"<(str|int|float|path|file|text)|\bTEXT\.\.\.|INTEGER|(?<!`)\b[Ii]d\b", shown
    )
    assert not re.search(r"--[A-Z]", shown)
    odd = {"X", "Y", "N", "TEXT", "STR", "INT", "FLOAT", "VALUE", "ARG", "OBJECT", "ANY"}
    assert [p.name for p in ALL[path].params if str(p.metavar).rstrip(".") in odd] == []
    for parameter in ALL[path].params:
        if not getattr(parameter, "hidden", False):
            assert getattr(parameter, "help", None), (path, parameter.name)


def test_defaults_and_units_are_told(pages):
    for path, command in ALL.items():
        shown = " ".join(pages[path].split())
        for parameter in command.params:
            is_option = parameter.param_type_name == "option"
            told = shown.partition(f"{parameter.opts[0]} " if is_option else "Arguments:")[2]
            if parameter.default not in (None, False, ()) and parameter.default is not ...:
                assert re.search(r"[Dd]efault:", told), (path, parameter.name)
            if parameter.type.name in ("integer", "float", "integer range", "float range"):
                assert parameter.metavar in UNITS, (path, parameter.name)


def test_usage_shows_what_is_typed(pages):
    for path in ALL:
        usage = pages[path].split("\n\n")[0]
        assert not set("{}") & set(usage), usage
    assert pages["planned", "remove-area"].startswith(
        "Usage: mapflow planned remove-area [OPTIONS] PLAN AREA...\n"
    )


def groups():
    """The path of every group, with the group; the command line itself is the first."""
    root = typer.main.get_command(make_app())
    yield (), root
    yield from (((name,), each) for name, each in root.commands.items() if name in GROUPS)


def test_a_list_of_commands_shows_each_in_full(pages):
    for path, group in groups():
        rows = dict(re.findall(r"^  ([a-z][a-z-]*) {2,}(\S.*)$", pages[path], re.MULTILINE))
        assert set(rows) == set(group.commands)
        order = [name for names in SECTIONS.values() for name in names]
        assert list(rows) == [n for n in (order if path == () else group.commands) if n in rows]
        for name, each in group.commands.items():
            assert re.split(r"(?<=[.])\s", each.help)[0] == rows[name]
            assert rows[name].endswith(".")


def test_every_command_has_one_section():
    root = dict(groups())[()]
    placed = [name for names in SECTIONS.values() for name in names]
    assert len(placed) == len(set(placed))
    assert set(root.commands) == set(placed)
    assert {each.rich_help_panel for each in root.commands.values()} == set(SECTIONS)


class Screen(io.StringIO):
    """A terminal, as far as what prints help can tell."""

    def isatty(self):
        return True


def printed(columns, kind):
    """The help of everything, by path, as it is printed on so many columns."""
    found = {}
    with pytest.MonkeyPatch.context() as change, kind() as screen:
        change.setenv("COLUMNS", str(columns))
        change.setenv("TERM", "xterm")
        change.setattr(sys, "stdout", screen)
        root = typer.main.get_command(make_app())
        for path in [*ALL, *((name,) for name in GROUPS), ()]:
            context, command = root.context_class(root, info_name="mapflow"), root
            for name in path:
                command = command.commands[name]
                context = command.context_class(command, info_name=name, parent=context)
            screen.seek(0)
            screen.truncate()
            text = command.get_help(context) + screen.getvalue()
            found[path] = re.sub(r"\x1b\[[0-9;]*m", "", text)
    return found


@pytest.fixture(scope="module")
def pages():
    return printed(80, io.StringIO)


@pytest.mark.parametrize("columns", [80, 40])
@pytest.mark.parametrize("kind", [io.StringIO, Screen], ids=["a pipe", "a terminal"])
def test_help_fits_and_loses_no_word(columns, kind):
    root = typer.main.get_command(make_app())
    for path, text in printed(columns, kind).items():
        command = root
        for name in path:
            command = command.commands[name]
        # A narrow terminal itself wraps what cannot be broken, such as an ID in an example.
        wide = [line for line in text.splitlines() if len(line) > columns]
        if columns < 80:
            whole = [max(re.findall(r"'.*'|\S+", line), key=len) for line in wide]
            wide = [
                line for line, word in zip(wide, whole, strict=True) if len(word) < columns - 20
            ]
        assert wide == [], path
        told = [command.help, command.epilog or ""]
        told += [f"{p.metavar or ''} {p.help}" for p in command.params]
        words = set(re.findall(r"\w+", " ".join(told))) - {"version"}
        names = {option for p in command.params for option in p.opts if option[0] == "-"}
        assert words - set(re.findall(r"\w+", text.replace("\\\n", " "))) == set(), path
        assert {name for name in names if f" {name}" not in text} == set(), path


@pytest.mark.parametrize(
    ("environment", "is_coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
    ids=["usual", "NO_COLOR", "dumb"],
)
def test_names_are_coloured_where_that_is_wanted(environment, is_coloured, monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    screen = Screen()
    monkeypatch.setattr(sys, "stdout", screen)
    assert run(["run", "--help"]) == 0
    assert ("\x1b[36m  -m, --model\x1b[0m MODEL" in screen.getvalue()) == is_coloured
    assert ("\x1b[1mUsage:\x1b[0m" in screen.getvalue()) == is_coloured
    assert ("\x1b" in screen.getvalue()) == is_coloured


@pytest.mark.parametrize("part", PARTS)
def test_each_module_registers_the_commands_it_is_listed_with(part):
    app = typer.Typer()
    import_module(f"mapflow.cli.{part}").register(app)
    found = [each.name for each in (*app.registered_commands, *app.registered_groups)]
    assert sorted(found) == sorted(PARTS[part])


def test_a_command_loads_nothing_it_does_not_need():
    code = """
import sys
from mapflow.cli import main
sys.argv = ["mapflow", "status", "--help"]
try:
    main()
except SystemExit as end:
    assert end.code == 0
import httpx
needless = ("mapflow.cli.running", "mapflow.geometry", "rich", "pygments", "click", "pydantic")
print([name for name in needless if name in sys.modules])
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"


def test_environment_variables_are_named(cli):
    everything = cli.ok("--help").out
    for name in ("TOKEN", "PROFILE", "BASE_URL", "API_VERSION", "SOURCE_PASSWORD", "DEBUG"):
        assert f"MAPFLOW_{name}" in everything
    run = cli.ok("run", "--help").out
    for name in ("PROFILE", "BASE_URL", "API_VERSION", "SOURCE_PASSWORD"):
        assert f"MAPFLOW_{name}" in run


def test_one_name_for_one_option():
    shown = {
        option
        for command in ALL.values()
        for parameter in command.params
        for option in parameter.opts
    }
    assert "--parallel" in shown
    assert "--concurrency" not in shown

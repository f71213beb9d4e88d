"""Errors name calls to users of the library, and commands to users of the command line."""

import ast
import copy
import pickle
import re
from pathlib import Path

import pytest

import mapflow
from mapflow import _arguments, errors
from mapflow._hints import Hint, argument, command_form, joined, tool_form
from mapflow.cli._exits import Exit, sentence
from mapflow.cli._json import as_json
from mapflow.cli._report import facts_of

PYTHON = re.compile(
    r"\b(?:client|mf|job|maps|sources|mapflow|result|geopandas|shapely|uuid)\.(?!ai\b|gpkg)[A-Za-z]"
    r"|=True\b|=\.\.\.|\b(?:as_geometry|overwrite|paid|crs|layer)=|`features\(\)`"
    r"|\b(?:max_cost|timeout_s|interval_s|active_until|on_estimate|max_retries|http_client)\b"
    r"|\b[a-z_]+\(\)|\bwait\(|\bawait "
)
NOT_SHOWN = {"sandbox", "_sync", "cli", "generated", "mcp", "_display", "next_steps.py"}
# What notebooks alone show: the facts about a thing, and what to do next.
IN_NOTEBOOKS = {"_facts", "_advice"}
# Errors about Python objects, which no command makes.
ABOUT_OBJECTS = (
    "must be an httpx.",  # the user's client
    "Pass `client.get_executor()`",  # an executor, which the command line makes by itself
    "`max_retries` must be",
    "one attempt of a request, as timeout_s=",  # variables that only `from_env` reads
    "costs nothing is repeated, as max_retries=",
    "there with cursor=",  # pickling
    "() over there.",
    "Pass `paid=True`",  # raw requests; `mapflow api` says what is paid
    "check your http_client and proxy",
    "maps.Bounds(",
    "maps.stitch makes one",
    "Pass area=...",  # a map of features; `mapflow map` has no such need
    "summarise(as_geometry(area))",
    "as_geometry(area) first",
    "what read() gives",  # an open file
    "set_geometry(",  # a data frame
    "geopandas.",
    "in result.features()]",  # a result handed over unread
    "Pass `await",
    "`features()`",
    "shapely.to_wkb(",
)


def _text(node):
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return "".join(
        part.value if isinstance(part, ast.Constant) else "'x'"
        if isinstance(part, ast.FormattedValue) and part.conversion == ord("r")
        else "x"
        for part in node.values
    )  # fmt: skip


def _trees():
    root = Path(mapflow.__file__).parent
    for path in sorted(root.rglob("*.py")):
        if not NOT_SHOWN & {*path.relative_to(root).parts}:
            yield path.relative_to(root), ast.parse(path.read_text())


def _hints(tree):
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Hint"
    ]


def _command_sentences():
    """Every text a command can print: all but docstrings and the Python forms of hints."""
    for path, tree in _trees():
        passed = set()
        for hint in _hints(tree):
            for keyword in hint.keywords:
                if keyword.arg == "python":
                    passed.update(ast.walk(keyword.value))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name in IN_NOTEBOOKS:
                passed.update(ast.walk(node))
        for node in ast.walk(tree):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                passed.add(node.value)
            if isinstance(node, ast.JoinedStr) and node not in passed:
                passed.update(ast.walk(node))
                passed.discard(node)
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant | ast.JoinedStr) and node not in passed:
                text = _text(node)
                if " " in text.strip() and not text.endswith(", crs='x')"):  # a repr
                    yield f"{path}:{node.lineno}", text


def test_no_sentence_for_the_command_line_holds_python():
    found = dict(_command_sentences())
    assert len(found) > 400
    wrong = {place: text for place, text in found.items() if PYTHON.search(text)}
    left = {
        place: text
        for place, text in wrong.items()
        if not any(known in text for known in ABOUT_OBJECTS)
    }
    assert left == {}


def test_the_search_for_python_finds_it():
    forms = [
        _text(keyword.value)
        for _, tree in _trees()
        for hint in _hints(tree)
        for keyword in hint.keywords
        if keyword.arg == "python" and isinstance(keyword.value, ast.Constant | ast.JoinedStr)
    ]
    assert len(forms) > 20
    assert sum(bool(PYTHON.search(form)) for form in forms) > 15


def test_no_form_for_assistants_holds_python():
    # No tool has these: filters and prices that are objects, files that are replaced.
    elsewhere = {"_files.py", "batch/_dataset.py", "_requests/checks.py", "_requests/searches.py"}
    forms = {}
    for path, tree in _trees():
        for hint in _hints(tree):
            given = {keyword.arg: keyword.value for keyword in hint.keywords}
            form = given.get("tool", given["python"])
            if isinstance(form, ast.Constant | ast.JoinedStr):
                forms[f"{path}:{hint.lineno}"] = _text(form)
    assert len(forms) > 30
    found = {place: form for place, form in forms.items() if PYTHON.search(form)}
    assert {place for place in found if place.partition(":")[0] not in elsewhere} == set()


def test_no_hint_is_formatted_into_another_string():
    for path, tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                assert not _hints(node), f"{path}:{node.lineno}: join it, or it loses its form"


WAIT = joined("Wait: ", Hint(python="client.wait('1')", command="`mapflow wait 1`"), ".")


def test_a_form_for_assistants_travels_as_well():
    hint = joined("Wait: ", Hint(python="wait()", command="`wait`", tool="wait_for"), ".")
    for one in (hint, pickle.loads(pickle.dumps(hint)), copy.copy(hint)):
        assert (one, command_form(one), tool_form(one)) == (
            "Wait: wait().", "Wait: `wait`.", "Wait: wait_for.",
        )  # fmt: skip
    assert tool_form(WAIT) == WAIT
    error = errors.InvalidInput("It is not there.", hint=hint)
    assert tool_form(str(error)) == "It is not there. Wait: wait_for."


def test_a_hint_is_its_python_form():
    assert WAIT == "Wait: client.wait('1')."
    assert command_form(WAIT) == "Wait: `mapflow wait 1`."
    assert hash(WAIT) == hash(str(WAIT))
    assert repr(WAIT) == repr("Wait: client.wait('1').")
    plain = joined("nothing", " to tell")
    assert type(plain) is str
    assert command_form(plain) == plain == "nothing to tell"
    assert joined("Raise ", argument("max_cost"), ".") == "Raise max_cost."
    assert command_form(joined("Raise ", argument("max_cost"), ".")) == "Raise --max-cost."
    assert argument("meta") == command_form(argument("meta")) == "meta"


@pytest.mark.parametrize("again", [lambda e: pickle.loads(pickle.dumps(e)), copy.deepcopy])
def test_errors_keep_both_forms(again):
    error = again(errors.NotFound("Gone.", hint=WAIT, status=404, url="https://x/y", method="GET"))
    assert error.hint == "Wait: client.wait('1')."
    assert str(error) == "Gone. Wait: client.wait('1'). [HTTP 404, GET https://x/y]"
    assert sentence(error) == "Error: Gone. Wait: `mapflow wait 1`. [HTTP 404, GET https://x/y]"
    assert facts_of(error, Exit.REFUSED)["hint"] == "Wait: `mapflow wait 1`."


def test_errors_and_what_is_noted_on_them_are_told_in_commands():
    with pytest.raises(errors.InvalidInput, match=r"^`timeout_s` must be 0 or more") as raised:
        _arguments.seconds(-1, "timeout_s")
    told = sentence(raised.value)
    assert told == "Error: `--timeout` must be 0 or more, in seconds, got int."
    stop = KeyboardInterrupt()
    stop.add_note("It continues.")
    stop.add_note(WAIT)
    assert sentence(stop) == "Interrupted. It continues. Wait: `mapflow wait 1`."
    assert as_json({"note": WAIT}, indent=None) == '{"note": "Wait: `mapflow wait 1`."}'


def test_control_characters_are_shown_in_both_forms():
    error = errors.InvalidInput("No.", hint=Hint(python="\x1bp", command="\x1bc"))
    assert (error.hint, command_form(error.hint)) == (r"\x1bp", r"\x1bc")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["estimte"], "Did you mean 'estimate'? See `mapflow --help`."),
        (["list", "--limit", "x"], "'x' is not a whole number. See `mapflow list --help`."),
        (["run", "--max-cost", "x"], "'x' is not a number. See `mapflow run --help`."),
    ],
)
def test_what_is_wrongly_typed_is_told_in_a_sentence(cli, typed, told):
    done = cli(*typed)
    assert done.code == 2
    assert done.err.strip().endswith(told)

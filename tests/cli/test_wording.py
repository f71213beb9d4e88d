"""What the library says in Python's words is said in those of the command line."""

import ast
import re
from pathlib import Path

import pytest

import mapflow
from mapflow import errors
from mapflow.cli._exits import sentence
from mapflow.cli._wording import in_typed_words

PYTHON = re.compile(r"client\.\w|\b(?:max_cost|timeout_s|interval_s|active_until)\b|\bwait\(")
NOT_SHOWN = {"sandbox", "_sync", "cli", "generated"}


def _text(node):
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return "".join(
        part.value if isinstance(part, ast.Constant) else "'x'"
        if isinstance(part, ast.FormattedValue) and part.conversion == ord("r")
        else "x"
        for part in node.values
    )  # fmt: skip


def _sentences():
    """Every text with a space in it that is no docstring and no part of another."""
    root = Path(mapflow.__file__).parent
    for path in sorted(root.rglob("*.py")):
        if NOT_SHOWN & {*path.relative_to(root).parts}:
            continue
        tree = ast.parse(path.read_text())
        passed = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                passed.add(node.value)
            if isinstance(node, ast.JoinedStr) and node not in passed:
                passed.update(ast.walk(node))
                passed.discard(node)
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant | ast.JoinedStr) and node not in passed:
                text = _text(node)
                if " " in text.strip():
                    yield f"{path.relative_to(root)}:{node.lineno}", text


def test_no_sentence_names_a_call_to_who_types():
    found = dict(_sentences())
    assert len(found) > 400
    assert sum(bool(PYTHON.search(text)) for text in found.values()) > 10
    left = {place: in_typed_words(text) for place, text in found.items()}
    assert {place: text for place, text in left.items() if PYTHON.search(text)} == {}


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        (
            "Choose another (client.account.status().providers lists them) or extend the plan.",
            "Choose another (`mapflow status` lists them) or extend the plan.",
        ),
        (
            "Wait for it again with `mapflow wait 1` or client.processings.wait('1').",
            "Wait for it again with `mapflow wait 1`.",
        ),
        (
            "Look again later: client.imagery.mosaics.images('m').",
            "Look again later: `mapflow mosaics images m`.",
        ),
        ("Call wait() on it first.", "Wait for it first, with `mapflow wait`."),
        ("Raise max_cost, or reduce the area.", "Raise --max-cost, or reduce the area."),
        ("A word max_costs stays.", "A word max_costs stays."),
    ],
)
def test_calls_become_commands(said, typed):
    assert in_typed_words(said) == typed


def test_errors_and_what_is_noted_on_them_are_said_so():
    error = errors.InvalidInput("timeout_s has to be 0 or more, not -1.")
    assert sentence(error) == "Error: --timeout has to be 0 or more, not -1."
    stop = KeyboardInterrupt()
    stop.add_note("It goes on. Wait with `mapflow wait 1` or client.processings.wait('1').")
    assert sentence(stop) == "Interrupted. It goes on. Wait with `mapflow wait 1`."


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

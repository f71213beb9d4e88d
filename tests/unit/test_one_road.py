"""A run is one value from the call to the wire: nothing in between passes on its options."""

import ast
from dataclasses import fields
from pathlib import Path

import pytest

from mapflow._requests.run_spec import RunSpec

PACKAGE = Path(__file__).resolve().parents[2] / "mapflow"
OPTIONS = {field.name for field in fields(RunSpec)}
#: Where a user names them, and what a batch keeps of them on disk.
CALLS = {
    ("_async/processings/estimates.py", "estimate"),
    ("_async/processings/estimates.py", "estimate_by_size"),
    ("_async/processings/runs.py", "run"),
    ("_async/catalog/runs.py", "run"),
    ("_async/planned/runs.py", "run"),
    ("batch/_async/runner.py", "run"),
    ("batch/_async/split_run.py", "run_split"),
    ("batch/_settings.py", "make"),
}
#: More than these says that a function passes a run on.
FEW = 4


def _functions():
    for folder in ("_async", "_requests", "_rules", "batch"):
        for path in sorted((PACKAGE / folder).rglob("*.py")):
            if "_sync" not in path.parts:
                for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                        yield path.relative_to(PACKAGE).as_posix(), node


def test_only_public_calls_name_the_options_of_a_run():
    found = set()
    for path, node in _functions():
        names = {each.arg for each in (*node.args.args, *node.args.kwonlyargs)}
        if len(names & OPTIONS) > FEW:
            found.add((path, node.name))
    assert found == CALLS


@pytest.mark.parametrize("name", sorted(OPTIONS - {"plan"}))
def test_each_option_is_one_of_the_public_call(name):
    runs = (PACKAGE / "_async/processings/runs.py").read_text(encoding="utf-8")
    assert f"            {name}={name}," in runs

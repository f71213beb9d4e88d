"""Finds the tests of a lane by reading, so that asking for one does not import all others."""

import functools
import tomllib
from pathlib import Path

_TESTS = Path(__file__).resolve().parents[1]
_SETTINGS = tomllib.loads((_TESTS.parent / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]
MARKS = {mark.partition(":")[0] for mark in _SETTINGS["ini_options"]["markers"]}


@functools.cache
def _text(path):
    return path.read_text("utf-8") if path.exists() else ""


def names(path, mark):
    """Say whether a module of tests, or a conftest.py above it, has the name of a mark."""
    above = [folder / "conftest.py" for folder in path.parents if folder.is_relative_to(_TESTS)]
    return any(mark in _text(each) for each in (path, *above))


def unnamed(items):
    """Give modules that have tests with a mark whose name cannot be read where `names` looks."""
    found = {(item.path, mark.name) for item in items for mark in item.iter_markers()}
    return sorted(
        f"{path} has tests with the mark {mark!r}, which it does not name"
        for path, mark in found
        if mark in MARKS and not names(path, mark)
    )

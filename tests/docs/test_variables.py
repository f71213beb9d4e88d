"""The table of environment variables has all that are read, and what it says of them is true."""

import ast
import inspect
import re
from pathlib import Path

import pytest

import mapflow
from mapflow import AsyncMapflow, Mapflow
from mapflow._variables import VARIABLES
from mapflow.cli._app import run as run_cli
from scripts.variables import TARGET, page

PACKAGE = Path(mapflow.__file__).parent
NAMES = {each.name for each in VARIABLES}
_NAME = re.compile(r"\b(MAPFLOW_[A-Z_]+[A-Z]|[A-Z]+_PROXY|SSL_?[A-Z_]+|NO_COLOR|FORCE_COLOR)\b")
#: `mapflow conform` sets these for the program that it judges.
_FOR_PROGRAMS = {"MAPFLOW_OUTPUT", "MAPFLOW_IMAGE"}
#: Said to be ignored, for whoever set one in vain.
_IGNORED = {"REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"}
#: Set for the library below a GeoTIFF, by a shell that completes a word, and by a desktop.
_NOT_SET_BY_USERS = {
    *("LIBTIFF_JPEG_MAX_ALLOWED_SCAN_NUMBER", "_MAPFLOW_COMPLETE", "_TYPER_COMPLETE_ARGS"),
    *("COMP_CWORD", "COMP_WORDS", "DISPLAY", "WAYLAND_DISPLAY"),
}


def texts():
    """The texts of the package that are not docstrings, and where they are."""
    for file in PACKAGE.rglob("*.py"):
        if file.name == "_variables.py":
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield file.relative_to(PACKAGE), node.value


def read_by_name():
    """Names of variables that the package asks the environment for, directly."""
    for file in PACKAGE.rglob("*.py"):
        yield from re.findall(
            r"(?:environ(?:\.get|\.setdefault)?[\[(]|getenv\()\s*\"(\w+)\"", file.read_text("utf-8")
        )


def test_each_variable_that_is_named_in_the_package_is_in_the_table():
    named = {name for _, text in texts() for name in _NAME.findall(text)}
    assert {"MAPFLOW_TOKEN", "SSL_CERT_DIR", "NO_PROXY"} <= named
    assert named - _FOR_PROGRAMS - NAMES == set()


def test_each_variable_that_is_read_is_in_the_table():
    assert set(read_by_name()) - NAMES <= _NOT_SET_BY_USERS


def test_each_variable_of_the_table_is_read():
    named = {name for _, text in texts() for name in _NAME.findall(text)}
    ours = {name for name in NAMES if name.startswith("MAPFLOW_")}
    assert ours - named == set()


def test_the_page_has_the_table():
    text = TARGET.read_text("utf-8")
    assert page(text) == text, "run scripts/generate"


def test_no_variable_is_named_on_a_page_and_not_in_the_table():
    pages = [*TARGET.parent.glob("*.md"), PACKAGE.parent / "README.md"]
    named = {name for file in pages for name in _NAME.findall(file.read_text("utf-8"))}
    assert named - NAMES - _FOR_PROGRAMS - _IGNORED == set()


def test_the_help_lists_those_of_the_commands(capsys):
    run_cli(["--help"])
    told = " ".join(capsys.readouterr().out.split())
    for each in VARIABLES:
        assert (f"{each.name} {each.meaning}" in told) is each.is_for_commands


@pytest.mark.parametrize("kind", [Mapflow, AsyncMapflow])
def test_from_env_names_those_it_reads(kind):
    told = inspect.getdoc(kind.from_env)
    arguments = inspect.signature(kind).parameters
    for each in VARIABLES:
        if "from_env" in each.readers:
            assert f"``{each.name}``" in told
            argument = each.name.removeprefix("MAPFLOW_").lower()
            assert argument in arguments
            default = arguments[argument].default
            assert each.default == {None: "no limit"}.get(default, str(default).removesuffix(".0"))


def test_from_env_reads_no_other():
    asked = set()

    class Watched(dict):
        def get(self, name, default=None):
            asked.add(name)
            return super().get(name, default)

    with Mapflow.from_env(Watched(MAPFLOW_TOKEN="a:b", MAPFLOW_BASE_URL="http://localhost/rest")):
        assert {"MAPFLOW_BUDGET", "MAPFLOW_TOKEN"} <= asked <= NAMES

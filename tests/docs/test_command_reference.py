"""The page of all commands: each with its options, defaults, variables and examples."""

import html
import re
import runpy
from pathlib import Path

import pytest

from mapflow.cli._app import ENVIRONMENT
from mapflow.cli._examples import EXAMPLES, broken
from mapflow.cli._exits import MEANINGS
from scripts import commands
from tests.cli.test_json import ALL

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def page():
    return runpy.run_path(str(ROOT / "docs" / "command_reference.py"))["markdown"]()


@pytest.fixture(scope="module")
def chapters(page):
    parts = re.split(r"^##+ (.*)$", page, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_command_has_a_chapter_with_its_options_and_examples(chapters):
    for path, command in ALL.items():
        name = " ".join(path)
        told = chapters[f"`mapflow {name}`"]
        assert "  \n" not in told
        for parameter in command.params:
            is_option = parameter.param_type_name == "option"
            word = parameter.opts[0] if is_option else parameter.metavar or parameter.name
            assert html.escape(word.rstrip(".")) in html.escape(told), (name, word)
        for example in EXAMPLES[name]:
            assert broken(f"$ mapflow {example}") in told


def test_every_group_has_a_chapter(chapters):
    for each in commands.every():
        assert chapters[f"`mapflow {each.name}`"].strip().startswith(each.summary[:8])


def test_defaults_ranges_and_variables_are_told_in_words(chapters):
    run = chapters["`mapflow run`"]
    assert (
        "| `--parallel COUNT` | With `--split`: maximum concurrent processings. Default: 4." in run
    )
    assert "From 1 to 1,000." in run
    assert "Environment variable: `MAPFLOW_SANDBOX_TOKEN`." in chapters["`mapflow sandbox`"]
    common = chapters["Common options"]
    assert "Environment variable: `MAPFLOW_API_VERSION`." in common
    assert not re.search(r"\[(default|env var|x>)", "".join(chapters.values()))


def test_exit_codes_and_variables_are_listed(chapters):
    codes = chapters["Exit codes"].replace("`", "")
    for code, meaning in MEANINGS.items():
        assert f"| {code.value} | {meaning}. |" in codes
    for name in ENVIRONMENT:
        assert f"| `{name}` |" in chapters["Environment variables"]

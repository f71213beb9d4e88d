"""Every code block of README and the guide runs, in the order in which a reader meets it.

Python runs as one program a page; of shell commands, those of ``mapflow`` itself run too.
"""

import asyncio
import inspect
import re
import shlex
from pathlib import Path
from types import SimpleNamespace

import pytest
from sybil import Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser

from mapflow import errors
from mapflow._error_codes import ENTRIES
from mapflow.cli._app import run as run_cli
from mapflow.sandbox import SandboxProcess
from scripts import codes_page

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs" / "pages").glob("*.md"))]
#: These do not end, ask for a secret, or have separate tests.
_NOT_RUN = {"demo", "sandbox", "init", "login", "doctor"}


class ShellParser(CodeBlockParser):
    """Runs the commands of a ``console`` block; each must succeed."""

    language = "console"

    def evaluate(self, example):
        for line in example.parsed.replace("\\\n", " ").splitlines():
            words = shlex.split(line.removeprefix("$ "), comments=True)
            if not line.startswith("$ ") or not words:
                continue
            if words[0].startswith("./"):
                assert (ROOT / words[0]).is_file(), f"there is no {words[0]}"
            elif words[0] == "mapflow" and words[1] not in _NOT_RUN:
                code = run_cli(words[1:])
                assert code == 0, f"{line} ended with {code}"


def _blocks(page):
    return Sybil(parsers=[PythonCodeBlockParser(), ShellParser()]).parse(page)


async def _whole(outcome):
    await outcome


@pytest.mark.slow
@pytest.mark.parametrize(
    "page",
    # Programs that are beside the package come in few versions.
    [pytest.param(p, marks=pytest.mark.locked if p.stem == "clusters" else ()) for p in PAGES],
    ids=lambda p: p.stem,
)
def test_the_page_runs(page, world, mapflow_sandbox: SandboxProcess, tmp_path, monkeypatch):
    world.leave_a_geotiff("flight.tif")
    world.leave_a_client("client.py")
    document = _blocks(page)
    for example in document.examples():
        example.evaluate()
    for name, thing in document.namespace.items():
        if name.startswith("test_"):
            mapflow_sandbox.reset()  # as the fixture does before each test
            given = {
                "mapflow_sandbox": mapflow_sandbox,
                "tmp_path": tmp_path,
                "monkeypatch": monkeypatch,
            }
            outcome = thing(**{each: given[each] for each in inspect.signature(thing).parameters})
            if inspect.isawaitable(outcome):
                asyncio.run(_whole(outcome))


def test_the_recipe_for_a_list_that_breaks_loses_nothing(capsys):
    [page] = [each for each in PAGES if each.stem == "lists"]
    [recipe] = [each.parsed for each in _blocks(page).examples() if "cursor=pages.c" in each.parsed]

    class Breaks:
        total = 9

        def __init__(self, cursor):
            self.cursor = cursor

        def __iter__(self):
            begun = self.cursor
            while self.cursor < self.total:
                if begun < 4 and self.cursor == begun + 2:
                    raise errors.ConnectionFailed("The cable is out.")
                self.cursor += 1
                yield SimpleNamespace(name=f"N{self.cursor}")

    processings = SimpleNamespace(pages=lambda *, sort_by, cursor=0: Breaks(cursor))
    exec(recipe, {"mf": SimpleNamespace(processings=processings)})  # noqa: S102 - our own page
    assert capsys.readouterr().out == "9 of 9\n"


def test_links_lead_somewhere():
    others = [ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *(ROOT / "docs/adr").glob("*.md")]
    for page in [*PAGES, *others]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("page", [*PAGES, ROOT / "conformance" / "README.md"], ids=lambda p: p.stem)
def test_no_heading_loses_its_last_letter(page):
    # Markdown takes the # at the end of a heading for its frame: "C#" becomes "C".
    headings = re.findall(r"^#+ .*$", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert [each for each in headings if re.search(r"[^\\]#$", each)] == []


def test_each_kind_of_error_code_has_one_chapter():
    page = codes_page.page()
    chapters = re.findall(r"^## .*$", page, re.MULTILINE)
    assert len(chapters) == len(set(chapters)) == len({entry.scope for entry in ENTRIES})
    assert page.count("**Meaning:**") == len(ENTRIES)

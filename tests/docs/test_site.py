"""The site as it is built: each public name has its place, and each link leads somewhere."""

import html
import importlib
import inspect
import json
import pkgutil
import re
import sys
import tempfile
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

import mapflow
from mapflow import spec
from scripts import site as builder
from tests.cli.test_json import ALL

# The first test waits for the site to be built.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]
DOCS = Path(__file__).parents[2] / "docs"


class Page(HTMLParser):
    """What a page links to, loads and is linked by."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.folder = file.parent
        self.text = file.read_text("utf-8")
        self.feed(self.text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.ids += [given["id"]] if given.get("id") else []
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        elif tag in ("script", "img", "iframe", "source") and given.get("src"):
            self.loads.append(given["src"])
        elif tag == "link" and given.get("rel") in ("stylesheet", "icon", "preconnect", "preload"):
            self.loads.append(given.get("href") or "")


@pytest.fixture(scope="module")
def pages(site):
    return {p.relative_to(site).as_posix(): Page(p) for p in site.rglob("*.html")}


@pytest.fixture(scope="module")
def reference():
    sys.path.insert(0, str(DOCS))
    try:
        return importlib.import_module("reference")
    finally:
        sys.path.remove(str(DOCS))


def test_every_public_name_and_member_has_one_place(pages, reference):
    missing, twice = [], []
    for file, (_, shown) in reference.pages().items():
        page = pages[f"reference/{Path(file).stem}.html"]
        for each in shown:
            for name in [each.name, *(f"{each.name}.{member}" for member in each.members)]:
                places = page.ids.count(name)
                lost = not places and not _is_told(name, each.name, page.text)
                missing += [name] if lost else []
                twice += [name] if places > 1 else []
    assert (missing, twice) == ([], [])


def _is_told(name, owner, text):
    """Whether the class's own part of the page has the attribute in a table."""
    part = text.partition(f'id="{owner}"')[2].partition('<div class="doc doc-object doc-class">')[0]
    member = re.escape(name.rpartition(".")[2])
    return re.search(
        rf'<tr class="doc-section-item">\s*<td>\s*<code>(?:<span[^>]*>)?{member}<', part
    )


def test_what_is_exported_is_in_the_reference(reference):
    shown = {id(each.thing) for _, page in reference.pages().values() for each in page}
    modules = [name for _, name, _ in pkgutil.iter_modules(mapflow.__path__) if name[0] != "_"]
    assert set(reference.MODULES) == set(modules) - {"cli", "mcp"}, "programs are not for import"
    for module in ["", *(f".{name}" for name in reference.MODULES)]:
        home = importlib.import_module(f"mapflow{module}")
        exported = {name: getattr(home, name) for name in home.__all__}
        lost = [n for n, t in exported.items() if not inspect.ismodule(t) and id(t) not in shown]
        assert lost == [], home.__name__


def test_what_a_client_holds_is_in_the_reference(reference):
    with mapflow.Mapflow(token="a:b") as client:
        held = {
            name for name in dir(client)
            if name[0] != "_" and type(getattr(client, name)).__module__.startswith("mapflow._sync")
            and not callable(getattr(client, name))
        }  # fmt: skip
    assert held == {name for name in reference.RESOURCES if "." not in name}


def test_every_command_has_its_place(pages):
    places = {"-".join(("mapflow", *path)) for path in ALL}
    assert places <= set(pages["commands.html"].ids)
    assert re.search(r"--group [<[]pack\|hull[]>]", html.unescape(pages["commands.html"].text))


def test_no_link_is_dead(pages):
    dead = []
    for file, page in pages.items():
        for link in page.links:
            to = urlsplit(link)
            if to.scheme or to.netloc:
                continue
            path = (Path("/", file).parent / unquote(to.path)).resolve() if to.path else None
            target = path.relative_to("/").as_posix() if path else file
            is_page = not to.path or to.path.endswith(".html")
            if not is_page and (page.folder / unquote(to.path)).is_file():
                continue
            if file == "api.html" and not to.path:
                continue  # it makes its parts when it is opened
            ids = pages[target].ids if target in pages else None
            if ids is None or (to.fragment and unquote(to.fragment) not in ids):
                dead.append((file, link))
    assert dead == []


def test_nothing_is_loaded_from_elsewhere(pages):
    loaded = {source for page in pages.values() for source in page.loads}
    assert loaded
    assert [source for source in loaded if urlsplit(source).netloc] == []


def test_private_places_are_not_shown(pages):
    shown = {
        name for file, page in pages.items() if file.startswith("reference/") for name in page.ids
    }
    assert [name for name in shown if re.search(r"\._[a-z]", name)] == []


def test_bases_are_named_where_they_are_public(pages):
    based = r'class="doc doc-class-bases">\s*Bases:(.*?)</p>'
    assert re.findall(based, pages["reference/processings.html"].text, re.DOTALL) == []
    assert "MapflowError" in re.findall(based, pages["reference/errors.html"].text, re.DOTALL)[1]


def test_what_the_search_finds_is_there(site, pages):
    found = json.loads((site / "search" / "search_index.json").read_text("utf-8"))["docs"]
    places = [each["location"].partition("#") for each in found]
    assert {page for page, _, _ in places} >= set(pages) - {"api.html"}
    assert [(page, name) for page, _, name in places if name and name not in pages[page].ids] == []


def test_each_code_is_an_anchor(pages):
    codes = {each["code"] for each in json.loads(spec.errors_path().read_text("utf-8"))["errors"]}
    ids = pages["error-codes.html"].ids
    assert [code for code in codes if ids.count(code) != 1] == []


def test_what_the_changelog_says_next_is_on_its_page(pages):
    text = pages["changelog.html"].text
    fragments = list((DOCS.parent / "changelog.d").glob("*.added.md"))
    for fragment in fragments:
        words = re.findall(r"[A-Za-z]{4,}", re.sub(r"`[^`]*`", " ", fragment.read_text("utf-8")))
        assert words[0] in text
    assert ("Not released yet" in text) >= bool(fragments)
    assert "Decisions worth knowing" in text, "what was released, or will be first"


@pytest.mark.parametrize("name", ["", "..", "a/b", "-x", " "])
def test_a_version_is_the_name_of_a_folder(name, tmp_path):
    with pytest.raises(SystemExit, match="is not a name for a version"):
        builder.build(name, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_versions_are_listed_from_the_newest(site):
    text = (site.parent / "versions.js").read_text("utf-8")
    listed = json.loads(text.partition("= ")[2].rstrip().removesuffix(";"))
    assert [each["name"] for each in listed] == ["1.10.0", "1.9.0"]
    assert listed[1]["pages"] == ["quickstart.html"]
    assert "quickstart.html" in listed[0]["pages"]
    assert 'url=1.10.0/index.html"' in (site.parent / "index.html").read_text("utf-8")


def test_a_console_is_copied_as_its_commands(pages):
    copied = {
        file: [html.unescape(each) for each in re.findall(r'data-copy="([^"]*)"', page.text)]
        for file, page in pages.items()
    }
    assert sum(map(len, copied.values())) > 60
    for file, page in pages.items():
        blocks = re.findall(r'<div class="[^"]*highlight"[^>]*>.*?</div>', page.text, re.DOTALL)
        consoles = [each for each in blocks if re.search(r"(?:^|>)\$ ", each, re.MULTILINE)]
        assert len(consoles) == len(copied[file]), file
    lines = [line for each in copied.values() for block in each for line in block.splitlines()]
    assert [line for line in lines if line.startswith("$")] == []
    first = copied["tasks.html"][1].splitlines()
    assert first[0].startswith("mapflow run --model buildings")
    assert first[0].endswith("\\")
    assert first[1] == "    --max-cost 50 --output roofs.gpkg"


def test_notebooks_show_what_they_returned(pages):
    shown = [page.text for file, page in pages.items() if file.startswith("notebooks/")]
    assert len(shown) == 4
    for text in shown:
        assert "<iframe sandbox" in text, "a map"
        assert "<progress" in text
        assert "<!-- output" not in text
        assert "Traceback" not in text
        assert "\x1b" not in text
        assert f"{tempfile.gettempdir()}/" not in text, "a path that only one machine has"

"""The site as it is built: each public name has its place, and each link leads somewhere."""

import html
import importlib
import inspect
import os
import pkgutil
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

import mapflow
from tests.cli.test_json import ALL

pytestmark = pytest.mark.slow
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
def site(tmp_path_factory):
    """The site, built by mkdocs; the page of the API, which another program makes, is not in it."""
    folder = tmp_path_factory.mktemp("site")
    build = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    built = subprocess.run(
        [*build, "--config-file", str(DOCS / "mkdocs.yml")],
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    return {p.relative_to(folder).as_posix(): Page(p) for p in folder.rglob("*.html")}


@pytest.fixture(scope="module")
def reference(site):
    sys.path.insert(0, str(DOCS))
    try:
        return importlib.import_module("reference")
    finally:
        sys.path.remove(str(DOCS))


def test_every_public_name_and_member_has_one_place(site, reference):
    missing, twice = [], []
    for file, (_, shown) in reference.pages().items():
        page = site[f"reference/{Path(file).stem}.html"]
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
    assert set(reference.MODULES) == set(modules) - {"cli"}, "the command line is not for import"
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


def test_every_command_has_its_place(site):
    places = {"-".join(("mapflow", *path)) for path in ALL}
    assert places <= set(site["commands.html"].ids)
    assert "--group <pack|hull>" in html.unescape(site["commands.html"].text)


def test_no_link_is_dead(site):
    dead = []
    for file, page in site.items():
        for link in page.links:
            to = urlsplit(link)
            if to.scheme or to.netloc or file == "404.html":
                continue
            path = (Path("/", file).parent / unquote(to.path)).resolve() if to.path else None
            target = path.relative_to("/").as_posix() if path else file
            is_page = not to.path or to.path.endswith(".html")
            if target == "api.html" or (not is_page and (page.folder / unquote(to.path)).is_file()):
                continue
            ids = site[target].ids if target in site else None
            if ids is None or (to.fragment and unquote(to.fragment) not in ids):
                dead.append((file, link))
    assert dead == []


def test_nothing_is_loaded_from_elsewhere(site):
    loaded = {source for page in site.values() for source in page.loads}
    assert loaded
    assert [source for source in loaded if urlsplit(source).netloc] == []


def test_private_places_are_not_shown(site):
    shown = {
        name for file, page in site.items() if file.startswith("reference/") for name in page.ids
    }
    assert [name for name in shown if re.search(r"\._[a-z]", name)] == []


def test_notebooks_show_what_they_returned(site):
    shown = [page.text for file, page in site.items() if file.startswith("notebooks/")]
    assert len(shown) == 4
    for text in shown:
        assert "<iframe sandbox" in text, "a map"
        assert "<progress" in text
        assert "<!-- output" not in text
        assert "Traceback" not in text
        assert "\x1b" not in text

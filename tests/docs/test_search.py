"""The search of the site finds every public name and message, as readers type or paste them."""

import json
import re
import sys
from pathlib import Path

import pytest

from mapflow import spec
from tests.support.browser import browser, find

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(400),
    pytest.mark.skipif(find() is None, reason="there is no Chromium here"),
]
DOCS = Path(__file__).parents[2] / "docs"
#: Starts the site's own worker on its own index, and asks one thing after another.
_START = """
window.asked = new Promise((resolve) => {
  const config = JSON.parse(document.getElementById("__config").textContent);
  const worker = new IFrameWorker(config.search);
  let found;
  const ask = (query) => new Promise((respond) => {
    found = respond;
    worker.postMessage({ type: 2, data: query });
  });
  worker.addEventListener("message", ({ data }) => {
    if (data.type === 1) resolve(ask);
    else if (data.type === 3) found(data.data.items);
  });
  worker.postMessage({ type: 0, data: { ...__index, options: { suggest: false } } });
}), 0
"""
_ASK = """
(async () => {
  const ask = await window.asked;
  const found = [];
  for (const query of %s) {
    const pages = (await ask(query)).slice(0, 12);
    found.push(pages.map((page) => page.map((part) => part.location)));
  }
  return found;
})()
"""


@pytest.fixture(scope="module")
def ask(site):
    with browser() as running:
        tab = running.open(site / "index.html")
        tab.until("typeof __index === 'object'")
        tab.run(_START)

        def found(queries):
            responses = []
            for first in range(0, len(queries), 100):
                responses += tab.run(_ASK % json.dumps(queries[first : first + 100]))
            return dict(zip(queries, responses, strict=True))

        yield found


@pytest.fixture(scope="module")
def names():
    """Every public name as the search calls it, and the page that it is on."""
    sys.path.insert(0, str(DOCS))
    try:
        import reference
        import search_names
    finally:
        sys.path.remove(str(DOCS))
    titles = search_names.titles()
    return {
        titles[name]: f"reference/{Path(file).stem}.html"
        for file, (_, shown) in reference.pages().items()
        for each in shown
        for name in [each.name, *(f"{each.name}.{member}" for member in each.members)]
    }


def rank(found, page):
    """At which place a page is found, from 1."""
    pages = [parts[0].partition("#")[0] for parts in found]
    return pages.index(page) + 1 if page in pages else 99


def test_a_name_with_its_owner_is_found_first(ask, names):
    # `Mapflow.account` is called `account` for short, which is one of the guide's words.
    owned = {n: page for n, page in names.items() if "." in n and "Mapflow." not in n}
    owned = {
        n: page for n, page in owned.items() if not n.startswith("imagery.") or n.count(".") > 1
    }
    for before in ("", "mapflow."):
        found = ask([f"{before}{name}" for name in owned])
        late = {q: rank(found[q], owned[q.removeprefix("mapflow.")]) for q in found}
        assert {query: place for query, place in late.items() if place > 2} == {}
    assert len(owned) > 700


@pytest.mark.parametrize(
    "typed",
    ["mf.processings.run", "Mapflow.processings.run", "mf.processings.run()", "Mapflow.request"],
)
def test_a_name_is_found_as_it_stands_in_a_program(ask, typed):
    page = "client" if typed.endswith("request") else "processings"
    assert rank(ask([typed])[typed], f"reference/{page}.html") == 1


def test_a_message_leads_to_its_code(ask):
    known = json.loads(spec.errors_path().read_text("utf-8"))["errors"]
    places = {re.sub(r"[{}]", "", each["message"]): each["code"] for each in known}
    lost = {}
    for message, found in ask(list(places)).items():
        parts = [part for page in found for part in page]
        if (
            rank(found, "error-codes.html") > 6
            or f"error-codes.html#{places[message]}" not in parts
        ):
            lost[message] = found[:3]
    assert lost == {}


def test_a_word_leads_to_the_guide(ask):
    wanted = {
        "wait": "waiting", "upload": "uploads", "area": "areas", "price": "spending", "map": "maps",
        "download": "transfers", "certificate": "network", "PixelSizeTooHigh": "error-codes",
        "internalError": "error-codes", "SpendingWarning": "errors",
    }  # fmt: skip
    found = ask(list(wanted))
    late = {word: rank(found[word], f"{page}.html") for word, page in wanted.items()}
    assert {word: place for word, place in late.items() if place > 3} == {}

"""The site as a reader sees it: opened from disk, in a browser that reaches no other host."""

import time
from pathlib import Path

import pytest

from tests.support.browser import browser, find

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(400),
    pytest.mark.skipif(find() is None, reason="there is no Chromium here"),
]
CHECKS = (Path(__file__).parent / "page_checks.js").read_text("utf-8")
#: A telephone, a tablet and a desk.
WIDTHS = (375, 768, 1280)
SCHEMES = ("light", "dark")
#: Pages whose contrast is measured: prose, code of each language, tables, admonitions, signatures.
COLOURED = (
    *("index", "quickstart", "languages", "settings", "error-codes", "operations", "spending"),
    *("reference/processings", "reference/errors", "adr/index", "web-service", "changelog", "api"),
)
#: Another program makes this one, with its own layout, and draws it late.
API = "api"
_API_IS_DRAWN = (
    "document.querySelector('.menu-content') && !document.body.innerText.includes('Loading...')"
)
_NO_SEARCH = """
Object.defineProperty(window, "IFrameWorker", {
  set() {}, get: () => class extends EventTarget { postMessage() {} }
})
"""
_STILL = "*, ::before, ::after { transition: none !important; animation: none !important }"


@pytest.fixture(scope="module")
def chromium():
    with browser() as running:
        yield running


def test_each_page_reads_well_at_each_width_in_light_and_dark(chromium, site):
    tab = chromium.open(site / "index.html")
    # Each page would read the whole index of the search again, which has its own tests.
    tab.send("Page.addScriptToEvaluateOnNewDocument", {"source": _NO_SEARCH})
    found = {}
    for file in sorted(site.rglob("*.html")):
        page = file.relative_to(site).with_suffix("").as_posix()
        tab.complaints.clear()
        tab.requests.clear()
        tab.go(file)
        found[page, "foreign"] = [url for url in tab.requests if not url.startswith("file:")]
        found[page, "complaints"] = list(tab.complaints)
        look(tab, page, found)
    tab.prefer(scheme="dark")
    for page in COLOURED:
        tab.go(site / f"{page}.html")
        prepare(tab)
        found[page, "pale", "dark"] = tab.run("pageChecks.pale()")
    tab.close()
    assert {API, "index", "reference/client", "adr/index"} <= {page for page, *_ in found}
    assert {what: finds for what, finds in found.items() if finds} == {}


def prepare(tab):
    if tab.run("location.pathname").endswith(f"/{API}.html"):
        tab.until(_API_IS_DRAWN)
    still = f"Object.assign(document.createElement('style'), {{textContent: '{_STILL}'}})"
    tab.run(f"document.head.append({still})")
    tab.run(CHECKS)


def look(tab, page, found):
    prepare(tab)
    for check in ("headings", "pictures"):
        found[page, check] = tab.run(f"pageChecks.{check}()")
    # Decisions are prose of one kind, and many.
    for width in WIDTHS[:1] if page.startswith("adr/0") else WIDTHS:
        tab.resize(width, 800, is_phone=width == WIDTHS[0])
        for check in ("cut", "wide"):
            found[page, check, width] = tab.run(f"pageChecks.{check}()")
    if page in COLOURED:
        found[page, "pale", "light"] = tab.run("pageChecks.pale()")


def test_pages_follow_the_scheme_of_the_system(chromium, site):
    tab = chromium.open(site / "index.html")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = tab.run(ground)
    tab.prefer(scheme="dark")
    tab.until(f"{ground} !== '{light}'")
    assert tab.run("document.body.dataset.mdColorScheme") == "slate"
    tab.prefer(scheme="light")
    tab.until(f"{ground} === '{light}'")
    tab.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_search_finds_a_page_and_leads_there(chromium, site, width):
    tab = chromium.open(site / "index.html", width=width)
    press(tab, "label.md-header__button[for=__search]" if width < 960 else ".md-search__input")
    tab.until("document.activeElement.matches('.md-search__input')")
    tab.write("SSL_CERT_FILE")
    tab.press("Shift", 16)  # the search starts when a key is let go
    links = "[...document.querySelectorAll('.md-search-result__link')]"
    found = f"{links}.find(a => a.href.includes('network.html'))"
    tab.until(found)
    settle(tab, found)
    x, y = tab.run(middle(found))
    before = tab.run("performance.timeOrigin")
    tab.click(x, y)
    tab.until(f"performance.timeOrigin !== {before} && document.readyState === 'complete'")
    assert tab.run("location.pathname").endswith("/network.html")
    assert "SSL_CERT_FILE" in tab.run("document.querySelector('article').textContent")
    assert tab.complaints == []
    tab.close()


def test_the_button_of_a_console_copies_its_commands(chromium, site):
    tab = chromium.open(site / "quickstart.html")
    tab.until("document.querySelector('[data-copy] [data-clipboard-target]')")
    tab.run(
        "document.addEventListener('copy', () => { window.copied = getSelection().toString()"
        " || document.activeElement.value })"
    )
    tab.run("document.querySelector('[data-copy]').scrollIntoView({ block: 'center' })")
    press(tab, "[data-copy] [data-clipboard-target]")
    tab.until("window.copied")
    assert tab.run("window.copied") == tab.run("document.querySelector('[data-copy]').dataset.copy")
    tab.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_page_leads_to_the_same_page_of_another_version(chromium, site, width):
    tab = chromium.open(site / "quickstart.html", width=width)
    tab.until("document.querySelector('select.version')")
    assert tab.run("[...document.querySelectorAll('select.version option')].map(o => o.text)") == [
        "1.10.0", "1.9.0",
    ]  # fmt: skip
    chosen = "document.querySelector('select.version').selectedOptions[0].text"
    assert tab.run(chosen) == "1.10.0"
    x, y = tab.run(middle("document.querySelector('select.version')"))
    hit = tab.run(f"document.elementFromPoint({x}, {y}).className")
    assert hit == "version"
    tab.run(
        "{ const s = document.querySelector('select.version'); s.selectedIndex = 1;"
        " s.dispatchEvent(new Event('change')) }"
    )
    tab.until("document.title === '1.9.0'")
    assert tab.run("location.pathname").endswith("/1.9.0/quickstart.html")
    tab.close()


def test_the_front_page_leads_to_the_newest_version(chromium, site):
    tab = chromium.open(site.parent / "index.html")
    tab.until("location.pathname.endsWith('/1.10.0/index.html')")
    tab.close()


BAD = """<!doctype html><title>Bad</title><h1>One</h1><h3>Three</h3>
<p style="color: #777; background: #eee">pale</p><img src="missing.png">
<pre style="width: 50px; overflow: hidden">a long line of code that is cut</pre>
<div style="width: 3000px">wide</div><script>console.error("oh")</script>
<link rel="stylesheet" href="https://example.com/font.css">
"""


def test_each_check_finds_what_it_looks_for(chromium, tmp_path):
    (tmp_path / "bad.html").write_text(BAD)
    tab = chromium.open(tmp_path / "bad.html")
    tab.run(CHECKS)
    for check in ("cut", "wide", "headings", "pictures", "pale"):
        assert len(tab.run(f"pageChecks.{check}()")) == 1, check
    assert [url for url in tab.requests if not url.startswith("file:")] == [
        "https://example.com/font.css"
    ]
    assert any("oh" in each for each in tab.complaints)
    tab.close()


def press(tab, selector):
    tab.click(*tab.run(middle(f"document.querySelector('{selector}')")))


def middle(element):
    return (
        f"(() => {{ const r = {element}.getBoundingClientRect();"
        " return [r.x + r.width / 2, r.y + r.height / 2] })()"
    )


def settle(tab, element):
    """Wait until an element stands still."""
    before = None
    while (now := tab.run(middle(element))) != before:
        before = now
        time.sleep(0.1)

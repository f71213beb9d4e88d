"""What a person sees and does in a page, in a real browser without a window."""

import io
import re

import pytest
from PIL import Image

from mapflow import SplitLimits, maps, split
from tests.maps.test_page import HOSTILE, SQUARE, feature
from tests.support.browser import browser, find

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not find(), reason="there is no Chromium here"),
]
WIDTH, HEIGHT = 1280, 800
RED = (239, 71, 111)  # apartment buildings


@pytest.fixture(scope="module")
def chromium():
    with browser() as found:
        yield found


@pytest.fixture
def shown(chromium, tmp_path):
    """Open a map as a file; at the end nothing may have been complained of or asked for."""
    tabs = []

    def show(page, **size):
        path = tmp_path / f"{len(tabs)}.html"
        path.write_text(page, "utf-8")
        tab = chromium.open(path, width=WIDTH, height=HEIGHT)
        if size:
            tab.resize(**size)
            tab.go(path)
        tab.until("performance.getEntriesByName('mapflow-drawn').length")
        tabs.append((tab, path))
        return tab

    yield show
    for tab, path in tabs:
        assert tab.complaints == []
        assert set(tab.requests) == {path.resolve().as_uri()}
        tab.close()


def picture(tab):
    tab.run("new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)))")
    return Image.open(io.BytesIO(tab.screenshot())).convert("RGB")


def rectangle(west, south, east, north):
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def boxes(count, side=0.0004):
    """Buildings in rows, ten in each."""
    for number in range(count):
        west, south = 37.3 + number % 10 * 2 * side, 55.6 + number // 10 * side
        properties = {"id": number, "object_type": "building", "class_id": "101"}
        yield feature(properties, rectangle(west, south, west + side, south + side / 2))


def popup(tab):
    return tab.run("document.querySelector('.leaflet-popup-content')?.innerText ?? ''")


def is_reddish(colour):
    return colour[0] - min(colour) > 25


def test_features_are_seen_and_clicked(shown):
    tab = shown(maps.html([feature({"id": 7, "object_type": "building", "class_id": "101"})]))
    # The card covers the left; the map is fitted to the rest.
    left = tab.run("document.getElementById('card').getBoundingClientRect().right")
    x, y = (left + WIDTH) / 2, HEIGHT / 2
    seen = picture(tab)
    assert is_reddish(seen.getpixel((round(x), round(y))))
    assert not is_reddish(seen.getpixel((WIDTH - 20, HEIGHT // 2)))
    tab.click(x, y)
    tab.until("document.querySelector('.leaflet-popup-content')")
    assert popup(tab).split() == ["Apartment", "buildings", "id", "7", "object_type", "building",
                                  "class_id", "101"]  # fmt: skip
    tab.run("document.querySelector('.leaflet-popup-close-button').click()")
    tab.until("!document.querySelector('.leaflet-popup')")
    tab.click(WIDTH - 20, HEIGHT / 2)
    assert popup(tab) == ""


def test_dragging_moves_the_map_and_draws_again(shown):
    tab = shown(maps.html(boxes(200)))
    before = picture(tab)
    tab.drag((900, 400), (600, 300))
    tab.run("new Promise((r) => setTimeout(r, 400))")
    after = picture(tab)
    spot = next(
        (x, y)
        for y in range(300, 700, 3)
        for x in range(700, 1100, 3)
        if is_reddish(before.getpixel((x, y)))
        and is_reddish(before.getpixel((x + 4, y)))
        and is_reddish(before.getpixel((x - 4, y)))
    )
    assert is_reddish(after.getpixel((spot[0] - 300, spot[1] - 100)))
    assert before.tobytes() != after.tobytes()


def test_a_search_finds_the_feature_and_says_when_there_is_none(shown):
    tab = shown(maps.html(boxes(100)))
    tab.run("document.getElementById('wanted').focus()")
    tab.write("57")
    tab.press("Enter", 13, text="\r")
    tab.until("document.querySelector('.leaflet-popup-content')")
    assert re.search(r"id\s+57\b", popup(tab))
    assert tab.run("document.getElementById('said').textContent") == "Found."
    tab.run("document.getElementById('wanted').value = 'no <b>such'")
    tab.run("document.getElementById('find').click()")
    tab.until("document.getElementById('said').textContent.startsWith('No feature')")
    assert tab.run("document.getElementById('said').textContent").endswith("no <b>such.")


def test_a_tick_in_the_legend_hides_a_class_and_what_is_hidden_is_not_clicked(shown):
    tab = shown(maps.html([feature({"object_type": "building", "class_id": "101"})]))
    left = tab.run("document.getElementById('card').getBoundingClientRect().right")
    spot = (round((left + WIDTH) / 2), HEIGHT // 2)
    assert is_reddish(picture(tab).getpixel(spot))
    assert tab.run("document.querySelector('#legend li').innerText.split('\\n')") == [
        "Apartment buildings",
        "1",
    ]
    tab.run("document.querySelector('#legend input').focus()")
    tab.press(" ", 32, text=" ")
    assert not is_reddish(picture(tab).getpixel(spot))
    tab.click(*spot)
    assert popup(tab) == ""


def test_the_keyboard_reaches_everything(shown):
    tab = shown(maps.html(boxes(100)))
    reached = []
    for _ in range(9):
        tab.press("Tab", 9)
        reached.append(
            tab.run("document.activeElement.id || document.activeElement.className"
                    " || document.activeElement.type || document.activeElement.tagName")
        )  # fmt: skip
    assert {"map", "wanted", "find", "checkbox", "SUMMARY", "leaflet-control-zoom-in"} <= {
        word for each in reached for word in [each, *each.split()]
    }
    tab.run("document.getElementById('map').focus()")
    tab.press("Enter", 13, text="\r")
    said = "document.getElementById('said').textContent"
    tab.until(f"document.querySelector('.leaflet-popup-content') || {said}")


def test_hostile_values_are_text(shown):
    hostile = feature({HOSTILE: HOSTILE, "object_type": HOSTILE, "id": HOSTILE})
    tab = shown(maps.html([hostile], title=HOSTILE, subtitle=HOSTILE, area=SQUARE))
    tab.click(790, 400)
    tab.until("document.querySelector('.leaflet-popup-content')")
    assert "<img src=x onerror=alert(1)>" in popup(tab)
    assert tab.run("document.title").startswith("</script>")
    assert tab.run("document.querySelectorAll('img, b').length") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 800, 1280])
def test_texts_have_contrast_and_nothing_sticks_out(shown, scheme, width):
    notes = [feature(geometry=None), *boxes(30)]
    tab = shown(maps.html(notes, title="A long heading " * 6, subtitle="x" * 90), width=width,
                height=780)  # fmt: skip
    tab.prefer(scheme=scheme)
    tab.run("document.getElementById('wanted').value = '7'")
    tab.run("document.getElementById('find').click()")
    tab.until("document.querySelector('.leaflet-popup-content')")
    assert tab.run("document.documentElement.scrollWidth") <= width
    tab.run("document.getElementById('more').open = true")
    found = tab.run(_CONTRASTS)
    assert len(found) > 14
    assert [each for each in found if each[1] < 4.5] == []


#: The contrast of each text with what lies behind it: WCAG 2 wants 4.5.
_CONTRASTS = """
(() => {
  const linear = (v) => v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const numbers = (text) => text.match(/[\\d.]+/g).map(Number);
  const ground = (e) => {
    const stack = [];
    for (; e; e = e.parentElement) stack.push(numbers(getComputedStyle(e).backgroundColor));
    return stack.reverse().reduce(
      (below, [r, g, b, a = 1]) => [r, g, b].map((v, i) => v * a + below[i] * (1 - a)),
      [255, 255, 255],
    );
  };
  const found = [];
  for (const e of document.querySelectorAll("body *")) {
    const own = [...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.textContent.trim());
    const text = own.join("");
    if (!text || ["SCRIPT", "STYLE", "NOSCRIPT"].includes(e.tagName) || !e.offsetParent) continue;
    const both = [light(numbers(getComputedStyle(e).color)), light(ground(e))];
    found.push([text.slice(0, 30), (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05)]);
  }
  return found;
})()
"""


def test_what_is_printed_has_no_controls_and_stays_light(shown):
    tab = shown(maps.html(boxes(50), area=(37.299, 55.599, 37.31, 55.603)))
    tab.prefer(scheme="dark", media="print")
    hidden = "getComputedStyle(document.querySelector('{}')).display"
    for control in ("#search", ".leaflet-control-zoom"):
        assert tab.run(hidden.format(control)) == "none"
    assert tab.run(hidden.format("#legend")) == "flex"
    assert tab.run("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert len(tab.send("Page.printToPDF", {"printBackground": True})["data"]) > 20_000


def test_both_sides_of_the_antimeridian_lie_together(shown):
    both = [
        feature(
            {"class_id": "101", "object_type": "building"}, rectangle(west, 0, west + 0.1, 0.05)
        )
        for west in (179.9, -180)
    ]
    tab = shown(maps.html(both))
    seen = picture(tab)
    middle = round(
        (tab.run("document.getElementById('card').getBoundingClientRect().right") + WIDTH) / 2
    )
    assert all(is_reddish(seen.getpixel((middle + x, HEIGHT // 2))) for x in (-100, 100))
    scale = tab.run("document.querySelector('.leaflet-control-scale-line').textContent")
    assert scale in ("1 km", "2 km", "3 km", "5 km")


ODD = {
    "nothing": ([], None),
    "nothing in an area": ([], SQUARE),
    "no geometry": ([feature(geometry=None)], None),
    "one point": ([feature({}, {"type": "Point", "coordinates": [37.3, 55.6]})], None),
    "mixed": (
        [
            feature({}, {"type": "GeometryCollection", "geometries": [SQUARE, {"type": "LineString",
                "coordinates": [[37.29, 55.63], [37.31, 55.64]]}, {"type": "MultiPoint",
                "coordinates": [[37.29, 55.64], [37.31, 55.63]]}]})
        ],
        SQUARE,
    ),
    "poles": ([feature({}, {"type": "Point", "coordinates": [0, 90]})], None),
}  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
def test_odd_results(shown, odd):
    features, area = ODD[odd]
    tab = shown(maps.html(features, area=area))
    tab.run("document.getElementById('map').focus()")
    tab.press("+", 187, text="+")
    assert len(picture(tab).getcolors(1 << 24)) > 3


def test_a_plan_has_the_names_of_its_parts_on_it(shown):
    plan = split((37.3, 55.6, 37.4, 55.66), SplitLimits(5e6, 10))
    tab = shown(plan.map().html())
    tab.run("document.getElementById('wanted').value = " + repr(plan.parts[3].id))
    tab.run("document.getElementById('find').click()")
    tab.until("document.querySelector('.leaflet-popup-content')")
    assert plan.parts[3].id in popup(tab)
    count = tab.run("document.querySelector('#legend .number').textContent")
    assert count == str(len(plan))


def test_a_notebook_shows_a_map_in_a_frame(chromium, tmp_path):
    found = maps.draw(boxes(50), title='A "title"')
    path = tmp_path / "notebook.html"
    path.write_text(f"<!doctype html><body style='margin:0'>{found._repr_html_()}", "utf-8")
    tab = chromium.open(path, width=900, height=560)
    tab.run("new Promise((r) => setTimeout(r, 700))")
    seen = Image.open(io.BytesIO(tab.screenshot())).convert("RGB")
    spots = ((x, y) for x in range(330, 880, 5) for y in range(20, 500, 5))
    assert sum(is_reddish(seen.getpixel(spot)) for spot in spots) > 100
    assert tab.complaints == []
    tab.close()


def test_a_frame_that_gets_its_size_later_shows_the_whole_map(chromium, tmp_path):
    found = maps.draw([feature(geometry=SQUARE)])
    # Of the frame's own origin nothing can be read.
    frame = found._repr_html_().replace('sandbox="allow-scripts"', "")
    path = tmp_path / "notebook.html"
    path.write_text(f"<!doctype html><div hidden>{frame}</div>", "utf-8")
    tab = chromium.open(path)
    window = "document.querySelector('iframe').contentWindow"
    tab.until(f"{window}.performance.getEntriesByName('mapflow-drawn').length")
    scale = f"{window}.document.querySelector('.leaflet-control-scale-line').textContent"
    tab.run("document.querySelector('div').hidden = false")
    tab.until(f"{scale} !== ''")
    late = tab.run(f"new Promise(r => setTimeout(() => r({scale}), 300))")
    path.write_text(f"<!doctype html><div>{frame}</div>", "utf-8")
    tab.go(path)
    tab.until(f"{window}.performance.getEntriesByName('mapflow-drawn').length")
    assert late == tab.run(scale)
    tab.close()

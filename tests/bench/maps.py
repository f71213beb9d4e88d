"""The page of 100,000 buildings, beside Leaflet's own canvas with half as many, in a browser.

That is how pages were drawn before they were packed. Reach: 5 MB, and 0.4 of the time until it is
drawn. ``python -m tests.bench.maps`` prints it all.
"""

import json
import sys
import tempfile
from importlib import resources
from pathlib import Path

from mapflow import maps
from tests.bench.formats import buildings
from tests.bench.measure import compare
from tests.support.browser import Browser, browser, find

COUNT = 100_000
_MAX_BYTES = 5_000_000
_DRAWN = """
new Promise((done) => {
  const look = () => IS_DRAWN
    ? requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())))
    : setTimeout(look, 2);
  look();
})
"""
_OURS = "performance.getEntriesByName('mapflow-drawn').length"
_THEIRS = "window.isDrawn"
_PEER = """<!doctype html><meta charset="utf-8"><style>{css}
html, body, #map {{ height: 100%; margin: 0 }}</style><div id="map"></div>
<script type="application/json" id="features">{features}</script><script>{leaflet}</script>
<script>
const map = L.map("map", {{ preferCanvas: true, zoomSnap: 0.05 }});
const layer = L.geoJSON(JSON.parse(document.getElementById("features").textContent), {{
  onEachFeature: (feature, shape) => shape.bindPopup(() => JSON.stringify(feature.properties)),
}}).addTo(map);
map.fitBounds(layer.getBounds(), {{ animate: false }});
window.isDrawn = true;
</script>"""


def _vendored(name: str) -> str:
    return (resources.files("mapflow.maps") / "vendor" / "leaflet" / name).read_text("utf-8")


def peer(source: Path, target: Path) -> Path:
    """A page of Leaflet alone, with the first half of the features."""
    collection = json.loads(source.read_text("utf-8"))
    del collection["features"][COUNT // 2 :]
    target.write_text(
        _PEER.format(
            css=_vendored("leaflet.css"),
            leaflet=_vendored("leaflet.js"),
            features=json.dumps(collection, separators=(",", ":")),
        ),
        "utf-8",
    )
    return target


def drawn_s(chromium: Browser, page: Path, is_drawn: str) -> float:
    """Seconds from the request for a page until it is on the screen."""
    tab = chromium.open(page)
    try:
        return float(tab.run(_DRAWN.replace("IS_DRAWN", is_drawn))) / 1000
    finally:
        tab.close()


def measure(rounds: int = 2) -> dict[str, float]:
    """The size of a page, and seconds until it is drawn."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        source = buildings(home / "result.geojson", COUNT)
        page = maps.save_html(home / "ours.html", source)
        figures = {
            "bytes of 100,000": float(page.stat().st_size),
            "5 MB": float(_MAX_BYTES),
            "100,000 drawn": 0.0,
            "Leaflet, 50,000 drawn": 1.0,
        }
        if find() is None:
            print(
                "There is no Chromium here: how fast maps appear is not measured.", file=sys.stderr
            )
            return figures
        theirs = peer(source, home / "theirs.html")
        with browser() as chromium:
            return figures | compare(
                {
                    "100,000 drawn": lambda: drawn_s(chromium, page, _OURS),
                    "Leaflet, 50,000 drawn": lambda: drawn_s(chromium, theirs, _THEIRS),
                },
                rounds,
            )


if __name__ == "__main__":
    for name, figure in measure().items():
        print(f"{name:24} {figure:14,.3f}")

"""A map in one web page that needs no network, no server and no other file."""

from __future__ import annotations

import base64
import hashlib
import html as markup
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final, cast

from mapflow.maps._backdrop import Backdrop, frame
from mapflow.maps._collect import Drawing, Features, collect
from mapflow.maps._files import replace_file

# Canvas draws this many without a wait that annoys; a page of them is about 25 MB.
MAX_FEATURES: Final = 50_000
# One centimetre on the ground; what the services deliver beyond it is noise that costs space.
_DECIMALS: Final = 7


def html(
    features: Features,
    *,
    area: Mapping[str, object] | None = None,
    title: str = "Mapflow result",
    subtitle: str = "",
    backdrop: Backdrop | Sequence[Backdrop] = (),
    max_features: int = MAX_FEATURES,
) -> str:
    """Draw features as one self-contained web page.

    The page holds the map library, the imagery and the features, and its content security policy
    forbids it to load anything or to run any other script. Property values are shown as text only.

    Args:
        features: A FeatureCollection, an iterable of GeoJSON features, or a result with
            ``.features()``; coordinates in degrees (WGS84).
        area: The area of interest as a GeoJSON geometry, drawn as an outline.
        title: The heading of the page.
        subtitle: A line below the heading, such as the model and the date.
        backdrop: Imagery to draw below the features, from ``stitch``; of several, the first lies
            lowest, so a coarse wide one can surround a fine one.
        max_features: Draw no more than this many, the largest first; the page says so.

    Returns:
        The text of the page.

    Raises:
        ValueError: ``features`` is not a collection of features.

    Example:
        ```python
        from mapflow import maps

        page = maps.html({"type": "FeatureCollection", "features": []}, title="Nothing here")
        assert "No features were found" in page
        ```
    """
    drawing = collect(features, limit=max_features)
    backdrops = [backdrop] if isinstance(backdrop, Backdrop) else backdrop
    scripts = [_asset("vendor/leaflet/leaflet.js"), _asset("assets/page.js")]
    sheets = [_asset("vendor/leaflet/leaflet.css"), _asset("assets/page.css")]
    policy = (
        f"default-src 'none'; script-src {_hashes(scripts)}; style-src {_hashes(sheets)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    parts = {
        "policy": markup.escape(policy),
        "title": markup.escape(title),
        "subtitle": markup.escape(subtitle),
        "count": f"{drawing.total:,}",
        "noun": "feature" if drawing.total == 1 else "features",
        "notices": "".join(f"<p>{markup.escape(text)}</p>" for text in drawing.notices),
        "attribution": markup.escape(
            " · ".join(dict.fromkeys(each.attribution for each in backdrops if each.attribution))
        ),
        "styles": "".join(f"<style>{sheet}</style>" for sheet in sheets),
        "view": _json_script("view", _view(drawing, area, backdrops)),
        "features": _json_script("features", _collection(drawing)),
        "scripts": "".join(f"<script>{script}</script>" for script in scripts),
    }
    template = _asset("assets/page.html")
    return re.sub(r"\{\{(\w+)\}\}", lambda found: parts[found[1]], template)


def save_html(
    path: str | Path,
    features: Features,
    *,
    area: Mapping[str, object] | None = None,
    title: str = "Mapflow result",
    subtitle: str = "",
    backdrop: Backdrop | Sequence[Backdrop] = (),
    max_features: int = MAX_FEATURES,
) -> Path:
    """Write the page of ``html`` to a file; an existing file is replaced only when all went well.

    Args:
        path: Where to write, for example ``map.html``.
        features: As for ``html``.
        area: As for ``html``.
        title: As for ``html``.
        subtitle: As for ``html``.
        backdrop: As for ``html``.
        max_features: As for ``html``.

    Returns:
        The path that was written.

    Raises:
        ValueError: ``features`` is not a collection of features.
        OSError: The file cannot be written.

    Example:
        ```python
        from mapflow import maps

        maps.save_html("map.html", {"type": "FeatureCollection", "features": []})
        ```
    """
    page = html(
        features,
        area=area,
        title=title,
        subtitle=subtitle,
        backdrop=backdrop,
        max_features=max_features,
    )
    return replace_file(path, page.encode())


def _view(
    drawing: Drawing, area: Mapping[str, object] | None, backdrops: Sequence[Backdrop]
) -> dict[str, object]:
    return {
        "groups": [
            {"label": group.style.label, "colour": group.style.colour, "count": group.count}
            for group in drawing.groups
        ],
        "area": _rounded(area),
        "frame": list(frame(area)) if area else None,
        "backdrops": [_overlay(backdrop) for backdrop in backdrops],
    }


def _overlay(backdrop: Backdrop) -> dict[str, object]:
    west, south, east, north = backdrop.bounds
    data = base64.b64encode(backdrop.image).decode()
    return {
        "url": f"data:{backdrop.media_type};base64,{data}",
        "corners": [[south, west], [north, east]],
    }


def _collection(drawing: Drawing) -> dict[str, object]:
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "group": group,
                "geometry": _rounded(feature.get("geometry")),
                "properties": feature.get("properties") or {},
            }
            for group, feature in drawing.features
        ],
    }


def _rounded(value: object) -> object:
    """The same JSON value with coordinates no longer than they need to be."""
    if isinstance(value, float):
        return round(value, _DECIMALS)
    if isinstance(value, Mapping):
        members = cast("Mapping[str, object]", value)
        return {name: _rounded(member) for name, member in members.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in cast("Sequence[object]", value)]
    return value


def _json_script(name: str, value: object) -> str:
    """A script element that holds data; nothing in the data can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return f'<script type="application/json" id="{name}">{text}</script>'


@cache
def _asset(name: str) -> str:
    """A file of this package, without what would make a browser look for other files."""
    text = resources.files("mapflow.maps").joinpath(name).read_text("utf-8")
    if name.endswith(".css"):
        return re.sub(r"[\w-]+:\s*url\([^)]*\);?", "", text)
    return re.sub(r"\n//# sourceMappingURL=.*", "", text)


def _hashes(texts: Sequence[str]) -> str:
    digests = (base64.b64encode(hashlib.sha256(text.encode()).digest()) for text in texts)
    return " ".join(f"'sha256-{digest.decode()}'" for digest in digests)

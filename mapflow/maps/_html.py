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
from os import PathLike
from pathlib import Path
from typing import Final, cast

from mapflow._arguments import items
from mapflow._drafts import replace_file
from mapflow._files import as_path, check_suffix, check_target
from mapflow._results.properties import Cleaner
from mapflow._text.unicode import clean_text
from mapflow.errors import InvalidInput
from mapflow.formats._features import FeaturesLike
from mapflow.maps._backdrop import Backdrop, check_backdrop, frame
from mapflow.maps._collect import Drawing, collect, outline_of

# Canvas draws this many without a wait that annoys; a page of them is about 25 MB.
MAX_FEATURES: Final = 50_000
# One centimetre on the ground; further digits are noise that costs space.
_DECIMALS: Final = 7


def html(
    features: FeaturesLike,
    *,
    area: FeaturesLike | None = None,
    title: str = "Mapflow result",
    subtitle: str = "",
    backdrop: Backdrop | Sequence[Backdrop] = (),
    max_features: int = MAX_FEATURES,
) -> str:
    """Draw features as one self-contained web page.

    The page holds the map library, the imagery and the features, and its content security policy
    forbids it to load anything or to run any other script. Property values are shown as text only.

    Args:
        features: A FeatureCollection, GeoJSON features, a geometry, a GeoDataFrame, the path of a
            file, a result, or whatever a run takes as its area.
        area: The area of interest in any of these forms, drawn as an outline.
        title: The heading of the page.
        subtitle: A line below the heading, such as the model and the date.
        backdrop: Imagery to draw below the features, from ``stitch``; of several, the first lies
            lowest, so a coarse wide one can surround a fine one.
        max_features: Draw no more than this many, the largest first; the page says so.

    Returns:
        The text of the page.

    Raises:
        InvalidInput: These are not features, or a backdrop is not a picture.

    Warns:
        ResultWarning: Some values are NaN or infinite; they are null in the page.

    Example:
        ```python
        from mapflow import maps

        page = maps.html({"type": "FeatureCollection", "features": []}, title="Nothing here")
        assert "No features were found" in page
        ```
    """
    drawing, outline = collect(features, limit=max_features), outline_of(area)
    backdrops = [backdrop] if isinstance(backdrop, Backdrop) else items(backdrop, "backdrop")
    for each in backdrops:
        check_backdrop(each)
    scripts = [_asset("vendor/leaflet/leaflet.js"), _asset("assets/page.js")]
    sheets = [_asset("vendor/leaflet/leaflet.css"), _asset("assets/page.css")]
    policy = (
        f"default-src 'none'; script-src {_hashes(scripts)}; style-src {_hashes(sheets)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    parts = {
        "policy": markup.escape(policy),
        "title": markup.escape(str(title)),
        "subtitle": markup.escape(str(subtitle)),
        "count": f"{drawing.total:,}",
        "noun": "feature" if drawing.total == 1 else "features",
        "notices": "".join(f"<p>{markup.escape(text)}</p>" for text in drawing.notices),
        "attribution": markup.escape(
            " · ".join(dict.fromkeys(each.attribution for each in backdrops if each.attribution))
        ),
        "styles": "".join(f"<style>{sheet}</style>" for sheet in sheets),
        "view": _json_script("view", _view(drawing, outline, backdrops)),
        "features": _json_script("features", _collection(drawing)),
        "scripts": "".join(f"<script>{script}</script>" for script in scripts),
    }
    template = _asset("assets/page.html")
    page = re.sub(r"\{\{(\w+)\}\}", lambda found: parts[found[1]], template)
    # Half a surrogate pair in a title could not be written.
    return clean_text(page)


def save_html(
    path: str | PathLike[str],
    features: FeaturesLike,
    *,
    area: FeaturesLike | None = None,
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
        InvalidInput: These are not features, or a backdrop is not a picture.
        InvalidFile: The file cannot be written, or is named for another format.

    Example:
        ```python
        from mapflow import maps

        maps.save_html("map.html", {"type": "FeatureCollection", "features": []})
        ```
    """
    target = as_path(path)
    check_suffix(target, (".html", ".htm"), "A page")
    check_target(target, overwrite=True)
    page = html(
        features,
        area=area,
        title=title,
        subtitle=subtitle,
        backdrop=backdrop,
        max_features=max_features,
    )
    return replace_file(target, page.encode())


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
    cleaner = Cleaner(as_json=True)
    collection: dict[str, object] = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "group": group,
                "geometry": _rounded(feature.get("geometry")),
                "properties": cleaner.properties(feature.get("properties")),
            }
            for group, feature in drawing.features
        ],
    }
    cleaner.tell("the map")
    return collection


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
    # NaN would end the script of the page.
    try:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    except (ValueError, TypeError, RecursionError) as error:
        raise InvalidInput(
            f"The {name} cannot be written into the page: {str(error)[:200]}.",
            hint="Are the bounds of the backdrop finite numbers?",
        ) from error
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return f'<script type="application/json" id="{name}">{text}</script>'


@cache
def _asset(name: str) -> str:
    """A file of this package, without what would make a browser request other files."""
    text = resources.files("mapflow.maps").joinpath(name).read_text("utf-8")
    if name.endswith(".css"):
        return re.sub(r"[\w-]+:\s*url\([^)]*\);?", "", text)
    return re.sub(r"\n//# sourceMappingURL=.*", "", text)


def _hashes(texts: Sequence[str]) -> str:
    digests = (base64.b64encode(hashlib.sha256(text.encode()).digest()) for text in texts)
    return " ".join(f"'sha256-{digest.decode()}'" for digest in digests)

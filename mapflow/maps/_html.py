"""A map in one web page that needs no network, no server and no other file."""

from __future__ import annotations

import base64
import hashlib
import html as markup
import json
import re
from collections.abc import Sequence
from functools import cache
from importlib import resources
from os import PathLike
from pathlib import Path
from typing import Final

from mapflow._drafts import replace_file
from mapflow._files import as_path, check_suffix, check_target
from mapflow._text.unicode import clean_text
from mapflow.errors import InvalidInput
from mapflow.formats._features import FeaturesLike
from mapflow.maps._backdrop import Backdrop, framed
from mapflow.maps._collect import Drawing, collect
from mapflow.maps._look import Look, as_backdrops
from mapflow.maps._shapes import WORLD, squeezed

_FINEST: Final = 22
_FINEST_ALONE: Final = 19


def html(
    features: FeaturesLike,
    *,
    area: FeaturesLike | None = None,
    title: str = "Mapflow result",
    subtitle: str = "",
    backdrop: Backdrop | Sequence[Backdrop] = (),
    max_features: int | None = None,
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
        max_features: Draw no more than this many, the largest ones; the page says so. Default: all
            of them.

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
    drawing = collect(features, area=area, limit=max_features)
    return page_of(drawing, Look(title, subtitle, as_backdrops(backdrop)))


def page_of(drawing: Drawing, look: Look) -> str:
    """The text of the page that shows a drawing."""
    scripts = [_asset("vendor/leaflet/leaflet.js"), _asset("assets/page.js")]
    sheets = [_asset("vendor/leaflet/leaflet.css"), _asset("assets/page.css")]
    policy = (
        f"default-src 'none'; script-src {_hashes(scripts)}; style-src {_hashes(sheets)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    shapes = b"".join(each.packed() for each in (*(g.shapes for g in drawing.groups), drawing.area))
    facts = [group.facts.as_json() for group in drawing.groups]
    parts = {
        "policy": markup.escape(policy),
        "title": markup.escape(str(look.title)),
        "subtitle": markup.escape(str(look.subtitle)),
        "count": f"{drawing.total:,}",
        "noun": drawing.noun,
        "notices": "".join(
            f"<p>{markup.escape(text)}</p>" for text in (*drawing.notices, *look.notices)
        ),
        "attribution": markup.escape(look.attribution),
        "styles": "".join(f"<style>{sheet}</style>" for sheet in sheets),
        "data": _json_script("view", _view(drawing, look.backdrops))
        + _packed_script("shapes", shapes)
        + _packed_script("facts", _as_json("facts", facts).encode("utf-8", "replace")),
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
    max_features: int | None = None,
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


def _view(drawing: Drawing, backdrops: Sequence[Backdrop]) -> dict[str, object]:
    outline = drawing.area.box()
    shown = outline or drawing.box()
    frame = None if shown is None else framed(shown)
    return {
        "world": WORLD,
        "groups": [
            {"label": group.style.label, "colour": group.style.colour, "count": group.count}
            for group in drawing.groups
        ],
        "order": drawing.order,
        "label": drawing.label,
        # A single feature is shown with what is around it.
        "finest": _FINEST if outline else _FINEST_ALONE,
        "frame": None if frame is None else [round(edge * WORLD) for edge in frame],
        "backdrops": [_overlay(backdrop) for backdrop in backdrops],
    }


def _overlay(backdrop: Backdrop) -> dict[str, object]:
    west, south, east, north = backdrop.bounds
    data = base64.b64encode(backdrop.image).decode()
    return {
        "url": f"data:{backdrop.media_type};base64,{data}",
        "corners": [[south, west], [north, east]],
    }


def _json_script(name: str, value: object) -> str:
    """A script element that holds data; nothing in the data can end the element."""
    text = _as_json(name, value)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return f'<script type="application/json" id="{name}">{text}</script>'


def _packed_script(name: str, data: bytes) -> str:
    """A script element that holds compressed data."""
    text = base64.b64encode(squeezed(data)).decode()
    return f'<script type="text/plain" id="{name}">{text}</script>'


def _as_json(name: str, value: object) -> str:
    # NaN would end the script of the page.
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    except (ValueError, TypeError, RecursionError) as error:
        raise InvalidInput(
            f"The {name} cannot be written into the page: {str(error)[:200]}.",
            hint="Are the bounds of the backdrop finite numbers?",
        ) from error


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

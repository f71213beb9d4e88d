"""A map as a value: a notebook shows it, and it can be saved and opened."""

from __future__ import annotations

import html as markup
from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import Final

from mapflow._arguments import text
from mapflow._drafts import replace_file
from mapflow._files import as_path, check_suffix, check_target
from mapflow.formats._features import FeaturesLike
from mapflow.geometry import Bounds
from mapflow.maps._backdrop import Backdrop, framed
from mapflow.maps._boxes import to_bounds
from mapflow.maps._collect import Drawing, collect
from mapflow.maps._html import page_of
from mapflow.maps._look import Look, as_backdrops
from mapflow.maps._pillow import need_pillow
from mapflow.maps._png import picture_of

# How the names of files end that a map can be saved as.
_SUFFIXES: Final = (".html", ".htm", ".png")
# A notebook keeps what it shows in its own file, and browsers take long over a large one.
_INLINE_BYTES: Final = 32 << 20
_HEIGHT_PX: Final = 520


def draw(
    features: FeaturesLike,
    *,
    area: FeaturesLike | None = None,
    title: str = "Mapflow result",
    subtitle: str = "",
    backdrop: Backdrop | Sequence[Backdrop] = (),
    max_features: int | None = None,
) -> Map:
    """Draw features as a map, which a notebook shows, and which saves itself.

    Args:
        features: A FeatureCollection, GeoJSON features, a geometry, a GeoDataFrame, the path of a
            file, a result, or whatever a run takes as its area.
        area: The area of interest in any of these forms, drawn as an outline.
        title: The heading.
        subtitle: A line below the heading.
        backdrop: Imagery to draw below the features, from ``stitch``; of several, the first lies
            lowest.
        max_features: Draw no more than this many, the largest ones; the map says so. Default: all
            of them.

    Returns:
        The map.

    Raises:
        InvalidInput: These are not features, or a backdrop is not a picture.

    Warns:
        ResultWarning: Some values are NaN or infinite; they are null in the map.

    Example:
        ```python
        from mapflow import maps

        found = maps.draw([{"type": "Point", "coordinates": [37.3, 55.6]}], title="Wells")
        print(found.count)
        ```
    """
    drawing = collect(features, area=area, limit=max_features)
    look = Look(text(title, "title"), text(subtitle, "subtitle"), as_backdrops(backdrop))
    return Map(drawing, look)


def draw_file(path: Path, area: FeaturesLike) -> Map:
    """Draw the file of a result, which was checked."""
    return Map(collect(path, area=area), Look("Mapflow result"))


def bounds_shown(found: Map) -> Bounds | None:
    """What a map shows: the area or the features, and a margin."""
    box = found._drawing.area.box() or found._drawing.box()
    return None if box is None else to_bounds(framed(box))


def with_look(found: Map, look: Look) -> Map:
    """The same map with other things around it and below it."""
    return Map(found._drawing, look)


class Map:
    """A map of features. In a notebook it shows itself.

    Made by ``result.map()``, ``processing.map()``, ``plan.map()`` and ``maps.draw``. It holds all
    that it shows, so it can be saved after the client was closed.
    """

    def __init__(self, drawing: Drawing, look: Look) -> None:
        self._drawing = drawing
        self._look = look

    @property
    def count(self) -> int:
        """How many features there are, with those that have no geometry."""
        return self._drawing.total

    @property
    def notices(self) -> list[str]:
        """What the map does not show, and why, a sentence each."""
        return [*self._drawing.notices, *self._look.notices]

    def __repr__(self) -> str:
        return f"<Map of {self.count:,} {self._drawing.noun}: {self._look.title!r}>"

    def _repr_html_(self) -> str:
        page = self.html()
        if len(page) > _INLINE_BYTES:
            size = f"{len(page) >> 20} MB"
            return f"<p>{markup.escape(repr(self))} is {size}: save it, and open the file.</p>"
        # A frame of its own, which may run its scripts and nothing else.
        return (
            f'<iframe sandbox="allow-scripts" title="{markup.escape(self._look.title)}"'
            f' style="width:100%;height:{_HEIGHT_PX}px;border:0" srcdoc="{markup.escape(page)}">'
            "</iframe>"
        )

    def html(self) -> str:
        """The map as one web page that needs no network.

        Returns:
            The text of the page.

        Example:
            ```python
            from mapflow import maps

            page = maps.draw([], area=(37.30, 55.636, 37.302, 55.638)).html()
            assert page.startswith("<!doctype html>")
            ```
        """
        return page_of(self._drawing, self._look)

    def png(self, *, size_px: int = 1600) -> bytes:
        r"""The map as a picture, with legend and scale. Needs the extra ``maps``.

        Args:
            size_px: The longer side of the map, in pixels, 320 to 8192. Default: 1600.

        Returns:
            The bytes of a PNG file.

        Raises:
            ConfigurationError: Pillow is missing; the text names the command that installs it.
            InvalidInput: There is nothing to show, or ``size_px`` is out of range.

        Example:
            ```python
            from mapflow import maps

            picture = maps.draw([], area=(37.30, 55.636, 37.302, 55.638)).png(size_px=400)
            assert picture.startswith(b"\x89PNG")
            ```
        """
        return picture_of(self._drawing, self._look, size_px)

    def save(self, path: str | PathLike[str], *, overwrite: bool = False) -> Path:
        """Save the map: the file appears only when it is complete.

        Args:
            path: Where to write: ``.html`` for a page, ``.png`` for a picture.
            overwrite: Whether a file may be replaced. Default: False.

        Returns:
            The path.

        Raises:
            InvalidFile: The file exists already, cannot be written, or is named for another format.
            InvalidInput: There is nothing to show in a picture.
            ConfigurationError: A picture needs Pillow, which is missing.

        Example:
            ```python
            from mapflow import maps

            maps.draw([], area=(37.30, 55.636, 37.302, 55.638)).save("map.html", overwrite=True)
            ```
        """
        target = as_path(path)
        check_target_of_map(target, overwrite=overwrite)
        return replace_file(target, self.png() if _is_picture(target) else self.html().encode())


def check_target_of_map(path: Path, *, overwrite: bool) -> None:
    """Refuse a file that no map could be saved as, before any work is done.

    Raises:
        InvalidFile: It is named for another format, exists already, or cannot be written.
        ConfigurationError: It is to be a picture, and Pillow is missing.
    """
    check_suffix(path, _SUFFIXES, "A map")
    check_target(path, overwrite=overwrite)
    if _is_picture(path):
        need_pillow()


def _is_picture(path: Path) -> bool:
    return path.suffix.lower() == ".png"

"""Sources as people type them and programs store them, such as ``provider:Mapbox``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from mapflow._arguments import text as given_text
from mapflow._base_errors import InvalidSource
from mapflow._hints import Hint, joined
from mapflow.sources._images import GeoTIFF, MyImagery, Sentinel
from mapflow.sources._providers import ImagerySearch, Provider
from mapflow.sources._tiles import TMS, WMS, XYZ, Quadkey

if TYPE_CHECKING:
    from mapflow.sources._base import Source

_TILES: Final = {"xyz": XYZ, "tms": TMS, "quadkey": Quadkey, "wms": WMS}
#: The forms that :func:`parse` reads.
FORMS: Final = (
    "provider:NAME, xyz:URL, tms:URL, quadkey:URL, wms:URL, sentinel:GRANULE, geotiff:s3://..., "
    "my-imagery:ID,ID, my-imagery:mosaic=ID or search:PROVIDER/ID,ID"
)


def parse(
    text: str, *, zoom: int | None = None, login: str | None = None, password: str | None = None
) -> Source:
    """Read a source that is written as one text.

    Args:
        text: The kind, a colon and the rest: ``provider:NAME``, ``xyz:URL``, ``tms:URL``,
            ``quadkey:URL``, ``wms:URL``, ``sentinel:GRANULE``, ``geotiff:LINK``,
            ``my-imagery:ID,ID``, ``my-imagery:mosaic=ID`` or ``search:PROVIDER/ID,ID``.
        zoom: Zoom of providers, searches and tile services. Default: chosen by Mapflow.
        login: User name of a tile service. Default: none.
        password: Its password. Default: none.

    Returns:
        The source.

    Raises:
        InvalidSource: The text has no such form, or its parts cannot be used; it says which.
        InvalidInput: It is not a text; pass one.

    Example:
        ```python
        from mapflow import sources

        assert sources.parse("provider:Mapbox") == sources.Provider("Mapbox")
        ```
    """
    text = given_text(text, "text")
    kind, colon, rest = text.partition(":")
    kind, rest = kind.strip().lower(), rest.strip()
    if not colon or not rest:
        raise InvalidSource(
            f"The source {text!r} does not begin with its kind.",
            hint=joined(_meant(text, colon), f"Write one of {FORMS}."),
        )
    if kind == "provider":
        return Provider(rest, zoom)
    if kind == "search":
        provider, slash, ids = rest.rpartition("/")
        if not slash or not provider.strip() or not _parts(ids):
            raise InvalidSource(
                f"A source of kind 'search' is search:PROVIDER/ID,ID, not {text!r}."
            )
        return ImagerySearch(provider.strip(), _parts(ids), zoom)
    if kind in _TILES:
        return _TILES[kind](rest, zoom=zoom, login=login, password=password)
    if zoom is not None:
        raise InvalidSource(
            f"A source of kind {kind!r} has no zoom.",
            hint=Hint(python="Omit it.", command="Leave --zoom out."),
        )
    if kind == "sentinel":
        return Sentinel(rest)
    if kind == "geotiff":
        return GeoTIFF(rest)
    if kind == "my-imagery":
        whole, equals, mosaic = rest.partition("=")
        if equals and whole.strip().lower() == "mosaic":
            return MyImagery(mosaic=mosaic.strip())
        return MyImagery(_parts(rest))
    raise InvalidSource(f"Unknown kind of source {kind!r}.", hint=f"Write one of {FORMS}.")


def _meant(text: str, colon: str) -> str:
    """What a source without a kind was most likely meant to be."""
    name = text.strip()
    if colon or not name:
        return ""
    try:
        UUID(name)
    except ValueError:
        return f"Did you mean provider:{name}? "
    return joined(
        "Did you mean ",
        Hint(python=f"my-imagery:{name}", command=f"image:{name}"),
        f", or of a mosaic my-imagery:mosaic={name}? ",
    )


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]

"""What people type for a source or an option, read into what the client takes."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Final
from uuid import UUID

from mapflow.cli._exits import Stop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapflow import JsonValue, Mapflow
    from mapflow.sources import Source

_TILES: Final = {"xyz": "XYZ", "tms": "TMS", "quadkey": "Quadkey", "wms": "WMS"}
SOURCE_HELP: Final = (
    "Imagery: `provider:NAME`, `xyz:URL`, `tms:URL`, `quadkey:URL`, `wms:URL`,"
    " `sentinel:GRANULE`, `geotiff:s3://...`, `image:ID` of an uploaded image,"
    " `my-imagery:ID,ID` of several, `my-imagery:mosaic=ID` of a whole mosaic,"
    " or `search:PROVIDER/ID,ID` of what `mapflow search` found."
)


def read_source(
    client: Mapflow, source: str | None, *, zoom: int | None, login: str | None
) -> Source | None:
    """The source as typed, such as ``provider:Mapbox``."""
    from mapflow import sources

    if source is None:
        if zoom is not None:
            raise Stop("--zoom belongs to a --source; give one, or leave --zoom out.")
        return None
    kind, colon, rest = source.partition(":")
    kind = kind.strip().lower()
    if not colon or not rest.strip():
        raise Stop(
            f"The source {source!r} does not begin with its kind.{_meant(source, colon)}"
            f" {SOURCE_HELP}"
        )
    if kind == "provider":
        return sources.Provider(rest, zoom)
    if kind == "search":
        provider, slash, ids = rest.rpartition("/")
        if not slash or not provider.strip() or not _parts(ids):
            raise Stop(f"A source of kind 'search' is search:PROVIDER/ID,ID, not {source!r}.")
        return sources.ImagerySearch(provider.strip(), _parts(ids), zoom)
    if kind in _TILES:
        # The password comes through the environment, because others can see a command line.
        password = os.environ.get("MAPFLOW_SOURCE_PASSWORD") if login else None
        tiles: type[sources.XYZ] = getattr(sources, _TILES[kind])
        return tiles(rest, zoom=zoom, login=login, password=password)
    if zoom is not None:
        raise Stop(f"A source of kind {kind!r} has no zoom. Leave --zoom out.")
    if kind == "sentinel":
        return sources.Sentinel(rest)
    if kind == "geotiff":
        return sources.GeoTIFF(rest)
    if kind == "image":
        return sources.GeoTIFF(client.imagery.images.get(rest))
    if kind == "my-imagery":
        whole, equals, mosaic = rest.partition("=")
        if equals and whole.strip().lower() == "mosaic":
            return sources.MyImagery(mosaic=mosaic.strip())
        return sources.MyImagery(_parts(rest))
    raise Stop(f"Unknown kind of source {kind!r}. {SOURCE_HELP}")


def _meant(source: str, colon: str) -> str:
    """What a source without a kind was most likely meant to be."""
    name = source.strip()
    if colon or not name:
        return ""
    try:
        UUID(name)
    except ValueError:
        return f" Did you mean provider:{name}?"
    return f" Did you mean image:{name}, or of a mosaic my-imagery:mosaic={name}?"


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def read_options(on: Sequence[str], off: Sequence[str]) -> dict[str, bool] | None:
    """The options to switch on and off."""
    both = sorted(set(on) & set(off))
    if both:
        raise Stop(f"The option {both[0]!r} cannot be both on and off.")
    chosen = dict.fromkeys(on, True) | dict.fromkeys(off, False)
    return chosen or None


def read_meta(pairs: Sequence[str]) -> dict[str, str] | None:
    """The pairs of ``--meta KEY=VALUE``."""
    found: dict[str, str] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key.strip():
            raise Stop(f"--meta takes KEY=VALUE, not {pair!r}.")
        found[key.strip()] = value
    return found or None


def read_extra(pairs: Sequence[str]) -> dict[str, JsonValue] | None:
    """The pairs of ``--extra KEY=JSON``."""
    found: dict[str, JsonValue] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key.strip():
            raise Stop(f"--extra takes KEY=JSON, not {pair!r}.")
        try:
            found[key.strip()] = json.loads(value)
        except (ValueError, RecursionError) as error:
            raise Stop(
                f"--extra {key.strip()} is not JSON: {error}. Quote texts: '\"a\"'."
            ) from None
    return found or None

"""What people type for a source or an option, read into what the client takes."""

from __future__ import annotations

import json
import math
import os
from typing import TYPE_CHECKING, Final

import typer

from mapflow.cli._exits import Stop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapflow import JsonValue, Mapflow
    from mapflow.sources import Source

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
    kind, _, rest = source.partition(":")
    if kind.strip().lower() == "image" and rest.strip():
        if zoom is not None:
            raise Stop("A source of kind 'image' has no zoom. Leave --zoom out.")
        return sources.GeoTIFF(client.imagery.images.get(rest.strip()))
    # The password comes through the environment, because others can see a command line.
    password = os.environ.get("MAPFLOW_SOURCE_PASSWORD") if login else None
    return sources.parse(source, zoom=zoom, login=login, password=password)


def finite(value: float | None) -> float | None:
    """Refuse `nan` and `inf`: no range has a place for the former, and nothing is that large."""
    if value is not None and not math.isfinite(value):
        raise typer.BadParameter(f"must be a finite number, got {value}.")
    return value


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

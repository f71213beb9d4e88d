"""Formats that GDAL reads: GeoPackage, shapefiles, FlatGeobuf, GML, file geodatabases."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Final, cast

from mapflow._base_errors import InvalidArea
from mapflow._hints import joined
from mapflow.geometry._extra import require
from mapflow.geometry._readers.found import Found
from mapflow.geometry._readers.layers import choose, several
from mapflow.geometry._readers.tables import columns_as_rows, read_rows
from mapflow.geometry._readers.xml import parse_xml, tag_of
from mapflow.geometry._refusals import crs_hint
from mapflow.geometry._types import CrsLike

_MAY_HOLD_POLYGONS: Final = ("polygon", "surface", "unknown", "collection", "geometry")
# What GDAL says between the lines: names of its options, and advice for those who call it.
_OPTION: Final = re.compile(
    r"\b[A-Z]{2,}_[A-Z_]{2,}\b|\bdriver\b|\bconfig|<DRIVER>|/vsi", re.IGNORECASE
)
#: How documents begin by which GDAL opens other files and addresses.
_NOT_GML: Final = ("ogr", "vrt", "gdal", "wms", "wfs_", "gmlas")
_SENTENCE: Final = re.compile(r"(?<=[.!])\s+|\n+")


def read_vector(source: Path | bytes, kind: str, found: Found) -> None:
    """Collect the polygons of the layer that is meant."""
    pyogrio = require_gdal(kind, found)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            layer = _layer(pyogrio, source, found)
            _read_layer(pyogrio, source, layer, found, says_system=kind == "GML")
        except InvalidArea:
            raise
        except Exception as error:  # GDAL's binding raises what it likes
            raise unreadable(found, str(error), kind) from error
    for each in said:
        if text := _plain(str(each.message)):
            found.warnings.append(f"About the {kind} file: {text}.")


def require_gdal(kind: str, found: Found) -> ModuleType:
    """Import GDAL's binding, or say why it is needed and how to get it."""
    return require("pyogrio", f"reading {kind} files", where=found.where)


def read_gml(content: bytes, found: Found) -> None:
    """Collect the polygons of GML, which GDAL reads without opening other files."""
    require_gdal("GML", found)
    root = parse_xml(content, found, "GML")
    begin = f"it begins with <{tag_of(root)[:40]}>."
    if "opengis.net/gml" not in f"{root.tag}{root.attrib}" and not any(
        "opengis.net/gml" in str(element.tag) for element in islice(root.iter(), 200)
    ):
        what = f"the file is XML, but not GML: {begin}"
        raise found.refuse("bad_file", what, "Save it as GML, KML or GeoJSON.")
    if tag_of(root).lower().startswith(_NOT_GML):
        what = f"the file is not GML but a list of other files: {begin}"
        raise found.refuse("bad_file", what, "Pass the file that it names.")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
        # The address of its schema, which GDAL would fetch from the network.
        name, other = "chemaLocation".encode(encoding), "chemaLocatioN".encode(encoding)
        content = content.replace(name, other)
    read_vector(content, "GML", found)


def _layer(pyogrio: ModuleType, source: Path | bytes, found: Found) -> str | None:
    """Find the layer: the one asked for, or the only one that may hold polygons."""
    listed = cast("Sequence[tuple[str, str | None]]", pyogrio.list_layers(source).tolist())
    layers = {str(name): kind for name, kind in listed}
    if found.layer is not None:
        return choose(found, list(layers))
    spatial = [name for name, kind in layers.items() if _may_hold_polygons(kind)]
    if len(spatial) > 1:
        # An empty layer is not a choice.
        filled = [name for name in spatial if pyogrio.read_info(source, layer=name)["features"]]
        spatial = filled or spatial[:1]
    if len(spatial) > 1:
        raise several(found, spatial)
    for name, kind in layers.items():
        if name not in spatial:
            what = "has no geometry" if kind is None else f"has no polygons ({kind})"
            found.remarks.append(f"Layer {name} {what} and is skipped.")
    if not spatial and layers:
        there = ", ".join(f"{name} ({kind or 'a table'})" for name, kind in layers.items())
        raise found.refuse(
            "not_polygon",
            f"the file has no layer of polygons; its layers are: {there}.",
            "Pass a file with polygons; buffer points and lines first.",
        )
    return spatial[0] if spatial else None


def _may_hold_polygons(kind: str | None) -> bool:
    return kind is not None and any(word in kind.lower() for word in _MAY_HOLD_POLYGONS)


def _read_layer(
    pyogrio: ModuleType, source: Path | bytes, layer: str | None, found: Found, *, says_system: bool
) -> None:
    info = pyogrio.read_info(source, layer=layer)
    wanted = [str(name) for name in info["fields"].tolist() if found.wants(str(name))]
    meta, _, shapes, columns = pyogrio.raw.read(source, layer=layer, columns=wanted)
    if shapes is None:
        what = f"the layer {layer} has no geometry."
        raise found.refuse("null_geometry", what, "Choose another layer.")
    crs = cast("CrsLike | None", meta["crs"])
    if says_system and crs is None and found.crs is None:
        # Other formats mean longitude and latitude when they say nothing; this one has no default.
        raise found.refuse(
            "unknown_crs",
            "the GML does not say in which reference system its coordinates are (srsName).",
            joined("Name it with ", crs_hint("EPSG:..."), "."),
        )
    names = [str(name) for name in meta["fields"].tolist()]
    values = [cast("Sequence[object]", column.tolist()) for column in columns]
    rows = columns_as_rows(list(zip(names, values, strict=True)), len(shapes))
    table = ((row, None, [shape]) for row, shape in zip(rows, shapes.tolist(), strict=True))
    read_rows("feature", table, found, crs)


def unreadable(found: Found, why: str, kind: str) -> InvalidArea:
    """Say that a file cannot be read, in words that are not GDAL's own."""
    return found.refuse(
        "bad_file",
        f"the file cannot be read as {kind}: {_plain(why) or 'it is damaged or incomplete'}.",
        "Check that it is complete and that you may read it.",
    )


def _plain(said: str) -> str:
    """Keep the sentences that mean something to a person who does not program GDAL."""
    if "shx" in said.lower() and "open" in said.lower():
        return "its .shx file is missing; a shapefile is a .shp, a .shx and a .dbf file together"
    if "not recognized" in said:
        return "its content is of another format, or incomplete"
    if "unclosed" in said.lower() or "Non closed ring" in said:
        return ""  # which we close
    kept = [part for part in _SENTENCE.split(said) if part and not _OPTION.search(part)]
    return " ".join(kept).strip().rstrip(".")[:300]

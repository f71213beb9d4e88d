"""The formats of areas: endings of names, first bytes, and what each is called in a sentence."""

from __future__ import annotations

from typing import Final

#: The format that the ending of a name promises.
KINDS: Final = {
    **dict.fromkeys((".geojson", ".json", ".geojsonl", ".geojsons", ".geojsonseq"), "json"),
    **dict.fromkeys((".jsonl", ".ndjson"), "json"),
    **dict.fromkeys((".wkt", ".ewkt"), "wkt"),
    **dict.fromkeys((".wkb", ".ewkb"), "wkb"),
    **dict.fromkeys((".csv", ".tsv"), "csv"),
    ".kml": "kml",
    **dict.fromkeys((".gml", ".xml"), "gml"),
    ".gpkg": "gpkg",
    ".fgb": "fgb",
    ".shp": "shp",
    **dict.fromkeys((".parquet", ".geoparquet"), "parquet"),
    ".gdb": "gdb",
    **dict.fromkeys((".zip", ".kmz", ".shz"), "zip"),
    ".gz": "gz",
}
#: What each format is called in a sentence.
NAMES: Final = {
    "zip": "a zip archive",
    "gz": "gzip",
    "gpkg": "GeoPackage",
    "fgb": "FlatGeobuf",
    "parquet": "GeoParquet",
    "shp": "shapefile",
    "gdb": "a file geodatabase",
    "gml": "GML",
    "kml": "KML",
    "csv": "CSV",
    "json": "GeoJSON",
    "wkt": "well-known text",
    "wkb": "well-known binary",
}
_MAGIC: Final = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"PK\x07\x08", "zip"),
    (b"\x1f\x8b", "gz"),
    (b"SQLite format 3\x00", "gpkg"),
    (b"fgb\x03", "fgb"),
    (b"PAR1", "parquet"),
    (b"\x00\x00\x27\x0a", "shp"),
)
#: Formats of which the beginning must be right, or GDAL would take the file for another.
MARKED: Final = frozenset(kind for _, kind in _MAGIC)
#: Formats that people also have and that are not read.
_OTHERS: Final = (
    (0, b"\x42\x5a\x68", "a bzip2 archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (0, b"Rar!", "a rar archive"),
    (0, b"\xfd7zXZ", "an xz archive"),
    (257, b"ustar", "a tar archive"),
    (0, b"%PDF", "a PDF document"),
    (0, b"II*\x00", "a TIFF image"),
    (0, b"MM\x00*", "a TIFF image"),
    (0, b"\x89PNG", "a PNG image"),
    (0, b"\xff\xd8\xff", "a JPEG image"),
    (0, b"\xd0\xcf\x11\xe0", "an old Office document"),
)


def kind_by_content(content: bytes) -> str | None:
    """Tell a format by its first bytes."""
    return next((kind for mark, kind in _MAGIC if content.startswith(mark)), None)


def other_format(content: bytes) -> str | None:
    """Name a format that is known but not read."""
    return next((name for at, mark, name in _OTHERS if content.startswith(mark, at)), None)

"""The formats of areas, by the endings of names and as they are called in a sentence."""

from __future__ import annotations

from typing import Final

#: The format that the ending of a name promises.
KINDS: Final = {
    ".geojson": "json",
    ".json": "json",
    ".geojsonl": "json",
    ".geojsons": "json",
    ".geojsonseq": "json",
    ".jsonl": "json",
    ".ndjson": "json",
    ".wkt": "wkt",
    ".ewkt": "wkt",
    ".wkb": "wkb",
    ".ewkb": "wkb",
    ".csv": "csv",
    ".tsv": "csv",
    ".kml": "kml",
    ".kmz": "zip",
    ".gml": "gml",
    ".xml": "gml",
    ".gpkg": "gpkg",
    ".fgb": "fgb",
    ".shp": "shp",
    ".shz": "zip",
    ".parquet": "parquet",
    ".geoparquet": "parquet",
    ".gdb": "gdb",
    ".zip": "zip",
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

"""GeoJSON, and GeoJSON with one feature a line (GeoJSONSeq)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Final

from mapflow.formats._format import Format, Source
from mapflow.formats._records import Record, Records

#: GDAL begins each text of files of this name so (RFC 8142).
_SEPARATED: Final = ".geojsons"
_SEPARATOR: Final = "\x1e"
_HEAD: Final = '{"type": "FeatureCollection", "features": ['
_END: Final = "\n]}\n"
_PIECE_BYTES: Final = 1 << 20


def _write_collection(source: Source, target: Path, /) -> Sequence[str]:
    records = Records(source)
    with target.open("w", encoding="utf-8", newline="\n") as file:
        file.write(_HEAD)
        for number, text in enumerate(_texts(records)):
            file.write(f"{',' if number else ''}\n{text}")
        file.write(_END)
    return records.notices()


def _write_sequence(source: Source, target: Path, /) -> Sequence[str]:
    records = Records(source)
    begin = _SEPARATOR if target.suffix.lower() == _SEPARATED else ""
    with target.open("w", encoding="utf-8", newline="\n") as file:
        for text in _texts(records):
            file.write(f"{begin}{text}\n")
    return records.notices()


def concatenate(paths: Sequence[Path], target: Path) -> None:
    """Make one file of several that were written here, without reading their features."""
    with target.open("wb") as file:
        file.write(_HEAD.encode())
        is_first = True
        for path in paths:
            is_first = not _append(path, file, is_first=is_first) and is_first
        file.write(_END.encode())


def _append(path: Path, file: IO[bytes], *, is_first: bool) -> bool:
    """Copy the features of a file; gives whether it has any."""
    with path.open("rb") as given:
        given.seek(len(f"{_HEAD}\n"))
        left = path.stat().st_size - given.tell() - len(_END)
        if left <= 0:
            return False
        file.write(b"\n" if is_first else b",\n")
        while left:
            data = given.read(min(left, _PIECE_BYTES))
            file.write(data)
            left -= len(data)
    return True


def _texts(records: Records) -> Iterator[str]:
    for record in records:
        yield json.dumps(_feature(record), ensure_ascii=False, allow_nan=False)


def _feature(record: Record) -> dict[str, object]:
    """The feature, with all its members."""
    feature: dict[str, object] = {"type": "Feature"}
    if record.id is not None:
        feature["id"] = record.id
    feature["properties"] = record.properties
    feature["geometry"] = record.geometry
    return feature | record.foreign


GEOJSON: Final = Format("GeoJSON", (".geojson", ".json"), _write_collection)
GEOJSON_SEQUENCE: Final = Format(
    "GeoJSONSeq", (".geojsonl", ".geojsons", ".geojsonseq", ".ndjson", ".jsonl"), _write_sequence
)

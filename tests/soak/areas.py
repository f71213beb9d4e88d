"""Random and damaged files of every format: each is read, or refused in a sentence of ours.

``python -m tests.soak.areas [--seed N] [--count N]``
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import random
import sys
import tempfile
import time
import warnings
import zipfile
from collections import Counter
from pathlib import Path

from mapflow.errors import AreaWarning, InvalidArea
from mapflow.geometry import as_geometry, read_areas

_SUFFIXES = (
    ".geojson", ".json", ".geojsonl", ".ndjson", ".wkt", ".wkb", ".csv", ".kml", ".kmz", ".gml",
    ".gpkg", ".fgb", ".shp", ".parquet", ".zip", ".gz", ".xml", ".geojson.gz", ".kml.gz", ".txt",
    "",
)  # fmt: skip
_WORDS = (
    b"\x00", b"\xff", b"NaN", b"1e999", b"-1e400", b"null", b"[", b"{", b"(", b")", b",", b'"',
    b"<",
    b"</", b"&amp;", b"&#0;", b"<!DOCTYPE x [", b"POLYGON", b"EMPTY", b"SRID=1;", b"SRID=99999999;",
    b'"crs": {"type": "EPSG", "properties": {"code": -1}}', b'"type"', b'"Polygon"',
    b"\xef\xbb\xbf",
    b"\xff\xfe", b"\x1e", b"\n", b"PK\x03\x04", b"\x1f\x8b", b"180.0000000001", b"1e308", b"-0.0",
    b"\xed\xa0\x80", b"\xf0\x9f\x8f\xa0", b"OGR_GEOMETRY", b"\x7f\xff\xff\xff", b"\x80\x00\x00\x00",
)  # fmt: skip
#: A file that takes longer than this is a finding too.
_LONGEST_S = 20.0


def samples(folder: Path) -> list[tuple[str, bytes]]:
    """One good file of every format, to begin from."""
    import geopandas
    import shapely

    shapes = [shapely.box(37.3, 55.6, 37.31, 55.61), shapely.Point(38, 56).buffer(0.01, 3)]
    frame = geopandas.GeoDataFrame(
        {"name": ["a", "b"], "id": [1.0, 2.0]}, geometry=shapes, crs=4326
    )
    metres = frame.to_crs(32637)
    lines = [json.dumps(each.__geo_interface__) for each in shapes]
    found = [
        (".geojson", frame.to_json().encode()),
        (".json", metres.to_json(to_wgs84=False, drop_id=True).encode()),
        (".geojson", frame.to_json().encode("utf-16")),
        (".ndjson", "\n".join(lines).encode()),
        (".geojsonl", "".join(f"\x1e{line}\n" for line in lines).encode()),
        (".wkt", shapely.MultiPolygon(shapes).wkt.encode()),
        (".wkt", f"SRID=32637;{metres.union_all().wkt}".encode()),
        (".wkt", f"GEOMETRYCOLLECTION ({shapes[0].wkt}, POINT (1 2))".encode()),
        (".wkb", shapely.MultiPolygon(shapes).wkb),
        (".wkb", shapely.to_wkb(shapely.set_srid(shapes[0], 4326), include_srid=True)),
        (".wkb", shapes[1].wkb_hex.encode()),
        (".csv", f'name,geometry\na,"{shapes[0].wkt}"\nb,"{shapes[1].wkt}"\n'.encode()),
        ("", b"37.3,55.6,37.4,55.7"),
        (".kml", _kml(shapes)),
    ]
    for driver, suffix in (("GPKG", ".gpkg"), ("FlatGeobuf", ".fgb"), ("GML", ".gml")):
        frame.to_file(folder / f"a{suffix}", driver=driver)
        found.append((suffix, (folder / f"a{suffix}").read_bytes()))
    for encoding in ("WKB", "geoarrow"):
        frame.to_parquet(folder / "a.parquet", geometry_encoding=encoding)
        found.append((".parquet", (folder / "a.parquet").read_bytes()))
    frame.to_file(folder / "a.shp")
    kinds = (".shp", ".shx", ".dbf", ".prj", ".cpg")
    parts = [(f"a{kind}", (folder / f"a{kind}").read_bytes()) for kind in kinds]
    found.append((".zip", _zip(parts)))
    found.append((".kmz", _zip([("doc.kml", _kml(shapes))])))
    found.append((".zip", _zip([("x/a.geojson", found[0][1]), ("b.kml", _kml(shapes))])))
    found.append((".geojson.gz", gzip.compress(found[0][1])))
    found.append((".shp", (folder / "a.shp").read_bytes()))
    return found


def _kml(shapes: list) -> bytes:
    places = "".join(
        "<Placemark><name>n</name><Polygon><outerBoundaryIs><LinearRing><coordinates>"
        + " ".join(f"{x},{y},0" for x, y in each.exterior.coords)
        + "</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
        for each in shapes
    )
    return (
        '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder>'
        f"<name>F</name>{places}<Placemark><Point/></Placemark></Folder></Document></kml>"
    ).encode()


def _zip(members: list[tuple[str, bytes]]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return packed.getvalue()


def damaged(chance: random.Random, good: list[tuple[str, bytes]]) -> tuple[str, bytes]:
    """A file with some mistakes in it, or mere noise, and the ending of its name."""
    suffix, whole = chance.choice(good)
    if chance.random() < 0.03:
        whole = chance.randbytes(chance.choice((0, 1, 5, 9, 40, 4000)))
    content = bytearray(whole)
    for _ in range(chance.choice((0, 1, 1, 2, 4, 12))):
        place = chance.randrange(len(content) + 1)
        what = chance.randrange(7)
        if what == 0:
            del content[place:]
        elif what == 1 and content:
            content[place % len(content)] = chance.randrange(256)
        elif what == 2 and content:
            content[place % len(content)] ^= 1 << chance.randrange(8)
        elif what == 3:
            content[place:place] = chance.choice(_WORDS)
        elif what == 4:
            del content[place : place + chance.choice((1, 2, 8, 100))]
        elif what == 5:
            other = chance.choice(good)[1]
            start = chance.randrange(len(other))
            content[place : place + 50] = other[start : start + chance.choice((5, 50, 500))]
        else:
            content[place:place] = content[place : place + chance.choice((1, 16, 300))]
    packed = bytes(content)
    if chance.random() < 0.08:
        suffix, packed = f"{suffix}.gz", gzip.compress(packed, 1)
    if chance.random() < 0.08:
        suffix, packed = ".zip", _zip([(f"a{suffix}", packed)])
    return chance.choice(_SUFFIXES) if chance.random() < 0.15 else suffix, packed


def hunt(seed: int, count: int) -> tuple[Counter[str], list[str]]:
    """Read ``count`` files; return their outcomes, and what should not have happened."""
    chance = random.Random(seed)
    outcomes: Counter[str] = Counter()
    findings: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        good = samples(folder)
        for number in range(count):
            suffix, content = damaged(chance, good)
            area: object = content
            if chance.random() < 0.6:
                path = folder / f"f{suffix}"
                path.write_bytes(content)
                area = path
            elif chance.random() < 0.3:
                area = content.decode("latin-1")
            options = {
                "crs": chance.choice((None, None, None, "EPSG:32637", "EPSG:4326", "nonsense")),
                "layer": chance.choice((None, None, None, "F", "a")),
                "repair": chance.random() < 0.3,
            }
            started = time.monotonic()
            outcome = _read(area, options, findings, f"seed {seed}, file {number}")
            outcomes[outcome] += 1
            if time.monotonic() - started > _LONGEST_S:
                findings.append(f"seed {seed}, file {number}: took too long")
    return outcomes, findings


def _read(area: object, options: dict[str, object], findings: list[str], place: str) -> str:
    outcome = "read"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", AreaWarning)
        for reader in (as_geometry, read_areas):
            try:
                reader(area, **options)
            except InvalidArea as refused:
                outcome = refused.reason
                if foreign := _foreign(str(refused)):
                    findings.append(f"{place}: says {foreign}: {refused}")
            except Exception as error:
                findings.append(f"{place}: {type(error).__name__}: {error}")
                outcome = "foreign"
    return outcome


def _foreign(sentence: str) -> str | None:
    words = ("OGR_", "GDAL_", "/vsi", "Traceback", "pyogrio", "<DRIVER>")
    return next((word for word in words if word in sentence and word not in "OGR_GEOMETRY"), None)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=10_000)
    asked = parser.parse_args()
    outcomes, findings = hunt(asked.seed, asked.count)
    print(f"seed {asked.seed}, {asked.count} files: {dict(outcomes.most_common())}")
    print(f"foreign exceptions, words or delays: {len(findings)}")
    print("\n".join(findings[:20]))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())

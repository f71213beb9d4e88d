"""Maps and tables take what a result gives and what a run takes."""

import gzip
import io
import json
import math
import os
import warnings
import zipfile
from pathlib import Path

import geopandas
import pytest
import shapely
from PIL import Image

from mapflow import AsyncMapflow, Mapflow, geometry, maps
from mapflow.errors import InvalidFile, InvalidInput, MapflowError
from mapflow.formats import to_geodataframe
from tests.maps.pages import Page
from tests.maps.test_page import SQUARE, feature

BOX = (37.30, 55.636, 37.305, 55.639)
RING = SQUARE["coordinates"][0]
OPEN = {"type": "Polygon", "coordinates": [RING[:-1]]}
POINT = {"type": "Point", "coordinates": [37.3, 55.6]}
LINE = {"type": "LineString", "coordinates": [[37.3, 55.6], [37.4, 55.7]]}
MIXED = {"type": "GeometryCollection", "geometries": [OPEN, POINT, LINE]}
COLLECTION = {"type": "FeatureCollection", "features": [feature({"id": 1}), feature({"id": 2})]}
EMPTY = {"type": "FeatureCollection", "features": []}


def frame(crs="EPSG:4326", **columns):
    shapes = geopandas.GeoSeries([shapely.box(*BOX)] * 2, crs="EPSG:4326").to_crs(crs)
    return geopandas.GeoDataFrame(columns or {"id": [1, 2]}, geometry=shapes)


class Handle:
    """Gives its features as a result does, again each time."""

    def features(self):
        yield from COLLECTION["features"]


class Job:
    def result(self):
        return Handle()


def written(folder, content, name="a.geojson"):
    path = folder / name
    path.write_text(json.dumps(content), "utf-8")
    return path


def framed(folder, name):
    path = folder / name
    if name.endswith("parquet"):
        frame().to_parquet(path)
    else:
        frame().to_file(path)
    return path


#: Each holds the same two squares, or one of them, or none.
SOURCES = {
    "collection": (lambda _: COLLECTION, 2),
    "collection without type": (lambda _: {"features": COLLECTION["features"]}, 2),
    "feature": (lambda _: feature({"id": 1}), 1),
    "geometry": (lambda _: SQUARE, 1),
    "open ring": (lambda _: OPEN, 1),
    "mixed": (lambda _: MIXED, 1),
    "list": (lambda _: COLLECTION["features"], 2),
    "tuple": (lambda _: tuple(COLLECTION["features"]), 2),
    "generator": (lambda _: (each for each in COLLECTION["features"]), 2),
    "list of geometries": (lambda _: [SQUARE, SQUARE], 2),
    "list of shapes": (lambda _: [shapely.box(*BOX)] * 2, 2),
    "shape": (lambda _: shapely.box(*BOX), 1),
    "shapely point": (lambda _: shapely.Point(37.3, 55.6), 1),
    "frame": (lambda _: frame(), 2),
    "projected frame": (lambda _: frame("EPSG:32637"), 2),
    "series": (lambda _: frame().geometry, 2),
    "projected series": (lambda _: frame("EPSG:3857").geometry, 2),
    "empty frame": (lambda _: frame().iloc[:0], 0),
    "box": (lambda _: BOX, 1),
    "bounds": (lambda _: maps.Bounds(*BOX), 1),
    "text of a box": (lambda _: ",".join(map(str, BOX)), 1),
    "WKT": (lambda _: shapely.box(*BOX).wkt, 1),
    "text": (lambda _: json.dumps(COLLECTION), 2),
    "text with a mark": (lambda _: "\ufeff" + json.dumps(COLLECTION), 2),
    "bytes": (lambda _: json.dumps(COLLECTION).encode(), 2),
    "path": (lambda folder: written(folder, COLLECTION), 2),
    "path as text": (lambda folder: str(written(folder, COLLECTION, "b.json")), 2),
    "old reference system": (
        lambda folder: {
            **json.loads(frame("EPSG:3857").to_json(to_wgs84=False)),
            "crs": {"type": "name", "properties": {"name": "EPSG:3857"}},
        },
        2,
    ),
    "GeoPackage": (lambda folder: framed(folder, "a.gpkg"), 2),
    "shapefile": (lambda folder: framed(folder, "a.shp"), 2),
    "FlatGeobuf": (lambda folder: framed(folder, "a.fgb"), 2),
    "GeoParquet": (lambda folder: framed(folder, "a.parquet"), 2),
    "result": (lambda _: Handle(), 2),
    "processing": (lambda _: Job(), 2),
    "nothing": (lambda _: [], 0),
    "empty collection": (lambda _: EMPTY, 0),
    "empty file": (lambda folder: written(folder, EMPTY), 0),
}


@pytest.mark.parametrize("source", SOURCES)
def test_everything_with_features(tmp_path, source):
    make, count = SOURCES[source]
    page = Page(maps.html(make(tmp_path), area=BOX))
    drawn = page.data("features")["features"]
    assert len(drawn) == count
    bounds = maps.Bounds(*BOX)
    for each in drawn:
        for lon, lat in shapely.get_coordinates(shapely.geometry.shape(each["geometry"])):
            assert bounds.west - 0.2 < lon < bounds.east + 0.2
            assert bounds.south - 0.2 < lat < bounds.north + 0.2
    picture = Image.open(io.BytesIO(maps.png(make(tmp_path), area=BOX, size_px=320)))
    assert picture.format == "PNG"
    table = to_geodataframe(make(tmp_path))
    assert len(table) == count
    assert table.crs == "EPSG:4326"
    assert table.geometry.name == "geometry"
    if count:
        assert table.total_bounds == pytest.approx(BOX, abs=0.2)


@pytest.mark.parametrize("source", [name for name, (_, count) in SOURCES.items() if count])
def test_every_area_is_an_outline(tmp_path, source):
    make, _ = SOURCES[source]
    page = Page(maps.html([], area=make(tmp_path)))
    assert page.data("view")["area"]["type"]
    assert maps.frame(make(tmp_path)).west < 37.31
    assert maps.png([], area=make(tmp_path), size_px=320)


def test_properties_come_along(tmp_path):
    with_names = frame(name=["North", "South"], height=[1.5, None], flag=[True, False])
    path = tmp_path / "a.gpkg"
    with_names.to_file(path)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for source in (with_names, path):
            found = Page(maps.html(source)).data("features")["features"]
            assert [each["properties"]["name"] for each in found] == ["North", "South"]
            assert [each["properties"]["height"] for each in found] == [1.5, None]
            assert list(to_geodataframe(source)["name"]) == ["North", "South"]


NO_SOURCES = [
    None, 7, object(), {}, {"type": "Elephant"}, {"type": "FeatureCollection"},
    {"type": "FeatureCollection", "features": None}, [7, "x"], [None], "no such file.geojson",
    "{broken", b"\xff\xfe\x00", {"error": "gone"}, {"type": "FeatureCollection", "features": [3]},
    (1, 2, 3), "a\0b.geojson", "x" * 300 + ".geojson", "/", Path("nowhere"),
    float("nan"), print, Handle, frozenset({1}), {"crs": 5, "type": "Feature"},
    {"type": "Polygon", "crs": {"type": "name", "properties": {"name": "nonsense"}}},
]  # fmt: skip


@pytest.mark.parametrize("source", NO_SOURCES, ids=lambda each: type(each).__name__)
def test_what_holds_no_features(source):
    for use in (maps.html, to_geodataframe, lambda each: maps.png(each, area=BOX)):
        with pytest.raises(InvalidInput):
            use(source)
    if source is not None:
        with pytest.raises(InvalidInput):
            maps.html([], area=source)


@pytest.mark.parametrize("name", ["a.geojson", "a.gpkg", "a.shp", "a.parquet", "a.fgb", "a.kml"])
def test_files_that_are_broken(tmp_path, name):
    for content in (b"", b"nonsense", b"PAR1nonsensePAR1", b"SQLite format 3\0nonsense", b"{"):
        (tmp_path / name).write_bytes(content)
        for use in (maps.html, to_geodataframe):
            with pytest.raises(InvalidInput):
                use(tmp_path / name)


async def test_an_awaited_result_is_no_list(loopback):
    class AsyncJob:
        async def areas(self):
            pytest.fail("a map cannot wait for this")

    with pytest.raises(InvalidInput, match=r"await processing\.areas\(\)"):
        maps.html([], area=AsyncJob())
    async with AsyncMapflow(token="a@example.com:b", base_url="http://127.0.0.1:9") as mf:
        result = mf.processings.result("65285409-ac88-4fc0-a937-193cf42c2343")
        for use in (maps.html, maps.png, to_geodataframe):
            with pytest.raises(InvalidInput, match=r"await result\.read\(\)"):
                use(result)


def test_a_result_of_the_sandbox(mapflow_sandbox, tmp_path):
    from mapflow import sources

    with Mapflow(token=mapflow_sandbox.token, base_url=mapflow_sandbox.base_url) as mf:
        job = mf.processings.run(model="buildings", area=BOX, source=sources.Provider("Mapbox"))
        mapflow_sandbox.advance(100_000)
        job.wait()
        count = len(job.result().read()["features"])
        for source in (job, job.result(), job.result().save(tmp_path / "a.geojson")):
            page = Page(maps.html(source, area=job))
            assert len(page.data("features")["features"]) == count
            # The area of a processing is what it was run on, not what it found there.
            outline = shapely.geometry.shape(page.data("view")["area"])
            assert outline.bounds == pytest.approx(BOX, abs=1e-6)
            assert len(to_geodataframe(source)) == count


@pytest.mark.parametrize(("save", "good"), [(maps.save_html, ".html"), (maps.save_png, ".png")])
def test_files_of_maps(tmp_path, save, good):
    path = tmp_path / f"map{good}"
    path.write_text("old")
    path.chmod(0o600)
    assert save(str(path), [feature()]) == path
    assert path.stat().st_mode & 0o777 == 0o600
    for name in ("map.jpg", "map.gpkg", "map.geojson"):
        with pytest.raises(InvalidFile, match="cannot be saved as"):
            save(tmp_path / name, [feature()])
    for place in (
        tmp_path, tmp_path / "no" / f"a{good}", tmp_path / ("x" * 252 + good), "/dev/full",
        tmp_path / f"a\0{good}", path / f"b{good}", 7, None,
    ):  # fmt: skip
        with pytest.raises(InvalidFile):
            save(place, [feature()])
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_pictures_of_odd_sizes_and_backdrops():
    for size in (0, 319, 8193, 10**9, 1600.5, "1600", None, math.nan):
        with pytest.raises(InvalidInput, match="size_px"):
            maps.png([feature()], size_px=size)
    for most in (-1, 1.5, "9"):
        with pytest.raises(InvalidInput, match="max_features"):
            maps.html([feature()], max_features=most)
    for image in (b"", b"\x89PNG", b"<html>", b"\xff\xd8cut"):
        broken = maps.Backdrop(image, maps.Bounds(*BOX))
        with pytest.raises(InvalidInput):
            maps.png([feature()], backdrop=broken)
        with pytest.raises(InvalidInput, match="Tile"):
            maps.stitch(maps.Bounds(*BOX), lambda *_, image=image: image, zoom=14)
    with pytest.raises(InvalidInput):
        maps.stitch(maps.Bounds(math.nan, 0, 1, 1), lambda *_: None)
    with pytest.raises(InvalidInput, match="tiles"):
        maps.stitch(maps.Bounds(0, 0, 10, 10), lambda *_: None, zoom=18)
    with pytest.raises(InvalidInput, match="workers"):
        maps.stitch(maps.Bounds(*BOX), lambda *_: None, workers=0)
    nowhere = maps.Backdrop(b"\x89PNG", maps.Bounds(math.nan, 0, 1, 1))
    for use in (maps.html, maps.png):
        with pytest.raises(InvalidInput):
            use([feature()], backdrop=nowhere)


def test_missing_libraries_name_their_extra(monkeypatch):
    import builtins
    import importlib.util
    import sys

    find, load = importlib.util.find_spec, builtins.__import__
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        lambda name, *rest: None if name == "PIL" else find(name, *rest),
    )

    def without(name, *rest, **more):
        if name.partition(".")[0] == "geopandas":
            raise ImportError(name)
        return load(name, *rest, **more)

    for use in (lambda: maps.png([feature()]), lambda: maps.stitch(maps.Bounds(*BOX), print)):
        with pytest.raises(MapflowError, match=r"pip install \"mapflow-client\[maps\]\""):
            use()
    monkeypatch.delitem(sys.modules, "geopandas")
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MapflowError, match=r"pip install \"mapflow-client\[geo\]\""):
        to_geodataframe([])


APART = [
    {**feature({"name": f"plot {number}", "n": str(number)}), "id": f"a{number}"}
    for number in range(3)
]
KML = (
    '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
    + "".join(
        f'<Placemark id="a{number}"><name>plot {number}</name><ExtendedData><Data name="n"><value>'
        f"{number}</value></Data></ExtendedData><Polygon><outerBoundaryIs><LinearRing>"
        f"<coordinates>{' '.join(f'{x},{y}' for x, y in RING)}</coordinates></LinearRing>"
        "</outerBoundaryIs></Polygon></Placemark>"
        for number in range(3)
    )
    + "</Document></kml>"
)
WKT = shapely.geometry.shape(SQUARE).wkt
CSV = "name,n,wkt\n" + "".join(f'plot {n},{n},"{WKT}"\n' for n in range(3))
LINES = "\n".join(map(json.dumps, APART))


def _frame_of_three():
    return geopandas.GeoDataFrame.from_features(APART, crs="EPSG:4326")


def _zipped_shapefile(path):
    _frame_of_three().to_file(path.with_suffix(".shp"))
    with zipfile.ZipFile(path, "w") as packed:
        for part in path.parent.glob("*.[sdpc][hbrp][pxfjg]"):
            packed.write(part, part.name)


#: Files of three rows, each with a name and a number; and whether they can hold ids.
ROWS = {
    "a.geojsonl": (lambda path: path.write_text(LINES), True),
    "a.geojsons": (
        lambda path: path.write_text("".join(f"\x1e{line}\n" for line in LINES.splitlines())),
        True,
    ),
    "a": (lambda path: path.write_text(json.dumps({**COLLECTION, "features": APART})), True),
    "a.geojson.gz": (
        lambda path: path.write_bytes(
            gzip.compress(json.dumps({**COLLECTION, "features": APART}).encode())
        ),
        True,
    ),
    "a.csv": (lambda path: path.write_text(CSV), False),
    "a.kml": (lambda path: path.write_text(KML), True),
    "a.zip": (_zipped_shapefile, False),
    "a.gpkg": (lambda path: _frame_of_three().to_file(path), False),
}


@pytest.mark.parametrize("as_bytes", [False, True])
@pytest.mark.parametrize("name", ROWS)
def test_each_row_of_a_file_is_a_feature(tmp_path, name, as_bytes):
    write, holds_ids = ROWS[name]
    path = tmp_path / name
    write(path)
    table = to_geodataframe(os.fsencode(path) if as_bytes else path)
    assert table["name"].tolist() == ["plot 0", "plot 1", "plot 2"]
    assert table["n"].tolist() == ["0", "1", "2"]
    if holds_ids:
        assert table["id"].tolist() == ["a0", "a1", "a2"]
    assert len(Page(maps.html(path)).data("features")["features"]) == 3


def test_each_line_of_a_text_is_a_feature():
    for text in (LINES, LINES.encode(), CSV, KML):
        assert to_geodataframe(text)["name"].tolist() == ["plot 0", "plot 1", "plot 2"]
    assert len(to_geodataframe(f"{WKT}\n{WKT}")) == 2


def test_points_in_lines_of_json(tmp_path):
    path = tmp_path / "a.geojsonl"
    path.write_text("\n".join(json.dumps(feature({"n": n}, POINT)) for n in range(2)))
    assert to_geodataframe(path)["n"].tolist() == [0, 1]


def test_ids_and_large_numbers_beside_nothing_stay_what_they_are():
    large = 2**60 + 1
    table = to_geodataframe(
        [{**feature({"n": large, "m": 1}), "id": 7}, feature({"n": None, "m": None})]
    )
    assert table["id"].tolist() == [7, None]
    assert type(table["id"][0]) is int
    assert table["n"].tolist() == [large, None]
    assert table["m"].dtype == float


def test_a_frame_without_geometries_is_told_so():
    import pandas

    for use in (to_geodataframe, maps.html):
        with pytest.raises(InvalidInput, match="has no geometries"):
            use(pandas.DataFrame({"name": ["a.geojson"]}))


def test_one_kind_of_bounds():
    assert maps.Bounds is geometry.Bounds

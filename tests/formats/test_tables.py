"""Results as GeoParquet, GeoPackage, FlatGeobuf and shapefiles, read back by other programs."""

import json
import sqlite3
import warnings
from collections import Counter
from contextlib import closing
from itertools import pairwise

import pyarrow.parquet
import pyogrio
import pytest
import shapely
from shapely.geometry import shape

from mapflow import formats
from mapflow.errors import InvalidFile
from tests.formats.results import METRES, ODD, collection, feature, square, write
from tests.formats.test_texts import readable

GDAL = [".gpkg", ".fgb", ".shp"]
GEOMETRY = {".parquet": "geometry", ".gpkg": "geom", ".fgb": "geometry", ".shp": "geometry"}


def rows(path):
    """The columns of a file but for the geometry, and its geometries."""
    if path.suffix == ".parquet":
        table = pyarrow.parquet.read_table(path)
        shapes = shapely.from_wkb(table["geometry"].to_pylist())
        return table.drop(["geometry", covering(path)]).to_pydict(), list(shapes)
    layer = pyogrio.list_layers(path)[0][0]
    # Not by way of Arrow: there GDAL reads a FlatGeobuf with a null among its geometries wrongly.
    found, _, shapes, values = pyogrio.raw.read(path, layer=layer)
    columns = {
        name: [_plain(value) for value in column.tolist()]
        for name, column in zip(found["fields"], values, strict=True)
    }
    return columns, list(shapely.from_wkb(shapes))


def _plain(value):
    """A value; in a column of numbers NaN stands for null."""
    return None if isinstance(value, float) and value != value else value


def metadata(path):
    found = pyarrow.parquet.read_metadata(path)
    return json.loads(found.metadata[b"geo"])


def covering(path):
    return metadata(path)["columns"]["geometry"]["covering"]["bbox"]["xmin"][0]


def values_of(name, given):
    """A property of all features, as one column that holds each value exactly."""
    kinds = {type(value) for value in given} - {type(None)}
    small = all(abs(value) <= 2**53 for value in given if type(value) is int)
    fits = all(-(2**63) <= value < 2**63 for value in given if type(value) is int)
    if kinds == {str} and name not in ("class_id", "GAN"):
        return given
    if name not in ("class_id", "GAN") and (
        kinds == {bool} or (kinds == {int} and fits) or (kinds <= {int, float} and small)
    ):
        return given

    def text(value):
        return value if value is None or isinstance(value, str) else json.dumps(value)

    return [
        json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else text(value)
        for value in given
    ]


def expected(found):
    """The columns of a result and its geometries, as they should be in any table."""
    read = list(readable(found))
    names = dict.fromkeys(name for properties, _ in read for name in properties)
    columns = {
        name: values_of(name, [properties.get(name) for properties, _ in read]) for name in names
    }
    return columns, [None if geometry is None else shape(geometry) for _, geometry in read]


def alike(value):
    """A value such that equal numbers are equal, and no text is a number."""
    is_small = type(value) is int and abs(value) <= 2**53
    return (isinstance(value, str), float(value) if is_small else value)


@pytest.mark.parametrize("suffix", [".parquet", *GDAL])
@pytest.mark.parametrize("name", [name for name in ODD if name != "metres"])
def test_nothing_is_lost(tmp_path, name, suffix):
    if name == "empty" and suffix == ".fgb" and pyogrio.__gdal_version__ < (3, 9):
        pytest.skip("this version of GDAL cannot read a FlatGeobuf without features")
    found = ODD[name]()
    path = tmp_path / f"out{suffix}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        formats.save(path, write(tmp_path / "in.geojson", found))
    columns, shapes = rows(path)
    for sibling in sorted(tmp_path.glob("out_*.shp")):
        more, others = rows(sibling)
        columns = {name: values + more[name] for name, values in columns.items()}
        shapes += others
    wanted, geometries = expected(found)
    assert len(shapes) == len(geometries)
    assert Counter(map(plain, shapes)) == Counter(map(plain, geometries))
    names = new_names(wanted, suffix)
    for column, values in wanted.items():
        if suffix == ".shp" and any(type(v) is int and abs(v) > 2**53 for v in values):
            values = [None if value is None else str(value) for value in values]
        assert Counter(map(alike, columns[names[column]])) == Counter(map(alike, values)), column
    known = "class_id" in wanted and "class_name" not in wanted
    if known:
        classes = Counter(zip(columns["class_id"], columns["class_name"], strict=True))
        for (class_id, label), count in classes.items():
            assert count
            assert (
                label
                == {
                    "101": "Apartment buildings",
                    "105": "Other non-residential buildings",
                    None: None,
                }[class_id]
            )


def plain(geometry):
    """A geometry as a value: of one part or of several, on the ground if it is at height 0."""
    if geometry is None or geometry.is_empty:
        return None
    parts = [part.normalize() for part in getattr(geometry, "geoms", [geometry])]
    heights = [shapely.get_coordinates(part, include_z=True) for part in parts]
    return tuple(
        tuple(tuple(0.0 if number != number else number for number in place) for place in part)
        for part in (found.tolist() for found in heights)
    )


def new_names(names, suffix):
    """The columns of properties in a format."""
    if suffix == ".shp":
        short = {"geometry": "geometry_p", "object_type": "object_typ"}
        short |= {"площадь объекта": "площа", "площадь объёма": "площ_1"}
        short |= {"name": "name_1", "NAME": "NAME_2"}
    elif suffix == ".gpkg":
        short = {"geom": "geom_property", "name": "name_1", "NAME": "NAME_2"}
    elif suffix == ".fgb":
        short = {"geometry": "geometry_property", "name": "name_1", "NAME": "NAME_2"}
    else:
        short = {"geometry": "geometry_property"}
    return {name: short.get(name, name) for name in names}


@pytest.mark.parametrize("suffix", [".parquet", *GDAL])
def test_metres_become_degrees(tmp_path, suffix):
    path, _ = saved_quietly(tmp_path, ODD["metres"](), suffix)
    _, (found,) = rows(path)
    assert 37 < found.bounds[0] < 38
    assert 55 < found.bounds[1] < 56
    assert len(found.exterior.coords) == len(METRES)


def saved_quietly(tmp_path, found, suffix):
    path = tmp_path / f"out{suffix}"
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        formats.save(path, write(tmp_path / "in.geojson", found))
    return path, [str(each.message) for each in told]


def test_geoparquet_says_where_its_rows_lie(tmp_path):
    features = [feature(number) for number in range(COUNT_OF_GROUPS)]
    path, _ = saved_quietly(tmp_path, collection(features[::-1] + features), ".parquet")
    geo = metadata(path)
    column = geo["columns"]["geometry"]
    assert geo["version"] == "1.1.0"
    assert column["geometry_types"] == ["Polygon"]
    assert column["crs"]["id"] == {"authority": "EPSG", "code": 4326}
    west, _, _, north = column["bbox"]
    table = pyarrow.parquet.read_table(path)
    for box, content in zip(table["bbox"].to_pylist(), table["geometry"].to_pylist(), strict=True):
        bounds = shapely.from_wkb(content).bounds
        assert west <= bounds[0]
        assert north >= bounds[3]
        assert box["xmin"] <= bounds[0] <= bounds[2] <= box["xmax"]
        assert box["ymin"] <= bounds[1] <= bounds[3] <= box["ymax"]
        assert box["xmax"] - box["xmin"] < 0.00052
    # Rows that lie together stand together, whatever their order was.
    ids = table["id"].to_pylist()
    assert sum(abs(a - b) for a, b in pairwise(ids)) < 10 * len(ids)  # at random 167


COUNT_OF_GROUPS = 500


def test_rows_are_in_the_order_of_places_across_what_is_sorted_at_once(tmp_path, monkeypatch):
    from mapflow.formats import _parquet
    from mapflow.formats._arrow import parts, spool

    monkeypatch.setattr(parts, "_BLOCK_BYTES", 20_000)
    monkeypatch.setattr(spool, "_RUN_ROWS", 128)
    monkeypatch.setattr(spool, "_BATCH_ROWS", 16)
    monkeypatch.setattr(_parquet, "_GROUP_ROWS", 100)
    numbers = [(number * 617) % 1000 for number in range(1000)]
    features = [feature(n, **({"late": n} if n == 7 else {})) for n in numbers]
    path, _ = saved_quietly(tmp_path, collection(features), ".parquet")
    table = pyarrow.parquet.read_table(path)
    assert sorted(table["id"].to_pylist()) == sorted(numbers)
    assert [value for value in table["late"].to_pylist() if value is not None] == [7]
    found = pyarrow.parquet.ParquetFile(path)
    assert found.num_row_groups == 10
    spans = []
    for group in range(10):
        ids = found.read_row_group(group)["id"].to_pylist()
        spans.append(max(ids) - min(ids))
    assert sum(spans) < 3000  # at random it is 9900


def test_geopackage_has_a_style_by_class(tmp_path):
    features = [feature(n, class_id=("101", "105", "999")[n % 3]) for n in range(30)]
    path, _ = saved_quietly(tmp_path, collection(features), ".gpkg")
    with closing(sqlite3.connect(path)) as database:
        (row,) = database.execute(
            "SELECT f_table_name, f_geometry_column, useAsDefault, styleQML FROM layer_styles"
        )
        assert row[:3] == ("out", "geom", 1)
        for text in (
            'attr="class_id"', 'value="101"', 'label="Apartment buildings"',
            'label="Buildings, class 999"', "239,71,111",
        ):  # fmt: skip
            assert text in row[3]
        (columns,) = database.execute(
            "SELECT data_type FROM gpkg_contents WHERE table_name = 'layer_styles'"
        )
        assert columns == ("attributes",)


def test_what_a_shapefile_cannot_hold_is_said(tmp_path):
    features = [
        feature(0, note="ж" * 400, nested={"a": 1}),
        feature(1) | {"geometry": {"type": "Point", "coordinates": [37, 55]}},
        feature(2)
        | {
            "geometry": {
                "type": "GeometryCollection",
                "geometries": [{"type": "Point", "coordinates": [37, 55]}],
            }
        },
        feature(3),
    ]
    path, told = saved_quietly(tmp_path, collection(features), ".shp")
    text = " ".join(told)
    for part in (
        "10 bytes at most in a shapefile: 'object_type' is 'object_typ'",
        "1 text is longer than 254 bytes",
        "Nested values are the text of their JSON: nested",
        "the others are in out_points.shp",
        "1 feature is a collection of geometries, and without a geometry",
    ):
        assert part in text
    columns, shapes = rows(path)
    assert len(shapes) == 3
    assert columns["note"][0] == "ж" * 127
    assert len(rows(tmp_path / "out_points.shp")[1]) == 1


def test_a_shapefile_replaces_all_that_belongs_to_it(tmp_path):
    given = write(tmp_path / "in.geojson", collection())
    (tmp_path / "out.dbf").write_text("mine")
    with pytest.raises(InvalidFile, match=r"out\.dbf exists already"):
        formats.save(tmp_path / "out.shp", given)
    (tmp_path / "out.qix").write_text("an index of other features")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        formats.save(tmp_path / "out.shp", given, overwrite=True)
    names = {path.name for path in tmp_path.iterdir()} - {"in.geojson"}
    assert names == {f"out.{suffix}" for suffix in ("shp", "shx", "dbf", "prj", "cpg")}


@pytest.mark.parametrize("suffix", [".parquet", ".gpkg", ".csv"])
def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path, suffix, monkeypatch):
    from mapflow.formats import _names

    def fail(*args, **kwargs):
        raise RuntimeError("no more space")

    monkeypatch.setattr(_names.Names, "of", fail)
    old = tmp_path / f"out{suffix}"
    old.write_text("mine")
    with pytest.raises(InvalidFile, match="no more space"):
        formats.save(old, write(tmp_path / "in.geojson", collection()), overwrite=True)
    assert old.read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.geojson", old.name]


def test_many_kinds_of_one_family_are_one_layer(tmp_path):
    found = ODD["plain"]()
    found["features"][3]["geometry"] = {
        "type": "MultiPolygon", "coordinates": [[square(3)], [square(4)]],
    }  # fmt: skip
    path, _ = saved_quietly(tmp_path, found, ".gpkg")
    assert pyogrio.read_info(path, layer="out")["geometry_type"] == "MultiPolygon"


@pytest.mark.parametrize("suffix", GDAL)
def test_rows_of_other_formats_keep_their_order(tmp_path, suffix):
    numbers = [5, 3, 9, 1]
    path, _ = saved_quietly(tmp_path, collection([feature(n) for n in numbers]), suffix)
    if suffix != ".fgb":  # it orders its rows itself, for its index
        assert rows(path)[0]["id"] == numbers

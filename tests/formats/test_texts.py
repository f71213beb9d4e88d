"""Results in formats that are text: nothing is lost, whatever is unusual about them."""

import csv
import json
import math
import warnings
from xml.etree import ElementTree

import pytest
from shapely import wkt
from shapely.geometry import shape

from mapflow import formats
from mapflow._results.properties import Cleaner
from tests.formats.results import ODD, collection, feature, write

KML = "{http://www.opengis.net/kml/2.2}"


def saved(tmp_path, found, suffix):
    """Save a result, and give the file with what was said about it."""
    target = tmp_path / f"out{suffix}"
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        formats.save(target, write(tmp_path / "in.geojson", found))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.geojson", target.name]
    return target, [str(each.message) for each in told]


def readable(found):
    """The features as they should be read: no NaN, closed rings, no geometry that is none."""
    cleaner = Cleaner(as_json=True)
    for each in found["features"]:
        geometry = each["geometry"]
        if geometry and "NaN" in json.dumps(geometry):
            geometry = None
        if geometry and geometry["type"] == "Polygon":
            rings = [r if r[0] == r[-1] else [*r, r[0]] for r in geometry["coordinates"]]
            geometry = {"type": "Polygon", "coordinates": rings}
        yield cleaner.properties(each["properties"]), geometry


def same_shape(ours, geometry, found):
    if geometry is None:
        return ours is None or ours.is_empty
    if "crs" in found and found["crs"]["properties"]["name"] == "EPSG:32637":
        return 37 < ours.bounds[0] < 38 and 55 < ours.bounds[1] < 56
    return ours.equals_exact(shape(geometry), 0) and ours.has_z == shape(geometry).has_z


@pytest.mark.parametrize("suffix", [".geojsonl", ".geojsons"])
@pytest.mark.parametrize("name", ODD)
def test_lines_of_features(tmp_path, name, suffix):
    found = ODD[name]()
    path, _ = saved(tmp_path, found, suffix)
    lines = path.read_text("utf-8").split("\n")[:-1]
    begin = "\x1e" if suffix == ".geojsons" else ""
    assert all(line.startswith(f"{begin}{{") for line in lines)
    features = [json.loads(line.removeprefix("\x1e")) for line in lines]
    assert len(features) == len(found["features"])
    for read, given, (properties, geometry) in zip(
        features, found["features"], readable(found), strict=True
    ):
        assert read["properties"] == properties
        assert read.get("id") == given.get("id")
        assert read.get("extra") == given.get("extra")
        ours = None if read["geometry"] is None else shape(read["geometry"])
        assert same_shape(ours, geometry, found)


def as_cells(properties):
    """Values as a table of texts has them."""
    return {
        name: ""
        if value is None
        else json.dumps(value, ensure_ascii=False)
        if isinstance(value, bool | dict | list)
        else str(value)
        for name, value in properties.items()
    }


@pytest.mark.parametrize("name", ODD)
def test_csv(tmp_path, name):
    found = ODD[name]()
    path, _ = saved(tmp_path, found, ".csv")
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert len(rows) == len(found["features"])
    assert header[0] == "WKT"
    assert len(set(header)) == len(header)
    for cells, (properties, geometry) in zip(rows, readable(found), strict=True):
        row = dict(zip(header, cells, strict=True))
        text = row.pop("WKT")
        assert same_shape(wkt.loads(text) if text else None, geometry, found)
        for column, cell in as_cells(properties).items():
            assert row["WKT_property" if column == "WKT" else column] == cell
        if "class_name" not in properties and properties.get("class_id") == "101":
            assert row["class_name"] == "Apartment buildings"


def _kml_shape(element):
    kind = element.tag.removeprefix(KML)

    def path(within):
        text = within.find(f".//{KML}coordinates").text
        return [[float(n) for n in position.split(",")] for position in text.split()]

    if kind == "Polygon":
        rings = [
            path(ring)
            for name in ("outerBoundaryIs", "innerBoundaryIs")
            for ring in element.findall(f"{KML}{name}")
        ]
        return {"type": kind, "coordinates": rings}
    if kind == "Point":
        return {"type": kind, "coordinates": path(element)[0]}
    if kind == "LineString":
        return {"type": kind, "coordinates": path(element)}
    parts = [_kml_shape(each)["coordinates"] for each in element]
    return {"type": "MultiPolygon", "coordinates": parts}


@pytest.mark.parametrize("name", ODD)
def test_kml(tmp_path, name):
    found = ODD[name]()
    path, _ = saved(tmp_path, found, ".kml")
    document = ElementTree.parse(path).getroot()  # noqa: S314  # we made it
    placemarks = list(document.iter(f"{KML}Placemark"))
    assert len(placemarks) == len(found["features"])
    styles = {style.get("id") for style in document.iter(f"{KML}Style")}
    shapes = {f"{KML}{kind}" for kind in ("Polygon", "Point", "LineString", "MultiGeometry")}
    for placemark, (properties, geometry) in zip(placemarks, readable(found), strict=True):
        assert placemark.find(f"{KML}styleUrl").text.removeprefix("#") in styles
        (element,) = [each for each in placemark if each.tag in shapes] or [None]
        ours = None if element is None else shape(_kml_shape(element))
        assert same_shape(ours, geometry, found)
        data = {
            each.get("name"): each.find(f"{KML}value").text or ""
            for each in placemark.iter(f"{KML}Data")
        }
        for column, cell in as_cells(properties).items():
            if cell:
                key = "geometry_property" if column == "geometry" else column
                assert data[key] == cell.replace("\x01", "\ufffd")
        if properties.get("class_id") == "101" and "class_name" not in properties:
            assert data["class_name"] == "Apartment buildings"
            assert placemark.find(f"{KML}name").text in ("Apartment buildings", "b")


def test_what_a_file_cannot_hold_is_said(tmp_path):
    _, told = saved(tmp_path, ODD["NaN"](), ".csv")
    assert told == ["1 value is NaN or infinite, and null in the file."]
    (tmp_path / "out.csv").unlink()
    _, told = saved(tmp_path, ODD["plain"](), ".csv")
    assert told == []


def test_features_of_any_kind_can_be_saved(tmp_path):
    from mapflow.formats import to_geodataframe

    frame = to_geodataframe(collection([feature(0, n=math.pi)]))
    formats.save(tmp_path / "a.geojson", frame.to_crs("EPSG:32637"))
    (read,) = json.loads((tmp_path / "a.geojson").read_text("utf-8"))["features"]
    assert read["properties"]["n"] == math.pi
    assert shape(read["geometry"]).equals_exact(frame.geometry[0], 1e-9)

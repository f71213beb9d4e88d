"""Formats other than GeoJSON: each read by path and by content, or refused in a sentence."""

import gzip
import io
import json
import struct
import warnings
import zipfile

import geopandas
import pyogrio
import pytest
import shapely

from mapflow.errors import AreaWarning, InvalidArea
from mapflow.geometry import as_geometry, polygon_count, read_areas

pytestmark = pytest.mark.pythons

SQUARE = shapely.box(37.25, 55.5, 37.5, 55.625)
OTHER = shapely.box(38.25, 55.5, 38.5, 55.625)
BOTH = shapely.MultiPolygon([SQUARE, OTHER])
FRAME = geopandas.GeoDataFrame({"NAME": ["north", "south"]}, geometry=[SQUARE, OTHER], crs=4326)
IN_METRES = FRAME.to_crs(32637)


def same(geometry, shape=BOTH, tolerance=1e-9):
    return shapely.hausdorff_distance(shapely.geometry.shape(geometry), shape) < tolerance


def refusal(area, **options):
    with pytest.raises(InvalidArea) as caught:
        as_geometry(area, **options)
    text = str(caught.value)
    assert caught.value.hint
    assert "OGR_" not in text
    assert "GDAL" not in text
    assert "driver" not in text.lower()
    assert "Traceback" not in text
    return caught.value.reason, text


def names(area, **options):
    return [each.name for each in read_areas(area, **options)]


def zipped(path, *members, **more):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in (*members, *more.items()):
            archive.writestr(name, content)
    return path


def shapefile(tmp_path, name, frame):
    frame.to_file(tmp_path / f"{name}.shp")
    return [(each.name, each.read_bytes()) for each in sorted(tmp_path.glob(f"{name}.*"))]


TEXTS = {
    "wkb": BOTH.wkb,
    "wkb, big endian": shapely.to_wkb(BOTH, byte_order=0),
    "hex wkb": BOTH.wkb_hex,
    "hex wkb as postgres prints it": "\\x" + BOTH.wkb_hex,
    "hex wkb in bytes": BOTH.wkb_hex.encode(),
    "hex wkb, one a line": f"{SQUARE.wkb_hex}\n{OTHER.wkb_hex}\n",
    "ewkb": shapely.to_wkb(shapely.set_srid(BOTH, 4326), include_srid=True),
    "hex ewkb": shapely.to_wkb(shapely.set_srid(BOTH, 4326), include_srid=True, hex=True),
    "ewkb in metres": shapely.to_wkb(
        shapely.set_srid(IN_METRES.union_all(), 32637), include_srid=True
    ),
    "wkb with heights": shapely.to_wkb(shapely.force_3d(BOTH, 7.0), flavor="extended"),
    "iso wkb with heights": shapely.to_wkb(shapely.force_3d(BOTH, 7.0), flavor="iso"),
    "wkb collection": shapely.GeometryCollection([SQUARE, OTHER]).wkb,
    "geopackage's wkb": b"GP\x00\x01" + struct.pack("<i", 4326) + BOTH.wkb,
    "wkt collection": f"GEOMETRYCOLLECTION ({SQUARE.wkt}, {OTHER.wkt})",
    "wkt collection of collections": f"GEOMETRYCOLLECTION (GEOMETRYCOLLECTION ({SQUARE.wkt}), "
    f"{OTHER.wkt})",
    "ewkt collection": f"SRID=4326;GEOMETRYCOLLECTION ({SQUARE.wkt}, {OTHER.wkt})",
    "wkt, one a line": f"{SQUARE.wkt}\n{OTHER.wkt}\n",
    "ewkt in metres": f"SRID=32637;{IN_METRES.union_all().wkt}",
    "geojson collection": {
        "type": "GeometryCollection",
        "geometries": [SQUARE.__geo_interface__, OTHER.__geo_interface__],
    },
    "text sequence": "".join(
        f"\x1e{json.dumps(shape.__geo_interface__)}\n" for shape in (SQUARE, OTHER)
    ),
    "ndjson": "\n".join(json.dumps(shape.__geo_interface__) for shape in (SQUARE, OTHER)),
    "ndjson, windows lines": "\r\n".join(
        json.dumps(shape.__geo_interface__) for shape in (SQUARE, OTHER)
    ),
    "utf-16": json.dumps(BOTH.__geo_interface__).encode("utf-16"),
    "utf-16 without its mark": json.dumps(BOTH.__geo_interface__).encode("utf-16-le"),
    "utf-16, big endian": json.dumps(BOTH.__geo_interface__).encode("utf-16-be"),
    "utf-32": json.dumps(BOTH.__geo_interface__).encode("utf-32"),
    "csv": f'id,the_geom\n1,"{SQUARE.wkt}"\n2,"{OTHER.wkt}"\n',
    "csv with semicolons": f'id;wkt\n1;"{SQUARE.wkt}"\n2;"{OTHER.wkt}"\n',
    "csv with tabs": f"id\tgeom\n1\t{SQUARE.wkt}\n2\t{OTHER.wkt}\n",
    "csv of wkb": f"id,geometry\n1,{SQUARE.wkb_hex}\n2,{OTHER.wkb_hex}\n",
    "csv under another name": f'id,outline\n1,"{SQUARE.wkt}"\n2,"{OTHER.wkt}"\n',
    "csv of geojson": "id;geojson\n"
    + "".join(f"{i};{json.dumps(s.__geo_interface__)}\n" for i, s in enumerate((SQUARE, OTHER))),
    "csv with a system": f'id,geometry\n1,"SRID=4326;{SQUARE.wkt}"\n2,"{OTHER.wkt}"\n',
    "csv in utf-16": f'id,the_geom\n1,"{SQUARE.wkt}"\n2,"{OTHER.wkt}"\n'.encode("utf-16"),
    "csv with a mark": b"\xef\xbb\xbf" + f'wkt,n\n"{SQUARE.wkt}",1\n"{OTHER.wkt}",2\n'.encode(),
}


@pytest.mark.parametrize("area", TEXTS.values(), ids=TEXTS.keys())
def test_texts_and_bytes(area):
    assert same(as_geometry(area))
    assert all(each.error is None for each in read_areas(area))


@pytest.mark.usefixtures("disk")
def test_a_csv_of_long_outlines():
    ring = shapely.Point(37, 55).buffer(0.1, quad_segs=3000)
    assert polygon_count(as_geometry(f'name,geometry\nlong,"{ring.wkt}"\n')) == 1


@pytest.mark.parametrize("frame", [FRAME, IN_METRES], ids=["degrees", "metres"])
@pytest.mark.parametrize("suffix", ["gpkg", "fgb", "gml", "parquet"])
def test_files_by_path_and_by_content(tmp_path, frame, suffix):
    path = tmp_path / f"area.{suffix}"
    if suffix == "parquet":
        frame.to_parquet(path)
    else:
        frame.to_file(path, driver={"gml": "GML", "gpkg": "GPKG", "fgb": "FlatGeobuf"}[suffix])
    before = sorted(each.name for each in tmp_path.iterdir())
    for area in (path, path.read_bytes()):
        assert same(as_geometry(area))
        assert sorted(names(area)) == ["north", "south"]
    assert sorted(each.name for each in tmp_path.iterdir()) == before, "nothing is written beside"


@pytest.mark.parametrize("encoding", ["WKB", "geoarrow"])
def test_parquet_in_either_encoding(tmp_path, encoding):
    path = tmp_path / "area.parquet"
    IN_METRES.to_parquet(path, geometry_encoding=encoding)
    assert same(as_geometry(path))


def test_parquet_without_a_geometry(tmp_path):
    import pandas

    path = tmp_path / "area.parquet"
    pandas.DataFrame({"a": [1], "b": ["x"]}).to_parquet(path)
    reason, text = refusal(path)
    assert reason == "no_geometry_column"
    assert "a, b" in text


class TestZip:
    def test_shapefiles_in_any_layout(self, tmp_path):
        parts = shapefile(tmp_path, "farms", IN_METRES)
        for layout in ("{}", "data/{}", "a/b/c/{}", "with space/{}", "Ünï/{}"):
            members = [(layout.format(name), content) for name, content in parts]
            path = zipped(tmp_path / "farms.zip", *members)
            for area in (path, path.read_bytes()):
                assert same(as_geometry(area))
                assert names(area) == ["north", "south"]

    def test_upper_case_and_rubbish_beside_it(self, tmp_path):
        parts = [(name.upper(), content) for name, content in shapefile(tmp_path, "farms", FRAME)]
        junk = [
            ("__MACOSX/._FARMS.SHP", b"junk"),
            (".DS_Store", b"junk"),
            ("._FARMS.SHP", b"junk"),
            ("readme.txt", b"read me"),
            ("FARMS.SHP.XML", b"<metadata/>"),
            ("legend.csv", b"a,b\n1,2\n"),
        ]
        assert same(as_geometry(zipped(tmp_path / "farms.zip", *parts, *junk)))

    def test_two_shapefiles_are_not_guessed_between(self, tmp_path):
        members = [
            *shapefile(tmp_path, "north", FRAME[:1]),
            *shapefile(tmp_path, "south", FRAME[1:]),
        ]
        path = zipped(tmp_path / "both.zip", *members)
        reason, text = refusal(path)
        assert reason == "several_layers"
        assert "north, south" in text
        with pytest.raises(InvalidArea, match="north, south"):
            read_areas(path)
        assert same(as_geometry(path, layer="south"), OTHER)
        assert names(path, layer="north") == ["north"]
        assert refusal(path, layer="west")[0] == "no_such_layer"

    def test_a_shapefile_of_points_beside_it_does_not_count(self, tmp_path):
        points = geopandas.GeoDataFrame(geometry=[shapely.Point(37, 55)], crs=4326)
        members = [*shapefile(tmp_path, "trees", points), *shapefile(tmp_path, "farms", FRAME)]
        assert same(as_geometry(zipped(tmp_path / "x.zip", *members)))

    def test_other_formats_in_a_zip(self, tmp_path):
        FRAME.to_file(tmp_path / "a.gpkg")
        path = zipped(tmp_path / "x.zip", ("deep/a.gpkg", (tmp_path / "a.gpkg").read_bytes()))
        assert names(path) == ["north", "south"]
        path = zipped(tmp_path / "y.zip", ("a.geojson", FRAME.to_json()))
        assert names(path) == ["north", "south"]

    def test_what_cannot_be_read_gets_a_sentence(self, tmp_path):
        assert refusal(zipped(tmp_path / "empty.zip"))[1].count("empty") >= 1
        inner = zipped(tmp_path / "inner.zip", ("a.geojson", FRAME.to_json())).read_bytes()
        assert "another archive" in refusal(zipped(tmp_path / "n.zip", ("inner.zip", inner)))[1]
        assert "no file of areas" in refusal(zipped(tmp_path / "t.zip", ("a.txt", "x")))[1]
        good = zipped(tmp_path / "good.zip", ("a.geojson", FRAME.to_json() * 3)).read_bytes()
        assert refusal(good[: len(good) // 2])[0] == "bad_file"
        locked = bytearray(inner)
        locked[6] |= 1  # the flag of encryption, in the member's header and in the directory
        locked[inner.index(b"PK\x01\x02") + 8] |= 1
        assert "encrypted" in refusal(bytes(locked))[1]
        assert "encrypted" in refusal(bytes(locked), repair=True)[1]

    def test_a_member_cannot_leave_its_folder(self, tmp_path):
        parts = shapefile(tmp_path, "farms", FRAME)
        members = [(f"../../../{name}", content) for name, content in parts]
        before = {each.name for each in tmp_path.iterdir()} | {"out.zip"}
        assert same(as_geometry(zipped(tmp_path / "out.zip", *members)))
        assert {each.name for each in tmp_path.iterdir()} == before
        assert not (tmp_path.parent / "farms.shp").exists()

    def test_a_bomb_is_not_unpacked(self, tmp_path):
        with (
            zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive,
            archive.open("a.geojson", "w", force_zip64=True) as member,
        ):
            for _ in range(300):
                member.write(bytes(1 << 20))
        assert "more than 256 MB" in refusal(tmp_path / "bomb.zip")[1]
        # One that lies about the size of its member.
        content = bytearray((tmp_path / "bomb.zip").read_bytes())
        where = content.rindex(b"PK\x01\x02")
        content[where + 24 : where + 28] = struct.pack("<I", 1000)
        assert refusal(bytes(content))[0] == "bad_file"


class TestGz:
    def test_each_text(self, tmp_path):
        for name, content in (("a.geojson", FRAME.to_json()), ("a.wkt", BOTH.wkt)):
            (tmp_path / f"{name}.gz").write_bytes(gzip.compress(content.encode()))
            assert same(as_geometry(tmp_path / f"{name}.gz"))

    def test_a_binary_format(self, tmp_path):
        FRAME.to_file(tmp_path / "a.fgb")
        (tmp_path / "a.fgb.gz").write_bytes(gzip.compress((tmp_path / "a.fgb").read_bytes()))
        assert same(as_geometry(tmp_path / "a.fgb.gz"))

    def test_bombs_cuts_and_nests(self):
        packed = io.BytesIO()
        with gzip.GzipFile(fileobj=packed, mode="wb") as stream:
            for _ in range(300):
                stream.write(b" " * (1 << 20))
        assert "more than 256 MB" in refusal(packed.getvalue())[1]
        good = gzip.compress(FRAME.to_json().encode())
        assert refusal(good[:-20])[0] == "bad_file"
        assert "another archive" in refusal(gzip.compress(good))[1]
        assert refusal(gzip.compress(b""))[0] == "empty"


class TestXml:
    def kml(self, *placemarks, name="Document"):
        return (
            '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2">'
            f"<{name}>{''.join(placemarks)}</{name}></kml>"
        )

    def polygon(self, shape=SQUARE, name="north", gap=" "):
        ring = gap.join(f"{x},{y},0" for x, y in shape.exterior.coords)
        return (
            f"<Placemark><name>{name}</name><Polygon><outerBoundaryIs><LinearRing><coordinates>"
            f"{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
        )

    def test_nested_folders_and_one_of_them(self):
        text = self.kml(
            f"<Folder><name>A</name>{self.polygon()}<Folder><name>B</name>",
            self.polygon(OTHER, "south", "\n\t"),
            "</Folder></Folder>",
        )
        assert names(text) == ["north", "south"]
        assert names(text, layer="B") == ["south"]
        assert names(text, layer="a") == ["north", "south"]
        reason, said = refusal(text, layer="C")
        assert reason == "no_such_layer"
        assert "A, B" in said

    def test_folders_of_one_name(self):
        folder = "<Folder><name>Same</name>{}</Folder>"
        text = self.kml(folder.format(self.polygon()), folder.format(self.polygon(OTHER, "south")))
        assert names(text) == ["north", "south"]

    def test_a_multigeometry_with_a_pin_in_it(self):
        inner = self.polygon().split("</name>")[1].removesuffix("</Placemark>")
        text = self.kml(
            f"<Placemark><name>x</name><MultiGeometry><Point/>{inner}</MultiGeometry></Placemark>"
        )
        with pytest.warns(AreaWarning, match="^1 pin is omitted"):
            assert names(text) == ["x"]

    def test_pins_and_paths_alone(self):
        pins = "<Placemark><Point><coordinates>1,2</coordinates></Point></Placemark>" * 2
        path = "<Placemark><LineString><coordinates>1,2 3,4</coordinates></LineString></Placemark>"
        reason, text = refusal(self.kml(pins, path))
        assert reason == "not_polygon"
        assert "2 pins and 1 line" in text

    def test_attributes_can_name(self):
        data = '<ExtendedData><Data name="farm"><value>F1</value></Data></ExtendedData>'
        text = self.kml(self.polygon().replace("</Placemark>", f"{data}</Placemark>"))
        assert names(text, name_field="Farm") == ["F1"]

    def test_no_entity_is_expanded(self, tmp_path):
        bomb = (
            '<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY a "aaaaaaaaaa">'
            + "".join(f'<!ENTITY a{i} "{"&a{};".format(i - 1 or "") * 10}">' for i in range(1, 9))
            + "]><kml><Document><name>&a8;</name></Document></kml>"
        )
        for suffix in ("kml", "gml"):
            path = tmp_path / f"bomb.{suffix}"
            path.write_text(bomb)
            assert "document type" in refusal(path)[1]
            path.write_bytes(bomb.encode("utf-16"))
            assert refusal(path)[0] == "bad_file"

    def test_deep_xml_is_read(self, tmp_path):
        path = tmp_path / "deep.kml"
        path.write_text("<kml>" + "<Folder>" * 50_000 + "</Folder>" * 50_000 + "</kml>")
        assert refusal(path)[0] == "empty"

    def test_kml_of_nothing(self, tmp_path):
        assert refusal(self.kml().encode())[0] == "empty"
        linked = "<NetworkLink><Link><href>http://x/y.kml</href></Link></NetworkLink>"
        assert "only links" in refusal(self.kml(linked).encode())[1]
        (tmp_path / "empty.gdb").mkdir()
        assert "another format" in refusal(tmp_path / "empty.gdb")[1]

    def test_other_xml(self, tmp_path):
        path = tmp_path / "page.xml"
        path.write_text("<html><body/></html>")
        assert "not GML" in refusal(path)[1]
        path = tmp_path / "page.kml"
        path.write_text("<html><body/></html>")
        assert "not KML" in refusal(path)[1]


class TestLayers:
    def test_a_geopackage_with_two_layers(self, tmp_path):
        path = tmp_path / "two.gpkg"
        FRAME[:1].to_file(path, layer="north fields")
        FRAME[1:].to_file(path, layer="south")
        for area in (path, path.read_bytes()):
            with pytest.raises(InvalidArea, match="north fields, south"):
                as_geometry(area)
            with pytest.raises(InvalidArea, match="north fields, south"):
                read_areas(area)
            assert same(as_geometry(area, layer="south"), OTHER)
            assert names(area, layer="NORTH FIELDS") == ["north"]
            assert refusal(area, layer="east")[0] == "no_such_layer"

    def test_a_layer_of_something_without_layers(self):
        assert refusal(SQUARE, layer="a")[0] == "no_layers"
        with pytest.raises(InvalidArea, match="no layers"):
            read_areas([SQUARE], layer="a")

    def test_an_empty_layer_is_no_choice(self, tmp_path):
        path = tmp_path / "two.gpkg"
        FRAME.to_file(path, layer="farms")
        FRAME[:0].to_file(path, layer="drafts")
        assert same(as_geometry(path))

    def test_only_points(self, tmp_path):
        path = tmp_path / "points.gpkg"
        geopandas.GeoDataFrame(geometry=[shapely.Point(1, 2)], crs=4326).to_file(path)
        reason, text = refusal(path)
        assert reason == "not_polygon"
        assert "points (Point)" in text


def test_open_rings_are_closed_in_every_format(tmp_path):
    """GEOS refuses them, and with them whole files."""
    ring = list(SQUARE.exterior.coords)[:-1]
    numbers = [number for position in ring for number in position]
    wkb = struct.pack("<BIII", 1, 3, 1, len(ring)) + struct.pack(f"<{len(numbers)}d", *numbers)
    assert same(as_geometry(wkb), SQUARE)
    assert same(as_geometry({"type": "Polygon", "coordinates": [ring]}), SQUARE)
    text = ", ".join(f"{x} {y}" for x, y in ring)
    assert same(as_geometry(f"POLYGON (({text}))"), SQUARE)
    for suffix, driver in (("gpkg", "GPKG"), ("fgb", "FlatGeobuf")):
        path = tmp_path / f"open.{suffix}"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pyogrio.raw.write(
                path,
                geometry=__import__("numpy").array([wkb], dtype=object),
                field_data=[],
                fields=[],
                geometry_type="Polygon",
                crs="EPSG:4326",
                driver=driver,
            )
        assert same(as_geometry(path), SQUARE)


def test_a_shapefile_needs_its_other_files(tmp_path):
    FRAME.to_file(tmp_path / "farms.shp")
    assert "Pass the .shp file" in refusal(tmp_path / "farms.dbf")[1]
    assert "several files" in refusal((tmp_path / "farms.shp").read_bytes())[1]
    (tmp_path / "farms.shx").unlink()
    assert ".shx file is missing" in refusal(tmp_path / "farms.shp")[1]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"%PDF-1.7\n", "a PDF document"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(40), "a 7z archive"),
        (b"\x89PNG\r\n" + bytes(40), "a PNG image"),
        (bytes(257) + b"ustar" + bytes(250), "a tar archive"),
    ],
)
def test_what_is_not_read_is_named(tmp_path, content, name):
    path = tmp_path / "area.geojson"
    path.write_bytes(content)
    assert name in refusal(path)[1]


def test_a_file_is_what_it_holds_not_what_it_is_called(tmp_path):
    path = tmp_path / "area.geojson"
    path.write_bytes(gzip.compress(FRAME.to_json().encode()))
    assert same(as_geometry(path))
    FRAME.to_file(tmp_path / "a.gpkg")
    path.write_bytes((tmp_path / "a.gpkg").read_bytes())
    assert same(as_geometry(path))
    # but no format gets in under the name of another that would let it name other files
    path = tmp_path / "area.gpkg"
    path.write_text('<OGRVRTDataSource><OGRVRTLayer name="a"/></OGRVRTDataSource>')
    assert refusal(path)[0] == "bad_file"


SMALL = "POLYGON ((37.3 55.636, 37.302 55.636, 37.302 55.638, 37.3 55.636))"
LARGE = "POLYGON ((37 55, 38 55, 38 56, 37 55))"


def test_of_two_columns_with_one_name_the_one_that_was_shown_is_read():
    one = as_geometry(f'wkt,wkt\n"{SMALL}","{LARGE}"\n')
    assert one == as_geometry(SMALL)


@pytest.mark.parametrize("header", ["name,bbox,outline\n", ""])
def test_of_several_columns_of_geometries_none_is_guessed(header):
    with pytest.raises(InvalidArea, match="Several columns") as caught:
        as_geometry(f'{header}a,"{LARGE}","{SMALL}"\nb,"{LARGE}","{SMALL}"\n')
    assert caught.value.reason == "no_geometry_column"
    assert as_geometry(f'name,bbox,geometry\na,"{LARGE}","{SMALL}"\n') == as_geometry(SMALL)

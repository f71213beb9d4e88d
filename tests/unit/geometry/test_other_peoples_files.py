"""Files as databases, spreadsheets and other programs write them: read whole, or refused."""

import datetime
import decimal
import gc
import gzip
import http.server
import io
import json
import threading
import time
import uuid
import warnings
import zipfile

import geopandas
import pandas
import pytest
import shapely

from mapflow.errors import AreaWarning, InvalidArea
from mapflow.geometry import area_m2, as_geometry, polygon_count, read_areas
from mapflow.geometry._readers.anything import read
from mapflow.geometry._readers.found import Found

WEST = shapely.box(37.25, 55.5, 37.5, 55.625)
EAST = shapely.box(38.25, 55.5, 38.5, 55.625)
PLACEMARK = "<Placemark><name>{}</name><Polygon>{}</Polygon></Placemark>"
OUTER = (
    "<outerBoundaryIs><LinearRing><coordinates>{0},55.5 {0}5,55.5 {0}5,55.6 {0},55.5"
    "</coordinates></LinearRing></outerBoundaryIs>"
)
GML = """<?xml version="1.0"?>
<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs" xmlns:ogr="http://ogr.maptools.org/"
 xmlns:gml="http://www.opengis.net/gml" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="http://ogr.maptools.org/ {}?SERVICE=WFS&amp;REQUEST=DescribeFeatureType">
<gml:featureMember><ogr:a gml:id="a.1"><ogr:name>Zürich</ogr:name><ogr:geom>
<gml:Polygon srsName="urn:ogc:def:crs:EPSG::4326"><gml:exterior><gml:LinearRing>
<gml:posList>55.5 37.25 55.5 37.5 55.625 37.5 55.5 37.25</gml:posList>
</gml:LinearRing></gml:exterior></gml:Polygon></ogr:geom></ogr:a></gml:featureMember>
</wfs:FeatureCollection>"""


def names(area, **options):
    return [each.name for each in read_areas(area, **options)]


def wkt(shape):
    return shapely.to_wkt(shape, trim=True)


def geojson(shape, **dumps):
    return json.dumps(shape.__geo_interface__, **dumps)


def zipped(**members):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, held in members.items():
            archive.writestr(name.replace("__", "."), held)
    return content.getvalue()


def kml(body):
    return f"<kml><Document>{body}</Document></kml>"


class TestTables:
    @pytest.mark.parametrize(
        ("separator", "quote"), [(",", '"'), (";", ""), (";", '"'), ("\t", ""), ("|", "")]
    )
    def test_a_table_without_a_header_keeps_its_first_area(self, separator, quote):
        rows = [f"{n}{separator}{quote}{wkt(s)}{quote}" for n, s in enumerate((WEST, EAST))]
        assert polygon_count(as_geometry("\n".join(rows) + "\n")) == 2
        assert names("\n".join(rows) + "\n", name_field="column 1") == ["0", "1"]

    @pytest.mark.parametrize(
        "held",
        [
            geojson(WEST, separators=(" , ", " : ")).replace("{", "{ "),
            geojson(WEST, sort_keys=True),
            json.dumps({"geometry": WEST.__geo_interface__, "type": "Feature"}),
        ],
    )
    def test_geojson_in_a_column_may_be_written_in_any_way(self, held):
        quoted = held.replace('"', '""')
        assert names(f'name,outline\nNorth,"{quoted}"\n') == ["North"]

    def test_the_separator_that_excel_is_told_is_no_header(self):
        assert names(f"sep=;\r\nname;wkt\r\nNorth;{wkt(WEST)}\r\n") == ["North"]


class TestWellKnownText:
    @pytest.mark.parametrize(
        "text",
        [
            "POLYGON ((37 55 38 55, 38 56, 37 55))",
            "POLYGON ((37 55 38 55 38 56, 37 56 36 55 37 55))",
        ],
    )
    def test_a_missing_comma_loses_no_position(self, text):
        with pytest.raises(InvalidArea, match="differ in how many numbers"):
            as_geometry(text)

    def test_an_empty_part_is_left_out(self):
        with pytest.warns(AreaWarning, match="omitted"):
            found = as_geometry("MULTIPOLYGON (((37 55, 38 55, 38 56, 37 55)), EMPTY)")
        assert found["type"] == "Polygon"

    def test_what_is_no_number_is_named(self):
        with pytest.raises(InvalidArea, match="'x' is not a number"):
            as_geometry("POLYGON ((37 x, 38 55, 38 56, 37 55))")


class TestKml:
    def test_links_beside_polygons_are_said_to_be_left_out(self):
        link = "<NetworkLink><Link><href>more.kml</href></Link></NetworkLink>"
        with pytest.warns(AreaWarning, match="1 network link is omitted"):
            as_geometry(kml(PLACEMARK.format("a", OUTER.format(37.2)) + link))

    def test_each_outer_ring_counts(self):
        both = OUTER.format(37.2) + OUTER.format(38.2)
        assert polygon_count(as_geometry(kml(PLACEMARK.format("a", both)))) == 2

    def test_deep_folders_take_no_time(self):
        deep = 50_000
        inner = PLACEMARK.format("a", OUTER.format(37.2))
        text = kml("<Folder><name>f</name>" * deep + inner + "</Folder>" * deep)
        assert names(text) == ["a"]
        assert names(text, layer="F") == ["a"]

    def test_a_folder_is_chosen_with_those_in_it(self):
        def folder(name, body):
            return f"<Folder><name>{name}</name>{body}</Folder>"

        one, other, third = (
            PLACEMARK.format(name, OUTER.format(west))
            for name, west in (("a", 37.2), ("b", 38.2), ("c", 39.2))
        )
        text = kml(folder("x", one + folder("y", other)) + folder("z", third))
        assert names(text, layer="x") == ["a", "b"]
        assert names(text, layer="y") == ["b"]
        with pytest.raises(InvalidArea, match="it has: x, y, z"):
            as_geometry(text, layer="w")

    def test_text_with_a_document_type_is_refused_as_what_it_is(self):
        text = "<!DOCTYPE k [<!ENTITY a 'b'>]>" + kml(PLACEMARK.format("&a;", OUTER.format(37.2)))
        with pytest.raises(InvalidArea, match="document type"):
            as_geometry(text)

    def test_what_a_text_says_of_its_encoding_is_over(self):
        text = '<?xml version="1.0" encoding="latin-1"?>'
        assert names(text + kml(PLACEMARK.format("Zürich", OUTER.format(37.2)))) == ["Zürich"]


class TestArchives:
    @pytest.mark.parametrize(
        ("name", "held"),
        [
            ("south__json", geojson(EAST)),
            ("south__wkt", wkt(EAST)),
            ("south__csv", f'name,wkt\nx,"{wkt(EAST)}"\n'),
        ],
    )
    def test_no_file_of_areas_is_left_out_unseen(self, name, held):
        content = zipped(north__geojson=geojson(WEST), **{name: held})
        with pytest.raises(InvalidArea, match=r"2 layers.*north, south"):
            as_geometry(content)
        assert as_geometry(content, layer="south")["coordinates"][0][0][0] > 38

    def test_what_only_goes_with_an_area_does_not_count(self):
        content = zipped(
            north__geojson=geojson(WEST), style__json="{}", list__csv="a,b\n1,2\n", x__json="[1]"
        )
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            as_geometry(content)
            read_areas(content)

    def test_an_archive_within_is_said_to_be_left_out(self):
        inner = gzip.compress(geojson(EAST).encode())
        with pytest.warns(AreaWarning, match=r"'south\.gz' in the archive is omitted"):
            as_geometry(zipped(north__geojson=geojson(WEST), south__gz=inner))

    def test_a_zipped_shapefile_is_the_layer_that_it_is_called(self, tmp_path):
        frame = geopandas.GeoDataFrame({"name": ["a"]}, geometry=[WEST], crs=4326)
        frame.to_file(tmp_path / "north field.shp")
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            for part in tmp_path.glob("north field.*"):
                archive.write(part, f"data/{part.name}")
        assert names(content.getvalue(), layer="north field") == ["a"]
        with pytest.raises(InvalidArea, match="it has: north field"):
            as_geometry(content.getvalue(), layer="south")


class TestManyPolygons:
    """Twice the polygons take about twice the time, not four times."""

    @pytest.mark.parametrize(
        "write",
        [
            lambda shapes: shapely.MultiPolygon(shapes).__geo_interface__,
            lambda shapes: "\n".join(shapely.to_wkb(shape, hex=True) for shape in shapes),
        ],
    )
    def test_time_grows_with_the_number(self, write):
        def seconds(count):
            places = [(n % 400 * 0.01, n // 400 * 0.01) for n in range(count)]
            area = write([shapely.box(x, y, x + 0.005, y + 0.005) for x, y in places])
            found = Found()
            # What the collector does for all that the other tests hold is not of interest.
            gc.collect()
            gc.disable()
            try:
                began = time.process_time()
                read(area, found)
                taken_s = time.process_time() - began
            finally:
                gc.enable()
            assert len(found.parts) == count
            return taken_s

        assert seconds(80_000) < 8 * seconds(20_000)


class TestOtherFiles:
    @pytest.mark.parametrize("root", ["OGRVRTDataSource", "OGRWFSDataSource", "VRTDataset"])
    def test_what_only_names_other_files_is_not_followed(self, tmp_path, root):
        path = tmp_path / "secret.geojson"
        path.write_text(geojson(WEST))
        text = (
            f'<{root}><OGRVRTLayer name="secret"><SrcDataSource>{path}</SrcDataSource>'
            f'</OGRVRTLayer><x xmlns="http://www.opengis.net/gml"/></{root}>'
        )
        for content in (text.encode(), text.encode("utf-16")):
            with pytest.raises(InvalidArea, match="list of other files"):
                as_geometry(content)

    @pytest.mark.usefixtures("loopback")
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
    def test_the_schema_of_gml_is_not_fetched(self, encoding):
        asked = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                asked.append(self.path)
                self.send_error(404)

            def log_message(self, *_):
                pass

        with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            text = GML.format(f"http://127.0.0.1:{server.server_port}/wfs")
            found = as_geometry(text.encode(encoding))
            server.shutdown()
        assert found["coordinates"][0][0] == [37.25, 55.5]
        assert not asked

    def test_gml_as_text(self):
        text = GML.format("x").replace('"1.0"', '"1.0" encoding="latin-1"')
        assert names(text) == ["Zürich"]

    def test_a_path_may_begin_like_json(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        (tmp_path / "[draft] a.geojson").write_text(geojson(WEST))
        assert as_geometry("[draft] a.geojson")["type"] == "Polygon"

    @pytest.mark.parametrize("reader", [as_geometry, read_areas])
    @pytest.mark.parametrize("opened", [io.StringIO, lambda text: io.BytesIO(text.encode())])
    def test_the_lines_of_an_open_file_are_no_areas(self, tmp_path, reader, opened):
        other = tmp_path / "other.geojson"
        other.write_text(geojson(WEST))
        with pytest.raises(InvalidArea, match="is an open file") as caught:
            reader(opened(f"{other}\n"))
        assert caught.value.hint == "Pass its path, or what read() gives."

    @pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000])
    def test_deep_json_is_refused_in_plain_words(self, text):
        with pytest.raises(InvalidArea, match="nested too deep"):
            as_geometry(text)


class TestNames:
    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            ([decimal.Decimal("101.0"), decimal.Decimal("5.50")], ["101", "5.5"]),
            (
                [decimal.Decimal(12345678901234567890), decimal.Decimal(12345678901234567891)],
                ["12345678901234567890", "12345678901234567891"],
            ),
            ([uuid.UUID(int=1), uuid.UUID(int=2)], [str(uuid.UUID(int=n)) for n in (1, 2)]),
            ([datetime.date(2024, 1, 1), datetime.date(2024, 1, 2)], ["2024-01-01", "2024-01-02"]),
            (pandas.to_datetime(["2024-01-01", "2024-01-02"]), ["2024-01-01", "2024-01-02"]),
        ],
    )
    def test_what_databases_hold_can_name_an_area(self, values, expected):
        frame = geopandas.GeoDataFrame({"id": values, "code": values}, geometry=[WEST, EAST])
        assert names(frame) == expected
        assert names(frame, name_field="code") == expected

    def test_a_number_that_is_none_is_no_name(self):
        values = [decimal.Decimal("NaN"), decimal.Decimal(1)]
        assert names(geopandas.GeoDataFrame({"id": values}, geometry=[WEST, EAST])) == ["1", "2"]

    def test_a_time_that_is_none_is_no_name(self):
        values = pandas.to_datetime(["2024-01-01", None])
        assert names(geopandas.GeoDataFrame({"id": values}, geometry=[WEST, EAST])) == ["1", "2"]

    def test_a_field_that_holds_no_names_is_not_said_to_be_empty(self):
        frame = geopandas.GeoDataFrame({"code": [True, False]}, geometry=[WEST, EAST])
        with pytest.raises(InvalidArea, match="cannot name the areas: it holds True"):
            read_areas(frame, name_field="code")


class TestCutAtTheAntimeridian:
    CROSSING = ((179, 10), (-179, 10), (-179, 11), (179, 11))

    def test_it_says_that_the_area_is_as_before(self):
        with pytest.warns(AreaWarning, match="cut there; it covered") as told:
            found = as_geometry({"type": "Polygon", "coordinates": [self.CROSSING]}, repair=True)
        assert str(told[0].message).count(f"{area_m2(found):,.0f} m²") == 2

    def test_a_ring_that_crosses_itself_there_is_not_mended_silently(self):
        one, two, three, four = self.CROSSING
        bow_tie = {"type": "Polygon", "coordinates": [(one, three, two, four)]}
        with pytest.warns(
            AreaWarning, match="was repaired, because it was not valid; it covered 0"
        ):
            as_geometry(bow_tie, repair=True)


class TestParquet:
    @pytest.mark.parametrize("write", [wkt, geojson, lambda shape: shapely.to_wkb(shape, hex=True)])
    def test_geometries_as_text(self, tmp_path, write):
        path = tmp_path / "a.parquet"
        rows = {"name": ["West", "East"], "geometry": [write(WEST), write(EAST)]}
        pandas.DataFrame(rows).to_parquet(path)
        assert names(path) == ["West", "East"]
        assert polygon_count(as_geometry(path)) == 2

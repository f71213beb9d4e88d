"""Names of areas by one rule, rows that stay apart, and objects that are collections."""

import collections
import datetime
import json
import warnings

import geopandas
import numpy as np
import pandas
import pytest
import shapely

from mapflow.errors import AreaWarning, InvalidArea
from mapflow.geometry import NamedArea, as_geometry, polygon_count, read_areas

SQUARE = shapely.box(37.25, 55.5, 37.5, 55.625)
OTHER = shapely.box(38.25, 55.5, 38.5, 55.625)
PULKOVO = "EPSG:4284"


def features(*properties, ids=None, geometry=SQUARE):
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": held,
                "geometry": geometry.__geo_interface__,
                **({} if ids is None else {"id": ids[number]}),
            }
            for number, held in enumerate(properties)
        ],
    }


def names(area, **options):
    return [each.name for each in read_areas(area, **options)]


@pytest.mark.parametrize(
    ("area", "expected"),
    [
        (features({"name": "a"}, {"name": "b"}), ["a", "b"]),
        (features({"NAME": "a"}, {"NAME": "b"}), ["a", "b"]),
        (features({"Name": "a"}, {"nAmE": "b"}), ["a", "b"]),
        (features({"name": "x", "Name": "y"}, {"name": "z", "Name": "w"}), ["x", "z"]),
        (features({"name": " a "}, {"name": 7}), ["a", "7"]),
        (features({}, {}, ids=["p", "q"]), ["p", "q"]),
        (features({}, {}, ids=[101.0, 102.0]), ["101", "102"]),
        (features({}, {}, ids=[0, 1]), ["0", "1"]),
        (features({"id": 101.0}, {"id": 102.5}), ["101", "102.5"]),
        (features({"ID": 5}, {"ID": 6}), ["5", "6"]),
        (features({"id": 1}, {"id": 2}, ids=["p", "q"]), ["p", "q"]),
        (features({"name": "a"}, {"name": "b"}, ids=["p", "q"]), ["a", "b"]),
        # where some have none, or two are alike, the next kind of name is tried for all
        (features({"name": "a"}, {}, ids=["p", "q"]), ["p", "q"]),
        (features({"name": "a"}, {"name": "A"}, ids=["p", "q"]), ["p", "q"]),
        (features({"name": "a"}, {"name": ""}), ["1", "2"]),
        (features({"name": None}, {"name": True}), ["1", "2"]),
        (features({"name": float("nan")}, {"name": float("inf")}), ["1", "2"]),
        (features({"name": {"en": "a"}}, {"name": ["b"]}), ["1", "2"]),
        (features({"name": None}, None), ["1", "2"]),
        (features(*[{}] * 12), [f"{number:02}" for number in range(1, 13)]),
        ([SQUARE, OTHER], ["1", "2"]),
        ({"North": SQUARE, 7: OTHER}, ["North", "7"]),
    ],
)
def test_the_rule(area, expected):
    assert names(area) == expected


def test_the_field_asked_for():
    area = features({"farm": "x", "name": "a"}, {"farm": "y", "name": "a"})
    assert names(area, name_field="farm") == ["x", "y"]
    assert names(area, name_field="FARM") == ["x", "y"]
    with pytest.raises(
        InvalidArea, match="no field 'owner'; their fields are: farm, name"
    ) as caught:
        read_areas(area, name_field="owner")
    assert caught.value.reason == "no_such_field"
    with pytest.raises(InvalidArea, match="1 rows have no 'farm'; the first is number 2"):
        read_areas(features({"farm": "x"}, {"farm": None}), name_field="farm")


@pytest.mark.parametrize("suffix", ["gpkg", "shp", "fgb", "gml", "parquet", "geojson", "csv"])
def test_the_rule_holds_in_every_format(tmp_path, suffix):
    frame = geopandas.GeoDataFrame(
        {"code": [101.0, 102.0], "Name": ["North", "South"]}, geometry=[SQUARE, OTHER], crs=4326
    )
    path = tmp_path / f"areas.{suffix}"
    if suffix == "parquet":
        frame.to_parquet(path)
    elif suffix == "csv":
        frame.to_csv(path, index=False)
    else:
        frame.to_file(path, driver={"gml": "GML"}.get(suffix))
    # FlatGeobuf sorts by place.
    assert sorted(names(path)) == ["North", "South"]
    assert sorted(names(path, name_field="code")) == ["101", "102"]
    with pytest.raises(InvalidArea, match="no field 'owner'"):
        read_areas(path, name_field="owner")


class TestFrames:
    FRAME = geopandas.GeoDataFrame(
        {"name": ["a", "b"]}, geometry=[SQUARE, OTHER], crs=PULKOVO, index=["x", "y"]
    )

    def test_rows_with_names_in_their_own_system(self):
        found = read_areas(self.FRAME)
        assert [each.name for each in found] == ["a", "b"]
        together = as_geometry(SQUARE, crs=PULKOVO)
        assert found[0].geometry == together
        assert found[0].geometry != as_geometry(SQUARE), "a hundred metres"

    def test_a_series_keeps_its_system(self):
        for area in (self.FRAME.geometry, self.FRAME.geometry.set_crs(PULKOVO)):
            found = read_areas(area)
            assert found[0].geometry == as_geometry(SQUARE, crs=PULKOVO)

    def test_the_index_is_no_id(self):
        assert names(self.FRAME[["geometry"]]) == ["1", "2"]
        assert names(self.FRAME.geometry) == ["1", "2"]

    def test_odd_frames(self):
        two = geopandas.GeoDataFrame({"name": ["a"], "other": [OTHER]}, geometry=[SQUARE], crs=4326)
        assert names(two) == ["a"]
        numbers = self.FRAME.assign(name=np.array([1.0, 2.0]))
        assert names(numbers) == ["1", "2"]
        assert names(self.FRAME.to_wkb()) == ["a", "b"]
        assert names(self.FRAME.to_wkt()) == ["a", "b"]
        with pytest.raises(InvalidArea, match=r"their fields are: name\."):
            read_areas(self.FRAME, name_field="owner")
        with pytest.raises(InvalidArea, match="no active geometry"):
            read_areas(geopandas.GeoDataFrame({"name": ["a"]}))
        with pytest.raises(InvalidArea):
            read_areas(pandas.DataFrame({"name": ["a"]}))

    def test_rows_of_a_frame(self):
        frame = self.FRAME.to_crs(4326)
        assert names(list(frame.itertuples())) == ["a", "b"]
        assert names([row for _, row in frame.iterrows()]) == ["a", "b"]
        missing = geopandas.GeoDataFrame({"name": ["a", "b"]}, geometry=[SQUARE, None], crs=4326)
        good, bad = read_areas(missing)
        assert (good.name, bad.name) == ("a", "b")
        assert bad.error.reason == "null_geometry"


class ItemCollection:
    """As pystac has it: no interface, but a list of items, and a way to write itself."""

    def __init__(self, items):
        self.items = items

    def __iter__(self):
        return iter(self.items)

    def to_dict(self, transform_hrefs=False):
        return {"type": "FeatureCollection", "features": [each.written for each in self.items]}


class Item:
    def __init__(self, own_id, geometry):
        self.id = own_id
        self.written = {
            "type": "Feature",
            "stac_version": "1.0.0",
            "id": own_id,
            "geometry": geometry.__geo_interface__,
            "bbox": list(geometry.bounds),
            "properties": {"datetime": "2026-01-01T00:00:00Z"},
            "links": [],
            "assets": {},
        }

    @property
    def __geo_interface__(self):
        return self.written

    def to_dict(self):
        return self.written


def test_items_of_a_catalog():
    items = [Item("S2A_1", SQUARE), Item("S2A_2", OTHER)]
    assert names(items[0]) == ["S2A_1"]
    for area in (ItemCollection(items), items, iter(items), ItemCollection(items).to_dict()):
        assert names(area) == ["S2A_1", "S2A_2"]
    assert polygon_count(as_geometry(ItemCollection(items))) == 2
    assert names(json.dumps(ItemCollection(items).to_dict())) == ["S2A_1", "S2A_2"]


def test_one_bad_row_does_not_stop_the_others():
    bad = features({"name": "a"}, {"name": "b"}, {"name": "c"})
    bad["features"][1]["geometry"] = {"type": "Circle", "coordinates": [1, 2]}
    first, second, third = read_areas(bad)
    assert (first.error, third.error) == (None, None)
    assert second.geometry is None
    assert second.error.reason == "bad_geojson"
    assert "Feature 1" in str(second.error)
    bad["features"][1] = "nonsense"
    assert read_areas(bad)[1].error.reason == "bad_geojson"
    bad["features"][1] = None
    assert read_areas(bad)[1].error.reason == "null_geometry"
    good, missing = read_areas([SQUARE, "no-such-file.geojson"])
    assert good.error is None
    assert missing.error.reason == "no_such_file"
    lines = f"{SQUARE.wkt}\nPOLYGON ((1 2))\n"
    assert [each.error and each.error.reason for each in read_areas(lines)] == [
        None,
        "too_few_positions",
    ]


def test_what_was_read_can_be_read_again():
    ring = [*list(SQUARE.exterior.coords), (37.3, 55.6), (37.4, 55.58)]
    joined = {"type": "Polygon", "coordinates": [ring]}
    found = read_areas({"a": joined, "b": SQUARE, "c": "POINT (1 2)"})
    assert "taken apart" in found[0].notes[0]
    assert read_areas(found) == found
    assert read_areas(iter(found)) == found
    with pytest.raises(InvalidArea):
        as_geometry(found)
    assert as_geometry(found[1]) == as_geometry(SQUARE)
    assert isinstance(found[0], NamedArea)


def test_a_collection_in_a_collection_is_flat():
    area = [features({}, {}), {"type": "GeometryCollection", "geometries": [SQUARE, OTHER]}, SQUARE]
    assert names(area) == ["1", "2", "3", "4", "5"]
    assert names({"all": area}) == ["all"]
    one = {
        "type": "Feature",
        "properties": {},
        "geometry": shapely.GeometryCollection([SQUARE, OTHER]).__geo_interface__,
    }
    assert names(one) == ["1"]


@pytest.mark.parametrize("area", [None, 5, object(), "", [], {}, "nothing.geojson", datetime.date])
def test_what_is_no_area_at_all_is_refused(area):
    with pytest.raises(InvalidArea):
        read_areas(area)


Pair = collections.namedtuple("Pair", "name geometry")


def box(west, south, east, north):
    return [[west, south], [east, south], [east, north], [west, north]]


def polygon(*rings):
    return {"type": "Polygon", "coordinates": list(rings)}


BOW = polygon([[37, 55], [37.1, 55.1], [37.1, 55], [37, 55.1], [37, 55]])
SHELL = [*box(0, 0, 10, 10), [0, 0]]


class TestRepair:
    def test_only_when_asked_and_with_the_area_before_and_after(self):
        with pytest.raises(InvalidArea, match="repair=True"):
            as_geometry(BOW)
        with pytest.warns(
            AreaWarning, match=r"repaired: .*covered 0 m² before and covers 35,\d+,\d+ m² now"
        ):
            geometry = as_geometry(BOW, repair=True)
        assert shapely.geometry.shape(geometry).is_valid
        (row,) = read_areas(BOW, repair=True)
        assert "covers" in row.notes[0]

    @pytest.mark.parametrize(
        ("rings", "area"),
        [
            # a spike, a hole outside, a hole in a hole, a hole from side to side, a line as a hole
            ([[[0, 0], [2, 0], [3, 0], [2, 0], [2, 2], [0, 2]]], 4),
            ([box(0, 0, 2, 2), box(5, 5, 6, 6)], 5),
            ([box(0, 0, 9, 9), box(1, 1, 8, 8), [[2, 2], [3, 2], [3, 3]]], 32),
            ([box(0, 0, 4, 4), [[0, 2], [2, 1], [4, 2], [2, 3]]], 12),
            ([box(0, 0, 2, 2), [[0.5, 0.5], [1, 1]]], 4),
        ],
    )
    def test_each_fault(self, rings, area):
        geometry = {"type": "Polygon", "coordinates": rings}
        with pytest.raises(InvalidArea):
            as_geometry(geometry)
        with pytest.warns(AreaWarning, match="was repaired"):
            mended = shapely.geometry.shape(as_geometry(geometry, repair=True))
        assert mended.is_valid
        assert mended.area == pytest.approx(area)

    def test_what_cannot_be_repaired(self):
        for area in (
            {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]},
            {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [2, 2]]]},
            "POINT (1 2)",
            {"type": "Polygon", "coordinates": [[[0, 95], [1, 95], [1, 96]]]},
        ):
            with pytest.raises(InvalidArea):
                as_geometry(area, repair=True)

    def test_without_shapely_it_is_asked_for(self, monkeypatch):
        monkeypatch.setitem(__import__("sys").modules, "shapely", None)
        with pytest.raises(InvalidArea, match="mapflow-client\\[geo\\]"):
            as_geometry(BOW, repair=True)

    @pytest.mark.parametrize(
        "ring",
        [
            [[179, 0], [181, 0], [181, 1], [179, 1]],
            [[179, 0], [-179, 0], [-179, 1], [179, 1]],
            [[-181, 0], [-179, 0], [-179, 1], [-181, 1]],
        ],
    )
    def test_the_antimeridian(self, ring):
        area = {"type": "Polygon", "coordinates": [ring]}
        with pytest.raises(InvalidArea):
            as_geometry(area)
        with pytest.warns(AreaWarning, match="crosses the antimeridian and was cut there"):
            found = as_geometry(area, repair=True)
        expected = as_geometry((179, 0, -179, 1))
        assert shapely.geometry.shape(found).equals(shapely.geometry.shape(expected))

    @pytest.mark.parametrize("pole", [1, -1])
    def test_a_ring_round_a_pole_is_closed_over_it(self, pole):
        ring = [[0, 80 * pole], [90, 80 * pole], [180, 80 * pole], [-90, 80 * pole]]
        area = {"type": "Polygon", "coordinates": [ring[::pole]]}
        with pytest.raises(InvalidArea, match="repair=True"):
            as_geometry(area)
        with pytest.warns(AreaWarning, match="cut there, and closed over the pole"):
            found = as_geometry(area, repair=True)
        south, north = sorted((80 * pole, 90 * pole))
        cap = as_geometry((-180, south, 180, north))
        assert shapely.geometry.shape(found).equals(shapely.geometry.shape(cap))

    def test_a_ring_round_the_globe_in_both_hemispheres_is_refused(self):
        ring = [[0, 10], [90, -10], [180, 10], [-90, 10]]
        with pytest.raises(InvalidArea, match="which side of its ring is meant is not known"):
            as_geometry({"type": "Polygon", "coordinates": [ring]}, repair=True)


def taken(*rings):
    """The ground of a polygon that needs no repair, and no warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", AreaWarning)
        return shapely.geometry.shape(as_geometry({"type": "Polygon", "coordinates": list(rings)}))


class TestRingsOnTheAntimeridian:
    """What has one meaning only is taken without being asked to."""

    COAST = ([-150, -77], [-60, -70], [0, -69], [90, -66], [150, -68])

    @pytest.mark.parametrize("line", [180.0, 179.99999999999994])
    def test_a_polar_country_that_was_cut_along_it_and_the_pole(self, line):
        ring = [[-line, -84], *self.COAST, [line, -84], [line, -90], [-line, -90], [-line, -84]]
        found = taken(ring)
        assert found.bounds == (-180, -90, 180, -66)
        assert found.area == pytest.approx(shapely.Polygon(ring).area)

    def test_a_band_of_the_globe(self):
        assert taken([[-180, -60], [180, -60], [180, 80], [-180, 80]]).area == 360 * 140
        assert taken([[-180, -60], [0, -50], [180, -60], [180, 80], [-180, 80]]).area == 360 * 135

    @pytest.mark.parametrize("side", [1, -1])
    def test_a_piece_at_it_whose_edge_there_is_written_for_the_other_side(self, side):
        right = [[179, 1], [180, 1], [180, 1.5], [180, 2], [179, 2]]
        for wrong in ({1}, {2}, {1, 2}, {3}, {1, 2, 3}):
            ring = [
                [x * (-1 if number in wrong else 1) * side, y]
                for number, (x, y) in enumerate(right)
            ]
            # A ring may begin anywhere, and be closed or open.
            for start in range(5):
                turned = [*ring[start:], *ring[:start]]
                for each in (turned, [*turned, turned[0]]):
                    assert taken(each).equals(shapely.Polygon([(x * side, y) for x, y in right]))

    def test_a_hole_too(self):
        hole = [[179.2, 1.2], [180, 1.4], [-180, 1.4], [179.2, 1.6]]
        assert taken([[179, 1], [180, 1], [180, 2], [179, 2]], hole).area == pytest.approx(0.84)

    @pytest.mark.parametrize(
        "ring",
        [
            [[179, 1], [180, 1], [-180, 1], [-179, 1], [-179, 2], [-180, 2], [180, 2], [179, 2]],
            [[179, 1], [-180, 1], [-179, 1], [-179, 2], [180, 2], [179, 2]],
            [[-180, 10], [180, 20], [180, 30], [-180, 30]],
            [[170, 10], [-180, 10], [-170, 20]],
            [[-180, -60], [-20, -50], [180, -60], [180, 80], [-180, 80]],
        ],
    )
    def test_what_crosses_it_is_not_taken_without_being_asked(self, ring):
        with pytest.raises(InvalidArea, match=r"repair=True"):
            as_geometry({"type": "Polygon", "coordinates": [ring]})


class TestRingsThatTouchThemselves:
    @pytest.mark.parametrize(
        ("ring", "parts", "area"),
        [
            # a hole joined to its shell: at a corner, at the middle of an edge, by a line
            ([*SHELL, [2, 6], [6, 2]], 1, 84),
            ([[0, 0], [10, 0], [10, 10], [0, 10], [0, 5], [4, 6], [4, 4], [0, 5]], 1, 96),
            (
                [
                    [0, 0],
                    [10, 0],
                    [10, 10],
                    [0, 10],
                    [0, 0],
                    [3, 3],
                    [3, 5],
                    [5, 5],
                    [5, 3],
                    [3, 3],
                ],
                1,
                96,
            ),
            # two fields that meet at a corner
            ([[0, 0], [2, 0], [2, 2], [4, 2], [4, 4], [2, 4], [2, 2], [0, 2]], 2, 8),
        ],
    )
    def test_are_taken_apart_and_that_is_said(self, ring, parts, area):
        with pytest.warns(AreaWarning, match="touches itself at .* taken apart there; the area is"):
            shape = shapely.geometry.shape(as_geometry({"type": "Polygon", "coordinates": [ring]}))
        assert shape.is_valid
        assert len(shapely.get_parts(shape)) == parts
        assert shape.area == pytest.approx(area)

    def test_a_county_with_many_lakes(self):
        """As a shapefile's drawing program writes it: each lake hangs on the shore by a line."""
        ring = []
        for lake in range(200):
            y = lake * 0.01
            ring += [
                [0, y],
                [1, y + 0.002],
                [2, y + 0.004],
                [1, y + 0.006],
                [0.9, y + 0.004],
                [1, y + 0.002],
                [0, y],
            ]
        ring += [[0, 2], [5, 2], [5, -0.01], [0, -0.01]]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", AreaWarning)
            try:
                geometry = as_geometry({"type": "Polygon", "coordinates": [ring]})
            except InvalidArea as refused:
                pytest.fail(str(refused))
        assert shapely.geometry.shape(geometry).is_valid


def test_thousands_of_long_strips_are_read():
    import time

    strips = [(37, 55 + n * 1e-4, 38, 55 + n * 1e-4 + 5e-5) for n in range(8000)]
    started = time.process_time()
    assert polygon_count(as_geometry(strips)) == 8000
    assert time.process_time() - started < 2.5
    slanting = [
        {
            "type": "Polygon",
            "coordinates": [
                [
                    [37, 55 + n * 1e-3],
                    [38, 56 + n * 1e-3],
                    [38, 56.0005 + n * 1e-3],
                    [37, 55.0005 + n * 1e-3],
                ]
            ],
        }
        for n in range(2000)
    ]
    started = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert polygon_count(as_geometry(slanting)) == 2000
    assert time.process_time() - started < 5

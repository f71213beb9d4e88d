"""Maps and tables let no odd value through, and lose nothing over names, classes and measures."""

import json
import math
import warnings

import pytest

from mapflow import maps
from mapflow.errors import InvalidInput, ResultWarning
from mapflow.formats import to_geodataframe
from tests.maps.pages import Page
from tests.maps.test_inputs import frame
from tests.maps.test_page import feature

ODD = {
    "NaN": float("nan"),
    "infinity": math.inf,
    "deep": {"a": [1, {"b": float("nan")}]},
    "half a pair": "\ud800",
    "half a pair as a name": {"\udfff": 1},
    "bytes": b"\xff",
    "set": {1, 2},
    "object": object(),
    "numbers for keys": {1: 2},
    "large": 10**400,
}


@pytest.mark.parametrize("value", ODD.values(), ids=ODD)
def test_odd_values_do_not_blank_the_page(value):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResultWarning)
        text = maps.html([feature({"a": value, "b": 1}), feature()], title="\ud800", subtitle=5)
    text.encode()
    (read, _) = sorted(
        Page(text).data("features")["features"], key=lambda each: -len(each["properties"])
    )
    assert read["properties"]["b"] == 1
    for script in (Page(text).text("view"), Page(text).facts):
        json.loads(script, parse_constant=pytest.fail)


def test_what_contains_itself():
    loop = {}
    loop["self"] = loop
    with pytest.warns(ResultWarning, match="1 value lies in more than 50 others"):
        page = maps.html([feature(loop)])
    assert Page(page).data("features")["features"]
    endless = []
    endless.append(endless)
    for use in (maps.html, to_geodataframe, maps.frame):
        with pytest.raises(InvalidInput, match="24 lists"):
            use(endless)


def test_it_is_said_once_that_values_are_null():
    features = [feature({"a": math.nan, "b": math.inf, "c": -math.inf, "d": 1})] * 3
    for use in (maps.html, to_geodataframe):
        with pytest.warns(ResultWarning, match="9 values are NaN or infinite") as told:
            use(features)
        assert len(told) == 1
        assert told[0].filename == __file__
    with pytest.warns(ResultWarning, match="1 value is"):
        table = to_geodataframe([feature({"a": math.nan}), feature({"a": 2})])
    assert list(table["a"].isna()) == [True, False]


@pytest.mark.parametrize(
    "shape",
    [
        {"type": "Polygon", "coordinates": [[[math.nan, 1], [2, 3], [4, 5]]]},
        {"type": "Polygon", "coordinates": [[["a", 1], [2, 3], [4, 5]]]},
        {"type": "Polygon", "coordinates": [[[1], [2, 3], [4, 5]]]},
        {"type": "Polygon", "coordinates": [[[1, 2]]]},
        {"type": "Polygon", "coordinates": 5},
        {"type": "Polygon"},
        {"type": "Elephant", "coordinates": []},
        {"type": "Point", "coordinates": []},
        {"type": "GeometryCollection"},
        "POINT (1 2)",
        [1, 2],
    ],
    ids=str,
)
def test_shapes_that_make_no_sense(shape):
    """A map leaves them out and says so; a table names the feature."""
    text = maps.html([feature(), feature(geometry=shape)])
    assert len(Page(text).data("features")["features"]) == 1
    assert "1 feature has no geometry to draw" in text
    assert maps.png([feature(), feature(geometry=shape)], size_px=320)
    with pytest.raises(InvalidInput, match="The geometry of feature 2 cannot be read"):
        to_geodataframe([feature(), feature(geometry=shape)])


def test_metres_are_no_degrees():
    far = {"type": "Point", "coordinates": [415_000.0, 6_166_000.0]}
    assert "1 feature has no geometry to draw" in maps.html([feature(geometry=far)])
    with pytest.raises(InvalidInput, match="not lon/lat"):
        maps.html([], area=far)


def test_heights_and_measures():
    mixed = [[0, 0, 5], [1, 0], [1, 1, 5, 9], [0, 0, 5]]
    with pytest.warns(ResultWarning) as told:
        (shape,) = to_geodataframe([{"type": "Polygon", "coordinates": [mixed]}]).geometry
    assert [str(each.message).split(" positions")[0] for each in told] == [
        "1 geometry has heights in some",
        "1 geometry has",
    ]
    assert not shape.has_z
    solid = [[0, 0, 5], [1, 0, 6], [1, 1, 7, 9]]
    with pytest.warns(ResultWarning, match="more than three numbers"):
        (shape,) = to_geodataframe([{"type": "LineString", "coordinates": solid}]).geometry
    assert [z for *_, z in shape.coords] == [5, 6, 7]


def test_ids_and_properties_of_any_name():
    features = [
        {**feature({"id": 7, "geometry": "round", "n": {"a": [1]}}), "id": "first"},
        {**feature({"n": None}, geometry=None), "id": 2},
    ]
    table = to_geodataframe(features)
    assert list(table["feature_id"]) == ["first", 2]
    assert table["id"].iloc[0] == 7
    assert table["geometry_property"].iloc[0] == "round"
    assert table["n"].iloc[0] == {"a": [1]}
    assert table.geometry.iloc[0].area > 0
    assert table.geometry.iloc[1] is None
    assert list(to_geodataframe([{**feature(), "id": 9}])["id"]) == [9]
    assert "id" not in to_geodataframe([feature()]).columns
    taken = {"id": 1, "feature_id": 2, "geometry": 3, "geometry_property": 4}
    table = to_geodataframe([{**feature(taken), "id": 0}])
    assert sorted(int(table[name].iloc[0]) for name in table.columns if name != "geometry") == [
        0, 1, 2, 3, 4,
    ]  # fmt: skip


def test_classes_from_a_table_are_classes():
    """A column with gaps makes 101.0 of 101."""
    table = frame(object_type=["building"] * 2, class_id=[101.0, float("nan")])
    groups = [group["label"] for group in Page(maps.html(table)).data("view")["groups"]]
    assert sorted(groups) == ["Apartment buildings", "Buildings"]


class Rude:
    """An object of the user's that cannot be shown."""

    def __str__(self):
        raise RuntimeError("no")

    __repr__ = __str__


class Stubborn(Rude):
    def item(self):
        raise OSError("no")


@pytest.mark.parametrize(
    "properties",
    [
        {"a": Rude()},
        {"a": [Rude()]},
        {"a": {Rude(): 1}},
        {"a": Stubborn()},
        {Rude(): 1},
        {"class_id": Rude()},
        {"object_type": Rude()},
    ],
)
def test_a_value_that_cannot_be_shown_is_told(properties):
    with pytest.raises(InvalidInput, match=r"type (Rude|Stubborn) cannot be written as text"):
        maps.html([feature(properties)])


def test_numbers_that_a_browser_would_round_are_texts():
    """It has no whole numbers beyond 2**53, and an ID must not become that of a neighbour."""
    ids = [2**53 - 1, 2**53 + 1, -(2**53) - 1, 10**5000]
    page = Page(maps.html([feature({"id": each, "more": [each]}) for each in ids]))
    read = [each["properties"] for each in page.data("features")["features"]]
    assert [each["id"] for each in read[:3]] == [2**53 - 1, str(2**53 + 1), str(-(2**53) - 1)]
    assert int(read[3]["id"], 16) == 10**5000
    assert read[1]["more"] == [str(2**53 + 1)]

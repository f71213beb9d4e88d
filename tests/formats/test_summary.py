"""What a result holds, in numbers."""

import pytest
from pyproj import Geod
from shapely.geometry import shape

from mapflow import formats
from tests.formats.results import ODD, collection, feature

NO_POLYGON = {"type": "Point", "coordinates": [37, 55]}


def geodesic_m2(features):
    geod = Geod(ellps="WGS84")
    return sum(abs(geod.geometry_area_perimeter(shape(each["geometry"]))[0]) for each in features)


def test_features_are_counted_and_measured_by_class():
    found = [feature(n, class_id=("101", 105, "104")[n % 3]) for n in range(10)]
    found.append(feature(10, object_type="roads", class_id=None) | {"geometry": None})
    found.append(feature(11, object_type="road", class_id=None) | {"geometry": NO_POLYGON})
    summary = formats.summarise(collection(found))
    assert summary.count == 12
    assert summary.without_geometry == 1
    assert [(each.name, each.class_id, each.count) for each in summary.classes] == [
        ("Apartment buildings", "101", 4),
        ("Other non-residential buildings", "105", 3),
        ("Commercial buildings", "104", 3),
        ("Roads", "", 2),
    ]
    assert summary.area_m2 == pytest.approx(geodesic_m2(found[:10]), rel=1e-6)
    assert summary.area_m2 == pytest.approx(sum(each.area_m2 for each in summary.classes))
    assert summary.classes[3].area_m2 == 0


def test_the_box_is_that_of_all_areas(monkeypatch):
    monkeypatch.setattr("mapflow.formats._summary._AT_ONCE", 3)
    found = [feature(n, class_id=("101", "105")[n % 2]) for n in range(10)]
    boxes = [shape(each["geometry"]).bounds for each in found]
    around = tuple(pick(box[i] for box in boxes) for i, pick in enumerate((min, min, max, max)))
    assert formats.summarise(collection(found)).bbox == pytest.approx(around)
    nothing = [feature(0) | {"geometry": NO_POLYGON}, feature(1) | {"geometry": None}]
    assert formats.summarise(collection(nothing)).bbox is None
    assert formats.summarise([]).bbox is None


@pytest.mark.parametrize("name", ODD)
def test_nothing_odd_is_left_out(name):
    found = ODD[name]()
    summary = formats.summarise(found)
    assert summary.count == len(found["features"]) == sum(each.count for each in summary.classes)


def test_holes_cover_nothing():
    whole = formats.summarise(ODD["plain"]())
    pierced = formats.summarise(ODD["hole"]())
    assert whole.area_m2 - pierced.area_m2 == pytest.approx(35.5, rel=0.05)


def test_many_are_measured_as_few(monkeypatch):
    monkeypatch.setattr("mapflow.formats._summary._AT_ONCE", 7)
    few = formats.summarise(ODD["plain"]())
    monkeypatch.undo()
    assert few.area_m2 == pytest.approx(formats.summarise(ODD["plain"]()).area_m2)

"""A page of ours holds everything it shows and runs nothing but our two scripts."""

import base64
import hashlib
import re

import pytest

from mapflow import maps
from tests.maps.pages import Page

SQUARE = {
    "type": "Polygon",
    "coordinates": [
        [[37.30, 55.636], [37.305, 55.636], [37.305, 55.639], [37.30, 55.639], [37.30, 55.636]]
    ],
}
HOSTILE = (
    "</script><script>document.title='owned'</script><!--<script>\u2028<img src=x onerror=alert(1)>"
)


def feature(properties=None, geometry=SQUARE):
    return {"type": "Feature", "geometry": geometry, "properties": properties or {}}


def test_page_refers_to_nothing_outside_itself():
    backdrop = maps.Backdrop(b"\x89PNG", maps.Bounds(37.29, 55.63, 37.31, 55.64), "made up")
    page = Page(maps.html([feature()], area=SQUARE, backdrop=backdrop))
    for tag, attributes in page.elements:
        assert not {"src", "href", "srcset", "data", "action", "style"} & set(attributes), (
            tag,
            attributes,
        )
        assert tag not in {"link", "iframe", "object", "embed", "base", "form"}
    assert all(
        "url(" not in "".join(text) and "@import" not in "".join(text) for _, text in page.sheets
    )
    (overlay,) = page.data("view")["backdrops"]
    assert overlay["url"].startswith("data:image/png;base64,")


def test_several_backdrops_lie_on_each_other_in_order():
    wide = maps.Backdrop(b"\x89PNG1", maps.Bounds(37.2, 55.6, 37.4, 55.7), "somewhere")
    fine = maps.Backdrop(b"\x89PNG2", maps.Bounds(37.29, 55.63, 37.31, 55.64), "somewhere")
    page = Page(maps.html([feature()], backdrop=[wide, fine]))
    corners = [overlay["corners"] for overlay in page.data("view")["backdrops"]]
    assert corners == [[[55.6, 37.2], [55.7, 37.4]], [[55.63, 37.29], [55.64, 37.31]]]


def test_policy_admits_exactly_the_scripts_and_sheets_of_the_page():
    page = Page(maps.html([feature({"a": HOSTILE})]))
    policy = page.policy
    assert policy["default-src"] == ["'none'"]
    assert policy["img-src"] == ["data:"]

    def hashes(elements):
        texts = ("".join(text).encode() for attrs, text in elements if "id" not in attrs)
        return [f"'sha256-{base64.b64encode(hashlib.sha256(t).digest()).decode()}'" for t in texts]

    assert policy["script-src"] == hashes(page.scripts)
    assert policy["style-src"] == hashes(page.sheets)
    assert len(page.scripts) == 5


def test_hostile_values_stay_values():
    hostile = feature({HOSTILE: HOSTILE, "object_type": HOSTILE, "nested": {"x": [HOSTILE]}})
    text = maps.html([hostile], title=HOSTILE, subtitle=HOSTILE, area=SQUARE)
    page = Page(text)
    assert [attrs.get("id") for attrs, _ in page.scripts] == ["view", "shapes", "facts", None, None]
    (read,) = page.data("features")["features"]
    assert read["properties"][HOSTILE] == HOSTILE
    assert "<img" not in text
    assert "owned" not in re.sub(r"(?s)<script.*?</script>", "", text).replace(
        "&#x27;owned&#x27;", ""
    )


def test_script_of_the_page_never_writes_markup():
    script = "".join(Page(maps.html([])).scripts[-1][1])
    assert "textContent" in script
    for way_in in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert way_in not in script


@pytest.mark.parametrize("nothing", [[], {"type": "FeatureCollection", "features": []}])
def test_empty_result_is_said_and_area_is_drawn(nothing):
    text = maps.html(nothing, area=SQUARE)
    page = Page(text)
    assert "No features were found in this area." in text
    assert page.data("view")["area"] == SQUARE
    assert page.data("features")["features"] == []


def test_features_read_back_unchanged_and_named_by_kind():
    houses = [feature({"object_type": "buildings", "class_id": "102", "id": n}) for n in range(3)]
    page = Page(maps.html([*houses, feature({"object_type": "building", "class_id": "105"})]))
    groups = [(g["label"], g["count"]) for g in page.data("view")["groups"]]
    assert groups == [("Private houses", 3), ("Other non-residential buildings", 1)]
    read = page.data("features")["features"]
    assert [f["geometry"] for f in read] == [SQUARE] * 4
    assert {f["group"] for f in read if f["properties"]["class_id"] == "102"} == {0}


def test_too_many_features_leave_the_largest_and_a_notice():
    def sized(side):
        ring = [[0, 0], [side, 0], [side, side], [0, side], [0, 0]]
        return feature({"side": side}, {"type": "Polygon", "coordinates": [ring]})

    text = maps.html((sized(n / 100) for n in range(1, 31)), max_features=10)
    sides = [f["properties"]["side"] for f in Page(text).data("features")["features"]]
    assert sorted(sides) == [n / 100 for n in range(21, 31)]
    assert "Only the largest 10 of 30 features are drawn" in text


def test_features_without_geometry_are_counted():
    text = maps.html([feature(geometry=None), feature()])
    assert "1 feature has no geometry to draw" in text
    assert "<strong>2</strong>" in text


def test_anything_with_features_can_be_drawn():
    class Result:
        def features(self):
            yield feature({"id": 7})

    assert Page(maps.html(Result())).data("features")["features"][0]["properties"] == {"id": 7}
    assert Page(maps.html(feature({"id": 8}))).data("features")["features"][0]["properties"] == {
        "id": 8
    }


def test_a_geometry_is_a_feature_without_properties():
    (read,) = Page(maps.html(SQUARE)).data("features")["features"]
    assert read["geometry"] == SQUARE
    assert read["properties"] == {}


def test_saving_replaces_the_file_only_when_the_page_is_complete(tmp_path):
    path = tmp_path / "map.html"
    path.write_text("before")

    def broken():
        yield feature()
        raise RuntimeError("the stream broke")

    with pytest.raises(RuntimeError):
        maps.save_html(path, broken())
    assert path.read_text() == "before"
    assert maps.save_html(path, [feature()]) == path
    assert path.read_text("utf-8").startswith("<!doctype html>")
    assert [p.name for p in tmp_path.iterdir()] == ["map.html"]

"""The views of responses: whatever arrives can be read, and each has the members described."""

import copy
import math
import pickle
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest
from mapflow_openapi import lazy, views

from tests.spec.document import response_schemas, schemas

VIEWS = {
    name: value
    for name, value in vars(views).items()
    if isinstance(value, type) and value.__module__ == views.__name__
}
ODD = {
    "null": None,
    "true": True,
    "zero": 0,
    "number": 7.5,
    "huge": 10**400,
    "nan": math.nan,
    "infinity": math.inf,
    "empty": "",
    "text": "2026-02-30T25:00:00Z",
    "list": [None, 1, "a", [], {}, {"id": []}],
    "object": {"a": 1},
    "nested": {"id": {"id": {}}},
}


def properties_of(view):
    return [name for name, value in vars(view).items() if isinstance(value, property)]


def test_every_object_that_a_response_reaches_has_a_view():
    reached = {name for name in response_schemas() if schemas()[name].get("properties")}
    assert reached <= set(VIEWS)
    assert set(VIEWS) - reached <= {"ServiceError", "ErrorDetail", "InvalidMember"}
    assert len(VIEWS) > 50


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_has_every_member_of_its_schema(name):
    assert set(VIEWS[name].MEMBERS) == set(schemas()[name]["properties"])
    plain = [one for one in properties_of(VIEWS[name]) if not one.endswith("_as_sent")]
    assert len(plain) == len(VIEWS[name].MEMBERS)
    assert set(VIEWS[name].TEXTS) <= set(VIEWS[name].MEMBERS)


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("name", VIEWS)
def test_no_value_fails(name, odd):
    kind = VIEWS[name]
    view = kind(dict.fromkeys([*kind.MEMBERS, "unknown"], ODD[odd]))
    for member in properties_of(kind):
        getattr(view, member)
    assert view.raw["unknown"] is ODD[odd]
    repr(view)
    assert copy.copy(view).raw == pickle.loads(pickle.dumps(view)).raw or odd == "nan"


@pytest.mark.parametrize("name", VIEWS)
def test_nothing_at_all_reads_as_nothing(name):
    kind = VIEWS[name]
    read = {member: getattr(kind({}), member) for member in properties_of(kind)}
    assert all(value is None for value in read.values())
    assert kind({}) == kind({})
    assert kind({}) != kind({"a": 1})
    assert kind({}) != {}


@pytest.mark.parametrize(
    ("value", "meaning"),
    [
        (7, 7),
        (7.0, 7.0),
        ("7", 7.0),
        ("7.5", 7.5),
        (" 7\n", 7.0),
        ("seven", None),
        ("", None),
        (True, None),
        (None, None),
        ([7], None),
        (10**400, None),
        (-(10**400), None),
    ],
)
def test_numbers(value, meaning):
    found = views.Processing({"percentCompleted": value}).percent_completed
    assert found == meaning
    assert type(found) is type(meaning)


@pytest.mark.parametrize(
    ("value", "meaning"),
    [
        (True, True),
        (0, False),
        (1, True),
        ("true", True),
        ("False", False),
        ("yes", None),
        (1.0, None),
        (None, None),
        ([], None),
    ],
)
def test_yes_or_no(value, meaning):
    assert views.ModelBlock({"optional": value}).optional is meaning


@pytest.mark.parametrize(
    ("value", "meaning"),
    [
        ("2026-03-02T09:15:00.25Z", datetime(2026, 3, 2, 9, 15, 0, 250_000, UTC)),
        ("2026-03-02T09:15:00", datetime(2026, 3, 2, 9, 15, tzinfo=UTC)),
        (
            "2026-03-02T09:15:00+03:00",
            datetime(2026, 3, 2, 9, 15, tzinfo=timezone(timedelta(hours=3))),
        ),
        ("2026-03-02", datetime(2026, 3, 2, tzinfo=UTC)),
        ("2026-02-30T00:00:00Z", None),
        ("yesterday", None),
        (1_772_442_900, None),
    ],
)
def test_points_in_time(value, meaning):
    assert views.Processing({"created": value}).created == meaning


def test_unknown_words_are_kept():
    assert views.Processing({"status": "PAUSED"}).status == "PAUSED"


def test_lists_pass_over_what_is_not_an_item():
    raw = {"messages": [None, "x", {"code": "A", "parameters": {"level": "error"}}]}
    [message] = views.Processing(raw).messages
    assert (message.code, message.parameters) == ("A", {"level": "error"})
    assert views.Mosaic({"tags": ["a", 1, None, "b"]}).tags == ["a", "b"]


def test_a_member_is_found_under_the_other_name_that_sources_show():
    assert views.DataProvider({"minAreaSqkm": 2}).min_area_sq_km == 2
    assert views.DataProvider({"minAreaSqkm": 2, "minAreaSqKm": 0}).min_area_sq_km == 0


def test_a_member_of_another_form_can_be_had_as_it_was_sent():
    old = views.Processing({"reviewStatus": "IN_REVIEW"})
    assert old.review_status is None
    assert old.review_status_as_sent == "IN_REVIEW"


def test_a_view_reads_what_is_decoded_later():
    asked = []

    class Late:
        raw = {"id": "a", "status": "OK"}  # noqa: RUF012 - what a decoder would give

        def get(self, key, /):
            asked.append(key)
            return self.raw.get(key)

    view = views.Processing(Late())
    assert (view.status, asked) == ("OK", ["status"])
    assert view.raw is Late.raw


def test_texts_can_be_taken_apart_from_what_else_there_is():
    assert {"id", "status", "name", "projectId"} <= set(views.Processing.TEXTS)
    assert not {"cost", "created", "vectorLayer"} & set(views.Processing.TEXTS)


def test_a_representation_shows_no_more_than_the_id():
    view = views.UserDefinedSource({"url": "https://a:b@example.com", "rasterPassword": "hush"})
    assert repr(view) == "<UserDefinedSource>"
    assert repr(views.Processing({"id": "x" * 100, "name": "n"})).count("x") == 60
    with pytest.raises(TypeError):
        hash(view)


def test_reading_needs_no_http_library():
    code = "import sys, mapflow_openapi.views; print({'httpx', 'attrs'} & set(sys.modules))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "set()"


def test_the_base_class_takes_no_name_of_a_member():
    own = {name for name in vars(lazy.View) if not name.startswith("_")}
    for view in VIEWS.values():
        assert own & set(vars(view)) <= {"MEMBERS", "TEXTS"}

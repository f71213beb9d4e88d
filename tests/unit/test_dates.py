"""Dates as people write them: ISO exactly, others where they have one meaning, the rest refused."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapflow._requests.dates import as_moment
from mapflow.errors import InvalidInput


def read(text, **options):
    return as_moment(text, "after", **options).isoformat()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-01-31", "2026-01-31T00:00:00+00:00", "2026-01-31T23:59:59+00:00"),
        ("20260131", "2026-01-31T00:00:00+00:00", "2026-01-31T23:59:59+00:00"),
        ("2026-W05-6", "2026-01-31T00:00:00+00:00", "2026-01-31T23:59:59+00:00"),
        ("2026-02", "2026-02-01T00:00:00+00:00", "2026-02-28T23:59:59+00:00"),
        ("2026", "2026-01-01T00:00:00+00:00", "2026-12-31T23:59:59+00:00"),
        (" 31 January 2026 ", "2026-01-31T00:00:00+00:00", "2026-01-31T23:59:59+00:00"),
        ("Jan 31, 2026", "2026-01-31T00:00:00+00:00", "2026-01-31T23:59:59+00:00"),
        ("31.1.2026", "2026-01-31T00:00:00+00:00", "2026-01-31T23:59:59+00:00"),
        ("31/1/2026", "2026-01-31T00:00:00+00:00", "2026-01-31T23:59:59+00:00"),
        ("1/31/2026", "2026-01-31T00:00:00+00:00", "2026-01-31T23:59:59+00:00"),
        ("03/03/2026", "2026-03-03T00:00:00+00:00", "2026-03-03T23:59:59+00:00"),
        ("2026/3/4", "2026-03-04T00:00:00+00:00", "2026-03-04T23:59:59+00:00"),
        ("2026.03.04", "2026-03-04T00:00:00+00:00", "2026-03-04T23:59:59+00:00"),
        ("Feb 2028", "2028-02-01T00:00:00+00:00", "2028-02-29T23:59:59+00:00"),
    ],
)
def test_days(text, first, last):
    assert read(text) == first
    assert read(text, end=True) == last


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-31T12:00", "2026-01-31T12:00:00+00:00"),
        ("2026-01-31T12:00:00Z", "2026-01-31T12:00:00+00:00"),
        ("2026-01-31 12:00+02:00", "2026-01-31T12:00:00+02:00"),
        ("2026-01-31 12:00 +02:00", "2026-01-31T12:00:00+02:00"),
        ("20260131T120000Z", "2026-01-31T12:00:00+00:00"),
        ("31 January 2026 12:00 UTC", "2026-01-31T12:00:00+00:00"),
        ("31 January 2026, 10 pm", "2026-01-31T22:00:00+00:00"),
        ("2026/01/31 15:30", "2026-01-31T15:30:00+00:00"),
    ],
)
def test_moments_are_the_same_at_both_ends(text, moment):
    assert read(text) == read(text, end=True) == moment


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("03/04/2026", ["4 March 2026 or 3 April 2026", "Write 2026-03-04 or 2026-04-03."]),
        ("3.4.2026", ["4 March 2026", "3 April 2026"]),
        ("01/02/03", ["2 January 2003", "1 February 2003", "3 February 2001"]),
        ("31/12/26", ["31 December 2026", "26 December 2031"]),
        ("5 Mar 26", ["5 March 2026", "26 March 2005"]),
        ("March", ["names no year"]),
        ("Tuesday", ["names no year"]),
        ("12:30", ["not a date"]),
        ("10", ["not a date"]),
        ("202601", ["not a date"]),
        ("1700000000", ["not a date"]),
        ("March 2026 10:00", ["names no day"]),
        ("3 April 2026 10:00 CET", ["CET can be more than one time zone"]),
        ("3 April 2026 10:00 GMT+3", ["whose zone can mean two offsets", "+03:00"]),
        ("2026-31-01", ["not a date"]),
        ("2026-02-30", ["not a date"]),
        ("2026-13", ["not a date"]),
        ("30 February 2026", ["not a date"]),
        ("2026-01-31T25:00", ["not a date"]),
        ("99999-01-01", ["not a date"]),
        ("0000-01-01", ["not a date"]),
        ("yesterday", ["not a date"]),
        ("", ["not a date"]),
        (5, ["5", "not a date"]),
        (True, ["not a date"]),
        (float("nan"), ["not a date"]),
    ],
)
def test_what_is_no_date_or_more_than_one_is_refused(text, words):
    with pytest.raises(InvalidInput) as caught:
        as_moment(text, "after")
    for word in words:
        assert word in str(caught.value)


def test_dates_of_python():
    assert as_moment(None, "after") is None
    zone = timezone(timedelta(hours=2))
    assert as_moment(datetime(2026, 1, 31, tzinfo=zone), "after").tzinfo is zone
    assert as_moment(datetime(2026, 1, 31, 5), "after") == datetime(2026, 1, 31, 5, tzinfo=UTC)  # noqa: DTZ001
    assert read(date(2026, 1, 31), end=True) == "2026-01-31T23:59:59+00:00"


def test_the_missing_date_of_pandas():
    pandas = pytest.importorskip("pandas")
    with pytest.raises(InvalidInput):
        as_moment(pandas.NaT, "after")
    assert read(pandas.Timestamp("2026-01-31")) == "2026-01-31T00:00:00+00:00"


@given(st.datetimes(min_value=datetime(1000, 1, 1)))  # noqa: DTZ001
def test_iso_stays_exact(moment):
    assert as_moment(moment.isoformat(), "after") == moment.replace(tzinfo=UTC)
    assert as_moment(moment.date().isoformat(), "after").date() == moment.date()


@given(
    st.text()
    | st.text(alphabet="0123456789-/.:, TZWamp+janfebmrsueoyt", max_size=24)
    | st.from_regex(r"\d{1,4}[-/. ]\d{1,4}[-/. ]\d{1,4}( \d\d:\d\d)?( [A-Z]{1,5})?", fullmatch=True)
)
def test_whatever_is_typed_is_a_date_or_refused_by_us(text):
    for end in (False, True):
        try:
            read = as_moment(text, "after", end=end)
        except InvalidInput:
            continue
        assert read.tzinfo is not None

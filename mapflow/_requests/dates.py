"""Points in time as people write them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from mapflow._hints import argument, joined
from mapflow.errors import InvalidInput

#: A point in time: a datetime, a date, or text: ISO 8601, or as people write dates if that has
#: one meaning only. Without a zone it is UTC.
Moment = datetime | date | str

# The service takes six months at most; a minute less, because its clock is not ours.
_LONGEST = timedelta(days=180) - timedelta(minutes=1)
_END_OF_DAY: Final = time(23, 59, 59)
# More than any date takes: reading takes the square of the length, and would seem to hang.
_LONGEST_TEXT: Final = 200
_HINT: Final = "Write it as 2026-01-31 or 2026-01-31T12:00:00Z."
_YEAR_OR_MONTH: Final = re.compile(r"(\d{4})(?:-(\d\d))?", re.ASCII)
# What begins with a year and a number is in that order, and a day that is not a day stays an error.
_YEAR_FIRST: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", re.ASCII)
_TIME_OF_DAY: Final = re.compile(r"\d:\d|\d\s*[ap]\.?m\b|T\d", re.IGNORECASE)
# dateutil takes what is missing from a default; what differs between these two was missing.
_DEFAULTS: Final = (datetime(2001, 2, 3), datetime(2004, 5, 6))  # noqa: DTZ001 - the zone comes from the text


# Read as "UTC is three hours later" by some and as the opposite by most.
_ZONE_AND_OFFSET: Final = re.compile(r"[A-Za-z]{3,}\s?[+-]\d")


class _Unclear(ValueError):
    """A text that names a date as people write them, but not one date.

    Attributes:
        hint: What to write instead.
    """

    def __init__(self, why: str, hint: str = _HINT) -> None:
        super().__init__(why)
        self.hint = hint


def as_moment(value: Moment | None, name: str, *, end: bool = False) -> datetime | None:
    """Read a point in time; a bare day means its beginning, or its end if that is asked for."""
    if value is None:
        return None
    if isinstance(value, str):
        value = _read(value.strip(), name, end=end)
    # A caller without a type checker, and the NaT of pandas, a datetime that equals nothing.
    if not isinstance(value, date) or value != value:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise _not_a_date(name, f"{value!r}, which")
    if not isinstance(value, datetime):
        value = datetime.combine(value, _END_OF_DAY if end else time(0))
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def end_of_search(active_until: Moment | None) -> datetime:
    """When a planned search stops: the time that was given, or the latest that may be."""
    now = datetime.now(UTC)
    end = as_moment(active_until, "active_until", end=True)
    if end is None:
        return now + _LONGEST
    if end <= now:
        raise InvalidInput(
            joined("`", argument("active_until"), f"` ({end:%Y-%m-%d %H:%M}) is past.")
        )
    return end


def check_range(after: datetime | None, before: datetime | None) -> None:
    """Refuse a range that ends before it begins."""
    if after is not None and before is not None and after > before:
        raise InvalidInput(
            f"The range begins ({after:%Y-%m-%d}) after it ends ({before:%Y-%m-%d}).",
            hint="Swap the two dates.",
        )


def _not_a_date(name: str, what: str) -> InvalidInput:
    return InvalidInput(joined("`", argument(name), f"` is {what} is not a date."), hint=_HINT)


def _read(text: str, name: str, *, end: bool) -> datetime | date:
    from dateutil import parser

    if len(text) > _LONGEST_TEXT:
        raise _not_a_date(name, f"a text of {len(text):,} characters, which")
    try:
        whole = _YEAR_OR_MONTH.fullmatch(text)
        if whole:
            return _edge(int(whole[1]), whole[2] and int(whole[2]), end=end)
        try:
            exact = parser.isoparse(text)
        except ValueError:
            return _lenient(text, end=end)
        return exact if _TIME_OF_DAY.search(text) else exact.date()
    except _Unclear as error:
        raise InvalidInput(
            joined("`", argument(name), f"` is {text!r}, {error}."), hint=error.hint
        ) from None
    except (ValueError, OverflowError):
        raise _not_a_date(name, f"{text!r}, which") from None


def _edge(year: int, month: int | str | None, *, end: bool) -> date:
    """The first or the last day of a year or a month."""
    number = int(month) if month else (12 if end else 1)
    return date(year, number, monthrange(year, number)[1] if end else 1)


def _lenient(text: str, *, end: bool) -> datetime | date:
    """Read a date as people write it, if it can be read in one way only."""
    if not any(character.isalpha() or character in "/.-, " for character in text):
        raise ValueError(text)
    if _ZONE_AND_OFFSET.search(text):
        raise _Unclear("whose zone can mean two offsets", "Write the offset alone, such as +03:00.")
    first = _YEAR_FIRST.match(text)
    orders = ((False, True),) if first else ((False, False), (True, False), (False, True))
    found: dict[datetime, None] = {}
    for day_first, year_first in orders:
        read = _parse(text, day_first=day_first, year_first=year_first, end=end)
        if read is not None:
            found[read] = None
    readings = list(found)
    if not readings:
        raise ValueError(text)
    if len(readings) > 1:
        said = " or ".join(f"{each.day} {each:%B %Y}" for each in readings)
        exact = " or ".join(each.date().isoformat() for each in readings)
        raise _Unclear(f"which can mean {said}", f"Write {exact}.")
    (read,) = readings
    if first and (read.year, read.month, read.day) != tuple(map(int, first.groups())):
        raise ValueError(text)
    return read if _TIME_OF_DAY.search(text) else read.date()


def _parse(text: str, *, day_first: bool, year_first: bool, end: bool) -> datetime | None:
    """One reading of a text, or None if it has none in this order."""
    from dateutil import parser

    try:
        one, other = (
            parser.parse(
                text, default=default, dayfirst=day_first, yearfirst=year_first, tzinfos=_zone
            )
            for default in _DEFAULTS
        )
    except _Unclear:
        raise
    # It reads whatever it is given, and fails in as many ways.
    except (ValueError, OverflowError, TypeError, AttributeError, ArithmeticError, LookupError):
        return None
    if one.year != other.year:
        raise _Unclear("which names no year")
    if one.month != other.month:
        raise _Unclear("which names no month")
    if one.day != other.day:
        if _TIME_OF_DAY.search(text):
            raise _Unclear("which names no day")
        day = _edge(one.year, one.month, end=end)
        return one.replace(day=day.day)
    return one


def _zone(name: str | None, offset_s: int | None) -> tzinfo | None:
    """The zone of a text: an offset from UTC. The abbreviations of zones have several meanings."""
    from dateutil import tz

    if offset_s is not None:
        return tz.tzoffset(name, offset_s)
    if name is None or name.upper() in ("UTC", "GMT", "Z"):
        return UTC
    raise _Unclear(f"and {name} can be more than one time zone")

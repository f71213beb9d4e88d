"""When planned searches end."""

import calendar
import datetime
from typing import Final

from mapflow.sandbox.datetimes import parse_datetime
from mapflow.sandbox.openapi.problems import bad_request

_LONGEST_LIFE_MONTHS: Final = 6


def read_end(text: str, now: float) -> float:
    """Return the end of a planned search.

    Raises:
        Problem: 400, it is not between now and six months ahead.
    """
    until = parse_datetime(text)
    if not now < until <= months_after(now, _LONGEST_LIFE_MONTHS):
        raise bad_request(
            f"activeUntil must be between now and {_LONGEST_LIFE_MONTHS} months ahead, got {text}"
        )
    return until


def months_after(seconds: float, months: int) -> float:
    """Return the same day some months later, or the last one of a shorter month."""
    begin = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    year, month = divmod(begin.year * 12 + begin.month - 1 + months, 12)
    day = min(begin.day, calendar.monthrange(year, month + 1)[1])
    return begin.replace(year=year, month=month + 1, day=day).timestamp()

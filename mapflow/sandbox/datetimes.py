"""Dates and times of requests."""

import datetime

from mapflow.sandbox.openapi.problems import bad_request


def parse_datetime(text: str) -> float:
    """Return a date and time as seconds since 1970; without a zone it is UTC.

    Raises:
        Problem: 400, it is not a date and time.
    """
    try:
        found = datetime.datetime.fromisoformat(text.upper())
        return (found if found.tzinfo else found.replace(tzinfo=datetime.UTC)).timestamp()
    except (ValueError, OverflowError):
        raise bad_request(f"not a date and time: {text!r}") from None

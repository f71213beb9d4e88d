"""What a response's ``Retry-After`` asks for, in seconds, within reason."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from mapflow._http import timing

if TYPE_CHECKING:
    from collections.abc import Mapping

#: A longer time is taken for this one: a service that means it says so again.
LONGEST_S: Final = 3600.0
# Some services send fractions, which the standard does not know.
_SECONDS: Final = re.compile(r"[0-9]+(\.[0-9]*)?", re.ASCII)


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Read how long to wait before the request is sent again.

    Args:
        headers: The headers of a response, whatever the case of their names.

    Returns:
        Seconds from 0 to an hour; None if the response does not say, or cannot be read.
    """
    text = headers.get("retry-after", "").strip()
    if not text:
        return None
    if _SECONDS.fullmatch(text):
        asked_s = float(text)
    else:
        at = _moment(text)
        if at is None:
            return None
        # By the service's clock if the response has it: the clock of this machine may be wrong.
        now = _moment(headers.get("date", "")) or datetime.fromtimestamp(timing.now(), UTC)
        asked_s = (at - now).total_seconds()
    return min(max(asked_s, 0.0), LONGEST_S) if math.isfinite(asked_s) else LONGEST_S


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text.strip())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    # "-0000" gives a time without a zone: what HTTP sends is in UTC.
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment

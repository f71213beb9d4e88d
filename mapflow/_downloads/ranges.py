"""What headers say of a body: its length, and whether it can be resumed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from mapflow._downloads.resume_state import ResumeState

_STRONG_TAG: Final = re.compile(r'"[\x21\x23-\x7e]{1,200}"')
_LENGTH: Final = re.compile(r"[0-9]{1,18}")
_SPAN: Final = re.compile(r"bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})")
# A second change within the second of the first would go unnoticed.
_OLD_ENOUGH: Final = timedelta(seconds=1)


def is_plain(headers: Mapping[str, str]) -> bool:
    """Whether the bytes that arrive are those of the content."""
    return headers.get("content-encoding", "").strip().lower() in ("", "identity")


def length_of(headers: Mapping[str, str]) -> int | None:
    """The length of the content, if known.

    With compression the length on the transport is not the length of the content.
    """
    told = headers.get("content-length", "")
    return int(told) if is_plain(headers) and _LENGTH.fullmatch(told) else None


def validator_of(headers: Mapping[str, str]) -> str | None:
    """What identifies the content to the byte, so that its rest can be requested."""
    if not is_plain(headers) or headers.get("accept-ranges", "").strip().lower() == "none":
        return None
    tag = headers.get("etag", "").strip()
    if tag:
        # Beside a tag, even a weak one, the time is not to be used.
        return tag if _STRONG_TAG.fullmatch(tag) else None
    changed = headers.get("last-modified", "").strip()
    at, sent = _moment(changed), _moment(headers.get("date", ""))
    if at is None or sent is None or sent - at < _OLD_ENOUGH:
        return None
    return changed


def asking_for_rest(state: ResumeState) -> dict[str, str]:
    """The headers that ask for what is missing, or for all of it when it is another by now."""
    return {
        "Range": f"bytes={state.safe_bytes}-",
        "If-Range": state.validator,
        # Packed, the rest would be the rest of something else.
        "Accept-Encoding": "identity",
    }


def total_of_rest(state: ResumeState, headers: Mapping[str, str]) -> int | None:
    """The size of the complete file, if a response is exactly the rest that was requested."""
    span = _SPAN.fullmatch(headers.get("content-range", "").strip())
    if span is None or not is_plain(headers):
        return None
    first, last, total = map(int, span.groups())
    if first != state.safe_bytes or last != total - 1 or state.total_bytes not in (None, total):
        return None
    tag = headers.get("etag", "").strip()
    if state.validator.startswith('"') and tag not in ("", state.validator):
        return None
    return total


def _moment(text: str) -> datetime | None:
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(text.strip())
    except (ValueError, TypeError, IndexError):
        return None
    # Without a zone it is not a date of HTTP.
    return None if moment.tzinfo is None else moment

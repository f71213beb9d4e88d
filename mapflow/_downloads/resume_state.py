"""What is stored about a partial file. It holds no token, and nothing of a signed link."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated

import msgspec
from msgspec import Meta


class ResumeState(msgspec.Struct, frozen=True):
    """What is known of the first bytes of a partial file.

    Attributes:
        source: The request for it.
        validator: The strong ETag, or the time of the last change, of the complete file: what may
            stand in a header.
        total_bytes: Size of the complete file; None if unknown.
        safe_bytes: How many bytes of the partial file this covers.
        crc32: The checksum of these bytes. A machine that lost its power may have kept the size
            of a file and lost what was in it.
    """

    source: str
    validator: Annotated[str, Meta(pattern=r"\A[\x20-\x7e]{1,300}\Z")]
    total_bytes: int | None
    safe_bytes: Annotated[int, Meta(ge=0)]
    crc32: int


def read_resume_state(content: bytes) -> ResumeState | None:
    """Read a resume state; None if the content is not one, or incomplete."""
    with suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        state = msgspec.json.decode(content, type=ResumeState)
        if state.total_bytes is None or state.safe_bytes <= state.total_bytes:
            return state
    return None

"""What is stored about a partial file. It holds no token, and nothing of a signed link."""

from __future__ import annotations

import json
import re
from typing import Final, NamedTuple

# What may stand in a header.
_HEADER: Final = re.compile(r"[\x20-\x7e]{1,300}")


class ResumeState(NamedTuple):
    """What is known of the first bytes of a partial file.

    Attributes:
        source: The request for it.
        validator: The strong ETag, or the time of the last change, of the complete file.
        total_bytes: Size of the complete file; None if unknown.
        safe_bytes: How many bytes of the partial file this covers.
        crc32: The checksum of these bytes. A machine that lost its power may have kept the size
            of a file and lost what was in it.
    """

    source: str
    validator: str
    total_bytes: int | None
    safe_bytes: int
    crc32: int

    def written(self) -> bytes:
        """The resume state as the content of a file."""
        return json.dumps(self._asdict()).encode()


def read_resume_state(content: bytes) -> ResumeState | None:
    """Read a resume state; None if the content is not one, or incomplete."""
    try:
        found: object = json.loads(content)
    except (ValueError, RecursionError):
        return None
    match found:
        case {
            "source": str(source),
            "validator": str(validator),
            "total_bytes": int() | None as total,
            "safe_bytes": int(safe),
            "crc32": int(crc32),
        } if _HEADER.fullmatch(validator) and 0 <= safe <= (safe if total is None else total):
            return ResumeState(source, validator, total, safe, crc32)
        case _:
            return None

"""Characters that a format cannot hold."""

from __future__ import annotations

import re
from typing import Final

_REPLACEMENT: Final = "\ufffd"
# XML has no way to write these.
_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def without_zero(text: str) -> str:
    """A text for programs in which U+0000 ends it."""
    return text.replace("\0", _REPLACEMENT)


def for_xml(text: str) -> str:
    """A text for a document of XML, in which its own signs are not escaped yet."""
    return _NOT_IN_XML.sub(_REPLACEMENT, text)


def replaced(count: int) -> list[str]:
    """The sentence about texts in which something was replaced; none if there are none."""
    if not count:
        return []
    noun = "text has control characters" if count == 1 else "texts have control characters"
    return [f"{count:,} {noun} that the format cannot hold: they are U+FFFD in the file."]

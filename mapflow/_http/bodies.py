"""What a body shows before it is decoded: a page, its beginning, how deep it may be."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from typing import Final

from mapflow._masking.secrets import mask_text

#: What of an error's body is kept on the exception.
SHOWN_BODY: Final = 2000
#: Coordinates of a feature in a list lie ten deep. What recurses over JSON ends at a few hundred.
DEEPEST: Final = 64
_AS_ROUND: Final = bytes.maketrans(b"[]{}", b"()()")
_NO_BRACKETS: Final = bytes({*range(256)} - {*b"[]{}"})


def is_page(body: bytes) -> bool:
    """Whether a body is a web page, of a login or of a proxy; those say 200 too."""
    return body[:SHOWN_BODY].removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"<"


def beginning(body: bytes, secrets: Sequence[str], size: int = SHOWN_BODY) -> str:
    """The masked beginning of a body, without what may be the half of a secret at its end."""
    longest = max((len(secret.encode("utf-8", "replace")) for secret in secrets), default=0)
    text = mask_text(body[: size + longest].decode("utf-8", "replace"), secrets)
    return text[: max(len(text) - longest, 0)][:size] if len(body) > size + longest else text[:size]


def seems_deep(body: bytes) -> bool:
    """Whether it may be deeper than it should: brackets in texts count like any other here.

    Visiting every value of a long list takes as long as decoding it.
    """
    brackets = body.translate(_AS_ROUND, _NO_BRACKETS)
    for _ in range(DEEPEST):
        # Each time the innermost pairs go, of which most lists have nearly all.
        outer = brackets.replace(b"()", b"")
        if len(outer) == len(brackets):
            return False
        brackets = outer
    return b"()" in brackets

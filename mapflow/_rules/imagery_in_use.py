"""Tells why imagery was not deleted: a processing is still using it.

The service is known to refuse that, but neither the status nor the shape of the refusal is
documented. It is therefore recognised by the two statuses that mean it, or by its words.
"""

from __future__ import annotations

import re
from typing import Final

from mapflow.errors import ApiError, ImageryInUse

_STATUSES: Final = frozenset({409, 423})
#: These have a fixed meaning, whatever words they come with.
_OTHERS: Final = frozenset({401, 404, 429})
_WORDS: Final = re.compile(r"\b(lock(s|ed)?|in use|(being|still) used|used by)\b", re.IGNORECASE)
_ID: Final = r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"


def in_use(refused: ApiError, kind: str, key: str) -> ImageryInUse | None:
    """The error that says so in full, or None if the refusal means something else.

    Args:
        refused: The response to the deletion.
        kind: ``image`` or ``mosaic``.
        key: Its id.
    """
    if not _means_it(refused):
        return None
    processing = _named(refused, "processing")
    image = key if kind == "image" else _named(refused, "image")
    user = f"processing {processing}" if processing else "a processing"
    used = "it" if image in (None, key) else f"its image {image}"
    end = (
        f"it has ended (`mapflow wait {processing}`)"
        if processing
        else "what runs on it has ended (`mapflow list` shows what runs)"
    )
    error = ImageryInUse(
        f"{kind.capitalize()} {key} was not deleted: {user} is still using {used}.",
        hint=f"Wait until {end}, then delete the {kind} again.",
        status=refused.status,
    )
    told = {"message": error.message, "hint": error.hint}
    error.__dict__.update(vars(refused) | told, image_id=image, processing_id=processing)
    return error


def _means_it(refused: ApiError) -> bool:
    if refused.status in _STATUSES:
        return True
    other = refused.status in _OTHERS or refused.status >= 500
    return not other and _WORDS.search(refused.body) is not None


def _named(refused: ApiError, kind: str) -> str | None:
    """The id of a processing or an image that the refusal names."""
    for name, value in refused.params.items():
        if kind in name.casefold() and re.fullmatch(_ID, value, re.IGNORECASE):
            return value.lower()
    found = re.search(rf"\b{kind}(?:_?id)?\W{{1,4}}{_ID}", refused.body, re.IGNORECASE)
    return found[1].lower() if found else None

"""Tells which new image of a mosaic came from which upload.

The service answers an upload with its mosaic alone, and others may be uploading there too. So an
image is known by what is the same on both sides: the strongest evidence is used up first, and what
it leaves open is decided by weaker evidence only where nothing else fits.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from mapflow._records.imagery import ImageRecord, ImageStatus

if TYPE_CHECKING:
    from datetime import datetime

    from mapflow.errors import MapflowError


class Sent(NamedTuple):
    """What is known of an upload.

    Attributes:
        filename: The name it was sent under; None for a link, whose image may be any.
        size_bytes: Its size.
        sha1: Checksum of what was sent, in hexadecimal.
        image_id: Its image, where the answer named it.
        lost: Why no answer came, where none did: the image may or may not exist.
    """

    filename: str | None = None
    size_bytes: int | None = None
    sha1: str | None = None
    image_id: str | None = None
    lost: MapflowError | None = None


class Seen(NamedTuple):
    """A new image of the mosaic, as far as the service shows it."""

    id: str
    filename: str
    size_bytes: int | None
    sha1: str | None
    uploaded_s: float
    state: Literal["ready", "coming", "failed"]


def seen_image(image: ImageRecord, state: Literal["ready", "failed"] = "ready") -> Seen:
    """What an image shows of itself."""
    when = _seconds(image.uploaded)
    return Seen(image.id, image.filename, image.size_bytes, image.checksum, when, state)


def seen_status(status: ImageStatus) -> Seen:
    """What the status of an image shows of it: neither size nor checksum."""
    state: Literal["coming", "failed"] = "failed" if status.is_failed else "coming"
    when = _seconds(status.uploaded)
    return Seen(status.image_id, status.filename, None, None, when, state)


def same_name(one: str | None, other: str | None) -> bool:
    """Whether two names are the same, however their accents are written."""
    if one is None or other is None:
        return False
    return unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)


def match(sent: Sequence[Sent], seen: Iterable[Seen], *, patient: bool) -> dict[int, Seen]:
    """Find the image of each upload.

    Args:
        sent: Uploads to one mosaic; those of one name in the order they were sent.
        seen: Images that were not there before.
        patient: Whether a first look found too little, so that weak evidence has to do.

    Returns:
        The images by the number of their upload; uploads whose image is in doubt are left out.
    """
    search = _Search(sent, seen)
    search.pair(lambda mine, other: is_certain(mine, other) and _same_names(mine, other))
    search.pair(is_certain)
    search.pair_by_name(exactly=not patient)
    search.pair_links()
    if patient:
        search.pair_the_only_ones(_same_size)
        # The service may have changed the file, and with it size and checksum.
        search.pair_by_name(exactly=True, against_evidence=True)
        search.pair_the_only_ones(lambda _, __: True)
    return search.found


def is_certain(mine: Sent, other: Seen) -> bool:
    """Whether an image is that of an upload beyond doubt."""
    if mine.image_id is not None:
        return mine.image_id == other.id
    return mine.sha1 is not None and mine.sha1 == other.sha1


class _Search:
    """Pairs that were found, and what is left to pair."""

    def __init__(self, sent: Sequence[Sent], seen: Iterable[Seen]) -> None:
        self._left = dict(enumerate(sent))
        self._free = sorted(seen, key=lambda each: each.uploaded_s)
        self.found: dict[int, Seen] = {}

    def _take(self, number: int, image: Seen) -> None:
        self.found[number] = image
        self._free.remove(image)
        del self._left[number]

    def pair(self, fits: Callable[[Sent, Seen], bool]) -> None:
        """Give each upload the first image that fits."""
        for number, mine in list(self._left.items()):
            image = next((each for each in self._free if fits(mine, each)), None)
            if image is not None:
                self._take(number, image)

    def pair_by_name(self, *, exactly: bool, against_evidence: bool = False) -> None:
        """Give uploads of one name the images of that name, in order, where these are theirs.

        More images than uploads are somebody else's too: the newest are taken, when all have ended.
        """
        for name in dict.fromkeys(mine.filename for mine in self._left.values()):
            mine = [n for n, each in self._left.items() if same_name(each.filename, name)]
            mine = [n for n in mine if not (against_evidence and self._left[n].lost)]
            theirs = [
                each
                for each in self._free
                if same_name(each.filename, name)
                and (against_evidence or any(not _differs(self._left[n], each) for n in mine))
            ]
            surplus = len(theirs) - len(mine)
            unfinished = any(each.state == "coming" for each in theirs)
            if (surplus > 0 and unfinished) or (surplus < 0 and exactly):
                continue
            for number, image in zip(mine, theirs[max(surplus, 0) :], strict=False):
                if against_evidence or not _differs(self._left[number], image):
                    self._take(number, image)

    def pair_links(self) -> None:
        """Give a link, of which nothing else is known, the newest image."""
        for number, mine in list(self._left.items()):
            if mine.filename is None and mine.image_id is None and self._free:
                self._take(number, self._free[-1])

    def pair_the_only_ones(self, fits: Callable[[Sent, Seen], bool]) -> None:
        """Pair an upload and an image when nothing else of either kind could be meant."""
        if len(self._left) != 1:
            return
        ((number, mine),) = self._left.items()
        fitting = [each for each in self._free if fits(mine, each)]
        if len(fitting) == 1 and mine.lost is None and mine.image_id is None:
            self._take(number, fitting[0])


def _same_names(mine: Sent, other: Seen) -> bool:
    return same_name(mine.filename, other.filename)


def _same_size(mine: Sent, other: Seen) -> bool:
    return (
        mine.size_bytes is not None
        and mine.size_bytes == other.size_bytes
        and not _differs(mine, other)
    )


def _differs(mine: Sent, other: Seen) -> bool:
    """Whether something speaks against it."""
    if mine.image_id is not None and mine.image_id != other.id:
        return True
    if mine.sha1 is not None and other.sha1 is not None:
        return mine.sha1 != other.sha1
    known = mine.size_bytes is not None and other.size_bytes is not None
    return known and mine.size_bytes != other.size_bytes


def _seconds(moment: datetime | None) -> float:
    return moment.timestamp() if moment else 0.0

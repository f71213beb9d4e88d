# Written by scripts/unasync.py from mapflow/_async/arrivals.py; edit that file instead.
"""Finds the images that uploads made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapflow._arrivals import (
    Seen,
    Sent,
    is_certain,
    match,
    same_name,
    seen_image,
    seen_status,
)
from mapflow._failures import image_failure_of
from mapflow._waiting import Pace
from mapflow._wire import _time
from mapflow.errors import ApiError, MapflowError, NotFound, TimedOut

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from mapflow._records.imagery import ImageStatus
    from mapflow._sync.client import Mapflow
    from mapflow._sync.images import Image

#: How long an image that arrived may take to be ready, in seconds.
APPEARS_S = 600.0
# An upload whose answer was lost is looked for so often, and the second time soon.
_LOOKS_FOR_LOST = 2
_SOON_S = 2.0


class Arrivals:
    """The images of one mosaic: those that were there, and those that uploads bring.

    Args:
        client: The client.
        mosaic: The mosaic, or None while it does not exist.
        claimed: Which arrivals an image belongs to, so that two calls never share one.
    """

    def __init__(self, client: Mapflow, mosaic: UUID | None, claimed: dict[str, object]) -> None:
        self._client = client
        self.mosaic = mosaic
        self._claimed = claimed
        self._known: set[str] = set()
        self._details: dict[str, Seen] = {}
        #: Images that were ready before anything was sent.
        self.there: list[Image] = []
        #: Images that answers to uploads described in full.
        self.answered: dict[str, Image] = {}
        #: Images that were being prepared then.
        self.coming: list[ImageStatus] = []

    def look_before(self) -> None:
        """Take down what the mosaic holds already, failed and unfinished images included."""
        if self.mosaic is None:
            return
        self.there = self._client.imagery.mosaics.images(self.mosaic)
        states = self._states(self.mosaic)
        ready = {image.id for image in self.there}
        self.coming = [s for s in states if s.image_id not in ready and not s.is_failed]
        self._known = ready | {state.image_id for state in states}

    def wait_for(self, sent: Sequence[Sent]) -> list[Image | MapflowError | None]:
        """Wait until the image of each upload is ready or failed.

        Errors are handed back; None stands for an image that was still being prepared at the end.
        """
        outcomes: dict[int, Image | MapflowError] = {
            n: self.answered[each.image_id]
            for n, each in enumerate(sent)
            if each.image_id in self.answered
        }
        pace = Pace(_time.monotonic(), APPEARS_S, None)
        looks = 0
        while len(outcomes) < len(sent):
            left = {n: each for n, each in enumerate(sent) if n not in outcomes}
            try:
                outcomes |= self._look(left, looks)
                pace.good()
                looks += 1
            except MapflowError as error:
                try:
                    pace.trouble(error)
                except MapflowError as final:
                    return [outcomes.get(n, final) for n in range(len(sent))]
            if len(outcomes) == len(sent) or pace.is_over(_time.monotonic()):
                break
            pause_s = pace.pause_s(_time.monotonic())
            lost = any(each.lost for each in left.values())
            _time.sleep(_SOON_S if lost and looks < _LOOKS_FOR_LOST else pause_s)
        return [outcomes.get(n, each.lost) for n, each in enumerate(sent)]

    def _look(self, left: dict[int, Sent], looks: int) -> dict[int, Image | MapflowError]:
        """Look once; give what is certain by now."""
        assert self.mosaic is not None  # noqa: S101 - an upload has answered with it
        images = {
            image.id: image
            for image in self._client.imagery.mosaics.images(self.mosaic)
            if self._is_new(image.id)
        }
        sent = list(left.values())
        ready = [seen_image(image) for image in images.values()]
        pairs = match(sent, ready, patient=False)
        failed: dict[str, ImageStatus] = {}
        if not all(n in pairs and is_certain(each, pairs[n]) for n, each in enumerate(sent)):
            states = [s for s in self._states(self.mosaic) if self._is_new(s.image_id)]
            failed = {s.image_id: s for s in states if s.is_failed and s.image_id not in images}
            others = [seen_status(s) for s in states if s.image_id not in images]
            pairs = match(sent, ready + self._described(others, sent), patient=looks > 0)
        outcomes: dict[int, Image | MapflowError] = {}
        for place, number in enumerate(left):
            found = pairs.get(place)
            if found is None:
                lost = sent[place].lost
                if lost is not None and looks + 1 >= _LOOKS_FOR_LOST:
                    outcomes[number] = lost
            elif found.state != "coming" and self._claim(found.id):
                image = images.get(found.id)
                outcomes[number] = image or image_failure_of(failed[found.id])
        return outcomes

    def _described(self, others: list[Seen], sent: list[Sent]) -> list[Seen]:
        """Ask for size and checksum of failed images that a name alone does not tell apart."""
        told: list[Seen] = []
        names = [other.filename for other in others] + [mine.filename for mine in sent]
        for each in others:
            if each.state != "failed" or each.id in self._details:
                told.append(self._details.get(each.id, each))
                continue
            alike = sum(same_name(name, each.filename) for name in names)
            if alike > 2:
                try:
                    image = self._client.imagery.images.get(each.id)
                except ApiError:
                    # Whether a failed image can be read is not documented.
                    self._details[each.id] = each
                else:
                    self._details[each.id] = seen_image(image, "failed")
            told.append(self._details.get(each.id, each))
        return told

    def _states(self, mosaic: UUID) -> list[ImageStatus]:
        try:
            return (self._client.imagery.mosaics.status(mosaic)).images
        except NotFound:
            # The mosaic exists, or the list before would have failed: it is the operation.
            return []

    def _is_new(self, image_id: str) -> bool:
        return image_id not in self._known and self._claimed.get(image_id, self) is self

    def _claim(self, image_id: str) -> bool:
        if self._claimed.setdefault(image_id, self) is not self:
            return False
        self._known.add(image_id)
        return True

    def late(self, sent: Sent) -> TimedOut:
        """Make the error for an image that is still being prepared."""
        return TimedOut(
            f"{sent.filename or 'The image'} arrived, but it is not ready after {APPEARS_S:.0f} s.",
            hint=f"Look again later: client.imagery.mosaics.status({str(self.mosaic)!r}).",
        )

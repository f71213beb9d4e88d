"""Explains why a processing or an image failed, to a user who never saw the API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mapflow.errors import ImageFailed, ProcessingCancelled, ProcessingFailed

if TYPE_CHECKING:
    from uuid import UUID

    from mapflow._views.imagery import ImageStatus
    from mapflow._views.processing import Area, ProcessingRecord
    from mapflow.messages import Message


def failure_of(processing: ProcessingRecord, areas: Sequence[Area]) -> ProcessingFailed:
    """Make the exception for a processing that ended without a result."""
    # Without a name of the user's the service takes the id for one.
    named = processing.name and processing.name != processing.id
    title = f"Processing {f'{processing.name!r} ({processing.id})' if named else processing.id}"
    if processing.status.is_cancelled:
        return ProcessingCancelled(
            f"{title} was {processing.status.lower()} and has no result.",
            processing=processing,
            messages=tuple(processing.messages),
            hint="Start it again if you still need it.",
        )
    troubled = [(place, area) for place, area in enumerate(areas, 1) if area.status == "FAILED"]
    messages = list(processing.messages)
    lines: list[str] = []
    for place, area in troubled:
        for message in area.messages:
            lines.append(f"  Area {place}{_size(area)}: {message.text}")
            if message not in messages:
                messages.append(message)
    told = {message.text for _, area in troubled for message in area.messages}
    lines += [f"  {message.text}" for message in processing.messages if message.text not in told]
    if not lines:
        lines = ["  Mapflow gave no reason."]
    count = f" in {len(troubled)} of its {len(areas)} areas" if len(areas) > 1 and troubled else ""
    return ProcessingFailed(
        "\n".join([f"{title} failed{count}.", *lines]),
        processing=processing,
        messages=tuple(messages),
        hint=_advice(processing, messages),
    )


def image_failure_of(image: ImageStatus, mosaic: UUID | None = None) -> ImageFailed:
    """Make the exception for an image whose preprocessing failed."""
    reason = f": {image.error.rstrip('.')}" if image.error else ", and does not say why"
    removal = (
        "" if mosaic is None else f"; `mapflow mosaics delete-failed {mosaic}` removes this one"
    )
    return ImageFailed(
        f"{image.filename or image.image_id} was uploaded, but the service cannot use it{reason}.",
        filename=image.filename,
        image_id=image.image_id or None,
        preprocessing_error=image.error,
        hint=f"Fix the file and upload it again{removal}.",
    )


def _size(area: Area) -> str:
    return "" if area.area_m2 is None else f" ({area.area_m2 / 1e6:.2f} km²)"


def cures_of(processing: ProcessingRecord, messages: Sequence[Message], restart: str) -> list[str]:
    """What to do about a failure, once for all messages; ``restart`` runs again what failed."""
    hints = list(dict.fromkeys(message.hint for message in messages if message.hint))
    if any(message.retry == "restart" for message in messages):
        hints.append(f"The cause may be gone by now: `{restart}` runs what failed.")
    return hints or [
        f"Ask Mapflow's support (help@geoalert.io) and name the processing {processing.id}."
    ]


def _advice(processing: ProcessingRecord, messages: Sequence[Message]) -> str:
    cures = cures_of(processing, messages, f"mapflow restart {processing.id}")
    return "\n".join(["\nWhat to do:", *(f"  {hint}" for hint in cures)])

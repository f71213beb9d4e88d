# Written by scripts/unasync.py from mapflow/_async/processings/mapping.py; edit that file instead.
"""The map of a result: its features, the outline of its areas, the imagery below."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mapflow._http.concurrent import in_thread
from mapflow._masking.secrets import mask_text
from mapflow._requests.references import identifier
from mapflow._sync.processings.calls import list_areas
from mapflow._sync.processings.imagery_tiles import fetch_imagery
from mapflow._views.base import undecodable
from mapflow.errors import InvalidInput

if TYPE_CHECKING:
    from pathlib import Path

    from mapflow._sync.session import Session
    from mapflow._views.processing import ProcessingRecord
    from mapflow.maps import Backdrop, Map


def map_of(
    session: Session,
    path: Path,
    processing: ProcessingRecord,
    *,
    area: str | None,
    title: str | None,
    imagery: bool,
) -> Map:
    """Draw the result in a file.

    Args:
        session: Where to ask for areas and imagery.
        path: The file.
        processing: What the result is of.
        area: ID of the only area that it is of; None for all.
        title: The heading; None for the name of the model.
        imagery: Whether to fetch the imagery.
    """
    from mapflow.maps._look import Look
    from mapflow.maps._map import bounds_shown, draw_file, with_look

    areas = list_areas(session, identifier(processing, "processing"))
    outlines = [each.geometry for each in areas if area in (None, each.id) and each.geometry]
    try:
        draft = in_thread(partial(draw_file, path, outlines))
    except InvalidInput as error:
        raise undecodable("the result", error.message) from error
    backdrops: list[Backdrop] = []
    notices: list[str] = []
    bounds = bounds_shown(draft)
    if imagery and bounds is not None:
        backdrops, notices = fetch_imagery(session.transport, processing.raster_layer, bounds)
    heading = processing.model_name or "Mapflow result" if title is None else title
    return with_look(draft, Look(heading, _subtitle(processing), backdrops, notices))


def _subtitle(processing: ProcessingRecord) -> str:
    created = processing.created
    day = "" if created is None else f"{created:%Y-%m-%d}"
    return " · ".join(part for part in (mask_text(processing.name or ""), day) if part)

# Written by scripts/unasync.py from mapflow/_async/imagery/calls.py; edit that file instead.
"""Requests about imagery: what handles, uploads and resources have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapflow._rules.response_match import about
from mapflow._views.imagery import ImageRecord, MosaicRecord, MosaicStatus, Storage
from mapflow_openapi import views
from mapflow_openapi.api import imagery as api

if TYPE_CHECKING:
    from uuid import UUID

    from mapflow._sync.session import Session


def get_storage(session: Session) -> Storage:
    """Read how much imagery the account may store and has stored."""
    return Storage(session.transport.json(api.get_storage._get_kwargs()))


def get_image(session: Session, key: UUID) -> ImageRecord:
    """Read an image."""
    return ImageRecord(
        session.transport.json(
            api.get_image._get_kwargs(key), check=about("image", key, views.Image)
        )
    )


def get_mosaic(session: Session, key: UUID) -> MosaicRecord:
    """Read a mosaic."""
    return MosaicRecord(
        session.transport.json(
            api.get_mosaic._get_kwargs(key), check=about("mosaic", key, views.Mosaic)
        )
    )


def get_mosaic_status(session: Session, key: UUID) -> MosaicStatus:
    """Read how far the service is with the images of a mosaic."""
    return MosaicStatus(session.transport.json(api.get_mosaic_status._get_kwargs(key), many=True))

# Written by scripts/unasync.py from mapflow/_async/imagery/calls.py; edit that file instead.
"""Requests about imagery: what handles, uploads and resources have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapflow import _arguments
from mapflow._rules.imagery_in_use import in_use
from mapflow._rules.response_match import about, of_mosaic
from mapflow._views.base import as_list
from mapflow._views.imagery import ImageRecord, MosaicRecord, MosaicStatus, Storage
from mapflow.errors import ApiError, InvalidInput
from mapflow_openapi import models, views
from mapflow_openapi.api import imagery as api

if TYPE_CHECKING:
    from collections.abc import Sequence
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


def list_images(session: Session, mosaic: UUID) -> list[object]:
    """List the images of a mosaic."""
    response = session.transport.json(
        api.list_images._get_kwargs(mosaic), many=True, check=of_mosaic(mosaic)
    )
    return as_list(response, "images")


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


def update_mosaic(
    session: Session, key: UUID, name: str | None, tags: Sequence[str] | None
) -> MosaicRecord:
    """Change the name, the tags, or both, of a mosaic; read it again."""
    if name is None and tags is None:
        raise InvalidInput("Nothing to change: give a name, tags, or both.")
    body = models.MosaicUpdate()
    if name is not None:
        body.name = name
    if tags is not None:
        body.tags = _arguments.texts(tags, "tags")
    session.transport.nothing(api.update_mosaic._get_kwargs(key, body=body))
    # The response of this api.update_mosaic lacks what a mosaic has besides name and tags.
    return get_mosaic(session, key)


def delete_mosaic(session: Session, key: UUID) -> None:
    """Delete a mosaic, or say what still uses it."""
    try:
        session.transport.nothing(api.delete_mosaic._get_kwargs(key))
    except ApiError as refused:
        if used := in_use(refused, "mosaic", str(key)):
            raise used from refused
        raise

"""Requests about imagery: what handles, uploads and resources have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapflow_openapi import views
from mapflow_openapi.api import imagery as api

from mapflow._rules.response_match import about
from mapflow._views.imagery import ImageRecord, MosaicRecord, MosaicStatus, Storage

if TYPE_CHECKING:
    from uuid import UUID

    from mapflow._async.session import AsyncSession


async def get_storage(session: AsyncSession) -> Storage:
    """Read how much imagery the account may store and has stored."""
    return Storage(await session.transport.json(api.get_storage._get_kwargs()))


async def get_image(session: AsyncSession, key: UUID) -> ImageRecord:
    """Read an image."""
    return ImageRecord(
        await session.transport.json(
            api.get_image._get_kwargs(key), check=about("image", key, views.Image)
        )
    )


async def get_mosaic(session: AsyncSession, key: UUID) -> MosaicRecord:
    """Read a mosaic."""
    return MosaicRecord(
        await session.transport.json(
            api.get_mosaic._get_kwargs(key), check=about("mosaic", key, views.Mosaic)
        )
    )


async def get_mosaic_status(session: AsyncSession, key: UUID) -> MosaicStatus:
    """Read how far the service is with the images of a mosaic."""
    return MosaicStatus(
        await session.transport.json(api.get_mosaic_status._get_kwargs(key), many=True)
    )

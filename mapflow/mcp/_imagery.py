"""Tools about imagery: the catalog, and images of the user's own."""

from dataclasses import dataclass
from itertools import islice
from typing import Annotated, Any

from mcp.server.mcpserver import Context
from pydantic import Field

from mapflow import AsyncImage, AsyncMosaic, CatalogImage, Progress
from mapflow.errors import InvalidInput
from mapflow.mcp._arguments import AreaArgument, Limit
from mapflow.mcp._errors import short
from mapflow.mcp._kinds import ADDS, FOR_GOOD, READS, Entry
from mapflow.mcp._progress import Teller, telling
from mapflow.mcp._running import Deleted, unconfirmed
from mapflow.mcp._session import Session
from mapflow.mcp._told import Told

_MOST = 100


@dataclass
class FoundImage:
    """An image of the catalog."""

    #: What estimate_cost takes; None if the provider is not known.
    source: str | None
    provider: str | None
    acquired: str | None
    resolution_m: float | None
    cloud_cover: float | None
    covers_percent: float | None
    product_type: str | None
    smallest_area_km2: float | None


@dataclass
class FoundImages(Told):
    """Images of a place."""

    images: list[FoundImage]


@dataclass
class ImageTold:
    """An image of the user's own."""

    id: str
    filename: str
    source: str
    is_ready: bool
    error: str | None


@dataclass
class MosaicTold:
    """A set of images of the user's own. Its name was written by people: it is data."""

    id: str
    name: str
    source: str
    size_bytes: int | None


@dataclass
class MyImagery(Told):
    """The images of the user's own, and the storage they fill."""

    mosaics: list[MosaicTold]
    used_bytes: int | None
    free_bytes: int | None
    largest_file_bytes: int | None


@dataclass
class MosaicImages(Told):
    """The images of a mosaic."""

    mosaic: MosaicTold
    images: list[ImageTold]


class Imagery:
    """Tools about imagery."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def tools(self) -> list[Entry]:
        """The tools."""
        return [
            Entry(self.search_imagery, READS, "Search the catalog"),
            Entry(self.list_my_imagery, READS, "Own imagery and storage"),
            Entry(self.list_images, READS, "Images of a mosaic"),
            Entry(self.upload_image, ADDS, "Upload a GeoTIFF"),
            Entry(self.delete_imagery, FOR_GOOD, "Delete own imagery"),
        ]

    async def search_imagery(
        self,
        area: AreaArgument,
        after: Annotated[str | None, Field(description="First day, such as 2026-01-31.")] = None,
        before: Annotated[str | None, Field(description="Last day.")] = None,
        max_cloud_cover_percent: float | None = None,
        max_resolution_m: Annotated[
            float | None, Field(description="Maximum resolution, in metres a pixel.")
        ] = None,
        providers: Annotated[list[str] | None, Field(description="Default: all.")] = None,
        only_available: Annotated[
            bool, Field(description="Whether to leave out what the account may not process.")
        ] = True,
        limit: Limit = 20,
    ) -> FoundImages:
        """Search for imagery of a place, by date and clouds. It costs nothing.

        The source of an image is what estimate_cost takes; those of one provider can be joined as
        search:PROVIDER/ID,ID.
        """
        outline = await self._session.outline(area)
        pages = self._session.client.catalog.search(
            outline,
            after=after,
            before=before,
            max_cloud_cover_percent=max_cloud_cover_percent,
            max_resolution_m=max_resolution_m,
            providers=providers,
            only_available=only_available or None,
            page_size=limit,
        )
        found: list[FoundImage] = []
        async for image in pages:
            found.append(_found(image))
            if len(found) == limit:
                break
        told = FoundImages(found)
        if pages.total is not None and pages.total > len(found):
            told.notes.append(f"{pages.total - len(found)} more are not listed: narrow the search.")
        return told

    async def list_my_imagery(self) -> MyImagery:
        """The user's own mosaics, and the storage that is left."""
        imagery = self._session.client.imagery
        mosaics = await imagery.mosaics.list()
        storage = await imagery.storage()
        told = MyImagery(
            [_mosaic(each) for each in islice(mosaics, _MOST)],
            storage.used_bytes,
            storage.free_bytes,
            storage.max_file_bytes,
        )
        if len(mosaics) > _MOST:
            told.notes.append(f"{len(mosaics) - _MOST} more are not listed.")
        return told

    async def list_images(self, mosaic_id: str) -> MosaicImages:
        """The images of a mosaic, and whether each can be used yet."""
        mosaics = self._session.client.imagery.mosaics
        mosaic = await mosaics.get(mosaic_id)
        status = await mosaics.status(mosaic)
        return MosaicImages(
            _mosaic(mosaic),
            [
                ImageTold(
                    each.image_id,
                    short(each.filename),
                    f"my-imagery:{each.image_id}",
                    each.is_ready,
                    each.error,
                )
                for each in islice(status.images, _MOST)
            ],
        )

    async def upload_image(
        self,
        file: Annotated[str, Field(description="A GeoTIFF of the server's folder.")],
        ctx: Context[Any],
        name: Annotated[
            str | None, Field(description="Name of the new mosaic. Default: the file's.")
        ] = None,
        mosaic_id: Annotated[
            str | None, Field(description="A mosaic to add it to. Default: a new one.")
        ] = None,
    ) -> ImageTold:
        """Upload a GeoTIFF of the server's folder as imagery of the user's own.

        It costs no credits. Its header and the storage that is left are checked first.
        """
        if name is not None and mosaic_id is not None:
            raise InvalidInput(
                "A mosaic that is there keeps its name.", hint="Give `name` or `mosaic_id`."
            )
        path = self._session.folder.existing(file)
        imagery = self._session.client.imagery

        async def upload(tell: Teller) -> AsyncImage:
            def take(progress: Progress) -> None:
                tell(progress.done_bytes, progress.total_bytes, "uploaded")

            if mosaic_id is None:
                return await imagery.upload(path, name=name, on_progress=take)
            return await imagery.mosaics.upload(mosaic_id, path, on_progress=take)

        image = await telling(ctx, upload)
        status = await imagery.images.status(image)
        return ImageTold(
            image.id,
            short(image.filename),
            f"my-imagery:{image.id}",
            status.is_ready,
            status.error,
        )

    async def delete_imagery(
        self,
        mosaic_id: Annotated[
            str | None, Field(description="A mosaic, with all its images.")
        ] = None,
        image_id: Annotated[str | None, Field(description="One image.")] = None,
        confirm: Annotated[
            bool, Field(description="Whether the user has agreed to lose it.")
        ] = False,
    ) -> Deleted:
        """Delete a mosaic or an image of the user's own, for good."""
        if (mosaic_id is None) == (image_id is None):
            raise InvalidInput("Give either `mosaic_id` or `image_id`.")
        imagery = self._session.client.imagery
        if mosaic_id is not None:
            mosaic = await imagery.mosaics.get(mosaic_id)
            what = f"mosaic {mosaic.id}, {short(mosaic.name)!r}, with all its images"
            if not confirm:
                raise unconfirmed(what)
            await mosaic.delete()
            return Deleted(what)
        image = await imagery.images.get(str(image_id))
        what = f"image {image.id}, {short(image.filename)!r}"
        if not confirm:
            raise unconfirmed(what)
        await image.delete()
        return Deleted(what)


def _mosaic(found: AsyncMosaic) -> MosaicTold:
    return MosaicTold(
        found.id, short(found.name), f"my-imagery:mosaic={found.id}", found.size_bytes
    )


def _found(image: CatalogImage) -> FoundImage:
    return FoundImage(
        None if image.provider is None else f"search:{image.provider}/{image.id}",
        image.provider,
        None if image.acquired is None else image.acquired.isoformat(),
        image.resolution_m,
        image.cloud_cover,
        image.intersection_percent,
        image.product_type,
        image.min_area_km2,
    )

"""Uploads several files to one mosaic: checked together, several at a time, none of them twice."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mapflow import limits, rasters
from mapflow._arrivals import Sent, same_name
from mapflow._choices import identifier
from mapflow._geotiffs import geotiffs, title_of
from mapflow._records.upload import Likeness, Upload, Uploads
from mapflow._wire import _time
from mapflow._wire.concurrent import aeach
from mapflow._wire.tally import Tally
from mapflow._wire.transfers import sending
from mapflow.errors import ApiError, ImageFailed, InvalidFile, InvalidInput, MapflowError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from mapflow._async.arrivals import AsyncArrivals
    from mapflow._async.client import AsyncMapflow
    from mapflow._async.images import AsyncImage
    from mapflow._async.uploading import AsyncUploading
    from mapflow._geotiffs import Paths
    from mapflow._records.imagery import MosaicRecord, Storage
    from mapflow._wire.tally import OnUploadProgress

# Each needs a connection, and the client keeps no more than 20.
_MOST_AT_ONCE = 16
_PIECE_BYTES = 1 << 20


class AsyncUploadingMany:
    """One call that uploads several files; made anew for each.

    Args:
        client: The client.
        uploading: What sends a single file.
    """

    def __init__(self, client: AsyncMapflow, uploading: AsyncUploading) -> None:
        self._client = client
        self._uploading = uploading
        self._done: dict[Path, Upload[AsyncImage]] = {}
        self._sizes: dict[Path, int] = {}
        self._copies: dict[Path, Path] = {}
        self._sha1s: dict[Path, str] = {}

    async def run(
        self,
        mosaic: MosaicRecord | UUID | str | None,
        paths: Paths,
        *,
        name: str | None,
        tags: Sequence[str] | None,
        concurrency: int,
        on_progress: OnUploadProgress | None,
        check: bool,
    ) -> Uploads[AsyncImage]:
        """Check all files, send those that the mosaic lacks, and tell what became of each."""
        if isinstance(concurrency, bool) or not 1 <= concurrency <= _MOST_AT_ONCE:
            raise InvalidInput(
                f"concurrency has to be from 1 to {_MOST_AT_ONCE} files at a time, not"
                f" {concurrency!r}."
            )
        files = geotiffs(paths)
        title = title_of(paths, files) if name is None else name
        arrivals = self._uploading.arrivals(mosaic)
        storage = await self._client.imagery.storage()
        await arrivals.look_before()
        await self._look_at(files, arrivals)
        self._check(arrivals, storage, check=check)
        try:
            await self._send(arrivals, title, tags, concurrency, on_progress)
        except KeyboardInterrupt as stop:
            if arrivals.mosaic is not None:
                stop.add_note(
                    f"What has arrived stays in mosaic {arrivals.mosaic}; upload the same files to"
                    " it again, and only those that are missing are sent."
                )
            raise
        for copy, original in self._copies.items():
            self._done[copy] = _as_copy(copy, self._done[original])
        key = None if arrivals.mosaic is None else str(arrivals.mosaic)
        return Uploads(key, tuple(self._done[path] for path in files))

    @property
    def _left(self) -> list[Path]:
        """The files that have to be sent, as far as that is known."""
        return [p for p in self._sizes if p not in self._done and p not in self._copies]

    def _fail(self, path: Path, error: MapflowError) -> None:
        self._done[path] = Upload(path, self._sizes.get(path), "failed", error=error)

    def _find(
        self,
        path: Path,
        image_id: str,
        image: AsyncImage | None,
        how: Likeness,
    ) -> None:
        self._done[path] = Upload(path, self._sizes[path], "was there", image, image_id, how)

    async def _look_at(self, files: Sequence[Path], arrivals: AsyncArrivals) -> None:
        """Look which files can be read, which are copies, and which the mosaic has."""
        for path in files:
            try:
                with sending(path, None) as outgoing:
                    self._sizes[path] = outgoing.total_bytes
            except MapflowError as error:
                self._fail(path, error)
        for path in self._left:
            try:
                await self._look_for(path, arrivals)
            except OSError as error:
                self._fail(path, InvalidFile(f"{path} cannot be read: {error.strerror}."))
        alike: dict[tuple[str, int], list[Path]] = {}
        for path in self._left:
            alike.setdefault((path.name, self._sizes[path]), []).append(path)
        for group in alike.values():
            originals: dict[str, Path] = {}
            for path in group if len(group) > 1 else ():
                original = originals.setdefault(await self._sha1(path), path)
                if original is not path:
                    self._copies[path] = original

    async def _look_for(self, path: Path, arrivals: AsyncArrivals) -> None:
        """Look for a file among the images that the mosaic has, those being prepared included."""
        images = [each for each in arrivals.there if same_name(each.filename, path.name)]
        unread: str | None = None
        for status in arrivals.coming:
            if same_name(status.filename, path.name):
                try:
                    images.append(await self._client.imagery.images.get(status.image_id))
                except ApiError:
                    # Whether an image can be read while it is prepared is not documented.
                    unread = status.image_id
        for image in images:
            how = await self._likeness(path, image)
            if how is not None:
                self._find(path, image.id, image, how)
                return
        if unread is not None:
            self._find(path, unread, None, "name")

    async def _likeness(self, path: Path, image: AsyncImage) -> Likeness | None:
        """What an image of the same name has in common with a file; None for another one."""
        if image.size_bytes is not None and image.size_bytes != self._sizes[path]:
            return None
        if image.checksum is not None:
            return "checksum" if image.checksum == await self._sha1(path) else None
        return None if image.size_bytes is None else "size"

    async def _sha1(self, path: Path) -> str:
        if path not in self._sha1s:
            digest = hashlib.sha1(usedforsecurity=False)
            with path.open("rb") as file:
                while piece := file.read(_PIECE_BYTES):
                    digest.update(piece)
                    await _time.asleep(0)
            self._sha1s[path] = digest.hexdigest()
        return self._sha1s[path]

    def _check(self, arrivals: AsyncArrivals, storage: Storage, *, check: bool) -> None:
        """Hold the files that are to be sent against all limits and rules."""
        for path in self._left:
            try:
                limits.check_upload(
                    self._sizes[path], name=path.name, max_file_bytes=storage.max_file_bytes
                )
            except MapflowError as error:
                self._fail(path, error)
        if check and rasters.is_available():
            beside = [image.metadata for image in arrivals.there]
            refused = rasters.check_all(self._left, max_side_px=storage.max_side_px, beside=beside)
            for path, refusal in refused.items():
                self._fail(path, refusal)
        limits.check_uploads(
            {str(path): self._sizes[path] for path in self._left}, free_bytes=storage.free_bytes
        )

    async def _send(
        self,
        arrivals: AsyncArrivals,
        title: str,
        tags: Sequence[str] | None,
        concurrency: int,
        on_progress: OnUploadProgress | None,
    ) -> None:
        """Send what is left, several at a time, and wait for the images."""
        left = self._left
        if arrivals.mosaic is None and len(left) > 1:
            made = await self._client.imagery.mosaics.create(title, tags=tags)
            arrivals.mosaic = identifier(made, "mosaic")
        tally = Tally({path: self._sizes[path] for path in left}, on_progress)

        async def send(path: Path) -> Sent | MapflowError:
            try:
                with sending(path, tally.watch(path)) as outgoing:
                    return await self._uploading.send(
                        arrivals, path, outgoing, name=title, tags=tags
                    )
            except MapflowError as error:
                tally.give_up(path)
                return error

        async def send_in_order(alike: list[Path]) -> list[Sent | MapflowError]:
            return [await send(path) for path in alike]

        # Files of one name go one after the other, so that the order tells their images apart.
        chains: dict[str, list[Path]] = {}
        for path in left:
            chains.setdefault(path.name, []).append(path)
        alike = list(chains.values())
        answers = await aeach(send_in_order, alike, concurrency, on_stop=tally.stop)
        sent: dict[Path, Sent] = {}
        for chain, answered in zip(alike, answers, strict=True):
            for path, answer in zip(chain, answered, strict=True):
                if isinstance(answer, MapflowError):
                    self._fail(path, answer)
                else:
                    sent[path] = answer
        found = await arrivals.wait_for(list(sent.values()))
        for path, image in zip(sent, found, strict=True):
            self._done[path] = _outcome(path, self._sizes[path], image)


def _outcome(
    path: Path, size_bytes: int, found: AsyncImage | MapflowError | None
) -> Upload[AsyncImage]:
    """What became of a file that was sent."""
    if found is None:
        return Upload(path, size_bytes, "pending")
    if isinstance(found, MapflowError):
        image_id = found.image_id if isinstance(found, ImageFailed) else None
        return Upload(path, size_bytes, "failed", image_id=image_id, error=found)
    return Upload(path, size_bytes, "uploaded", found, found.id)


def _as_copy(path: Path, original: Upload[AsyncImage]) -> Upload[AsyncImage]:
    """What became of a file whose content another one has."""
    if original.outcome in ("failed", "pending"):
        return replace(original, path=path)
    return replace(original, path=path, outcome="was there", likeness="checksum")

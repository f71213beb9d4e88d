"""Recorded conversations about the user's own imagery."""

import pytest

from mapflow import errors, sources
from tests.support.client_kinds import maybe_await
from tests.support.places import FIELD, FIELD_IMAGE


async def test_storage(mf):
    storage = await maybe_await(mf.imagery.storage())
    assert storage.limit_bytes == storage.used_bytes + storage.free_bytes
    assert storage.max_file_bytes > 0


async def test_life_of_a_mosaic(mf):
    made = await maybe_await(mf.imagery.mosaics.create("Spring", tags=["fields", "2026"]))
    assert (made.name, made.tags) == ("Spring", ["fields", "2026"])

    tagged = await maybe_await(mf.imagery.mosaics.list(tags=["fields", "2026"]))
    assert made in tagged

    changed = await maybe_await(mf.imagery.mosaics.update(made, name="Весна", tags=["2026"]))
    assert (changed.name, changed.tags) == ("Весна", ["2026"])
    assert (await maybe_await(mf.imagery.mosaics.get(made.id))).name == "Весна"

    await maybe_await(mf.imagery.mosaics.delete(made))
    with pytest.raises(errors.NotFound):
        await maybe_await(mf.imagery.mosaics.get(made.id))


async def test_upload_to_a_new_mosaic(mf):
    progress = []
    image = await maybe_await(
        mf.imagery.upload(FIELD_IMAGE, name="Field", tags=["test"], on_progress=progress.append)
    )
    assert image.filename
    assert progress[-1].done_bytes == progress[-1].total_bytes
    mosaic = await maybe_await(mf.imagery.mosaics.get(image.mosaic_id))
    assert (mosaic.name, mosaic.tags) == ("Field", ["test"])


async def test_images_of_a_mosaic(mf, tmp_path):
    mosaic = await maybe_await(mf.imagery.mosaics.create("Field"))
    image = await maybe_await(mf.imagery.mosaics.upload(mosaic, FIELD_IMAGE))
    assert [i.id for i in await maybe_await(mf.imagery.mosaics.images(mosaic))] == [image.id]

    renamed = await maybe_await(mf.imagery.images.rename(image, "North field"))
    assert renamed.id == image.id
    again = await maybe_await(mf.imagery.images.get(image.id))
    assert again.url.startswith("s3://")

    picture = await maybe_await(mf.imagery.images.preview(image, tmp_path / "p.jpg", size="s"))
    assert picture.read_bytes().startswith(b"\xff\xd8")

    linked = await maybe_await(mf.imagery.mosaics.link(mosaic, again.url))
    assert linked.id

    await maybe_await(mf.imagery.images.delete(image))
    with pytest.raises(errors.NotFound):
        await maybe_await(mf.imagery.images.get(image.id))


async def test_run_on_an_image(mf, pace):
    image = await maybe_await(mf.imagery.upload(FIELD_IMAGE, name="Field"))
    job = await maybe_await(
        mf.processings.run(model="forest", area=FIELD, source=sources.GeoTIFF(image))
    )
    await maybe_await(job.wait(**pace()))
    read = await maybe_await((await maybe_await(job.result())).read())
    assert read["type"] == "FeatureCollection"


async def test_not_a_geotiff(mf, tmp_path):
    path = tmp_path / "notes.tif"
    path.write_bytes(b"II*\x00 but nothing of a picture follows")
    with pytest.raises(errors.MapflowError) as caught:
        await maybe_await(mf.imagery.upload(path, check=False))
    assert str(caught.value)


async def test_states_of_images(mf, control):
    if control:
        control.account("demo@example.com", uploadsDownloadable=True)
    image = await maybe_await(mf.imagery.upload(FIELD_IMAGE, name="Field"))
    assert (await maybe_await(mf.imagery.images.status(image))).is_ready
    state = await maybe_await(mf.imagery.images.wait(image))
    assert (state.is_ready, state.is_failed) == (True, False)
    whole = await maybe_await(mf.imagery.mosaics.status(image.mosaic_id))
    assert [each.image_id for each in whole.images] == [image.id]
    assert await maybe_await(mf.imagery.mosaics.delete_failed(image.mosaic_id)) == []


async def test_upload_without_a_mosaic(mf):
    link = await maybe_await(mf.imagery.upload_file(FIELD_IMAGE))
    assert link.startswith("s3://")
    source = sources.GeoTIFF(link)
    assert (
        await maybe_await(mf.processings.estimate(model="forest", area=FIELD, source=source))
    ).cost


async def test_download(mf, tmp_path, control):
    if control:
        control.account("demo@example.com", uploadsDownloadable=True)
    image = await maybe_await(mf.imagery.upload(FIELD_IMAGE, name="Field"))
    saved = await maybe_await(mf.imagery.images.download(image, tmp_path))
    assert saved.read_bytes() == FIELD_IMAGE.read_bytes()

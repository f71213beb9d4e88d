"""A file that the service refuses: the client says the same as a check before would have said."""

import warnings

import numpy as np
import pytest
import rasterio

from mapflow import AsyncMapflow, Mapflow, errors, rasters

pytestmark = pytest.mark.pythons

WORLD = "0.5\n0\n0\n-0.5\n4152439.85\n7486691.95\n"


@pytest.fixture
def unplaced(tmp_path):
    """A GeoTIFF that has its system inside, and its position beside it."""
    path = tmp_path / "flight.tif"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", rasterio.errors.NotGeoreferencedWarning)
        with rasterio.open(
            path, "w", driver="GTiff", count=3, dtype="uint8", crs="EPSG:3857", width=8, height=6
        ) as file:
            file.write(np.ones((3, 6, 8), "uint8"))
    path.with_suffix(".tfw").write_text(WORLD)
    return path


def _told_before(path):
    with pytest.raises(errors.InvalidFile) as caught:
        rasters.check(path)
    return str(caught.value)


def test_the_same_sentence_before_and_after(running, unplaced):
    with Mapflow(base_url=running.base_url, token=running.token) as mf:
        with pytest.raises(errors.BadRequest) as refused:
            mf.imagery.upload(unplaced, check=False)
        assert refused.value.hint == _told_before(unplaced)
        with pytest.raises(errors.InvalidFile) as caught:
            mf.imagery.upload(unplaced)
        assert str(caught.value) == _told_before(unplaced)
        mosaic = mf.imagery.mosaics.create("Flights")
        [done] = mf.imagery.mosaics.upload_all(mosaic, unplaced, check=False)
        assert done.error.hint == _told_before(unplaced)
        with pytest.raises(errors.BadRequest) as refused:
            mf.imagery.upload_file(unplaced)
        assert refused.value.hint == _told_before(unplaced)


async def test_the_same_sentence_in_async(running, unplaced):
    async with AsyncMapflow(base_url=running.base_url, token=running.token) as mf:
        with pytest.raises(errors.BadRequest) as refused:
            await mf.imagery.upload(unplaced, check=False)
        assert refused.value.hint == _told_before(unplaced)


def test_nothing_is_sent(running, unplaced):
    with Mapflow(base_url=running.base_url, token=running.token) as mf:
        with pytest.raises(errors.InvalidFile):
            mf.imagery.upload(unplaced)
        mosaic = mf.imagery.mosaics.create("Flights")
        [done] = mf.imagery.mosaics.upload_all(mosaic, unplaced)
        assert isinstance(done.error, errors.InvalidFile)
    assert not [seen for seen in running.requests() if "upload" in (seen["operation"] or "")]

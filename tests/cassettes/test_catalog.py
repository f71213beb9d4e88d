"""Recorded conversations about imagery that others have."""

from datetime import timedelta

import pytest

from tests.support.client_kinds import gathered, maybe_await
from tests.support.places import BLOCK


@pytest.fixture
def after(spring):
    return (spring - timedelta(days=45)).date()


async def test_search_page_by_page(mf, after):
    pages = mf.catalog.search(
        BLOCK, after=after, max_cloud_cover_percent=30, sort_by="cloud_cover", page_size=4
    )
    found = await gathered(pages)
    assert len({image.id for image in found}) == len(found) == pages.total
    known = [image.cloud_cover for image in found if image.cloud_cover is not None]
    assert known == sorted(known)
    assert all(cover <= 30 for cover in known)


async def test_search_by_provider(mf, after):
    search = mf.catalog.search(
        BLOCK, after=after, providers=["sandbox_half_metre"], max_resolution_m=0.6
    )
    found = await maybe_await(search.all())
    assert {image.provider for image in found} == {"sandbox_half_metre"}


async def test_from_a_found_image_to_a_result(mf, after, pace):
    search = mf.catalog.search(
        BLOCK, after=after, providers=["sandbox_half_metre"], only_available=True
    )
    found = await maybe_await(search.all())
    job = await maybe_await(mf.catalog.run(found[0], model="forest", area=BLOCK, name="Found"))
    await maybe_await(job.wait(**pace()))
    assert (job.name, job.status) == ("Found", "OK")

"""Recorded conversations about searches that the service repeats by itself."""

from datetime import timedelta

import pytest

from mapflow import Filters, errors
from tests.support.client_kinds import gathered, maybe_await
from tests.support.places import BLOCK, TWO_BLOCKS, square

DAY_S = 86_400


@pytest.fixture
def filters(spring):
    return Filters(providers=["sandbox_half_metre"], after=spring - timedelta(days=30))


@pytest.fixture
def create(mf, spring, filters):
    def make(area=BLOCK, client=mf):
        end = spring + timedelta(days=90)
        return maybe_await(
            client.planned.create("Quays", area=area, filters=filters, active_until=end)
        )

    return make


async def test_life_of_a_planned_search(mf, create):
    plan = await create()
    assert (plan.name, plan.is_active, plan.is_archived) == ("Quays", True, False)
    assert plan in await maybe_await(mf.planned.list())
    assert plan in await maybe_await(mf.planned.list(plan.project_id))
    assert plan in await maybe_await(mf.planned.list(user=plan.user_id))

    changed = await maybe_await(
        mf.planned.update(plan, name="Docks", filters=Filters(max_cloud_cover_percent=20))
    )
    assert changed.name == "Docks"
    assert (changed.search["maxCloudCover"], changed.only_provider) == (20, "sandbox_half_metre")

    await maybe_await(plan.pause())
    assert not plan.is_active
    with pytest.raises(errors.InvalidInput, match="paused already"):
        await maybe_await(plan.pause())
    await maybe_await(plan.resume())
    assert plan.is_active

    await maybe_await(plan.delete())
    with pytest.raises(errors.NotFound):
        await maybe_await(plan.refresh())


async def test_areas(mf, create):
    plan = await create(area=TWO_BLOCKS)
    assert len(plan.areas) == 2
    assert await maybe_await(mf.planned.add_areas(plan, square(37.32, 55.64), name="North")) == 1
    *_, north = (await maybe_await(plan.refresh())).areas
    assert north.name == "North"
    await maybe_await(mf.planned.update_area(plan, north, name="South"))
    assert "South" in [area.name for area in (await maybe_await(plan.refresh())).areas]
    assert await maybe_await(mf.planned.remove_areas(plan, [north])) == 1
    assert len((await maybe_await(plan.refresh())).areas) == 2


async def test_a_day_passes_and_images_appear(mf, create, control):
    plan = await create()
    if control:
        control.advance(60)
    await maybe_await(mf.planned.mark_seen(plan))
    first = {image.id for image in await gathered(mf.planned.images(plan, page_size=3))}
    if control:
        control.advance(20 * DAY_S)
    search = mf.planned.images(plan, sort_by="acquisition_date", descending=True)
    found = await maybe_await(search.all())
    new = [image for image in found if image.id not in first]
    assert new
    assert all(image.is_new for image in new)
    unseen = (await maybe_await(plan.refresh())).new_images
    await maybe_await(mf.planned.mark_seen(plan, new[0]))
    assert (await maybe_await(plan.refresh())).new_images == unseen - 1


async def test_run_on_a_found_image(mf, create, control, pace):
    plan = await create()
    if control:
        control.advance(60)
    image, *_ = await gathered(mf.planned.images(plan))
    assert await maybe_await(mf.planned.processings(plan)) == []
    job = await maybe_await(
        mf.planned.run(plan, image, name="Found", model="forest", area=BLOCK, max_cost=500)
    )
    await maybe_await(job.wait(**pace()))
    assert (job.name, job.status) == ("Found", "OK")
    assert await maybe_await(mf.planned.processings(plan)) == [job]


async def test_run_on_a_found_image_by_version_2(v2, create, control):
    plan = await create(client=v2)
    if control:
        control.advance(60)
    image, *_ = await gathered(v2.planned.images(plan))
    job = await maybe_await(
        v2.planned.run(plan, image, name="Found", model="forest", area=BLOCK, remove_from_plan=True)
    )
    assert [job.id] == [p.id for p in await maybe_await(v2.planned.processings(plan))]


async def test_failure_and_restart(mf, create, control):
    plan = await create()
    with pytest.raises(errors.InvalidInput, match="cannot be restarted"):
        await maybe_await(mf.planned.restart(plan))
    # Without areas a search fails.
    await maybe_await(mf.planned.remove_areas(plan, plan.areas))
    if control:
        control.advance(2 * DAY_S + 60)
    assert (await maybe_await(plan.refresh())).status == "FAILED"
    await maybe_await(mf.planned.add_areas(plan, BLOCK))
    again = await maybe_await(mf.planned.restart(plan))
    assert again.status != "FAILED"

"""Responses that a proxy delivers twice: no row takes another's processing."""

import itertools

import pytest

from tests.support.middlebox import between


@pytest.fixture
def box(batches):
    port = int(batches.running.base_url.rpartition(":")[2].partition("/")[0])
    with between(port) as box:
        batches.client = batches.another(
            base_url=f"http://127.0.0.1:{box.port}/rest", timeout_s=5, max_retries=4
        )
        yield box


@pytest.mark.parametrize("when", ["at once", "late"])
@pytest.mark.parametrize("doubled", ["/cost", "/processings", "/page", "/result", ""])
async def test_each_row_has_its_own(batches, fields, box, doubled, when):
    turns = itertools.count()
    box.doubles = lambda method, path: (
        when if path.endswith(doubled) and next(turns) % 3 == 1 else None
    )
    report = await batches.run(fields(4), parallel=2, settle_s=0)
    box.doubles = lambda method, path: None
    if not report.is_over:
        # Results that never arrived whole are left for the next turn.
        report = await batches.resume(settle_s=0)
    batches.client = batches.another()
    there = await batches.there()
    assert len(there) == len(batches.posts()) == 4
    assert report.is_success
    names = {each.id: each.name for each in there}
    assert [names[row.processing_id] for row in report.rows] == ["a0", "a1", "a2", "a3"]

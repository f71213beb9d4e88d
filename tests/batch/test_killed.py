"""A batch that is killed a few times; `scripts/soak batch` does it fifty times to a larger one."""

import pytest

from tests.soak import batch

pytestmark = pytest.mark.soak


@pytest.mark.timeout(240)
def test_each_area_is_started_once_and_has_its_result(loopback):
    seen = batch.run(30, 4, 3, longest_s=1.2)
    assert seen.faults == []
    assert seen.kills == 4
    assert seen.processings == seen.results == seen.areas

"""A district that is killed three times; `scripts/soak district` does it twenty times."""

import pytest

from mapflow import sandbox
from tests.soak import district

pytestmark = pytest.mark.soak

#: One of each kind of moment: money under way, features half read, the file about to get its name.
_MOMENTS = [
    moment
    for moment in district.MOMENTS
    if moment[2:] in {("send", 1, "after"), ("numbered", 50, "after"), ("publish", 1, "after")}
]


@pytest.mark.timeout(240)
@pytest.mark.parametrize("suffix", [".geojson", ".gpkg"])
def test_it_is_one_file_and_paid_for_once(loopback, tmp_path, suffix):
    with sandbox.start(seed=5, speed=20_000) as running:
        running.account("demo@example.com", credits=1_000_000)
        seen = district.run(tmp_path, running, suffix=suffix, radius_m=5_000, moments=_MOMENTS)
    assert seen.faults == []
    assert len(seen.kills) == 3
    assert seen.paid == seen.parts > 2
    assert seen.features == seen.truth > 100

"""A short run of ``tests.soak.downloads``: processes that are killed while they download."""

import pytest

from tests.soak import downloads

pytestmark = pytest.mark.soak


def test_killed_downloads_are_whole_or_not_there(loopback):
    figures = downloads.run(seed=3, count=6)
    assert figures.kills >= 6
    assert figures.resumed >= 4
    assert figures.most_lost_bytes <= downloads.MOST_LOST_BYTES

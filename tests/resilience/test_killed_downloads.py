"""A short run of ``tests.soak.downloads``: processes that are killed while they download."""

from tests.soak import downloads


def test_killed_downloads_are_whole_or_not_there(loopback):
    figures = downloads.run(seed=3, count=6)
    assert figures.kills >= 6
    assert figures.resumed >= 4
    assert figures.most_lost_bytes <= downloads.MOST_LOST_BYTES

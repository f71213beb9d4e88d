"""Recorded conversations about the service itself."""

from tests.support.flavours import settled


async def test_version(mf):
    assert await settled(mf.version())

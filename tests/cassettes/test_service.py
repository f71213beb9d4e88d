"""Recorded conversations about the service itself."""

from tests.support.client_kinds import maybe_await


async def test_version(mf):
    assert await maybe_await(mf.version())

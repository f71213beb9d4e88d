"""Recorded conversations about the account."""

import pytest

from mapflow import errors
from tests.support.client_kinds import maybe_await


async def test_status(mf):
    status = await maybe_await(mf.account.status())
    assert "@" in status.email
    assert status.remaining_credits > 0 or status.remaining_area_m2 > 0
    assert "Mapbox" in " ".join(p.label for p in status.providers)
    assert status.raw["email"] == status.data.email == status.email


async def test_wrong_token(stranger):
    with pytest.raises(errors.AuthenticationError) as caught:
        await maybe_await(stranger.account.status())
    assert caught.value.status == 401
    assert "account/api" in str(caught.value)

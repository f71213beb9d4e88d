"""Waits take no time here."""

import pytest

from mapflow._http import timing


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    now = [0.0]

    def sleep(seconds):
        now[0] += seconds

    async def asleep(seconds):
        now[0] += seconds

    monkeypatch.setattr(timing, "monotonic", lambda: now[0])
    monkeypatch.setattr(timing, "sleep", sleep)
    monkeypatch.setattr(timing, "asleep", asleep)


@pytest.fixture(params=["sync", "async"])
def kind(request):
    """Which of the two clients is tried."""
    return request.param

"""Waits take no time here."""

import pytest

from mapflow._wire import _time


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(_time, "monotonic", lambda: now[0])
    monkeypatch.setattr(_time, "sleep", lambda seconds: now.__setitem__(0, now[0] + seconds))

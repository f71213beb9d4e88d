"""Unit tests write only in places that they ask for, start no program, and wait for no clock."""

import pytest

from tests.support.isolation import ISOLATION

ISOLATION.install()
#: What a test is allowed by asking for a fixture.
_ALLOWED_BY = {
    "tmp_path": "disk",
    "disk": "disk",
    "programs": "programs",
    "clock": "clock",
    "loopback": "clock",  # servers of tests drip
}


@pytest.fixture
def disk():
    """Asking for this lets a unit test write to the system's folder for temporary files."""


@pytest.fixture
def programs():
    """Asking for this lets a unit test start programs, which may write."""


@pytest.fixture
def clock():
    """Asking for this lets a unit test wait, for fractions of a second."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    asked = set(item.fixturenames)
    allowed = {kind for fixture, kind in _ALLOWED_BY.items() if fixture in asked}
    if "programs" in allowed:
        allowed.add("clock")  # who starts a program waits for its end
    with ISOLATION.holding(allowed=allowed):
        return (yield)

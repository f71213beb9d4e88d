"""All tests of this folder stand in one lane, and talk to servers on this machine."""

import pytest


def pytest_itemcollected(item):
    item.add_marker("slow")


@pytest.fixture(autouse=True)
def _local(loopback):
    """Let the tests reach servers on this machine."""

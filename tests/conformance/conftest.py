"""All tests of this folder stand in one lane."""


def pytest_itemcollected(item):
    item.add_marker("languages")

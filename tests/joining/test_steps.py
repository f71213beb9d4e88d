"""The work of joining in steps gives the features, and the IDs, that it gives in one go."""

import dataclasses

import pytest

from mapflow.joining import Join
from mapflow.joining._steps import Steps
from tests.joining.world import free_standing, parts_of, row_houses


def stepwise(parts, join):
    """The features, as workers and the one that joins find them."""
    empty = [dataclasses.replace(part, features=()) for part in parts]
    features = [list(part.features) for part in parts]
    near = {}
    # Workers have a joining each, and take parts in any order.
    for number in reversed(range(len(parts))):
        near[number] = Steps(empty, join=join, tolerance_m=1.5).near(number, features[number])
    steps = Steps(empty, join=join, tolerance_m=1.5)
    alone = [
        [each for place, each in enumerate(features[number]) if not near[number].get(place)]
        for number in range(len(parts))
    ]
    joined = steps.joined(
        lambda number: [features[number][place] for place in near[number]],
        [len(each) for each in alone],
    )
    for number, before, found in joined:
        yield from steps.numbered(number, iter(alone[number]), before)
        yield from (each.feature for each in found)


@pytest.mark.parametrize("join", ["auto", "none"])
@pytest.mark.parametrize("border", ["clip", "whole"])
@pytest.mark.parametrize(
    "town", [free_standing(4, 60), row_houses(4, 30)], ids=["free standing", "row houses"]
)
def test_the_features_are_the_same(town, border, join):
    parts = [
        dataclasses.replace(part, features=list(part.features))
        for part in parts_of(town, border, jitter_m=0.4, seed=3)
    ]
    whole = list(Join(parts, join=join, tolerance_m=1.5))
    assert list(stepwise(parts, join)) == whole
    assert any("joined_from" in each["properties"] for each in whole) == (join == "auto")

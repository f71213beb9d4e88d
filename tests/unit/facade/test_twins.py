"""The sync and the async face are one face."""

import inspect
import re

import pytest

from mapflow._async.account import AsyncAccount
from mapflow._async.client import AsyncMapflow
from mapflow._async.imagery.image import AsyncImage
from mapflow._async.imagery.images import AsyncImages
from mapflow._async.imagery.mosaic import AsyncMosaic
from mapflow._async.imagery.mosaics import AsyncMosaics
from mapflow._async.imagery.resource import AsyncImagery
from mapflow._async.models import AsyncModels
from mapflow._async.processings.processing import AsyncProcessing
from mapflow._async.processings.resource import AsyncProcessings
from mapflow._async.processings.result import AsyncResult
from mapflow._async.project import AsyncProject
from mapflow._async.projects import AsyncProjects

PAIRS = [
    AsyncAccount,
    AsyncMapflow,
    AsyncImage,
    AsyncImages,
    AsyncImagery,
    AsyncModels,
    AsyncMosaic,
    AsyncMosaics,
    AsyncProcessing,
    AsyncProcessings,
    AsyncProject,
    AsyncProjects,
    AsyncResult,
]
SAME = {"aclose": "close"}


def twin(kind):
    module = __import__(kind.__module__.replace("_async", "_sync"), fromlist=["x"])
    return getattr(module, kind.__name__.removeprefix("Async"))


def public(kind):
    return {name for name in dir(kind) if not name.startswith("_")}


@pytest.mark.parametrize("kind", PAIRS)
def test_same_members_same_parameters(kind):
    other = twin(kind)
    assert {SAME.get(name, name) for name in public(kind)} == public(other)
    for name in public(kind):
        mine, its = getattr(kind, name), getattr(other, SAME.get(name, name))
        if not inspect.isfunction(mine):
            continue
        ours, theirs = inspect.signature(mine), inspect.signature(its)
        assert list(ours.parameters) == list(theirs.parameters)
        for left, right in zip(ours.parameters.values(), theirs.parameters.values(), strict=True):
            assert (left.kind, left.default) == (right.kind, right.default)


@pytest.mark.parametrize("kind", PAIRS)
def test_nothing_async_is_left_in_the_sync_half(kind):
    module = inspect.getmodule(twin(kind))
    source = inspect.getsource(module).split("\n", 1)[1]
    assert not re.search(r"\b(async|await|Async\w+|asyncio)\b", source)

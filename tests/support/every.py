"""Every public method of both clients, found by looking, with arguments that make sense.

A method that is new is called without anybody having to think of it; a parameter that is new stops
the tests until it is given a value here.
"""

import importlib
import inspect
import itertools
import pkgutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mapflow import AsyncMapflow, CatalogImage, Mapflow, errors
from tests.support.places import BLOCK, FIELD_IMAGE

ID = "65285409-ac88-4fc0-a937-193cf42c2343"
KINDS = {"sync": Mapflow, "async": AsyncMapflow}
#: What opens and closes a client rather than calling the service.
NOT_CALLS = {"close", "aclose"}
_numbers = itertools.count()


def _found():
    return CatalogImage({"id": "a", "providerName": "maxar"})


#: Values for what a method cannot do without.
NEEDED = {
    **dict.fromkeys(("processing", "project", "image", "mosaic", "plan", "area_id"), ID),
    "processings": [ID],
    "paths": [FIELD_IMAGE],
    "areas": [ID],
    "name": "x",
    "model": "forest",
    "area": BLOCK,
    "area_m2": 1e6,
    "images": _found(),
    "url": "s3://bucket/a.tif",
    "email": "ada@example.com",
    "rating": 5,
    "comment": "x",
    "method": "GET",
    "lost": errors.OutcomeUnknown("x", tag="0" * 32, project_id=ID),
    "tag": "0" * 32,
}
#: Values for what may be omitted, given anyway: without them a call has nothing to do, or
#: takes longer than anybody wants to wait.
GIVEN = {"name": "x", "timeout_s": 0.2, "interval_s": 0.02, "overwrite": True}


@dataclass(frozen=True)
class Call:
    """One public method, bound and ready."""

    name: str
    method: Any
    arguments: dict[str, object]

    def __str__(self):
        return self.name

    def sync(self):
        """Call it, and read what it gives to the end."""
        value = self.method(**self.arguments)
        return list(value) if isinstance(value, Iterator) or _is_pages(value) else value

    async def maybe_await(self):
        """The same for either kind."""
        value = self.method(**self.arguments)
        if inspect.isawaitable(value):
            value = await value
        if isinstance(value, AsyncIterator) or (_is_pages(value) and hasattr(value, "__aiter__")):
            return [item async for item in value]
        return list(value) if isinstance(value, Iterator) or _is_pages(value) else value


def _is_pages(value):
    return type(value).__name__.endswith("Pages")


def calls(client, folder, **instead):
    """Every public method of a client, of its nouns and of the handles it gives out.

    `instead` gives other values for parameters, by name.
    """
    found = []
    for name, thing in _things(client):
        for method_name, function in inspect.getmembers(type(thing), inspect.isfunction):
            if method_name.startswith("_") or method_name in NOT_CALLS:
                continue
            arguments = _arguments(f"{name}.{method_name}", function, Path(folder), instead)
            found.append(Call(f"{name}.{method_name}", getattr(thing, method_name), arguments))
    return found


def _things(client):
    yield "client", client
    yield from _nouns("", client)
    half = type(client).__module__.rpartition(".")[0]
    for kind in _handles(half):
        handle = kind(client._session, {"id": ID, "status": "IN_PROGRESS", "name": "x"})
        yield kind.__name__.removeprefix("Async"), handle
    ready = client.processings.result(_processing(client))
    for name, result in (("Result", client.processings.result(ID)), ("ReadyResult", ready)):
        yield name, result
    pages = {"projects": client.projects.pages(), "processings": client.processings.pages(ID)}
    for name, listed in pages.items():
        yield f"Pages[{name}]", listed


def _processing(client):
    half = type(client).__module__.rpartition(".")[0]
    kind = next(k for k in _handles(half) if k.__name__.removeprefix("Async") == "Processing")
    return kind(client._session, {"id": ID, "status": "OK"})


def _nouns(path, thing):
    """What hangs off a client, and off that: account, imagery, imagery.mosaics."""
    names = {*dir(type(thing)), *getattr(thing, "__dict__", {})}
    for name in sorted(name for name in names if not name.startswith("_")):
        if inspect.isfunction(getattr(type(thing), name, None)):
            continue
        noun = getattr(thing, name)
        if type(noun).__module__.startswith(("mapflow._sync.", "mapflow._async.")):
            yield f"{path}{name}", noun
            yield from _nouns(f"{path}{name}.", noun)


def _handles(half):
    """The classes of handles in one half of the facade."""
    package = importlib.import_module(half)
    for module in pkgutil.walk_packages(package.__path__, f"{half}."):
        importlib.import_module(module.name)
    root = importlib.import_module(f"{half}.session")
    base = getattr(root, "AsyncHandle", None) or root.Handle
    kinds = [kind for kind in base.__subclasses__() if kind.__module__.startswith(half)]
    assert len(kinds) >= 5, kinds
    return sorted(kinds, key=lambda kind: kind.__name__)


def _arguments(name, function, folder, instead):
    given = {}
    for parameter in list(inspect.signature(function).parameters.values())[1:]:
        needed = parameter.default is inspect.Parameter.empty
        if name.startswith("client.") and parameter.name == "path":
            given["path"] = "/user/status"
        elif parameter.name == "path" and "upload" in name:
            given["path"] = FIELD_IMAGE
        elif parameter.name in ("path", "file"):
            given[parameter.name] = folder / f"{next(_numbers)}.out"
        elif parameter.name in instead:
            given[parameter.name] = instead[parameter.name]
        elif parameter.name in GIVEN:
            given[parameter.name] = GIVEN[parameter.name]
        elif needed:
            assert parameter.name in NEEDED, f"{name} needs {parameter}: say what, in {__file__}"
            given[parameter.name] = NEEDED[parameter.name]
    return given

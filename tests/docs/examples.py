"""The world that examples run in: a sandbox, and the names that the pages assume.

An example may use, without making them: ``mf`` a client, ``project``, ``job`` a finished
processing, ``mosaic`` with one ``image``, ``plan`` a planned search, ``area`` a GeoJSON polygon,
``path`` of a GeoTIFF and ``folder``, an empty folder that is also the current one.
"""

import ast
import asyncio
import inspect
import os
import re
import shutil
import sys
import textwrap
from pathlib import Path

from mapflow import Filters, Mapflow, sources
from mapflow._http import timing
from tests.support.client_kinds import closed, maybe_await
from tests.support.places import BLOCK, FIELD_IMAGE

#: Images that may be bought for an area as small as that of the examples, whatever day it is.
CHEAP = Filters(providers=["sandbox_half_metre"])
_CLIENT = Path(__file__).resolve().parents[2] / "conformance" / "python-facade" / "job.py"
_BLOCK = re.compile(r"^( *)```python\n(.*?)^\1```", re.DOTALL | re.MULTILINE)


def code_of(docstring):
    """The examples of a docstring, as one would copy them."""
    return [textwrap.dedent(found.group(2)) for found in _BLOCK.finditer(docstring or "")]


class World:
    """Runs examples against a sandbox in which waiting takes no time."""

    def __init__(self, sandbox, folder, monkeypatch):
        self._folder = folder
        self._monkeypatch = monkeypatch
        sandbox.account("colleague@example.com")
        monkeypatch.chdir(folder)
        monkeypatch.setattr(timing, "sleep", sandbox.advance)

        async def asleep(seconds):
            sandbox.advance(seconds)
            await asyncio.sleep(0)

        monkeypatch.setattr(timing, "asleep", asleep)

    def leave_a_geotiff(self, name):
        """Put the picture that uploads are shown with into the current folder."""
        shutil.copy(FIELD_IMAGE, self._folder / name)

    def leave_a_client(self, name):
        """Put a program that the conformance kit can judge into the current folder."""
        shutil.copy(_CLIENT, self._folder / name)
        self._monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)

    async def run(self, code, *, kind=Mapflow, filename="example"):
        """Run one example; `kind` is the class of its client."""
        flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        compiled = compile(code, filename, "exec", flags)
        names = set(compiled.co_names)
        client = kind()
        try:
            given = {"mf": client}
            for name, make in _MAKERS.items():
                if name in names:
                    given[name] = await make(client, self._folder, given)
            outcome = eval(compiled, given)  # noqa: S307  # the project's own examples
            if inspect.isawaitable(outcome):
                await outcome
        finally:
            await closed(client)


async def _path(client, folder, given):
    return shutil.copy(FIELD_IMAGE, folder / "flight.tif")


async def _folder(client, folder, given):
    return folder


async def _area(client, folder, given):
    return BLOCK


async def _project(client, folder, given):
    return await maybe_await(client.projects.create("Example"))


async def _job(client, folder, given):
    mapbox = sources.Provider("Mapbox")
    job = await maybe_await(client.processings.run(model="buildings", area=BLOCK, source=mapbox))
    return await maybe_await(job.wait())


async def _image(client, folder, given):
    return await maybe_await(client.imagery.upload(FIELD_IMAGE, name="Example"))


async def _mosaic(client, folder, given):
    image = given.get("image") or await _image(client, folder, given)
    return await maybe_await(client.imagery.mosaics.get(image.mosaic_id))


async def _plan(client, folder, given):
    return await maybe_await(client.planned.create("Example", area=BLOCK, filters=CHEAP))


_MAKERS = {
    "path": _path,
    "folder": _folder,
    "area": _area,
    "project": _project,
    "job": _job,
    "image": _image,
    "mosaic": _mosaic,
    "plan": _plan,
}

"""The reference of the package: which page shows which public name, each name once.

Resources have no public name of their own: they are attributes of a client. Their pages are built
from the classes behind them, and called what a user types, such as ``Mapflow.processings.run``.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

import mapflow

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Modules that users import from, in the order of their pages.
MODULES = (
    "sources",
    "geometry",
    "splitting",
    "joining",
    "batch",
    "formats",
    "maps",
    "callbacks",
    "progress",
    "rasters",
    "errors",
    "messages",
    "status",
    "limits",
    "config",
    "sandbox",
    "spec",
)
#: Attributes of a client that have methods.
RESOURCES = (
    "account",
    "models",
    "projects",
    "processings",
    "imagery",
    "imagery.mosaics",
    "imagery.images",
    "catalog",
    "planned",
)
_HANDLES = ("Project", "Processing", "Result", "Mosaic", "Image", "PlannedSearch", "Pages")


@dataclass(frozen=True)
class Shown:
    """One class, function or value on a page."""

    #: What a user calls it, such as ``mapflow.Mapflow.account``.
    name: str
    #: Where mkdocstrings finds it.
    path: str
    thing: object

    @property
    def members(self) -> list[str]:
        """Public members that this class is the place of: its own, and those of private bases.

        A resource is none: it has its own place.
        """
        if not inspect.isclass(self.thing):
            return []
        return sorted(set(_members(self.thing)) - self._resources)

    @property
    def _resources(self) -> set[str]:
        within = f"{self.name}.".removeprefix("mapflow.Mapflow.")
        return {
            resource.removeprefix(within)
            for resource in RESOURCES
            if self.name.startswith("mapflow.Mapflow")
            and resource.startswith(within)
            and "." not in resource.removeprefix(within)
        }

    @property
    def _has_public_base(self) -> bool:
        """Whether a base says something to users; parts of a class have names of their module."""
        bases = self.thing.__bases__ if inspect.isclass(self.thing) else ()
        return any(base in _public_classes() or base.__module__ == "builtins" for base in bases)

    @property
    def directive(self) -> str:
        """What mkdocstrings reads."""
        inherited = [
            member
            for member in self.members
            if inspect.isclass(self.thing) and member not in vars(self.thing)
        ]
        heading = self.name.removeprefix("mapflow.")
        return (
            f"::: {self.path}\n    options:\n      heading: {heading!r}\n"
            f"      toc_label: {heading!r}\n      inherited_members: {inherited or False}\n"
            f"      filters: {['!^_', *(f'!^{name}$' for name in sorted(self._resources))]}\n"
            f"      show_bases: {self._has_public_base}\n"
        )


@cache
def pages() -> dict[str, tuple[str, list[Shown]]]:
    """Each page of the reference: its file, its title and what it shows."""
    found: dict[str, tuple[str, list[Shown]]] = {
        "client.md": ("The client", [_root("Mapflow")]),
        **{
            f"{top}.md": (
                f"mf.{top}",
                [r for r in _resources() if r.name.split(".")[2] == top],
            )
            for top in RESOURCES
            if "." not in top
        },
        "handles.md": ("Handles", [_root(name) for name in _HANDLES]),
        "async.md": (
            "Asynchronous",
            [_root(name) for name in ("AsyncMapflow", *(f"Async{each}" for each in _HANDLES))],
        ),
    }
    shown = {each.name for _, page in found.values() for each in page}
    values = [_root(name) for name in mapflow.__all__ if not _is_module(name)]
    elsewhere = {
        id(getattr(import_module(f"mapflow.{module}"), name))
        for module in MODULES
        for name in _names(module)
    }
    found["values.md"] = (
        "Values",
        [v for v in values if v.name not in shown and id(v.thing) not in elsewhere],
    )
    for module in MODULES:
        home = import_module(f"mapflow.{module}")
        found[f"{module}.md"] = (
            f"mapflow.{module}",
            [
                Shown(f"mapflow.{module}.{name}", f"mapflow.{module}.{name}", getattr(home, name))
                for name in _names(module)
            ],
        )
    return found


def public_paths() -> dict[str, str]:
    """What a user calls each class that has no public name, by the path of the class."""
    return {each.path: each.name for each in _resources()}


def markdown(file: str) -> str:
    """The text of one page."""
    title, shown = pages()[file]
    module = file.removesuffix(".md")
    parts = [f"# {title}\n"]
    if module in MODULES:
        parts.append(f"{inspect.getdoc(import_module(f'mapflow.{module}'))}\n")
    if module in RESOURCES:
        parts.append(_RESOURCE.format(module))
    parts += [_INTRODUCTIONS.get(file, ""), *(each.directive for each in shown)]
    return "\n".join(parts)


_RESOURCE = (
    "An attribute of a client: `mf = Mapflow()`, then `mf.{}`. The one of `AsyncMapflow` has the "
    "same methods with the same parameters, to be awaited.\n"
)
_INTRODUCTIONS = {
    "client.md": (
        "`Mapflow` is one account's client. Its resources are "
        + ", ".join(f"[`mf.{top}`]({top}.md)" for top in RESOURCES if "." not in top)
        + "; what they return are [handles](handles.md) and [values](values.md).\n"
    ),
    "handles.md": "What is on the service, with its methods. `raw` is the JSON as received.\n",
    "async.md": (
        "`AsyncMapflow` and its handles: the same names and parameters as in "
        "[the client](client.md), its resources and [handles](handles.md), with "
        "`await` before each call.\n"
    ),
    "values.md": "What methods return and take. Read them; they have no connection.\n",
}


def _root(name: str) -> Shown:
    return Shown(f"mapflow.{name}", f"mapflow.{name}", getattr(mapflow, name))


def _is_module(name: str) -> bool:
    return inspect.ismodule(getattr(mapflow, name))


def _names(module: str) -> list[str]:
    return list(import_module(f"mapflow.{module}").__all__)


def _resources() -> Iterator[Shown]:
    client = mapflow.Mapflow(token=lambda: "", base_url="http://localhost/rest")
    for attribute in RESOURCES:
        thing: object = client
        for step in attribute.split("."):
            thing = getattr(thing, step)
        kind = type(thing)
        yield Shown(f"mapflow.Mapflow.{attribute}", f"{kind.__module__}.{kind.__qualname__}", kind)
    client.close()


@cache
def _public_classes() -> frozenset[type]:
    named = [getattr(mapflow, name) for name in mapflow.__all__]
    for module in MODULES:
        named += [getattr(import_module(f"mapflow.{module}"), name) for name in _names(module)]
    return frozenset(each for each in named if inspect.isclass(each))


def _members(kind: type) -> Iterator[str]:
    elsewhere = [base for base in kind.__mro__[1:] if base in _public_classes()]
    for name in dir(kind):
        home = next((base for base in kind.__mro__ if name in vars(base)), None)
        if name.startswith("_") or home is None or not home.__module__.startswith("mapflow"):
            continue
        if not any(home in base.__mro__ for base in elsewhere):
            yield name

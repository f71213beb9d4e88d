"""Garbage in any argument of any public function that does not call the service."""

import importlib
import inspect
import itertools
import warnings

import pytest

from mapflow import errors, geometry, maps
from tests.unit.test_garbage import GARBAGE

MODULES = ("batch", "config", "geometry", "limits", "maps", "messages", "rasters", "sources")
MODULES += ("status", "formats")
#: Functions of a batch that ask a service stand in test_garbage's neighbours.
LEFT_OUT = {"run", "run_async", "resume", "resume_async", "run_split", "run_split_async"}
MORE = {
    "no numbers": {"type": "Polygon", "coordinates": [[[float("nan"), 0], [1, 1], [0, 1]]]},
    "no rings": {"type": "Polygon", "coordinates": []},
    "no coordinates": {"type": "Polygon"},
    "nested": [[[[None]]]],
    "four": (1, 2, 3, "x"),
    "set": {1},
    "complex": 1j,
}
QUARTER = geometry.as_geometry((37.298, 55.636, 37.307, 55.640))
GOOD = {
    "summary": geometry.summarise(QUARTER),
    "cost": 5,
    "remaining_credits": 5,
    "size_bytes": 5,
    "area_m2": 5.0,
    "code": "FileTooBig",
    "parameters": {"max_file_size": "5"},
    "features": {"type": "FeatureCollection", "features": []},
    "bounds": maps.Bounds(37.298, 55.636, 37.307, 55.640),
    "fetch": lambda zoom, x, y: None,
    "zoom": 14,
    "path": "here.png",
    "paths": ["here.tif"],
    "value": "x",
    "url": "https://tiles.example.com/{z}/{x}/{y}.png",
    "aoi_area_limit_m2": 5,
    "max_file_bytes": 5,
}


def _functions():
    for name in MODULES:
        module = importlib.import_module(f"mapflow.{name}")
        for each in getattr(module, "__all__", [name for name in vars(module) if name[0] != "_"]):
            found = getattr(module, each)
            ours = getattr(found, "__module__", "").startswith(module.__name__)
            if ours and inspect.isfunction(found) and each not in LEFT_OUT:
                yield pytest.param(found, id=f"{name}.{each}")


@pytest.mark.parametrize("function", list(_functions()))
def test_a_function_gives_a_value_or_an_error_of_ours(function, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MAPFLOW_CONFIG_DIR", str(tmp_path))
    parameters = inspect.signature(function).parameters.values()
    needed = {each.name: GOOD.get(each.name, QUARTER) for each in parameters if _is_needed(each)}
    needed |= {
        each.name: GOOD[each.name]
        for each in parameters
        if each.name.startswith(("aoi_", "max_file")) and each.name in GOOD
    }
    foreign = []
    for parameter, (what, garbage) in itertools.product(parameters, (GARBAGE | MORE).items()):
        # What a function of the user's own raises is the user's.
        if parameter.name in ("fetch", "token") and callable(garbage):
            continue
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                repr(function(**(needed | {parameter.name: garbage})))
        except errors.MapflowError as error:
            told = str(error)
            if len(told) > 1_500 or not told.replace("\n", "").isprintable():
                foreign.append(f"{parameter.name}={what}: cannot be read: {told!a:.100}")
        except Exception as error:  # noqa: BLE001 - that is what the test finds
            foreign.append(f"{parameter.name}={what}: {type(error).__name__}: {error!s:.100}")
    assert not foreign, "\n".join(foreign)


def _is_needed(parameter):
    return parameter.default is inspect.Parameter.empty


def test_an_error_can_be_printed_whatever_stands_in_it():
    error = errors.InvalidInput("No \ud800, \x1b[31m and \x00 in " + "x" * 5_000, hint="\x00")
    assert str(error).encode()
    assert str(error).isprintable()
    assert len(str(error)) < 500
    assert str(errors.InvalidInput("Ünï 🏠 …", hint="\nline\n\tline")) == "Ünï 🏠 …\nline\n\tline"

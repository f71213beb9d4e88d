"""Every public function says all that a user needs, and its examples run."""

import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import pytest

import mapflow
from mapflow import AsyncMapflow, Mapflow
from tests.docs.examples import code_of
from tests.support import conformance

#: What a user imports from; whatever these offer by ``__all__`` is public.
MODULES = [
    "mapflow", "mapflow.errors", "mapflow.sources", "mapflow.config", "mapflow.messages",
    "mapflow.geometry", "mapflow.limits", "mapflow.rasters", "mapflow.maps", "mapflow.formats",
    "mapflow.joining", "mapflow.callbacks", "mapflow.batch",
    "mapflow.status", "mapflow.sandbox", "mapflow.spec", "mapflow.splitting",
]  # fmt: skip
#: The resources, reached as attributes of a client.
RESOURCES = ["account", "models", "projects", "processings", "imagery", "catalog", "planned"]


def _classes_of(package):
    """The classes of the resources and the handles: all that is public in their modules."""
    for info in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
        module = importlib.import_module(info.name)
        for name, thing in vars(module).items():
            own = inspect.isclass(thing) and thing.__module__ == module.__name__
            if own and not name.startswith("_"):
                yield f"{info.name}.{name}", thing


def _public():
    """Every public function, method and class with its dotted name."""
    found = {}
    for module_name in MODULES:
        module = importlib.import_module(module_name)
        for name in getattr(module, "__all__", [n for n in vars(module) if not n.startswith("_")]):
            thing = inspect.unwrap(getattr(module, name))
            if inspect.isclass(thing) or inspect.isfunction(thing):
                found[f"{thing.__module__}.{thing.__qualname__}"] = thing
    found |= dict(_classes_of("mapflow._async")) | dict(_classes_of("mapflow._sync"))
    for dotted, thing in list(found.items()):
        # A protocol tells what others' objects look like; users do not call it.
        if inspect.isclass(thing) and not getattr(thing, "_is_protocol", False):
            for name, member in vars(thing).items():
                plain = getattr(member, "__func__", member)
                if not name.startswith("_") and inspect.isfunction(plain):
                    found[f"{dotted}.{name}"] = plain
    return {n: t for n, t in found.items() if n.startswith("mapflow.") and not _inner(t)}


_CARRIERS = frozenset(
    {
        "account_cache",
        "preparing",
        "reconciling",
        "restarts",
        "sending",
        "uploaded_image_finder",
        "uploads",
    }
    | {"wait_for_many", "wait_for_one"}
)


def _inner(thing):
    """Whether something stands in a class that users never meet, such as a carrier of requests."""
    return thing.__module__.rpartition(".")[2] in _CARRIERS


PUBLIC = _public()
CALLABLES = {n: t for n, t in PUBLIC.items() if inspect.isfunction(t)}
EXAMPLES = [
    pytest.param(code, Mapflow if "_async" not in name else AsyncMapflow, id=f"{name}-{number}")
    for name, thing in {**{m: importlib.import_module(m) for m in MODULES}, **PUBLIC}.items()
    for number, code in enumerate(code_of(inspect.getdoc(thing)))
]
OPERATIONS = {
    operation["operationId"]: f"{operation['operationId']} ({method} {path})"
    for method, _, path, operation, _ in conformance.operations()
}


@pytest.mark.parametrize("name", PUBLIC)
def test_it_is_described(name):
    text = inspect.getdoc(PUBLIC[name])
    assert text, f"{name} has no docstring"
    assert text.splitlines()[0].endswith((".", "?")), "the first line is one sentence"


@pytest.mark.parametrize("name", CALLABLES)
def test_all_sections_are_there(name):
    function = CALLABLES[name]
    text = inspect.getdoc(function) or ""
    parameters = [p for p in inspect.signature(function).parameters if p not in ("self", "cls")]
    missing = [p for p in parameters if not re.search(rf"^ +\*{{0,2}}{p}: \S", text, re.MULTILINE)]
    assert not missing, f"Args: lacks {missing}"
    if function.__annotations__.get("return") not in (None, "None"):
        assert "Returns:" in text or "Yields:" in text
    assert "Example:" in text
    assert code_of(text)
    if name.startswith(("mapflow._async.", "mapflow._sync.")):
        calls = name.rpartition(".")[2] not in ("close", "aclose", "from_env")  # no request
        assert not calls or "Raises:" in text
        _, _, last = text.rpartition("\n\n")
        named = re.findall(r"(\w+)\s\((?:GET|PUT|POST|DELETE) ", last)
        is_for_any = re.search(r"\.requests\.(Async)?Requests\.", name) and last == "Operation: any"
        assert not calls or (named and last.startswith("Operation: ")) or is_for_any
        for operation in named:
            assert OPERATIONS[operation] in " ".join(last.split())


def test_functions_that_users_pass_have_a_public_type():
    nameless = [
        (name, parameter)
        for name, thing in {**CALLABLES, "mapflow.Mapflow": Mapflow}.items()
        for parameter, given in inspect.signature(thing).parameters.items()
        if "Callable" in str(given.annotation)
    ]
    assert nameless == []


def test_both_clients_offer_the_same():
    def names(package):
        return {
            re.sub(r"mapflow\._a?sync\.|Async", "", n).replace("aclose", "close")
            for n in PUBLIC
            if n.startswith(f"mapflow.{package}.")
        }

    assert names("_async") == names("_sync") != set()


def test_every_operation_has_its_method_in_both():
    for package in ("_async", "_sync"):
        texts = "\n".join(
            " ".join((inspect.getdoc(t) or "").split())
            for n, t in PUBLIC.items()
            if n.startswith(f"mapflow.{package}.")
        )
        assert {o for o, line in OPERATIONS.items() if line not in texts} == set()


@pytest.mark.parametrize(("code", "kind"), EXAMPLES)
async def test_the_example_runs(code, kind, world):
    await world.run(code, kind=kind)


def test_the_face_is_documented_by_its_example():
    assert code_of(mapflow.__doc__) or "with Mapflow()" in mapflow.__doc__


def test_every_operation_that_is_named_exists():
    wrong = {}
    for path in sorted(Path(mapflow.__path__[0]).rglob("*.py")):
        text = " ".join(path.read_text(encoding="utf-8").split())
        for name, request in re.findall(r"\b(\w+) (\((?:GET|PUT|POST|DELETE) /[^\s)]*\))", text):
            if OPERATIONS.get(name) != f"{name} {request}":
                wrong[f"{name} {request}"] = path.name
    assert wrong == {}

"""No member of a response is read by a name as text: the generated views are the one way."""

import ast
from pathlib import Path

import pytest
from mapflow_openapi import views

PACKAGE = Path(__file__).resolve().parents[2] / "mapflow"
#: All names that the description has for members of responses.
MEMBERS = {
    name
    for view in vars(views).values()
    if isinstance(view, type)
    for name in getattr(view, "MEMBERS", ())
}
#: Files that read no response of the API: GeoJSON and other formats, tables, maps, drawings.
NO_RESPONSES = (
    "geometry/", "formats/", "joining/", "splitting/", "maps/", "sandbox/", "_sync/", "cli/demo/",
    "batch/_sharing/",
)  # fmt: skip
#: What is not a member of a response, though it has the name of one.
OTHERS = {
    "GeoJSON": {"type", "features", "geometry", "properties"},
    "a request of the generated client": {"url", "params"},
    "the meta of a request that the caller wrote": {"meta"},
    "the counts and rows of a batch": {"failed", "name"},
    "what is wrong with the arguments of a tool": {"loc", "msg"},
}
#: The files where such a name is read.
READ_IN = {
    "GeoJSON": {
        "_async/planned/areas.py",
        "_results/mistaken.py",
        "_results/reader.py",
        "_results/shapes.py",
        "batch/_grouping.py",
        "batch/_groups.py",
        "_display/words.py",
        "batch/_holds.py",
        "cli/history.py",
    },
    "a request of the generated client": {
        "_logging.py",
        "_views/dry_run.py",
        "_downloads/_async/downloading.py",
        "_http/_async/transport.py",
        "_http/requests.py",
    },
    "the meta of a request that the caller wrote": {"_async/raw_requests.py", "batch/_settings.py"},
    "the counts and rows of a batch": {"batch/_ledger.py", "cli/_batches.py"},
    "what is wrong with the arguments of a tool": {"mcp/_errors.py"},
}


def _keys(node):
    """The texts by which a node of a program reads from a mapping."""
    if isinstance(node, ast.Call):
        function = node.func
        is_lookup = isinstance(function, ast.Attribute) and function.attr in ("get", "pop")
        return node.args[:1] if is_lookup else []
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        return [node.slice]
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.In, ast.NotIn)):
        return [node.left]
    return []


def _read(source):
    """Every key that a program reads by, with its line."""
    return [
        (key.value, node.lineno)
        for node in ast.walk(ast.parse(source))
        for key in _keys(node)
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    ]


def _files():
    names = [file.relative_to(PACKAGE).as_posix() for file in PACKAGE.rglob("*.py")]
    return sorted(
        name for name in names if not name.startswith(NO_RESPONSES) and "/_sync/" not in name
    )


def _found(name):
    allowed = set().union(*(OTHERS[what] for what, where in READ_IN.items() if name in where))
    source = (PACKAGE / name).read_text(encoding="utf-8")
    return [(key, line) for key, line in _read(source) if key in MEMBERS - allowed]


@pytest.mark.parametrize("name", _files())
def test_members_are_read_through_views(name):
    found = [f"{name}:{line} reads {key!r} by its name" for key, line in _found(name)]
    assert not found, "\n".join(found)


def test_views_read_nothing_by_a_text():
    found = {
        file.name: keys
        for file in (PACKAGE / "_views").glob("*.py")
        if file.name != "dry_run.py" and (keys := _read(file.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize("name", _files())
def test_the_readers_that_take_a_name_stay_with_the_views(name):
    taken = {
        alias.name
        for node in ast.walk(ast.parse((PACKAGE / name).read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "mapflow_openapi.lazy"
        for alias in node.names
    }
    assert taken <= {"Deferred", "Json", "Source", "as_moment", "as_number"}


@pytest.mark.parametrize(
    "line",
    [
        'raw.get("percentCompleted")',
        'raw["percentCompleted"]',
        'raw.pop("percentCompleted", None)',
        '"percentCompleted" in raw',
    ],
)
def test_each_way_to_read_by_a_name_is_found(line):
    assert _read(f"value = {line}") == [("percentCompleted", 1)]


def test_each_exemption_is_needed():
    for what, files in READ_IN.items():
        for name in files:
            source = (PACKAGE / name).read_text(encoding="utf-8")
            assert {key for key, _ in _read(source)} & OTHERS[what], name


def test_requests_are_built_of_models_and_not_of_names():
    found = [
        f"{name}:{node.lineno}"
        for name in _files()
        for node in ast.walk(ast.parse((PACKAGE / name).read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "from_dict"
        for given in node.args
        if isinstance(given, ast.Dict)
        and not {getattr(key, "value", None) for key in given.keys} <= OTHERS["GeoJSON"]
    ]
    assert found == []

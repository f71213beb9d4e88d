"""Who may import whom, and what importing costs: the rules that keep the floors apart."""

import ast
import importlib
import re
import subprocess
import sys
import sysconfig
import tomllib
from importlib.util import find_spec
from pathlib import Path

import grimp
import pytest

pytestmark = pytest.mark.usefixtures("programs")

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "mapflow"

#: Libraries from outside, and the only places of the package that may name them.
AT_HOME_IN = {
    "httpx": ["_http/"],
    "httpcore": ["_http/"],
    "httpx_retries": ["_http/"],
    "attrs": [],
    "filelock": ["_file_locks.py"],
    "msgspec": ["_text/", "_results/", "formats/", "_downloads/", "splitting/"],
    "platformdirs": ["config/"],
    "dateutil": ["_requests/dates.py"],
    "keyring": ["config/"],
    "typer": ["cli/"],
    "click": ["cli/"],
    "pandas": [
        *("formats/_arrow/frames.py", "formats/_things.py", "_display/frames.py"),
        *("_async/pages.py", "_sync/pages.py", "batch/_report.py", "batch/_estimate.py"),
    ],
    "rich": ["cli/", "progress/_terminal.py"],
    "IPython": ["progress/"],
    "geopandas": ["formats/", "_async/processings/result.py", "_sync/processings/result.py"],
    "pyogrio": ["formats/"],
    "shapely": ["geometry/", "formats/", "joining/", "sandbox/"],
    "pyproj": ["geometry/", "sandbox/"],
    "rasterio": ["sandbox/", "rasters/"],
    "numpy": ["joining/", "sandbox/", "formats/_arrow/", "formats/_shapefile.py"],
    "pyarrow": ["formats/_arrow/untyped.py"],
    "PIL": ["maps/", "sandbox/"],
    "mapbox_vector_tile": ["sandbox/"],
    "starlette": ["sandbox/"],
    "uvicorn": ["sandbox/"],
    "h11": ["sandbox/"],
    "anyio": ["sandbox/"],
    "jsonschema": ["sandbox/"],
    "jsonschema_rs": ["sandbox/"],
    "referencing": ["sandbox/"],
    "yaml": ["sandbox/", "cli/"],
    "python_multipart": ["sandbox/"],
    "pytest": ["sandbox/pytest_plugin.py"],
    "mcp": ["mcp/"],
    "mcp_types": ["mcp/"],
    "pydantic": ["mcp/"],
    "mapflow_openapi": [
        *("_async/", "_sync/", "_views/", "_requests/", "_rules/response_match.py"),
        *("_http/responses.py", "_http/api_errors.py", "_arguments.py", "sources/", "rasters/"),
        *("cli/api.py", "cli/images.py"),
    ],
}
#: Never loaded by ``import mapflow`` or by making a client.
HEAVY = {
    *(
        "geopandas",
        "keyring",
        "numpy",
        "pandas",
        "PIL",
        "pyarrow",
        "pyogrio",
        "pyproj",
        "rasterio",
        "rich",
    ),
    *("shapely", "starlette", "typer", "uvicorn", "yaml", "jsonschema"),
    *("mapflow.sandbox", "mapflow.cli", "mapflow.maps", "mapflow.formats", "mapflow.joining"),
    *("mcp", "pydantic", "mapflow.mcp"),
}


def _modules():
    return sorted(p.relative_to(PACKAGE).as_posix() for p in PACKAGE.rglob("*.py"))


def _imported(path):
    """Yield the top-level package and the line of everything a file imports, wherever it does."""
    for node in ast.walk(ast.parse((PACKAGE / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name.partition(".")[0], node.lineno
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} imports relatively"
            yield (node.module or "").partition(".")[0], node.lineno


def test_floors():
    run = subprocess.run(
        [Path(sysconfig.get_path("scripts"), "lint-imports"), "--no-logo", "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("path", _modules())
def test_libraries_stay_at_home(path):
    for name, line in _imported(path):
        if name in sys.stdlib_module_names or name == "mapflow" or name == "__future__":
            continue
        homes = AT_HOME_IN.get(name)
        assert homes is not None, f"{path}:{line} imports {name}, which has no home in this table"
        assert path.startswith(tuple(homes)), f"{path}:{line} imports {name}, at home in {homes}"


def test_no_module_imports_its_way_back_to_itself_annotations_included():
    graph = grimp.build_graph(
        "mapflow", "mapflow_openapi", exclude_type_checking_imports=False, cache_dir=None
    )
    reached = {module: graph.find_upstream_modules(module) for module in graph.modules}
    circles = {
        frozenset({a} | {b for b in above if a in reached[b]}) for a, above in reached.items()
    }
    assert [sorted(circle) for circle in circles if len(circle) > 1] == []


def test_annotations_count_in_the_contracts():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "exclude_type_checking_imports" not in contracts["tool"]["importlinter"]
    floors = contracts["tool"]["importlinter"]["contracts"][0]
    assert floors["exhaustive"]
    assert "exhaustive_ignores" not in floors


def _python(code):
    """Run code in a new interpreter and return what it printed."""
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.split()


def test_what_is_taken_from_generated_code_is_there():
    # Its models are looked up when they are asked for, so no type checker misses one.
    taken = [
        (path, node.module, name.name)
        for path in sorted((ROOT / "mapflow").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("mapflow_openapi")
        for name in node.names
    ]
    taken += [
        (path, "mapflow_openapi.models", name)
        for path in sorted((ROOT / "mapflow").rglob("*.py"))
        for name in re.findall(r"\bopenapi\.([A-Z]\w+)", path.read_text(encoding="utf-8"))
    ]
    assert len(taken) > 100
    modules = {module: importlib.import_module(module) for _, module, _ in taken}
    missing = []
    for path, module, name in taken:
        if not hasattr(modules[module], name) and not find_spec(f"{module}.{name}"):
            missing.append(f"{path.relative_to(ROOT)}: {module} has no {name}")
    assert missing == []


def test_importing_does_nothing_but_import():
    code = """
import os, sys, site
quiet = [False]
def watch(event, args):
    if quiet[0]:
        return
    if event == "open":
        path, mode = str(args[0]), args[1]
        reads_code = path.endswith((".py", ".pyc", ".so", ".pth")) or path.isdigit()
        if not reads_code or (mode and set(mode) & set("wax+")):
            print(event, path, mode)
    elif event.partition(".")[0] in {"socket", "subprocess", "urllib", "shutil", "tempfile"}:
        print(event, args)
    elif event in {"os.mkdir", "os.remove", "os.rename", "os.system", "sqlite3.connect"}:
        print(event, args)
import encodings.idna, asyncio, ssl, httpx, attrs  # whatever these do is not ours
sys.dont_write_bytecode = True
sys.addaudithook(watch)
import mapflow
mapflow.Mapflow, mapflow.AsyncMapflow, mapflow.sources, mapflow.errors
quiet[0] = True
"""
    assert _python(code) == []


@pytest.mark.parametrize(
    "code",
    [
        "import mapflow; mapflow.Mapflow, mapflow.AsyncMapflow",
        "from mapflow import Mapflow; Mapflow(token='a@example.com:b').close()",
    ],
)
def test_heavy_libraries_wait_until_they_are_needed(code):
    shown = "\nimport sys; print(*sys.modules)"
    # httpx loads rich if it is installed; this package cannot change that.
    loaded = set(_python(code + shown)) - set(_python("import httpx" + shown))
    assert loaded & HEAVY == set()


def test_the_http_library_comes_with_the_first_client():
    code = "import mapflow, sys; mapflow.Mapflow, mapflow.AsyncMapflow; print(*sys.modules)"
    assert {"httpx", "httpcore", "asyncio", "mapflow.config"} & set(_python(code)) == set()


def test_a_script_may_run_in_the_folder_of_an_installed_package():
    assert _python("import mapflow, pathlib; print(mapflow.__version__)")


def test_the_public_face_names_itself_and_leaks_nothing():
    import mapflow

    # What importing submodules leaves behind is not a name that this package offers.
    offered = {n for n in dir(mapflow) if not n.startswith(("_", "@"))}
    submodules = {p.stem for p in PACKAGE.iterdir() if not p.name.startswith("_")}
    assert offered - submodules <= set(mapflow.__all__)
    for name in mapflow.__all__:
        assert getattr(mapflow, name) is not None
    assert list(mapflow.__all__) == sorted(set(mapflow.__all__))


def test_public_names_belong_to_the_face():
    import mapflow

    for name in mapflow.__all__:
        thing = getattr(mapflow, name)
        if isinstance(thing, type):
            assert thing.__module__ == "mapflow" or thing.__module__.startswith("mapflow.")
            assert "mapflow_openapi" not in thing.__module__


MODULES = ("batch", "config", "errors", "formats", "geometry", "joining", "limits", "maps",
           "messages", "rasters", "sandbox", "sources", "spec", "status")  # fmt: skip


def test_modules_within_public_packages_are_private_by_name():
    # The sandbox is run; what programs import of it, its own face names.
    packages = {name for name in MODULES if (PACKAGE / name).is_dir()} - {"sandbox"}
    parts = [path.removesuffix("/__init__.py").split("/") for path in _modules()]
    public = {
        "/".join(part)
        for part in parts
        if part[0] in packages and not any(name.startswith("_") for name in part[1:])
    }
    assert public - {"formats/frames.py"} == packages


@pytest.mark.parametrize("name", MODULES)
def test_every_public_module_is_an_attribute(name):
    code = (
        "import sys, mapflow\n"
        f"assert 'mapflow.{name}' not in sys.modules, 'loaded before it was asked for'\n"
        f"assert '{name}' in dir(mapflow)\n"
        f"print(mapflow.{name}.__name__)"
    )
    assert _python(code) == [f"mapflow.{name}"]


def test_every_public_module_is_there_without_the_libraries_of_its_extra():
    code = (
        "import sys\n"
        "class Gone:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name.partition('.')[0] in {sorted(HEAVY)!r}:\n"
        "            raise ModuleNotFoundError(f'No module named {name!r}', name=name)\n"
        "sys.meta_path.insert(0, Gone())\n"
        "from mapflow import *\n"
        f"print(*(globals()[name].__name__ for name in {MODULES!r}))"
    )
    assert _python(code) == [f"mapflow.{name}" for name in MODULES]

"""What is shipped is whole, and works without the checkout beside it."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from readme_renderer import markdown

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
MANUAL = ROOT / "generated" / "man" / "man1"
DESCRIPTIONS = ("openapi.yaml", "generated/openapi.codegen.json", "generated/errors.json")


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=100)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_it_holds_what_users_need_and_nothing_of_ours(unpacked):
    files = {p.relative_to(unpacked).as_posix() for p in unpacked.rglob("*") if p.is_file()}
    assert {"mapflow/py.typed", "mapflow_openapi/py.typed"} <= files
    assert {f"mapflow/{Path(name).name}" for name in DESCRIPTIONS} <= files
    assert "mapflow/sandbox/conformance/scenario.yaml" in files
    data = {f for f in files if ".data/" in f}
    assert all(re.search(r"\.data/data/share/man/man1/mapflow[a-z-]*\.1$", f) for f in data)
    assert {Path(f).name for f in data} == {p.name for p in MANUAL.glob("*.1")}
    tops = {f.partition("/")[0] for f in files - data if ".dist-info/" not in f}
    assert tops == {"mapflow", "mapflow_openapi"}
    (licence,) = unpacked.glob("*.dist-info/licenses/LICENSE")
    assert "MIT" in licence.read_text(encoding="utf-8")
    assert not [f for f in files if f.endswith((".pyc", ".part")) or "/test_" in f]


def test_it_works_away_from_the_checkout(unpacked, tmp_path):
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]);"
        "import mapflow, mapflow_openapi; from mapflow import spec;"
        "assert mapflow.__file__.startswith(sys.argv[1]), mapflow.__file__;"
        "assert mapflow_openapi.__file__.startswith(sys.argv[1]);"
        "mapflow.Mapflow(token='a@example.com:b').close();"
        "print(spec.path(), spec.codegen_path(), spec.errors_path(), sep='\\n')"
    )
    run = subprocess.run(
        [sys.executable, "-I", "-c", code, str(unpacked)],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    found = [Path(line) for line in run.stdout.splitlines()]
    assert found == [unpacked / "mapflow" / Path(name).name for name in DESCRIPTIONS]
    for path, source in zip(found, DESCRIPTIONS, strict=True):
        assert path.read_bytes() == (ROOT / source).read_bytes()


def test_the_conformance_kit_works_away_from_the_checkout(unpacked, tmp_path):
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]);"
        "from mapflow.sandbox.conformance import scenario; from mapflow.cli.demo import examples;"
        "assert scenario.load(); print(scenario.path()); print(examples.path('forest.tif'))"
    )
    run = subprocess.run(
        [sys.executable, "-I", "-c", code, str(unpacked)],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert all(line.startswith(str(unpacked)) for line in run.stdout.splitlines())


def test_the_package_index_gets_a_description_whose_links_work(unpacked):
    (metadata,) = unpacked.glob("*.dist-info/METADATA")
    text = metadata.read_text(encoding="utf-8")
    assert "Description-Content-Type: text/markdown" in text
    assert "Project-URL: Service, https://mapflow.ai" in text
    _, _, readme = text.partition("\n\n")
    assert "## From an area to a file" in readme
    links = re.findall(r"\]\(([^)]*)\)", readme)
    assert links
    assert [link for link in links if not link.startswith("https://")] == []
    shown = markdown.render(readme)
    assert shown is not None
    assert "<table" in shown
    assert "<img" not in shown, "the index has no pictures"
    assert not re.search(r"^!|^\*[^*]+\*$", readme, re.MULTILINE), "half of a picture is left"

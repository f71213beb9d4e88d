"""The notebooks as they are kept, what the page about them says, and progress below a cell."""

import importlib
import re
import sys
from pathlib import Path

import nbformat
import pytest

DOCS = Path(__file__).parents[2] / "docs"
NOTEBOOKS = sorted((DOCS / "notebooks").glob("*.ipynb"))
#: A token, or a path that only one machine has.
_PRIVATE = re.compile(
    r"[A-Za-z0-9+/]{24,}={0,2}(?![\w/.-])|(?<![\w.:/])/(?:home|root|tmp|Users)/|[A-Z]:\\"
)
_ASYNC = re.compile(r"^```ipython\n(.*?)^```", re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def notebooks():
    """The module that makes pages of them."""
    sys.path.insert(0, str(DOCS))
    try:
        return importlib.import_module("notebooks")
    finally:
        sys.path.remove(str(DOCS))


def test_there_are_four():
    assert [path.stem for path in NOTEBOOKS] == [
        "a-city-split-and-merged", "first-result", "search-to-run", "your-own-geotiff",
    ]  # fmt: skip


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_is_kept_clean(path):
    text = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(text, as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    assert text == nbformat.writes(notebook) + "\n"
    for cell in notebook.cells:
        assert not _PRIVATE.search(cell.source)
        if cell.cell_type == "code":
            assert (cell.outputs, cell.execution_count) == ([], None)
    assert set(notebook.metadata) == {"kernelspec", "language_info"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_says_first_that_its_results_are_synthetic(path):
    first, setup, *_ = nbformat.read(path, as_version=nbformat.NO_CONVERT).cells
    assert "runs against the sandbox" in first.source
    assert "synthetic" in first.source
    assert setup.source.count("mf = server.client()  # for the real service: mf = Mapflow()") == 1
    assert re.search(r"^from mapflow import Mapflow\b", setup.source, re.MULTILINE)


def _cells(*sources):
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(each) for each in sources])


def _shown(notebook):
    return [
        output.get("text") or output["data"]["text/plain"]
        for cell in notebook.cells
        for output in cell.outputs
    ]


def test_outputs_become_a_page(notebooks):
    notebook = _cells("print(1)", "frame", "picture")
    of = nbformat.v4.new_output
    notebook.cells[0].outputs = [of("stream", text="```\n1\n")]
    html = "<table>\n\n<tr><td>*a*</td></tr></table>"
    notebook.cells[1].outputs = [of("execute_result", {"text/html": html, "text/plain": "a"})]
    notebook.cells[2].outputs = [of("display_data", {"image/png": "AAAA\n"})]
    notebook.cells.insert(0, nbformat.v4.new_markdown_cell("# Title"))
    page, kept = notebooks.markdown("name", notebook)
    assert page.startswith(
        "# Title\n\n[Download this notebook](name.ipynb)\n\n```python\nprint(1)\n"
    )
    assert "````text\n```\n1\n````" in page
    done = notebooks.with_html(page, kept)
    assert html in done
    assert 'src="data:image/png;base64,AAAA"' in done


_WAITING = """
from pathlib import Path
from mapflow import AsyncMapflow, Mapflow, progress, sandbox, sources
server = sandbox.start(speed=0)
mf = server.client()
area, source = (37.300, 55.636, 37.302, 55.638), sources.Provider("Mapbox")
jobs = [
    mf.processings.run(model="buildings", area=area, source=source, name="Roofs") for _ in range(3)
]
server.advance(3600)
"""


@pytest.mark.slow
def test_progress_is_a_bar_below_the_cell(notebooks):
    done = notebooks.execute(
        _cells(
            _WAITING,
            "_ = jobs[0].wait(on_progress=progress.bar())",
            "_ = mf.processings.wait_all(jobs[1:], on_progress=progress.bar())",
            "show = progress.bar('roofs.geojson')\n"
            "_ = jobs[0].result().save('roofs.geojson', on_progress=show)",
            "am = server.async_client()\n"
            "job = await am.processings.get(jobs[1].id)\n"
            "print((await job.wait()).status)\n"
            "await am.aclose()\n"
            "server.stop()",
        )
    )
    full = f"[{'=' * 60}] 1000/1000"
    one, bar, many, second, saved, third, status = _shown(done)
    assert (one, many) == ("Roofs  OK  100 %", "2 processings  2 OK  100 %")
    assert re.fullmatch(r"roofs.geojson  .* kB of .* kB \(100 %\)", saved)
    assert (bar, second, third, status) == (full, full, full, "OK\n")
    kinds = {output.output_type for cell in done.cells for output in cell.outputs}
    assert kinds == {"display_data", "stream"}, "nothing on stderr, no widget"


@pytest.mark.slow
def test_awaited_cells_of_the_page_run(notebooks, mapflow_sandbox):
    blocks = _ASYNC.findall((DOCS / "pages" / "notebooks.md").read_text(encoding="utf-8"))
    assert blocks
    # The kernel has the environment of the test, which is that of the sandbox.
    shown = _shown(notebooks.execute(_cells(*blocks)))
    assert re.search(r"\d+(\.0)? credits", shown[0])


@pytest.mark.slow
def test_an_interrupted_wait_says_what_continues_and_the_cell_can_run_again(notebooks):
    wait = "print(jobs[3].wait(on_progress=progress.bar(), interval_s=0.1).status)"
    done = notebooks.execute(
        _cells(
            _WAITING,
            # A job that the clock has not reached.
            'jobs.append(mf.processings.run(model="buildings", area=area, source=source))\n'
            "import os, signal, threading\n"
            "threading.Timer(1, os.kill, (os.getpid(), signal.SIGINT)).start()\n"
            "try:\n"
            f"    {wait}\n"
            "except KeyboardInterrupt as stop:\n"
            "    print(*stop.__notes__, jobs[3].status)",
            f"server.advance(3600)\n{wait}\nserver.stop()",
        )
    )
    said = [output.text for cell in done.cells for output in cell.outputs if "text" in output]
    assert re.search(r"continues at Mapflow and is charged.*UNPROCESSED", said[0], re.DOTALL)
    assert said[1] == "OK\n"

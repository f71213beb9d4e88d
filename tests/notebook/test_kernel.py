"""What a real kernel sends to a notebook: representations, and errors that fit on a screen."""

import re

import pytest

pytestmark = pytest.mark.slow

nbclient = pytest.importorskip("nbclient")
nbformat = pytest.importorskip("nbformat")
CELLS = [
    "import mapflow\nmf = mapflow.Mapflow()",
    "mf.models.list()",
    "mf.processings.run(model='roofs', area=(1, 2, 3, 95))",
    "client = mapflow.AsyncMapflow()\nawait client.projects.default()",
]


@pytest.mark.filterwarnings("ignore")
def test_a_kernel_shows_facts_tables_and_short_errors(mapflow_sandbox, tmp_path, monkeypatch):
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    cells = [nbformat.v4.new_code_cell(text) for text in CELLS]
    notebook = nbformat.v4.new_notebook(cells=cells)
    nbclient.NotebookClient(notebook, allow_errors=True, timeout=60).execute()
    _, models, wrong, project = (cell.outputs for cell in notebook.cells)
    assert "Buildings" in models[0].data["text/html"]
    assert "<b>Project</b> Default" in project[0].data["text/html"]
    (error,) = wrong
    assert error.ename == "InvalidArea"
    lines = re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(error.traceback)).splitlines()
    assert len(lines) < 10
    assert "mf.processings.run(" in "\n".join(lines)
    assert "latitude 95" in lines[-1]

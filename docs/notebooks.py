"""Runs the notebooks and writes them as pages: readers see what the cells return today."""

from __future__ import annotations

import os
import re
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from nbclient import NotebookClient
from traitlets.config import Config

if TYPE_CHECKING:
    from nbformat import NotebookNode

FOLDER = Path(__file__).parent / "notebooks"
_CELL_TIMEOUT_S = 120
_AT_ONCE = 2
_FENCE = re.compile(r"^`{3,}", re.MULTILINE)
#: A page is Markdown, in which HTML of many lines would be taken apart: it is put in at the end.
_PLACE = "<!-- output {} -->"


def names() -> list[str]:
    """The names of the notebooks, without a suffix."""
    return sorted(path.stem for path in FOLDER.glob("*.ipynb"))


def read(name: str) -> NotebookNode:
    """A notebook as it is kept: without outputs."""
    return nbformat.read(FOLDER / f"{name}.ipynb", as_version=nbformat.NO_CONVERT)


def execute(notebook: NotebookNode) -> NotebookNode:
    """Run a notebook in a separate folder, and return it with its outputs.

    Raises:
        CellExecutionError: A cell raised; the text has the cell and the error.
    """
    with tempfile.TemporaryDirectory() as folder:
        # Files instead of ports: no other user of the machine can reach the kernel.
        sockets = {"transport": "ipc", "connection_file": f"{folder}/kernel.json"}
        client = NotebookClient(
            notebook,
            config=Config({"KernelManager": sockets}),
            timeout=_CELL_TIMEOUT_S,
            coalesce_streams=True,
            resources={"metadata": {"path": folder}},
        )
        # Neither the user's settings of IPython nor colours, which are codes on a page.
        settings = {"IPYTHONDIR": f"{folder}/ipython", "NO_COLOR": "1"}
        return client.execute(env={**os.environ, **settings})


def execute_all() -> dict[str, NotebookNode]:
    """Run all notebooks, and return each by its name."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        done = pool.map(lambda name: execute(read(name)), names())
        return dict(zip(names(), done, strict=True))


def markdown(name: str, notebook: NotebookNode) -> tuple[str, list[str]]:
    """Write a notebook as a page.

    Returns:
        The page in Markdown, and the HTML that `with_html` puts into what is made of it.
    """
    parts: list[str] = []
    html: list[str] = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            parts.append(cell.source)
            continue
        parts.append(_fenced(cell.source, "python"))
        for output in cell.outputs:
            data = output.get("data", {})
            if "text/html" in data:
                parts.append(_PLACE.format(len(html)))
                html.append(f'<div class="notebook-output">{data["text/html"]}</div>')
            elif "image/png" in data:
                picture = data["image/png"].replace("\n", "")
                parts.append(_PLACE.format(len(html)))
                html.append(f'<img alt="Output of the cell" src="data:image/png;base64,{picture}">')
            elif text := output.get("text") or data.get("text/plain"):
                parts.append(_fenced(text.rstrip("\n"), "text"))
    title, *rest = parts
    download = f"[Download this notebook]({name}.ipynb)"
    return "\n\n".join([title, download, *rest]) + "\n", html


def with_html(page: str, html: list[str]) -> str:
    """Put what the cells showed into the page."""
    for number, each in enumerate(html):
        page = page.replace(_PLACE.format(number), each)
    return page


def _fenced(text: str, language: str) -> str:
    fence = max([*_FENCE.findall(text), "``"], key=len) + "`"
    return f"{fence}{language}\n{text}\n{fence}"

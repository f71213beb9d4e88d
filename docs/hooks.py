"""Pages that are made from what they describe, whenever the site is built."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

# mkdocs reads this file by its path
sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))

import command_reference
import notebooks
import reference

from mapflow import errors
from mapflow._error_codes import ENTRIES, Entry

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

_SCOPES = {
    "processing": "Of processings and their areas, in `messages`",
    "api": "Of refused requests",
    "imagery": "Of refused requests to the Data API",
}
_RETRY = {
    "no": "The same request fails again.",
    "restart": "A restart may help.",
    "later": "Trying again later may help.",
}
# README names files as they lie in the checkout; on the site some of them are pages.
_ON_THE_SITE = {"(docs/pages/": "(", "(openapi.yaml)": "(api.md)"}
# Pages that are elsewhere in the checkout, where readers of a checkout expect them.
_ELSEWHERE = {"index.md": "README.md", "conformance.md": "conformance/README.md"}
_DECISIONS = "adr"
#: What the cells of each notebook showed, by its page.
_outputs: dict[str, list[str]] = {}
_NOT_ON_THE_SITE = (
    "(?:CONTRIBUTING.md|CHANGELOG.md|SECURITY.md|LICENSE|cassettes|docs/pages|scenario.yaml)"
)


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add what stands elsewhere: the reference, commands, error codes, notebooks, decisions."""
    from mkdocs.structure.files import File

    files.append(File.generated(config, "error-codes.md", content=error_codes()))
    files.append(File.generated(config, "commands.md", content=command_reference.markdown()))
    for name in reference.pages():
        content = reference.markdown(name)
        files.append(File.generated(config, f"reference/{name}", content=content))
    for path in sorted((Path(config.docs_dir).parent / _DECISIONS).glob("*.md")):
        content = path.read_text(encoding="utf-8").replace("(../pages/", "(../")
        files.append(File.generated(config, f"{_DECISIONS}/{path.name}", content=content))
    for name, notebook in notebooks.execute_all().items():
        content, _outputs[f"notebooks/{name}.md"] = notebooks.markdown(name, notebook)
        files.append(File.generated(config, f"notebooks/{name}.md", content=content))
        source = (notebooks.FOLDER / f"{name}.ipynb").read_text(encoding="utf-8")
        files.append(File.generated(config, f"notebooks/{name}.ipynb", content=source))
    return files


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put in what the cells of a notebook showed."""
    del config, files
    return notebooks.with_html(html, _outputs.get(page.file.src_uri, []))


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Show pages that stand elsewhere, such as README, with links that hold on the site."""
    del files
    # In the checkout a notebook is a file that can be run; on the site it is a page.
    markdown = re.sub(r"\(\.\./(notebooks/[\w-]+)\.ipynb\)", r"(\1.md)", markdown)
    if page.file.src_uri not in _ELSEWHERE:
        return markdown
    file = Path(config.docs_dir).parents[1] / _ELSEWHERE[page.file.src_uri]
    markdown = file.read_text(encoding="utf-8")
    for there, here in _ON_THE_SITE.items():
        markdown = markdown.replace(there, here)
    return re.sub(rf"\[(`[^`]+`)\]\({_NOT_ON_THE_SITE}\)", r"\1", markdown)


def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    """Call resources what users call them, in links and anchors too."""
    del config
    for path, name in reference.public_paths().items():
        output = output.replace(f"{path}.", f"{name}.").replace(f'"{path}"', f'"{name}"')
        output = output.replace(f'#{path}"', f'#{name}"')
    if page.file.src_uri.startswith("reference/"):
        output = re.sub(r'<span title="(\w+)">\1</span>', _link_to_error, output)
    return output


def _link_to_error(found: re.Match[str]) -> str:
    """Lead from what a docstring says is raised to what the error means."""
    name = found[1]
    if name not in errors.__all__:
        return found[0]
    return f'<a href="errors.html#mapflow.errors.{name}">{name}</a>'


def error_codes() -> str:
    """The catalogue as a page."""
    parts = [
        "# Error codes\n",
        "Made from the catalogue in `openapi.yaml`. `mapflow explain CODE` says the same.\n",
    ]
    for scope, title in _SCOPES.items():
        parts.append(f"## {title}\n")
        parts += [_section(entry) for entry in ENTRIES if entry.scope == scope]
    return "\n".join(parts)


def _section(entry: Entry) -> str:
    who = "You act." if entry.acts == "user" else "Mapflow's support (help@geoalert.io) acts."
    if entry.acts == "user-then-support":
        who = "You act; if that does not help, Mapflow's support (help@geoalert.io)."
    given = ", ".join(f"`{name}`" for name in entry.parameters)
    lines = [
        f"### `{entry.code}`\n",
        f"{entry.message}\n",
        f"**What to do:** {entry.hint} *{who} {_RETRY[entry.retry]}*\n",
    ]
    if given:
        lines.append(f"Parameters: {given}\n")
    return "\n".join(lines)

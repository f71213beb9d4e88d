"""Pages that are made from what they describe, whenever the site is built."""

from __future__ import annotations

import html as entities
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
import search_names
from mkdocs.plugins import event_priority

from mapflow import errors
from scripts.changelog import draft

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

# Such a page names files as they lie in the checkout; on the site some of them are pages.
_ON_THE_SITE = {"(docs/pages/": "(", "(openapi.yaml)": "(api.md)"}
# Pages that are elsewhere in the checkout, where readers of a checkout expect them.
_ELSEWHERE = {"conformance.md": "conformance/README.md"}
# A checkout shows anchors that stand in a heading; the site would repeat them in its contents.
_ANCHORED = re.compile(r'<a id="(.+?)"></a>(.+)')
_BLOCK = re.compile(r'<div class="((?:[\w-]+ )?highlight)">(.*?)</div>', re.DOTALL)
_PROMPT = "$ "
_DECISIONS = "adr"
_LAST = "---\nsearch:\n  boost: 0.05\n---\n"
#: What the cells of each notebook showed, by its page.
_outputs: dict[str, list[str]] = {}
_NOT_ON_THE_SITE = (
    "(?:CONTRIBUTING.md|CHANGELOG.md|SECURITY.md|LICENSE|cassettes|docs/pages|scenario.yaml)"
)


@event_priority(100)  # before the search reads its settings
def on_config(config: MkDocsConfig) -> None:
    """Have the search take a name with its owner for one word."""
    settings = config.plugins["material/search"].config
    settings["separator"] = search_names.separator(settings["separator"])


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add what stands elsewhere: reference, commands, changelog, notebooks, decisions."""
    from mkdocs.structure.files import File

    files.append(File.generated(config, "changelog.md", content=changelog()))
    files.append(File.generated(config, "commands.md", content=command_reference.markdown()))
    for name in reference.pages():
        # Who searches wants the guide first.
        content = f"{_LAST}{reference.markdown(name)}"
        files.append(File.generated(config, f"reference/{name}", content=content))
    for path in sorted((Path(config.docs_dir).parent / _DECISIONS).glob("*.md")):
        content = _LAST + path.read_text(encoding="utf-8").replace("(../pages/", "(../")
        files.append(File.generated(config, f"{_DECISIONS}/{path.name}", content=content))
    for name, notebook in notebooks.execute_all().items():
        content, _outputs[f"notebooks/{name}.md"] = notebooks.markdown(name, notebook)
        files.append(File.generated(config, f"notebooks/{name}.md", content=content))
        source = (notebooks.FOLDER / f"{name}.ipynb").read_text(encoding="utf-8")
        files.append(File.generated(config, f"notebooks/{name}.ipynb", content=source))
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Show pages that stand elsewhere, with links that hold on the site."""
    del files
    # In the checkout a notebook is a file that can be run; on the site it is a page.
    markdown = re.sub(r"\(\.\./(notebooks/[\w-]+)\.ipynb\)", r"(\1.md)", markdown)
    if page.file.src_uri == "error-codes.md":
        return _ANCHORED.sub(r"\2 { #\1 }", markdown)
    if page.file.src_uri not in _ELSEWHERE:
        return markdown
    file = Path(config.docs_dir).parents[1] / _ELSEWHERE[page.file.src_uri]
    markdown = file.read_text(encoding="utf-8")
    for there, here in _ON_THE_SITE.items():
        markdown = markdown.replace(there, here)
    return re.sub(rf"\[(`[^`]+`)\]\({_NOT_ON_THE_SITE}\)", r"\1", markdown)


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Call resources what users call them, and put in what the cells of a notebook showed.

    The search reads the page after this, and so finds anchors that are there.
    """
    del config, files
    html = _BLOCK.sub(_copied, _named_publicly(html))
    html = notebooks.with_html(html, _outputs.get(page.file.src_uri, []))
    if page.file.src_uri == "errors.md":
        html = re.sub(r"<code>(\w+)</code>", _link_to_error, html)
    return html


def on_post_build(config: MkDocsConfig) -> None:
    """Name what the search finds; the copy of its index that needs no server is made after this."""
    search_names.name_all(Path(config.site_dir) / "search" / "search_index.json")


def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    """Call resources what users call them in the table of contents and in links between pages."""
    del config
    output = _named_publicly(output)
    if page.file.src_uri.startswith("reference/"):
        output = re.sub(r'<span title="(\w+)">\1</span>', _link_to_error, output)
    return output


def _named_publicly(html: str) -> str:
    for path, name in reference.public_paths().items():
        html = html.replace(f"{path}.", f"{name}.").replace(f'"{path}"', f'"{name}"')
        html = html.replace(f'#{path}"', f'#{name}"')
    return html


def _copied(block: re.Match[str]) -> str:
    """Have the button of a console copy its commands, without prompts and what they print."""
    commands: list[str] = []
    goes_on = False
    for line in entities.unescape(re.sub(r"<[^>]+>", "", block[2])).splitlines():
        if goes_on or line.startswith(_PROMPT):
            commands.append(line if goes_on else line.removeprefix(_PROMPT))
            goes_on = line.endswith("\\")
    if not commands:
        return block[0]
    text = entities.escape("\n".join(commands)).replace("\n", "&#10;")
    return f'<div class="{block[1]}" data-copy="{text}">{block[2]}</div>'


def _link_to_error(found: re.Match[str]) -> str:
    """Lead from the name of an error to what it means."""
    name = found[1]
    if name not in errors.__all__:
        return found[0]
    if found[0].startswith("<code>"):
        return f'<a href="reference/errors.html#mapflow.errors.{name}">{found[0]}</a>'
    return f'<a href="errors.html#mapflow.errors.{name}">{name}</a>'


def changelog() -> str:
    """What changed, the newest first, with what no release has yet."""
    root = Path(__file__).parents[1]
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8").replace("(docs/pages/", "(")
    title, introduction, versions = text.split("\n\n", maxsplit=2)
    news = draft(root)
    if news.strip():
        versions = f"## Not released yet\n\n{news}\n\n{versions}"
    return f"{_LAST}{title}\n\n{introduction}\n\n{versions}"

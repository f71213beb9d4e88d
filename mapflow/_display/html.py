"""Facts as HTML that fits any notebook: its colours, no scripts, no style sheets, no requests."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Final

from mapflow._display.facts import Facts, Table
from mapflow._text.unicode import clean_text

# Notebooks have light and dark themes, and styles of their own for tables.
_LINE: Final = "1px solid rgba(128,128,128,.35)"
_BOX: Final = f"border:{_LINE};border-radius:4px;padding:.5em .8em;margin:.3em 0;overflow-x:auto"
_TABLE: Final = "border-collapse:collapse;margin:.3em 0;color:inherit;background:none;border:0"
_CELL: Final = "padding:.1em 1.2em .1em 0;text-align:left;vertical-align:top;border:0"
_ROW: Final = "background:none"
_SHOWN_CHARS: Final = 4000
#: Dates, identifiers and numbers stay in a line; sentences do not.
_IN_A_LINE: Final = 40


def html_of(facts: Facts) -> str:
    """The facts as a piece of a page."""
    name = f" {escaped(facts.name)}" if facts.name else ""
    parts = [f"<div><b>{escaped(facts.kind)}</b>{name}</div>"]
    if facts.rows:
        rows = "".join(
            f'<tr style="{_ROW}"><th style="{_CELL};font-weight:normal;opacity:.75">'
            f'{escaped(name)}</th><td style="{_CELL}">{escaped(value)}</td></tr>'
            for name, value in facts.rows
        )
        parts.append(f'<table style="{_TABLE}"><tbody>{rows}</tbody></table>')
    if facts.table is not None:
        parts.append(_table(facts.table))
    if facts.code:
        parts.append(_code(facts.code))
    parts += [f'<div style="margin:.2em 0">{_note(text)}</div>' for text in facts.notes]
    box = f'<div class="mapflow" style="{_BOX}">{"".join(parts)}</div>'
    return clean_text(box) + facts.below


def _table(table: Table) -> str:
    return (
        f'<table style="{_TABLE}"><thead>{_cells("th", table.columns)}</thead>'
        f"<tbody>{''.join(_cells('td', row) for row in table.rows)}</tbody></table>"
        f"{_more(table)}"
    )


def _cells(tag: str, texts: Sequence[str]) -> str:
    style = f"{_CELL};border-bottom:{_LINE}"
    short = f"{style};white-space:nowrap"
    cells = "".join(
        f'<{tag} style="{short if len(text) <= _IN_A_LINE else style}">{escaped(text)}</{tag}>'
        for text in texts
    )
    return f'<tr style="{_ROW}">{cells}</tr>'


def _more(table: Table) -> str:
    left = table.total - len(table.rows)
    return f'<div style="opacity:.75">and {left:,} more</div>' if left > 0 else ""


def _code(text: str) -> str:
    if len(text) > _SHOWN_CHARS:
        text = f"{text[:_SHOWN_CHARS]}\n… and {len(text) - _SHOWN_CHARS:,} more characters"
    style = "background:none;color:inherit;max-height:20em;overflow:auto;margin:.3em 0"
    return f'<pre style="{style}">{escaped(text)}</pre>'


def _note(text: str) -> str:
    text = re.sub(r"`([^`\n]+)`", r"<code>\1</code>", escaped(text))
    return text.replace("\n", "<br>")


def escaped(text: str) -> str:
    """Text as it can stand in a page."""
    return html.escape(text, quote=True)

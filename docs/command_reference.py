"""The page of all commands, made from the commands."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from mapflow.cli._app import ENVIRONMENT
from mapflow.cli._examples import broken
from mapflow.cli._exits import MEANINGS
from scripts import commands
from scripts.commands import Command, Value

_INTRODUCTION = """\
# Every command

Made from the commands themselves: `mapflow COMMAND --help` says the same, and so does
`man mapflow-COMMAND`. The [guide](cli.md) shows what they are for.
"""


def markdown() -> str:
    """The text of the page."""
    parts = [_INTRODUCTION]
    for section, listed in commands.sections().items():
        parts.append(f"## {section}\n")
        for command in listed:
            parts += _chapter(command, "###")
            for each in command.commands:
                parts += _chapter(each, "####")
    parts.append("## Common options\n")
    parts.append(_table("Option", commands.shared_options()))
    parts.append("## Exit codes\n")
    codes = [Value(str(code.value), f"{meaning}.", ()) for code, meaning in MEANINGS.items()]
    parts.append(_table("Code", codes))
    parts.append("## Environment variables\n")
    parts.append(_table("Variable", [Value(n, f"{t}.", ()) for n, t in ENVIRONMENT.items()]))
    return "\n".join(parts)


def _chapter(command: Command, level: str) -> Iterator[str]:
    yield f"{level} `mapflow {command.name}`\n"
    yield from (f"{_text(paragraph)}\n" for paragraph in command.paragraphs)
    if not command.commands:
        yield f"```text\n{broken(command.usage)}\n```\n"
    if command.examples:
        typed = "\n".join(broken(f"$ mapflow {example}") for example in command.examples)
        yield f"```console\n{typed}\n```\n"
    if command.arguments:
        yield _table("Argument", command.arguments)
    if command.options:
        yield _table("Option", command.options)
    if command.shared and not command.commands:
        names = ", ".join(f"`{value.option}`" for value in command.shared)
        yield f"[Common options](#common-options): {names}.\n"


def _table(title: str, rows: Iterable[Value]) -> str:
    lines = [f"| {_typed(row.name)} | {_text(row.meaning)} |" for row in rows]
    return "\n".join([f"| {title} | Means |", "|---|---|", *lines, ""])


def _typed(name: str) -> str:
    """What is typed, in a cell: Markdown would keep the backslash before a bar in code."""
    bar = "&#124;"
    return f"<code>{html.escape(name).replace('|', bar)}</code>" if "|" in name else f"`{name}`"


def _text(text: str) -> str:
    """A sentence of the help as Markdown: options, names of variables and places are code."""
    pieces = re.split(r"(`[^`]*`)", text)
    for place in range(0, len(pieces), 2):
        plain = re.sub(r"([*_<>|])", r"\\\1", pieces[place])
        pieces[place] = re.sub(r"(?<![\w`-])(--?[a-z][a-z-]*|[A-Z]+(?:\\_[A-Z]+)+)", _code, plain)
    return "".join(pieces)


def _code(found: re.Match[str]) -> str:
    return "`" + found[0].replace("\\", "") + "`"

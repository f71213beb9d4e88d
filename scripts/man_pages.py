"""Writes the manual pages of the commands: python -m scripts.man_pages [--check].

They are made from the commands, and lie in generated/man for the wheel, which installs them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from mapflow.cli._app import ENVIRONMENT
from mapflow.cli._examples import broken
from mapflow.cli._exits import MEANINGS
from scripts import commands
from scripts.commands import Command, Value

_ESCAPES = str.maketrans(
    {"\\": "\\e", "-": "\\-", "'": "\\(aq", "^": "\\(ha", "~": "\\(ti", "`": "\\(ga"}
)
FOLDER = Path(__file__).resolve().parents[1] / "generated" / "man" / "man1"
_ABOUT = (
    "Find buildings, forest, roads and more in imagery, with the Mapflow service. Results go to"
    " stdout, everything else to stderr. `mapflow demo` shows it all without an account."
)


def pages() -> dict[str, str]:
    """The text of each page, by the name of its file."""
    found = {"mapflow.1": _text_of(_overview())}
    for command in commands.every():
        found[f"{_title(command)}.1"] = _text_of(_page(command))
    return found


def _overview() -> Iterator[str]:
    yield from _head("mapflow", "find objects in satellite imagery")
    yield from (".SH SYNOPSIS", ".B mapflow", ".I COMMAND", "[\\fIOPTIONS\\fR]")
    yield from (".SH DESCRIPTION", _inline(_ABOUT))
    for section, listed in commands.sections().items():
        yield f".SH {_plain(section).upper()}"
        for command in listed:
            yield from (".TP", f"\\fBmapflow\\-{_plain(command.name)}\\fR(1)")
            yield _inline(command.summary)
    yield from _list("COMMON OPTIONS", commands.shared_options())
    yield from _ends()
    yield from (".SH SEE ALSO", "\\fBmapflow demo \\-\\-tour\\fR explains each step.")


def _page(command: Command) -> Iterator[str]:
    yield from _head(_title(command), command.summary.rstrip("."))
    name = f"mapflow {command.name}"
    yield from (".SH SYNOPSIS", f".B {_plain(name)}")
    yield _plain(command.usage.removeprefix(name).strip())
    yield ".SH DESCRIPTION"
    for number, paragraph in enumerate(command.paragraphs):
        yield from ([".PP"] if number else [])
        yield _inline(paragraph)
    if command.commands:
        yield ".SH COMMANDS"
        for each in command.commands:
            yield from (".TP", f"\\fB{_plain(_title(each))}\\fR(1)", _inline(each.summary))
    yield from _list("ARGUMENTS", command.arguments)
    yield from _list("OPTIONS", command.options)
    if command.examples:
        yield from (".SH EXAMPLES", ".nf")
        for example in command.examples:
            yield from (_plain(line) for line in broken(f"$ mapflow {example}", 70).splitlines())
        yield ".fi"
    if not command.commands:
        yield from _list("COMMON OPTIONS", command.shared)
        yield from _ends()
    above = f"mapflow\\-{command.name.partition(' ')[0]}" if " " in command.name else ""
    yield ".SH SEE ALSO"
    yield "\\fBmapflow\\fR(1)" + (f", \\fB{above}\\fR(1)" if above else "")


def _ends() -> Iterator[str]:
    codes = [Value(str(code.value), f"{text}.", ()) for code, text in MEANINGS.items()]
    yield from _list("EXIT STATUS", codes)
    yield from _list("ENVIRONMENT", [Value(n, f"{t}.", ()) for n, t in ENVIRONMENT.items()])


def _head(title: str, summary: str) -> Iterator[str]:
    yield f'.TH {_plain(title).upper()} 1 "" "mapflow\\-client" "Mapflow commands"'
    # No word is broken, and no line is stretched: options are copied from here.
    yield from (".nh", ".ad l", ".SH NAME", f"{_plain(title)} \\- {_inline(summary)}")


def _list(title: str, values: Iterable[Value]) -> Iterator[str]:
    listed = list(values)
    if listed:
        yield f".SH {title}"
    for value in listed:
        yield from (".TP", f"\\fB{_plain(value.name)}\\fR", _inline(value.meaning))


def _title(command: Command) -> str:
    return "mapflow-" + command.name.replace(" ", "-")


def _inline(text: str) -> str:
    """A paragraph; what stands in backticks is bold."""
    pieces = text.split("`")
    return "".join(
        f"\\fB{_plain(piece)}\\fR" if place % 2 else _plain(piece)
        for place, piece in enumerate(pieces)
    )


def _plain(text: str) -> str:
    """Text that roff prints as it is."""
    text = text.translate(_ESCAPES)
    text = "".join(each if each.isascii() else f"\\[u{ord(each):04X}]" for each in text)
    return f"\\&{text}" if text.startswith(".") else text


def _text_of(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines if line)


def main(arguments: list[str]) -> int:
    """Write the pages; with --check, fail if one of them is not what its command says."""
    made = pages()
    old = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.1")}
    if arguments == ["--check"]:
        if made == old:
            return 0
        sys.stderr.write("generated/man is out of date: run scripts/generate\n")
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in old.keys() - made.keys():
        (FOLDER / name).unlink()
    for name, text in made.items():
        if old.get(name) != text:
            (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

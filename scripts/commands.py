"""The commands as facts: what the page of the site and the manual pages are made from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import typer.main

from mapflow.cli._app import make_app
from mapflow.cli._examples import EXAMPLES
from mapflow.cli._sections import SECTIONS

# Typer exports no classes for the commands and parameters that it makes.
_Click = Any
_EXTRA = re.compile(r"(?:^|\s+)\[((?:default: |env var: |required|[\d.<=x>]+;?)[^\[\]]*)\]$")


@dataclass(frozen=True)
class Value:
    """An option or an argument.

    Attributes:
        name: What is typed, such as ``-m, --model MODEL``.
        text: What it means.
        notes: Its default, its range, its environment variable; in words.
    """

    name: str
    text: str
    notes: tuple[str, ...]

    @property
    def option(self) -> str:
        """The long name of an option alone."""
        return max(re.findall(r"--?[a-z-]+", self.name), key=len, default=self.name)

    @property
    def meaning(self) -> str:
        """All of it as sentences."""
        return " ".join([self.text, *(f"{note}." for note in self.notes)])


@dataclass(frozen=True)
class Command:
    """A command, or a group of commands.

    Attributes:
        name: What is typed after ``mapflow``, such as ``batch run``.
        usage: How it is called.
        paragraphs: What it does; the first sentence is its summary.
        arguments: What is typed in a certain place.
        options: Its own options.
        shared: Those of ``shared_options`` that it has.
        examples: What is typed after ``mapflow``.
        commands: The commands of a group.
    """

    name: str
    usage: str
    paragraphs: tuple[str, ...]
    arguments: tuple[Value, ...]
    options: tuple[Value, ...]
    shared: tuple[Value, ...]
    examples: tuple[str, ...]
    commands: tuple[Command, ...] = ()

    @property
    def summary(self) -> str:
        """What it does, in a sentence."""
        return re.split(r"(?<=[.])\s", self.paragraphs[0])[0]


@cache
def sections() -> dict[str, tuple[Command, ...]]:
    """All commands and groups, under the headings that the help has."""
    root: _Click = typer.main.get_command(make_app())
    context = root.context_class(root, info_name="mapflow")
    return {
        section: tuple(
            _read(root.commands[name], name, context) for name in names if name in root.commands
        )
        for section, names in SECTIONS.items()
    }


def every() -> Iterator[Command]:
    """All commands and groups; a group before its commands."""
    for commands in sections().values():
        for command in commands:
            yield command
            yield from command.commands


@cache
def shared_options() -> tuple[Value, ...]:
    """The options that most commands have: those of a command that has none of its own."""
    root: _Click = typer.main.get_command(make_app("status"))
    status = root.commands["status"]
    context = status.context_class(status, info_name="status")
    return tuple(_value(parameter, context) for parameter in status.get_params(context))


def _read(command: _Click, path: str, above: _Click) -> Command:
    context = command.context_class(command, info_name=path.rpartition(" ")[2], parent=above)
    given = [p for p in command.get_params(context) if not getattr(p, "hidden", False)]
    values = [(_value(p, context), p.param_type_name) for p in given]
    told = command.help.partition("Examples:")[0].rstrip("\b\n ")
    return Command(
        name=path,
        usage=" ".join(command.get_usage(context).removeprefix("Usage: ").split()),
        paragraphs=tuple(" ".join(part.split()) for part in told.split("\n\n")),
        arguments=tuple(value for value, kind in values if kind == "argument"),
        options=tuple(
            value for value, kind in values if kind == "option" and value not in shared_options()
        ),
        shared=tuple(value for value, _ in values if value in shared_options()),
        examples=EXAMPLES.get(path, ()),
        commands=tuple(
            _read(each, f"{path} {name}", context)
            for name, each in getattr(command, "commands", {}).items()
        ),
    )


def _value(parameter: _Click, context: _Click) -> Value:
    name, text = parameter.get_help_record(context)
    found = _EXTRA.search(text)
    notes = found[1].split("; ") if found else []
    return Value(
        name=name,
        text=text[: found.start()].strip() if found else text.strip(),
        notes=tuple(_note(note.strip()) for note in notes),
    )


def _note(note: str) -> str:
    """What Click says in brackets, in words."""
    if bounds := re.fullmatch(r"([\d.]+)<=x<=([\d.]+)", note):
        return f"From {_short(bounds[1])} to {_short(bounds[2])}"
    if bound := re.fullmatch(r"x>=([\d.]+)", note):
        return f"At least {_short(bound[1])}"
    kind, _, value = note.partition(": ")
    names = {"default": "Default", "env var": "Environment variable"}
    return f"{names[kind]}: {value}" if kind in names else note.capitalize()


def _short(number: str) -> str:
    return f"{float(number):,.10g}"

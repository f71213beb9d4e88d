"""Sentences that name a call to programs, a command to a terminal, and a tool to an assistant."""

from __future__ import annotations

from typing import Final, Self

#: Arguments of the library and the options of the command line that set them.
_OPTIONS: Final = {
    "active_until": "--until",
    "after": "--after",
    "before": "--before",
    "budget": "--budget",
    "interval_s": "--interval",
    "max_cost": "--max-cost",
    "method": "METHOD",
    "overlap_m": "--overlap",
    "parallel": "--parallel",
    "path": "PATH",
    "spread_deg": "--spread",
    "timeout_s": "--timeout",
}


class Hint(str):
    """A text in several forms: as a ``str`` it is the form for Python.

    The other forms travel with it, through errors, notes on them and pickling. Formatting a hint
    into another string loses them: use ``joined``.

    Attributes:
        command: The form for the command line.
        tool: The form for assistants, who call the tools of `mapflow mcp`; that for Python if no
            other was given.
    """

    __slots__ = ("command", "tool")

    command: str
    tool: str

    def __new__(cls, *, python: str, command: str, tool: str | None = None) -> Self:
        hint = super().__new__(cls, python)
        hint.command = command
        hint.tool = python if tool is None else tool
        return hint

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuilt, (str.__str__(self), self.command, self.tool)


def joined(*parts: str) -> str:
    """Join texts, some of which may be hints.

    Args:
        *parts: The texts, with the spaces between them.

    Returns:
        A hint if one of the parts is one, else plain text.
    """
    python = "".join(parts)
    command = "".join(map(command_form, parts))
    tool = "".join(map(tool_form, parts))
    if python == command == tool:
        return python
    return Hint(python=python, command=command, tool=tool)


def command_form(text: str) -> str:
    """The form of a text for the command line; plain text has one form only."""
    return text.command if isinstance(text, Hint) else text


def tool_form(text: str) -> str:
    """The form of a text for assistants; plain text has one form only."""
    return text.tool if isinstance(text, Hint) else text


def argument(name: str) -> str:
    """The name of an argument; on the command line the option that sets it, if there is one."""
    option = _OPTIONS.get(name)
    return name if option is None else Hint(python=name, command=option)


def _rebuilt(python: str, command: str, tool: str) -> Hint:
    return Hint(python=python, command=command, tool=tool)

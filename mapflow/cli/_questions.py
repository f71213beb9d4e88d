"""Questions with a default, asked again until the reply can be used."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TypeVar

import typer

from mapflow._text.display import printable
from mapflow.cli._exits import Stop, sentence
from mapflow.cli._output import say
from mapflow.errors import MapflowError

T = TypeVar("T")


class Questions:
    """Asks a person on a terminal; or takes the defaults.

    Args:
        yes: Whether ``--yes`` was typed: every default is taken.
    """

    def __init__(self, *, yes: bool) -> None:
        self.is_asking = sys.stdin.isatty() and not yes

    def confirm(self, question: str, *, default: bool) -> bool:
        """Ask for a yes or a no."""
        if not self.is_asking:
            return default
        return typer.confirm(question, default=default, err=True)

    def text(self, question: str, default: str, read: Callable[[str], T]) -> T:
        """Ask for a text, and again until it can be read.

        Args:
            question: What is asked.
            default: What Enter stands for.
            read: Reads the text; what it raises is shown.
        """
        while self.is_asking:
            typed = str(typer.prompt(question, default=default, err=True)).strip()
            try:
                return read(typed)
            except (MapflowError, Stop, OSError) as error:
                say(sentence(error))
        return read(default)

    def choice(
        self, question: str, names: Sequence[str], default: int, read: Callable[[str], T]
    ) -> T:
        """Ask for one of several, by its number or as the option takes it.

        Args:
            question: What is asked.
            names: What can be chosen.
            default: The place of the default among them.
            read: Reads a text that is none of the numbers; a name is among them.
        """

        def read_number(typed: str) -> T:
            if typed.isascii() and typed.isdigit():
                if not 1 <= int(typed) <= len(names):
                    raise Stop(f"Choose 1 to {len(names)}, or a name.")
                return read(names[int(typed) - 1])
            return read(typed)

        if self.is_asking:
            for number, name in enumerate(names, 1):
                say(f"{number:>4}  {printable(name)}")
        return self.text(question, str(default + 1), read_number)

"""What a shell offers for each kind of value.

If anything fails, nothing is offered: the Tab key must neither wait nor print errors. No request
that is sent for it costs credits.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable, Generator, Iterable, MutableMapping
from contextlib import contextmanager, redirect_stdout, suppress
from pathlib import Path
from typing import Final

import typer

from mapflow.cli import _completion_names as names

#: What Typer calls, and what it gets: values, each with what a shell shows beside it.
Completer = Callable[[typer.Context, str], list[tuple[str, str]]]

_VARIABLE: Final = "_MAPFLOW_COMPLETE"
_SPECIAL: Final = re.compile(r"[^\w@%+=:,./-]")
# Bash begins a new word at these.
_BREAKS: Final = (":", "=")
_UNSAFE: Final = re.compile(r"[^\w .,%+/-]+")
_SUFFIX: Final = re.compile(r"(?<![\w.])\.[a-z]{3,8}\b")
_KINDS_OF_SOURCES: Final = ("xyz:", "tms:", "quadkey:", "wms:", "sentinel:", "geotiff:", "image:")
_FIXED: Final[dict[str, tuple[str, ...]]] = {
    "STATUS": ("UNPROCESSED", "IN_PROGRESS", "OK", "FAILED", "CANCELLED", "REFUNDED"),
    "ROLE": ("readonly", "contributor", "maintainer", "owner"),
    "TYPE": ("IMAGE", "MOSAIC"),
    "FAULTS": ("storm", "flaky", "slow", "outage", "stale"),
    "METHOD": ("GET", "POST", "PUT", "PATCH", "DELETE"),
}


def completer(metavar: str, help_text: str) -> Completer | None:
    """What offers the values of an option or argument; None leaves it to the shell.

    Args:
        metavar: What stands for the value in the help.
        help_text: Its help, which names the suffixes that a file may have.
    """
    kind = metavar.strip("[].")
    if kind == "FILE" and (suffixes := tuple(dict.fromkeys(_SUFFIX.findall(help_text)))):
        return _without_account(lambda incomplete: _files(suffixes, incomplete))
    if kind in _FIXED:
        words = [(word, "") for word in _FIXED[kind]]
        return _without_account(lambda incomplete: _offered(words, incomplete))
    return _OF_A_KIND.get(kind)


def _without_account(find: Callable[[str], list[tuple[str, str]]]) -> Completer:
    # Typer tells by their names what a function wants.
    def complete(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        del ctx
        return find(incomplete)

    return complete


def _of_account(kind: str) -> Completer:
    def complete(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        return _offered(names.known(ctx, kind), incomplete)

    return complete


@contextmanager
def completing(environ: MutableMapping[str, str]) -> Generator[str | None, None, None]:
    """Read the line that is being completed, and offer in here what fits.

    Yields:
        The command on the line; None if there is none yet, or nothing is being completed.
    """
    if _VARIABLE not in environ:
        yield None
        return
    if "\n" not in environ.get("COMP_WORDS", ""):
        line = environ.get("_TYPER_COMPLETE_ARGS", "")
        words = line.split()
        # The last word is still being typed.
        yield words[1] if len(words) > 1 + (not line.endswith(" ")) else None
        return
    words = _joined(environ["COMP_WORDS"].split("\n")[: int(environ.get("COMP_CWORD") or 0) + 1])
    environ["COMP_WORDS"], environ["COMP_CWORD"] = "\n".join(words), str(len(words) - 1)
    # Bash replaces only what was typed after the last of these.
    kept = _SPECIAL.sub(r"\\\g<0>", words[-1][: max(map(words[-1].rfind, _BREAKS)) + 1])
    offered = io.StringIO()
    try:
        with redirect_stdout(offered):
            yield words[1] if len(words) > 2 else None
    finally:
        lines = offered.getvalue().splitlines()
        is_within = all(line.casefold().startswith(kept.casefold()) for line in lines if line)
        sys.stdout.write("".join(f"{line[len(kept) * is_within :]}\n" for line in lines if line))


def _joined(typed: list[str]) -> list[str]:
    """The words that a person typed: Bash splits ``provider:Mapbox`` and ``--model=x``."""
    words: list[str] = []
    for word in typed:
        before = words[-1] if len(words) > 1 else ""
        is_break = bool(word) and not word.strip("".join(_BREAKS))
        if before and (is_break or (before.endswith(_BREAKS) and word and word[0] != "-")):
            words[-1] += word
        else:
            words.append(word)
    return words


def _option(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The options of the model that was typed before; of all models, if none was."""
    from mapflow._requests.references import plain

    model = plain(str(ctx.params.get("model") or ""))
    found = names.known(ctx, "options")
    of_model = [(value, of) for value, of in found if of == model]
    every = {value: (value, "") for value, _ in found}
    return _offered(of_model or every.values(), incomplete)


def _source(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Imagery providers of the account, and the kinds of other imagery."""
    found = [(f"provider:{name}", told) for name, told in names.known(ctx, "providers")]
    return _offered([*found, *((kind, "") for kind in _KINDS_OF_SOURCES)], incomplete)


def _processing_or_file(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Processings, unless a file begins like this: then the shell offers files."""
    if "/" in incomplete or (incomplete and _beginning(Path(), incomplete)):
        return []
    return _offered(names.known(ctx, "processings"), incomplete)


def _profiles(incomplete: str) -> list[tuple[str, str]]:
    """Names of the profiles on this machine."""
    from mapflow import config

    with suppress(Exception):
        return _offered(
            [(name, kept.base_url or "") for name, kept in config.profiles().items()], incomplete
        )
    return []


def _codes(incomplete: str) -> list[tuple[str, str]]:
    """Error codes of the catalogue."""
    from mapflow._error_codes import ENTRIES

    found = {entry.code: (entry.code, entry.message) for entry in ENTRIES}
    return _offered(found.values(), incomplete)


def _files(suffixes: tuple[str, ...], incomplete: str) -> list[tuple[str, str]]:
    """Names with each suffix that can be written, beside the files that begin like this."""
    folder, _, name = incomplete.rpartition("/")
    home = Path(folder or ("/" if incomplete.startswith("/") else "."))
    there = [each for each in _beginning(home, name) if name]
    if not name.strip(".") or (there and "." not in name) or any(map(Path.is_dir, there)):
        return []  # The shell offers files and folders.
    stem = name.rpartition(".")[0] or name
    before = incomplete[: len(incomplete) - len(name)]
    found = [*(each.name for each in there), *(f"{stem}{suffix}" for suffix in suffixes)]
    return _offered([(f"{before}{each}", "") for each in dict.fromkeys(found)], incomplete)


def _beginning(folder: Path, name: str) -> list[Path]:
    try:
        return sorted(each for each in folder.iterdir() if each.name.startswith(name))
    except OSError:
        return []


def _offered(found: Iterable[tuple[str, str]], incomplete: str) -> list[tuple[str, str]]:
    typed = incomplete.casefold()
    # What is shown beside a value is for reading only; some shells would run parts of it.
    fitting = [
        (value, " ".join(_UNSAFE.sub(" ", told).split()))
        for value, told in dict.fromkeys(found)
        if value.casefold().startswith(typed)
    ]
    if not os.environ.get(_VARIABLE, "").endswith("bash"):
        return fitting
    # The other shells quote by themselves, and what begins with a quote would not be offered.
    return [(_SPECIAL.sub(r"\\\g<0>", value), told) for value, told in fitting]


_OF_A_KIND: Final[dict[str, Completer]] = {
    "MODEL": _of_account("models"),
    "OPTION": _option,
    "SOURCE": _source,
    "PROJECT": _of_account("projects"),
    "PROVIDER": _of_account("providers"),
    "PROCESSING": _of_account("processings"),
    "PROCESSING|FILE": _processing_or_file,
    "MOSAIC": _of_account("mosaics"),
    "PLAN": _of_account("plans"),
    "PROFILE": _without_account(_profiles),
    "CODE": _without_account(_codes),
}

"""Lists words that the glossary retired: one line for each, with what to write instead.

Reads prose: Markdown, openapi.yaml, comments, docstrings and messages, of the package and of
everything around it. Of names in Python it reads the words that they are made of.
"""

import io
import re
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent


@dataclass(frozen=True)
class Retired:
    """A retired form.

    Attributes:
        pattern: The regular expression that finds it.
        instead: What to write.
        sample: A sentence with the retired form.
    """

    pattern: str
    instead: str
    sample: str


RETIRED: Final = (
    Retired(r"\b(go(es|ne|ing)?|went) on\b", "continue, or resume", "The processing goes on."),
    Retired(r"\b[Aa]nswer(s|ed|ing)?\b", "response, respond, or return", "The answer was lost."),
    Retired(
        r"\b[Hh](olds?|eld) [^.]{0,70}\bagainst\b",
        "check against, or compare with",
        "It holds the area against the limit.",
    ),
    Retired(
        r"\b[Oo]ne's own\b|\b(a|an) \w+ of (our|your|its|their) own\b",
        "your, separate, or nothing",
        "A mosaic of one's own.",
    ),
    Retired(
        r"(?<![Tt]here )\b(is|are|was|were) no (?!longer\b|more\b|such\b|other\b|one\b)",
        "is not a",
        "This is no date.",
    ),
    Retired(
        r"\b[Ll]ook(s|ed|ing)? (at|for|again)\b|\b(each|next) look\b",
        "poll, check, search for, or find",
        "Called after each look.",
    ),
    Retired(
        r"\b[Aa]t (most|least) so (many|much)\b|\btoo dear\b",
        "minimum, maximum, or over budget",
        "Covers at least so much.",
    ),
    Retired(
        r"\b[Aa]new\b|\b[Aa]fresh\b|\bfor ever\b|\b[Aa]ll the same\b|\ball in all\b",
        "again, forever, or anyway",
        "It begins anew.",
    ),
    Retired(
        r"\b[Nn]obody\b(?!@)|\b[Ss]omebody\b(?!@)",
        "a user, another account, or unknown",
        "Nobody knows the price.",
    ),
    Retired(
        r"\b[Ll]eft out\b|\bunless told\b", "omitted, or by default", "The default when left out."
    ),
    Retired(r"\b(has|have) to (?!say\b|do with\b)", "must", "The zoom has to be a number."),
    Retired(
        r"\b([Nn]one|null|[Oo]nly|also|even) where\b", "if", "The code, or None where unknown."
    ),
    Retired(
        r"\b[Tt]roubles?\b|\blives? through\b|\b(dies|died)\b",
        "error, survive, or break",
        "It died.",
    ),
    Retired(r"\bbe had\b|\bbec[ao]mes? of\b", "available, or happened to", "What became of it."),
)

_ANY: Final = re.compile("|".join(f"(?:{each.pattern})" for each in RETIRED))

#: Words that names in Python are not made of, each with the word instead.
RETIRED_NAMES: Final = {
    "answer": "response",
    "answers": "responses",
    "answered": "responded",
    "dear": "over_budget",
    "wholeness": "json_check",
    "flavour": "kind",
    "flavours": "kinds",
    "trouble": "error",
    "anew": "again",
    "nobody": "unknown",
}

_ANY_NAME: Final = re.compile("|".join(RETIRED_NAMES), re.IGNORECASE)

#: Texts that hold a retired form and stay, by file, each with its reason.
ALLOWED: Final[dict[str, dict[str, str]]] = {
    "docs/pages/glossary.md": {"": "the page that names the retired forms"},
    "mapflow/batch/_schema.py": {"'too dear'": "the state in ledgers of earlier versions"},
    "mapflow/batch/_states.py": {'"too dear"': "the state in ledgers of earlier versions"},
    "tests/batch/test_ledgers.py": {"'too dear'": "the state in ledgers of earlier versions"},
    "scripts/words.py": {"": "the list of the retired forms"},
    "tests/project/test_words.py": {"": "samples with retired forms"},
}

#: Folders whose files are read whole, and those of them that are left alone.
_FOLDERS: Final = ("mapflow", "docs", "scripts", "tests", "conformance", "changelog.d")
_SKIPPED: Final = {
    "_sync": "generated from _async",
    "__pycache__": "compiled",
    "released": "descriptions as they were released",
    "vendor": "libraries of others",
    "node_modules": "programs of others, installed to be run",
    "data": "files that tests read",
}
_PROSE: Final = {".md", ".py", ".yaml", ".toml", ".txt", ".jinja", ".go", ".java", ".php", ".rb"}


@dataclass(frozen=True)
class Found:
    """A retired form in a file."""

    path: str
    line: int
    text: str
    instead: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text!r}: write {self.instead}"


def retired_in(text: str) -> Iterator[tuple[int, str, str]]:
    """Find the retired forms of a text: line, counted from 0, form, and what to write."""
    for number, line in enumerate(text.split("\n")):
        for retired in RETIRED:
            for match in re.finditer(retired.pattern, line):
                yield number, match[0], retired.instead


def retired_names(text: str) -> Iterator[tuple[int, str, str]]:
    """Find the names of a module that are made of retired words: line, name, and what to write."""
    if not _ANY_NAME.search(text):
        return
    for token in _tokens(text):
        if token.type == tokenize.NAME:
            for word in re.findall(r"[a-z]+|[A-Z][a-z]*", token.string):
                instead = RETIRED_NAMES.get(word.lower())
                if instead is not None:
                    yield token.start[0], token.string, instead


def _tokens(text: str) -> Iterator[tokenize.TokenInfo]:
    return tokenize.generate_tokens(io.StringIO(text).readline)


def prose(path: Path) -> Iterator[tuple[int, str]]:
    """Return the prose of a file in pieces, each with the number of its first line."""
    text = path.read_text(encoding="utf-8")
    if not _ANY.search(text):
        # Most files have no retired form anywhere, and taking a module apart takes time.
        return
    if path.suffix == ".py":
        for token in _tokens(text):
            if tokenize.tok_name[token.type] in ("COMMENT", "STRING", "FSTRING_MIDDLE"):
                yield token.start[0], token.string
        return
    for number, line in enumerate(text.split("\n"), 1):
        # What the service says is matched, not written by us.
        if path.suffix != ".yaml" or not re.match(r"\s*(- )?contains:", line):
            yield number, line


def places(root: Path) -> Iterator[Path]:
    """Return the files whose words are checked; generated files are checked in their sources."""
    yield from (root / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md"))
    yield root / "openapi.yaml"
    for folder in _FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if not _SKIPPED.keys().isdisjoint(path.parts) or path.name == "_error_codes.py":
                continue
            if path.suffix in _PROSE or (not path.suffix and _is_script(path)):
                yield path


def _is_script(path: Path) -> bool:
    return path.is_file() and path.read_bytes().startswith((b"#!", b"# "))


def found(root: Path = ROOT) -> list[Found]:
    """Find the retired forms that are not allowed."""
    return [each for each in _all(root) if not _reason(each, root)]


def unused(root: Path = ROOT) -> list[str]:
    """Find exceptions that no file needs any more."""
    used = {(each.path, _allowed_by(each, root)) for each in _all(root)}
    return [
        f"{path}: {text!r}"
        for path, texts in ALLOWED.items()
        for text in texts
        if (path, text) not in used
    ]


@cache
def _all(root: Path) -> tuple[Found, ...]:
    return tuple(_read(root))


def _read(root: Path) -> Iterator[Found]:
    for path in places(root):
        name = path.relative_to(root).as_posix()
        for first, piece in prose(path):
            for line, text, instead in retired_in(piece):
                yield Found(name, first + line, text, instead)
        if path.suffix == ".py":
            for line, text, instead in retired_names(path.read_text(encoding="utf-8")):
                yield Found(name, line, text, instead)


def _allowed_by(each: Found, root: Path) -> str | None:
    line = (root / each.path).read_text(encoding="utf-8").split("\n")[each.line - 1]
    return next((text for text in ALLOWED.get(each.path, {}) if text in line), None)


def _reason(each: Found, root: Path) -> str | None:
    text = _allowed_by(each, root)
    return None if text is None else ALLOWED[each.path][text]


def main() -> int:
    """Print what was found, and return the exit code."""
    problems = [str(each) for each in found()] + [f"unused exception {each}" for each in unused()]
    print("\n".join(problems) or "No retired words.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

"""Lists words that the glossary retired: one line for each, with what to write instead.

Reads prose only: Markdown, openapi.yaml, and the comments, docstrings and messages of the package.
"""

import io
import re
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
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
    Retired(
        r"\b([Aa]n?|[Tt]he|[Ii]ts|whose|lost|no|last) answers?\b(?! to the question)",
        "response",
        "The answer was lost.",
    ),
    Retired(
        r"\b[Hh](olds?|eld) [^.]{0,70}\bagainst\b",
        "check against, or compare with",
        "It holds the area against the limit.",
    ),
    Retired(
        r"\bone's own\b|\b(a|an) \w+ of (our|your|its|their) own\b",
        "your, separate, or nothing",
        "A mosaic of one's own.",
    ),
    Retired(
        r"(?<![Tt]here )\b(is|are|was|were) no (?!longer\b|more\b|such\b|other\b|one\b)",
        "is not a",
        "This is no date.",
    ),
    Retired(
        r"\b[Ll]ook(s|ed|ing)? (at|for)\b|\b(each|next) look\b",
        "poll, check, search for, or find",
        "Called after each look.",
    ),
    Retired(
        r"\b[Aa]t (most|least) so (many|much)\b|\btoo dear\b",
        "minimum, maximum, or over budget",
        "Covers at least so much.",
    ),
    Retired(
        r"\banew\b|\bafresh\b|\bfor ever\b|\ball the same\b|\ball in all\b",
        "again, forever, or anyway",
        "It begins anew.",
    ),
    Retired(
        r"\b[Nn]obody\b|\b[Ss]omebody\b",
        "a user, another account, or unknown",
        "Nobody knows the price.",
    ),
    Retired(
        r"\bleft out\b|\bunless told\b", "omitted, or by default", "The default when left out."
    ),
    Retired(r"\b(has|have) to be\b", "must be", "The zoom has to be a number."),
    Retired(
        r"\b([Nn]one|null|[Oo]nly|also|even) where\b", "if", "The code, or None where unknown."
    ),
    Retired(
        r"\btroubles?\b|\blives? through\b|\b(dies|died)\b", "error, survive, or break", "It died."
    ),
    Retired(r"\bbe had\b|\bbec[ao]mes? of\b", "available, or happened to", "What became of it."),
)

#: Texts that hold a retired form and stay, by file, each with its reason.
ALLOWED: Final[dict[str, dict[str, str]]] = {
    "docs/pages/glossary.md": {"": "the page that names the retired forms"},
    "mapflow/batch/_schema.py": {"'too dear'": "the state in ledgers of earlier versions"},
    "mapflow/batch/_states.py": {'"too dear"': "the state in ledgers of earlier versions"},
}


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


def prose(path: Path) -> Iterator[tuple[int, str]]:
    """Return the prose of a file in pieces, each with the number of its first line."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
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
    yield from sorted((root / "docs").rglob("*.md"))
    for path in sorted((root / "mapflow").rglob("*.py")):
        if "_sync" not in path.parts and path.name not in ("_error_codes.py", "_catalogue.py"):
            yield path


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


def _all(root: Path) -> Iterator[Found]:
    for path in places(root):
        for first, piece in prose(path):
            for line, text, instead in retired_in(piece):
                yield Found(path.relative_to(root).as_posix(), first + line, text, instead)


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

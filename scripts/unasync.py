#!/usr/bin/env python3
"""Write the sync half of the facade from the async one.

    scripts/unasync.py            writes the _sync beside each _async
    scripts/unasync.py --check    fails, with a diff, when they are not what this would write

Works on tokens, so that comments and layout survive. A name that starts with "async" and has no
known counterpart stops the run: it would otherwise end up in the sync half unnoticed.
"""

from __future__ import annotations

import argparse
import difflib
import io
import re
import subprocess
import sys
import tokenize
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HALVED = ("mapflow", "mapflow/_http", "mapflow/_downloads", "mapflow/batch")
PAIRS = tuple((f"{folder}/_async", f"{folder}/_sync") for folder in HALVED)
HEADER = "# Written by scripts/unasync.py from {source}; edit that file instead.\n"
NAMES = {
    "AsyncGenerator": "Generator",
    "AsyncIterator": "Iterator",
    "StopAsyncIteration": "StopIteration",
    "__aenter__": "__enter__",
    "__aexit__": "__exit__",
    "__aiter__": "__iter__",
    "__anext__": "__next__",
    "_async": "_sync",
    "AsyncByteStream": "SyncByteStream",
    "aeach": "each",
    "aiter": "iter",
    "aiter_raw": "iter_raw",
    "handle_async_request": "handle_request",
    "ain_thread": "in_thread",
    "price_async": "price",
    "aclose": "close",
    "asleep": "sleep",
    "asynccontextmanager": "contextmanager",
}
OWN_CLASS = re.compile(r"\bAsync([A-Z])")


def rename(name: str, where: str) -> str:
    """Give the sync counterpart of a name."""
    if name in NAMES:
        return NAMES[name]
    renamed = re.sub(r"^(_?)Async(?=[A-Z])", r"\1", name)
    if re.match(r"_*async", renamed, re.IGNORECASE):
        sys.exit(f"{where}: no sync counterpart is known for {name!r}; add it to NAMES")
    return renamed


def in_prose(text: str) -> str:
    """Give the sync counterpart of a docstring or comment, examples included."""
    text = re.sub(r"(?<!\w)\(await ([\w.]+\([^()]*\))\)", r"\1", text)
    text = re.sub(r"\bawait ", "", text)
    text = re.sub(r"\baclose\b", "close", text)
    text = re.sub(r"\b(batch\.\w+)_async\(", r"\1(", text)
    text = re.sub(r"\basync (with|for|def)\b", r"\1", text)
    return OWN_CLASS.sub(r"\1", text)


def unasync(source: str, where: str) -> str:
    """Give the sync counterpart of a module."""
    pieces: list[str] = []
    position = (1, 0)
    lines = source.splitlines(keepends=True)
    swallow = False
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.start > position:
            between = _text_between(lines, position, token.start)
            pieces.append(between.lstrip(" ") if swallow and "\n" not in between else between)
        swallow = False
        if token.type == tokenize.NAME and token.string in ("async", "await"):
            swallow = True
        elif token.type == tokenize.NAME:
            pieces.append(rename(token.string, f"{where}:{token.start[0]}"))
        elif token.type in (tokenize.STRING, tokenize.COMMENT):
            pieces.append(in_prose(token.string))
        else:
            pieces.append(token.string)
        position = token.end
    return "".join(pieces)


def _text_between(lines: list[str], start: tuple[int, int], end: tuple[int, int]) -> str:
    if start[0] > len(lines):
        return ""
    if start[0] == end[0]:
        return lines[start[0] - 1][start[1] : end[1]]
    middle = lines[start[0] : end[0] - 1]
    last = lines[end[0] - 1][: end[1]] if end[0] <= len(lines) else ""
    return lines[start[0] - 1][start[1] :] + "".join(middle) + last


def tidy(code: str) -> str:
    """Sort the imports and wrap the lines as the rest of the project does."""
    ours = 'lint.isort.known-first-party=["mapflow", "mapflow_openapi"]'
    for arguments in (
        ["check", "--select", "I,F401", "--fix-only", "--config", ours],
        ["format"],
    ):
        ruff = Path(sys.executable).parent / "ruff"
        same = ["--isolated", "--quiet", "--line-length=100", "--target-version=py311", "-"]
        code = subprocess.run(
            [ruff, *arguments, *same],
            input=code,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    return code


def produce() -> dict[Path, str]:
    """Give every file of the sync half with its content."""
    files: dict[Path, str] = {}
    for source, target in PAIRS:
        for path in sorted((ROOT / source).rglob("*.py")):
            inside = path.relative_to(ROOT / source)
            where = f"{source}/{inside.as_posix()}"
            code = tidy(HEADER.format(source=where) + unasync(path.read_text("utf-8"), where))
            compile(code, where, "exec")
            files[ROOT / target / inside] = code
    return files


def main() -> int:
    """Write, or check."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument(
        "--check", action="store_true", help="only compare, and fail on a difference"
    )
    check = parser.parse_args().check
    files = produce()
    stale = {path for _, target in PAIRS for path in (ROOT / target).rglob("*.py")} - set(files)
    drift = 0
    for path, code in files.items():
        old = path.read_text("utf-8") if path.exists() else ""
        if old == code:
            continue
        drift += 1
        if check:
            name = str(path.relative_to(ROOT))
            sys.stdout.writelines(
                difflib.unified_diff(old.splitlines(True), code.splitlines(True), name, name)
            )
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(code, "utf-8")
    for path in stale:
        drift += 1
        print(f"left over: {path.relative_to(ROOT)}")
        if not check:
            path.unlink()
    if check and drift:
        print("The sync half is not what the async half gives: run scripts/unasync.py.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

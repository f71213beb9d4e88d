"""Joins the fragments of changelog.d into CHANGELOG.md, with towncrier.

What CHANGELOG.md says under the heading of an unreleased version becomes part of the release.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_FRAGMENT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.(?P<type>[a-z]+)\.md")
_VERSION = re.compile(r"\d+(\.\d+)+((a|b|rc)\d+)?")
_NOT_FRAGMENTS = {"README.md", "template.md.jinja"}


def faults(root: Path = ROOT) -> list[str]:
    """List what is wrong with the fragments, one line for each."""
    settings = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["towncrier"]
    types = [each["directory"] for each in settings["type"]]
    found = []
    for path in sorted((root / settings["directory"]).iterdir()):
        if path.name in _NOT_FRAGMENTS:
            continue
        name = _FRAGMENT.fullmatch(path.name)
        if name is None or name["type"] not in types:
            found.append(f"{path.name}: the name must be WORDS.TYPE.md; types: {', '.join(types)}")
            continue
        text = path.read_text("utf-8").strip()
        if not text or "\n\n" in text or text.startswith(("-", "*", "#")):
            found.append(f"{path.name}: the text must be one paragraph, without a bullet")
        elif text[-1] not in ".:)`":
            found.append(f"{path.name}: the text must end with a full stop")
    return found


def draft(root: Path = ROOT, version: str = "next") -> str:
    """Write what the next release says, and change nothing."""
    return _towncrier(root, version, "--draft").partition("\n\n")[2]


def release(version: str, root: Path = ROOT) -> None:
    """Join the fragments into the changelog under a version, and delete them."""
    _towncrier(root, version, "--yes")
    path = root / "CHANGELOG.md"
    number = re.escape(version)
    written = re.compile(
        rf"(## {number} — [\d-]+\n\n)(.*?)## {number} — unreleased\n\n(.+?\n\n)", re.DOTALL
    )
    text = written.sub(r"\1\3\2", path.read_text("utf-8"), count=1)
    path.write_text(text, "utf-8", newline="\n")


def _towncrier(root: Path, version: str, *options: str) -> str:
    command = [sys.executable, "-m", "towncrier", "build", "--name", "mapflow-client"]
    done = subprocess.run(
        [*command, "--version", version, *options],
        cwd=root, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if done.returncode:
        sys.exit(done.stderr or done.stdout)
    return done.stdout


def main(arguments: list[str]) -> None:
    """Check, and then print or write."""
    if wrong := faults():
        sys.exit("\n".join(wrong))
    if not arguments:
        print(draft())
    elif arguments != ["--check"]:
        # It deletes the fragments, so a slip of the finger must not pass for a version.
        if len(arguments) != 1 or _VERSION.fullmatch(arguments[0]) is None:
            sys.exit(
                f"{' '.join(arguments)!r} is not a version such as 1.2.0; nothing was changed."
                " scripts/changelog --help says what there is."
            )
        release(arguments[0])


if __name__ == "__main__":
    main(sys.argv[1:])

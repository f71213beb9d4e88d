"""Tells `.ci/run` how many tests have passed, for the one line that it ends with."""

from __future__ import annotations

import os
from pathlib import Path


def add(kind: str, passed: int, failed: int) -> None:
    """Add a run to the file that MAPFLOW_COUNTS names, or do nothing if it is not set.

    Args:
        kind: What is counted, in one word.
        passed: How many passed.
        failed: How many did not.
    """
    if file := os.environ.get("MAPFLOW_COUNTS"):
        with Path(file).open("a", encoding="utf-8") as lines:
            lines.write(f"{kind} {passed} {failed}\n")

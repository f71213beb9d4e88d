"""The files that deleted processings leave behind."""

import json
from collections.abc import Iterable

from mapflow.sandbox.context import Sandbox
from mapflow.sandbox.imagery import files
from mapflow.sandbox.store import Row


def remove(sandbox: Sandbox, deleted: Iterable[Row]) -> None:
    """Remove results, and images that were kept for them only."""
    for row in deleted:
        sandbox.folder.remove_results(row["id"])
        files.remove_unused(sandbox, json.loads(row["image_ids"]))

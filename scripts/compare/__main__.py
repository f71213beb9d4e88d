"""Prints what has changed since the last released copy; with --release, keeps a copy of today's."""

from __future__ import annotations

import json
import sys

from scripts.codegen import read
from scripts.compare.versions import RELEASED, compare, last_released, verdict


def main() -> None:
    """Print, and fail when the version does not say what has changed."""
    document = read()
    old = last_released()
    try:
        changes = compare(old, document)
    except ValueError as error:
        sys.exit(str(error))
    for each in changes:
        print(f"{each.kind.name.lower():9} {each.where}: {each.what}")
    wrong = verdict(old, document)
    if wrong:
        sys.exit(wrong)
    if "--release" in sys.argv[1:]:
        version = document["info"]["version"]
        target = RELEASED / f"openapi-{version}.json"
        if target.exists() and json.loads(target.read_text("utf-8")) != document:
            sys.exit(f"{target.name} was released with another content; raise info.version")
        target.write_text(
            json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n"
        )


if __name__ == "__main__":
    main()

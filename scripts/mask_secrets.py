"""Keeps what openapi.yaml calls a password out of the repr of the generated models.

The generator has no setting for it, and a notebook shows the repr of whatever ends a cell.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent


def secrets() -> list[tuple[str, str]]:
    """List what is secret, as (schema, property)."""
    spec = yaml.load((ROOT / "openapi.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    return [
        (schema, key)
        for schema, definition in spec["components"]["schemas"].items()
        for key, described in definition.get("properties", {}).items()
        if described.get("format") == "password"
    ]


def mask(models: Path, schema: str, key: str) -> None:
    """Rewrite the declaration of one attribute."""
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key).lower()
    declared = re.compile(rf"^(    {name}: [^=\n]+) = UNSET$", re.MULTILINE)
    for path in models.glob("*.py"):
        text = path.read_text("utf-8")
        if f"\nclass {schema}:" in text:
            text, found = declared.subn(r"\1 = _attrs_field(default=UNSET, repr=False)", text)
            if found != 1:
                sys.exit(f"{path}: {name} is not declared as expected")
            path.write_text(text, "utf-8", newline="\n")
            return
    sys.exit(f"there is no model {schema} in {models}")


if __name__ == "__main__":
    for item in secrets():
        mask(Path(sys.argv[1]) / "models", *item)

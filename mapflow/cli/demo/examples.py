"""The files of ``docs/examples``, wherever this package was installed from."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def path(name: str) -> Path:
    """An example file: beside this module in an installed package, in `docs` of a checkout."""
    for folder in (_HERE / "examples", _HERE.parents[2] / "docs" / "examples"):
        if (folder / name).is_file():
            return folder / name
    raise FileNotFoundError(f"{name} is missing; reinstall mapflow-client")

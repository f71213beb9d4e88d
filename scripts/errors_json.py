"""Writes generated/errors.json, error codes and open enumerations, for teams of other languages.

docs/pages/description.md documents its members. With --check, only compares.
"""

from __future__ import annotations

import sys
from typing import Any

from scripts.codegen import ROOT, read, write
from scripts.enumerations import Enumeration, enumerations, meaning

TARGET = ROOT / "generated" / "errors.json"


def error(entry: dict[str, Any]) -> dict[str, Any]:
    """Write one entry of the catalogue, with every member in every entry."""
    return {
        "code": entry["code"],
        "scope": entry["scope"],
        "contains": entry.get("contains"),
        "parameters": entry["parameters"],
        "aliases": entry.get("aliases", {}),
        "message": entry["message"],
        "hint": entry["hint"],
        "acts": entry["acts"],
        "retry": entry["retry"],
    }


def enumeration(each: Enumeration, document: dict[str, Any]) -> dict[str, Any]:
    """Write one open enumeration; what it means is what its first place says."""
    return {
        "name": each.name,
        "description": meaning(document, each.named_by),
        "values": list(each.values),
        "places": list(each.places),
    }


def catalogue(document: dict[str, Any]) -> dict[str, Any]:
    """Make the whole file of a description that was read."""
    return {
        "version": document["info"]["version"],
        "errors": [error(entry) for entry in document["x-error-catalogue"]],
        "enumerations": [enumeration(each, document) for each in enumerations(document)],
    }


if __name__ == "__main__":
    write(TARGET, catalogue(read()), check="--check" in sys.argv[1:])

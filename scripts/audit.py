"""Looks up known vulnerabilities of everything in .venv, with pip-audit.

It is lenient about one thing: that the advisories cannot be reached from here. Then it says so in
capitals then. pip-audit itself is silent about it where a mirror of the index has none: it calls
every package unknown, and ends as if all were well. So one package is asked about first, which the
index has for certain.
"""

from __future__ import annotations

import importlib.metadata
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

Ask = Callable[..., list[dict[str, Any]]]
KNOWN = "httpx"
_AUDIT = ("-m", "pip_audit", "--progress-spinner", "off", "--format", "json", "--timeout", "15")
# What pip-audit writes, by whichever of its services, when it cannot reach the advisories.
_NO_WAY = ("Could not connect", "ConnectionError", "ConnectTimeout", "ReadTimeout", "ProxyError")


class Unreachable(Exception):
    """The advisories cannot be reached."""


class Failed(Exception):
    """Something was found, or the audit itself went wrong."""


def audit(*arguments: str) -> list[dict[str, Any]]:
    """Run pip-audit; gives what it says of each package."""
    command = [sys.executable, *_AUDIT, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        found: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError, TypeError):
        lines = done.stderr.strip().splitlines() or ["it said nothing"]
        if any(sign in line for line in lines for sign in _NO_WAY):
            raise Unreachable(lines[-1]) from None
        raise Failed(f"pip-audit ended with {done.returncode}: {lines[-1]}") from None
    return found


def probe(ask: Ask = audit) -> None:
    """Make sure that there are advisories, by a package that they know."""
    version = importlib.metadata.version(KNOWN)
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "requirements.txt"
        wanted.write_text(f"{KNOWN}=={version}\n")
        [about] = ask("--requirement", str(wanted), "--no-deps", "--disable-pip")
    if "skip_reason" in about:
        raise Unreachable(about["skip_reason"])


def check(ask: Ask = audit) -> int:
    """Look up everything; gives the number of packages."""
    probe(ask)
    packages = [each for each in ask("--skip-editable") if "editable" not in _skipped(each)]
    found = [
        f"{each['name']} {each['version']}: {vulnerability['id']}"
        f" (mended in {', '.join(vulnerability['fix_versions']) or 'no version yet'})"
        for each in packages
        for vulnerability in each.get("vulns", ())
    ]
    found += [f"{each['name']}: {_skipped(each)}" for each in packages if _skipped(each)]
    if found:
        raise Failed("\n  ".join(["these packages are vulnerable, or unknown:", *found]))
    return len(packages)


def _skipped(package: dict[str, Any]) -> str:
    return str(package.get("skip_reason", ""))


def main(ask: Ask = audit) -> int:
    """Say what came of it; gives the exit code."""
    try:
        count = check(ask)
    except Unreachable as error:
        print(f"\nNOT AUDITED: the advisories cannot be reached from here ({error}).\n")
        return 0
    except Failed as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    print(f"None of the {count} packages has a known vulnerability.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Prints what the shell must set so that uv, npm and others install from where pip would.

In a company pip is what was set up: by its variables, or by its file, which uv does not read.
Whatever is set for uv itself is left as it is. Additional indexes are not taken over: uv gives them
another meaning than pip does, and everything that is needed is on the public index or its mirror.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from typing import Final

# The names of pip's settings, and those that uv knows them by; the first is the one to set.
SAME: Final = {
    "index-url": ("UV_DEFAULT_INDEX", "UV_INDEX_URL"),
    "find-links": ("UV_FIND_LINKS",),
    "no-index": ("UV_NO_INDEX",),
    "trusted-host": ("UV_INSECURE_HOST",),
}
CERTIFICATES: Final = ("SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS")


def pip_settings(listed: str) -> dict[str, str]:
    """Read the output of ``pip config list``; variables win over files, and sections over all."""
    found: dict[str, tuple[int, str]] = {}
    for line in listed.splitlines():
        name, _, value = line.partition("=")
        section, _, key = name.rpartition(".")
        rank = {"global": 0, "install": 1, ":env:": 2}.get(section)
        if rank is None or rank < found.get(key, (0, ""))[0]:
            continue
        text = value.strip()
        # Written as Python writes texts.
        text = text[1:-1] if text[:1] in "'\"" and text[:1] == text[-1:] else text
        found[key] = (rank, text.replace("\\n", " ").strip())
    return {key: value for key, (_, value) in found.items()}


def wanted(settings: Mapping[str, str], environment: Mapping[str, str]) -> dict[str, str]:
    """Say which variables to set."""
    made: dict[str, str] = {}
    for key, names in SAME.items():
        if settings.get(key) and not any(environment.get(name) for name in names):
            made[names[0]] = settings[key]
    if made.get("UV_NO_INDEX", "").lower() in ("0", "false", "no", "off"):
        del made["UV_NO_INDEX"]
    elif "UV_NO_INDEX" in made:
        made["UV_NO_INDEX"] = "true"
    # uv separates folders of wheels by commas, pip by blanks.
    if "UV_FIND_LINKS" in made:
        made["UV_FIND_LINKS"] = ",".join(made["UV_FIND_LINKS"].split())
    bundle = environment.get("SSL_CERT_FILE") or settings.get("cert")
    if bundle:
        made |= {name: bundle for name in CERTIFICATES if not environment.get(name)}
    elif not (environment.get("UV_SYSTEM_CERTS") or environment.get("UV_NATIVE_TLS")):
        # As pip does: a company's certificate is in the store of the machine.
        made["UV_SYSTEM_CERTS"] = "true"
    return made


def main() -> None:
    """Print the variables as a shell sets them."""
    listed = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    )
    for name, value in wanted(pip_settings(listed.stdout), os.environ).items():
        print(f"export {name}={shlex.quote(value)}")


if __name__ == "__main__":
    main()

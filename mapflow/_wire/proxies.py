"""The proxies that the environment names, as routes for a client.

The HTTP library reads them itself only for a client whose transport it makes, and ours repeats.
"""

from __future__ import annotations

from typing import Final
from urllib.request import getproxies

from mapflow._masking import Masked

# The sandbox, and whatever else runs on this machine, is never behind a proxy.
_LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")


def routes() -> dict[str, str | None]:
    """Where to send what: the address of a proxy for each kind of address, or None for none."""
    named = getproxies()
    direct = [host.strip() for host in named.get("no", "").split(",") if host.strip()]
    if "*" in direct:
        return {}
    found = {
        f"{scheme}://": _address(named[scheme])
        for scheme in ("http", "https", "all")
        if named.get(scheme)
    }
    if not found:
        return {}
    own: dict[str, str | None] = dict.fromkeys(map(_pattern, (*_LOOPBACK, *direct)))
    return {**found, **own}


def _address(proxy: str) -> str:
    # It may hold a password, and tools show the variables of a traceback.
    return Masked(proxy if "://" in proxy else f"http://{proxy}")


def _pattern(host: str) -> str:
    """A host of NO_PROXY; a domain stands for what lies below it too."""
    if "://" in host:
        return host
    bare = host.removeprefix(".")
    numeric = bare.replace(".", "").replace(":", "").isdigit() or bare.startswith("[")
    return f"all://{bare}" if numeric or bare == "localhost" else f"all://*{bare}"

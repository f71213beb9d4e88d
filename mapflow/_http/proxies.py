"""The proxies that the environment names: which requests go through one, and which do not.

The HTTP library reads them itself only for a client whose transport it makes, and understands less
of ``NO_PROXY`` than other programs that read it.
"""

from __future__ import annotations

import ipaddress
import os
import re
from typing import Final, NamedTuple
from urllib.parse import urlsplit
from urllib.request import getproxies

from mapflow._masking.secrets import Masked
from mapflow.errors import ConfigurationError

_SCHEMES: Final = ("http", "https", "socks5", "socks5h")
_PORTS: Final = {"http": 80, "https": 443}
_SEPARATORS: Final = re.compile(r"[\s,;]+")
_WITH_PORT: Final = re.compile(r"(\[[^\]]*\]|[^:\[\]]*):([0-9]+)", re.ASCII)
_MAXIMUM_PORT: Final = 65_535
#: Among the extensions of a request: the variable that names its proxy.
VARIABLE: Final = "mapflow_proxy"
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Proxy(NamedTuple):
    """A proxy and where its address stands.

    Attributes:
        address: Its address; it may hold a password.
        variable: The name of the environment variable, for messages.
    """

    address: str
    variable: str

    @property
    def is_encrypted(self) -> bool:
        """Whether the connection to the proxy itself is encrypted."""
        return self.address.startswith("https:")


class Proxies:
    """The proxies of the environment, as they are when this is made. Nothing is checked yet."""

    def __init__(self) -> None:
        named = getproxies()
        # The variables may hold passwords, and tools show the variables of a traceback.
        self._named = {
            scheme: Masked(named[scheme].strip())
            for scheme in ("http", "https", "all")
            if named.get(scheme, "").strip()
        }
        self._direct = [part for part in _SEPARATORS.split(named.get("no", "")) if part]

    def __bool__(self) -> bool:
        return bool(self._named)

    def of(self, scheme: str, host: str, port: int | None) -> Proxy | None:
        """Choose the proxy for an address.

        Args:
            scheme: ``http`` or ``https``.
            host: The name or number of the host, without brackets.
            port: The port, or None for that of the scheme.

        Returns:
            The proxy; None for a direct connection.

        Raises:
            ConfigurationError: The proxy for this address cannot be used; the text says why.
        """
        kind = scheme if scheme in self._named else "all"
        if kind not in self._named:
            return None
        host = host.lower().rstrip(".")
        number = _number(host)
        if is_this_machine(host, number):
            return None
        port = _PORTS.get(scheme) if port is None else port
        if any(_spares(entry, scheme, host, number, port) for entry in self._direct):
            return None
        variable = _variable(kind)
        return Proxy(_checked(self._named[kind], variable), variable)


def is_this_machine(host: str, number: _Address | None) -> bool:
    """Whether a host is this machine; the sandbox on it is never behind a proxy."""
    if number is not None:
        return number.is_loopback
    return host == "localhost" or host.endswith(".localhost")


def unusable(variable: str, why: str) -> ConfigurationError:
    """The error for a proxy; its address is not repeated, since it may hold a password."""
    return ConfigurationError(
        f"The proxy that {variable} names cannot be used: {why}.",
        hint=f"Set {variable} to an address such as http://host:port, or unset it.",
    )


def _variable(kind: str) -> str:
    for name in (f"{kind}_proxy", f"{kind.upper()}_PROXY"):
        if os.environ.get(name):
            return name
    return f"{kind.upper()}_PROXY"


def _checked(given: Masked, variable: str) -> Masked:
    """The address of a proxy with its scheme."""
    address = Masked(given if "://" in given else f"http://{given}")
    why = _fault(address)
    if why is not None:
        raise unusable(variable, why)
    scheme, _, rest = address.partition("://")
    # The library lets the proxy look up names with either, and older versions know one only.
    return Masked(f"{scheme.lower().removesuffix('h')}://{rest}")


def _fault(address: str) -> str | None:
    """Why an address cannot be that of a proxy; nothing is raised while it lies open."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        return "its address cannot be read"
    if parts.scheme not in _SCHEMES:
        return f"its address must begin with one of {', '.join(f'{s}://' for s in _SCHEMES)}"
    if not host:
        return "its address has no host"
    if not address.isprintable() or " " in address:
        return "its address holds a space or a character that cannot be printed"
    return None if port is None or 0 < port <= _MAXIMUM_PORT else "its port is out of range"


def _spares(entry: str, scheme: str, host: str, number: _Address | None, port: int | None) -> bool:
    """Whether an entry of NO_PROXY stands for a host; what cannot be read stands for none.

    A name stands for what lies below it too, a network for its addresses, and a port for itself.
    """
    if entry == "*":
        return True
    entry = entry.lower()
    if "://" in entry:
        only, _, entry = entry.partition("://")
        if only not in (scheme, "all"):
            return False
    found = _WITH_PORT.fullmatch(entry)
    if found is not None:
        entry, only_port = found.groups()
        if only_port != str(port):
            return False
    network = _network(entry)
    if network is not None:
        return number is not None and any(
            same.version == network.version and same in network for same in _same(number)
        )
    name = entry.removeprefix("*").strip(".")
    return bool(name) and number is None and (host == name or host.endswith(f".{name}"))


def _network(text: str) -> _Network | None:
    """An address or a network (``10.0.0.0/8``), IPv6 with or without brackets."""
    bare = text.replace("[", "").replace("]", "").partition("%")[0]
    try:
        return ipaddress.ip_network(bare, strict=False)
    except ValueError:
        return None


def _number(host: str) -> _Address | None:
    try:
        return ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None


def _same(number: _Address) -> list[_Address]:
    """An address, and the same one in version 4 if it is written in version 6."""
    mapped = getattr(number, "ipv4_mapped", None)
    return [number] if mapped is None else [number, mapped]

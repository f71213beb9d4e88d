"""A guard that keeps tests off the network, in place for the whole run.

It stands where every Python connection passes: ``connect``, ``connect_ex`` and name resolution.
A child process or a C extension with its own sockets gets past it; CI machines without a network
cover those.
"""

import ipaddress
import socket
from contextlib import contextmanager

_LOCAL_NAMES = frozenset({"localhost", "localhost.localdomain", "", None})


class NetworkBlockedError(RuntimeError):
    """A test tried to leave the machine, or to use loopback without asking for it."""


class Guard:
    """Refuses connections; recording alone may go `anywhere`, `loopback` is this machine."""

    def __init__(self):
        self.loopback = True
        self.anywhere = False
        #: Every attempt to leave the machine, also if its caller caught the refusal.
        self.refused = []
        self._connect = socket.socket.connect
        self._connect_ex = socket.socket.connect_ex
        self._getaddrinfo = socket.getaddrinfo

    def install(self):
        guard = self

        def connect(sock, address):
            guard.check(sock.family, address)
            return guard._connect(sock, address)

        def connect_ex(sock, address):
            guard.check(sock.family, address)
            return guard._connect_ex(sock, address)

        def getaddrinfo(host, *args, **kwargs):
            name = host.decode() if isinstance(host, bytes) else host
            if not (guard.anywhere or _is_loopback(name)):
                guard.refused.append(name)
                raise NetworkBlockedError(f"a test asked for the address of {name!r}")
            return guard._getaddrinfo(host, *args, **kwargs)

        socket.socket.connect = connect
        socket.socket.connect_ex = connect_ex
        socket.getaddrinfo = getaddrinfo

    def check(self, family, address):
        if self.anywhere or family not in (socket.AF_INET, socket.AF_INET6):
            return
        if not _is_loopback(address[0]):
            self.refused.append(address[0])
            raise NetworkBlockedError(f"a test connected to {address[0]!r}")
        if not self.loopback:
            raise NetworkBlockedError(
                f"a test connected to {address[0]}:{address[1]} without the `loopback` fixture"
            )

    @contextmanager
    def allowing(self, *, loopback, anywhere=False):
        before = self.loopback, self.anywhere
        self.loopback, self.anywhere = loopback, anywhere
        try:
            yield
        finally:
            self.loopback, self.anywhere = before


def _is_loopback(host):
    if host in _LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


GUARD = Guard()

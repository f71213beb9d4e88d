"""The guard itself: no test leaves the machine, and none reaches loopback unasked."""

import asyncio
import socket

import httpx
import pytest

from tests.support.network import NetworkBlockedError


@pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8::1"])
def test_other_machines_are_out_of_reach(address):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as sock:
        with pytest.raises(NetworkBlockedError):
            sock.connect((address, 443))
        with pytest.raises(NetworkBlockedError):
            sock.connect_ex((address, 443))


def test_names_are_not_resolved(loopback):
    with pytest.raises(NetworkBlockedError):
        socket.getaddrinfo("api.mapflow.ai", 443)
    with pytest.raises(NetworkBlockedError):
        httpx.get("https://api.mapflow.ai/rest/user/status")


async def test_async_clients_are_held_back_too():
    async with httpx.AsyncClient() as client:
        with pytest.raises(NetworkBlockedError):
            await client.get("https://api.mapflow.ai/rest/user/status")
        with pytest.RaisesGroup(NetworkBlockedError, flatten_subgroups=True):
            await client.get("http://127.0.0.1:9/")


def test_loopback_has_to_be_asked_for():
    with socket.socket() as sock, pytest.raises(NetworkBlockedError):
        sock.connect(("127.0.0.1", 9))


def test_loopback_can_be_asked_for(loopback):
    with socket.socket() as server, socket.socket() as sock:
        server.bind(("127.0.0.1", 0))
        server.listen()
        sock.connect(server.getsockname())


async def test_the_event_loop_itself_works():
    await asyncio.sleep(0)

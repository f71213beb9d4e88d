"""A generated client whose service says what a test wants."""

from uuid import UUID

import httpx
from mapflow_openapi import AuthenticatedClient

ID = UUID("8c9e6f24-1b7d-4a35-8f02-6d3e5c4b2a10")
TOKEN = "ZGVtb0BleGFtcGxlLmNvbTpub3QtYS10b2tlbg=="


def client(response, **settings):
    """A client whose service responds as a test says, sync and async."""
    made = AuthenticatedClient(base_url="https://api.example.com/rest", token=TOKEN, **settings)
    transport = httpx.MockTransport(response)
    arguments = made._arguments() | {"transport": transport}
    return made.set_httpx_client(httpx.Client(**arguments)).set_async_httpx_client(
        httpx.AsyncClient(**arguments)
    )


def saying(status, content=b"", **more):
    return client(lambda request: httpx.Response(status, content=content, **more))

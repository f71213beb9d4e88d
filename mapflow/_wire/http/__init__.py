"""The HTTP library, and everything that would change with it.

A move to another library touches this package alone: it opens clients and keeps them fit for use,
builds requests, bounds how long and how large an answer may be, and turns the library's exceptions
into ours.
"""

from mapflow._wire.http.bodies import achunks, chunks
from mapflow._wire.http.early import aend_connection, end_connection, without_reason
from mapflow._wire.http.links import bare, check_link
from mapflow._wire.http.pools import AsyncPool, Pool
from mapflow._wire.http.requests import (
    AsyncClient,
    Client,
    RequestPlan,
    Response,
    attempts,
    explained,
)
from mapflow._wire.http.tries import Tries

__all__ = [
    "AsyncClient",
    "AsyncPool",
    "Client",
    "Pool",
    "RequestPlan",
    "Response",
    "Tries",
    "achunks",
    "aend_connection",
    "attempts",
    "bare",
    "check_link",
    "chunks",
    "end_connection",
    "explained",
    "without_reason",
]

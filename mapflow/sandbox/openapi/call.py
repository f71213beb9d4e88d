"""What a handler is given."""

import dataclasses
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Generic, TypeVar

from starlette.requests import Request
from starlette.responses import Response

Caller = TypeVar("Caller")


@dataclasses.dataclass(slots=True)
class Call(Generic[Caller]):
    """One request that fits the document, from somebody who is allowed in.

    Attributes:
        caller: Who asks, as the authentication of the application found it; nobody (None) where
            the document asks for no token.
        path: Path parameters, by name.
        query: Query parameters, by name: strings, numbers, booleans, or lists of them.
        body: The decoded JSON body; None where there is none or it is not JSON.
        request: The request itself, for handlers that stream.
    """

    caller: Caller
    path: Mapping[str, str]
    query: Mapping[str, Any]
    body: Any
    request: Request


Answer = Response | dict[str, Any] | list[Any] | int | None
"""JSON, to be checked; a ready response (files, pictures); or None for an empty body."""

Handler = Callable[[Call[Caller]], Answer | Awaitable[Answer]]

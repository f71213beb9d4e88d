"""What a handler is given."""

import dataclasses
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Generic, TypeVar

from starlette.requests import Request
from starlette.responses import Response

Caller = TypeVar("Caller")


@dataclasses.dataclass(slots=True)
class Call(Generic[Caller]):
    """One authenticated request that fits the document.

    Attributes:
        caller: The caller, as the application authenticated it; None if
            the document asks for no token.
        path: Path parameters, by name.
        query: Query parameters, by name: strings, numbers, booleans, or lists of them.
        body: The decoded JSON body; None if it is missing or not JSON.
        request: The request itself, for handlers that stream.
    """

    caller: Caller
    path: Mapping[str, str]
    query: Mapping[str, Any]
    body: Any
    request: Request


Result = Response | dict[str, Any] | list[Any] | int | None
"""JSON, to be checked; a ready response (files, pictures); or None for an empty body."""

Handler = Callable[[Call[Caller]], Result | Awaitable[Result]]

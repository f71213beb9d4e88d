"""Builds the routes of the document and binds handlers to them."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Final, Generic, cast

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from mapflow.sandbox.openapi.call import Call, Caller, Handler
from mapflow.sandbox.openapi.document import Document, Operation
from mapflow.sandbox.openapi.problems import Problem
from mapflow.sandbox.openapi.requests import body_of, path_of, query_of
from mapflow.sandbox.openapi.responses import ResponseWriter, encode, internal_error

Authenticate = Callable[[Request], Caller]

OPERATION: Final = "mapflow.sandbox.operation"
"""Where the scope of a request says which operation it is."""


class _Endpoint(Generic[Caller]):
    """One operation: authentication, the checks of requests, the handler, the responses."""

    def __init__(
        self, operation: Operation, handler: Handler[Caller], authenticate: Authenticate[Caller]
    ) -> None:
        self.operation = operation
        self._handler = handler
        self._authenticate = authenticate
        self._responses = ResponseWriter(operation)
        self.unknown_methods = operation.unknown_methods

    async def __call__(self, request: Request) -> Response:
        try:
            return await self._respond(request)
        except ClientDisconnect:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it was, it was ours, and the log says it
            return internal_error(error, f"{self.operation.method} {request.url.path}")

    async def _respond(self, request: Request) -> Response:
        try:
            # If the document asks for no token, there is no caller.
            is_open = self.operation.is_open
            caller = cast("Caller", None) if is_open else self._authenticate(request)
            call = Call(
                caller=caller,
                path=path_of(self.operation, request.path_params),
                query=query_of(self.operation, request),
                body=await body_of(self.operation, request),
                request=request,
            )
            result = self._handler(call)
            if inspect.isawaitable(result):
                result = await result
        except Problem as problem:
            return self._responses.refuse(problem)
        return self._responses.respond(result)


class _Path(Generic[Caller]):
    """All operations of one path, told apart by method.

    A method without operation is a 405, or a 404 if the document says so.
    """

    def __init__(self, path: str, endpoints: Mapping[str, _Endpoint[Caller]]) -> None:
        self._path = path
        self._endpoints = endpoints
        self._unknown = {
            method for endpoint in endpoints.values() for method in endpoint.unknown_methods
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        method = "GET" if request.method == "HEAD" and "GET" in self._endpoints else request.method
        endpoint = self._endpoints.get(method)
        if endpoint is None:
            response = self._not_allowed(request.method)
        else:
            scope[OPERATION] = endpoint.operation
            try:
                response = await endpoint(request)
            except ClientDisconnect:
                return  # it left before its request was complete
        await response(scope, receive, send)

    def _not_allowed(self, method: str) -> Response:
        if method in self._unknown:
            problem = Problem(404, f"there is nothing to {method} here")
        else:
            allow = ", ".join(sorted(self._endpoints))
            problem = Problem(405, f"method {method} is not allowed here", headers={"Allow": allow})
        return Response(
            encode(problem.body(self._path)),
            problem.status,
            headers=problem.headers,
            media_type="application/json",
        )


def build_routes(
    document: Document,
    handlers: Mapping[str, Handler[Caller]],
    authenticate: Authenticate[Caller],
    *,
    prefix: str,
) -> list[Route]:
    """Return one route a path, the fixed paths before those with placeholders.

    Args:
        document: The document.
        handlers: By ``operationId``.
        authenticate: Says who asks, or raises a ``Problem`` with status 401.
        prefix: What comes before the paths of the document.

    Raises:
        LookupError: An operation has no handler, or a handler no operation.
    """
    known = {operation.operation_id for operation in document.operations}
    if missing := sorted(known - set(handlers)):
        raise LookupError(
            f"openapi.yaml has operations without a handler in the sandbox: {', '.join(missing)}"
        )
    if extra := sorted(set(handlers) - known):
        raise LookupError(
            f"the sandbox has handlers without an operation in openapi.yaml: {', '.join(extra)}"
        )
    paths: dict[str, dict[str, _Endpoint[Caller]]] = {}
    for operation in document.operations:
        endpoint = _Endpoint(operation, handlers[operation.operation_id], authenticate)
        paths.setdefault(operation.path, {})[operation.method] = endpoint
    return [Route(prefix + path, _Path(path, paths[path])) for path in in_order(paths)]


def in_order(paths: Iterable[str]) -> list[str]:
    """Return the paths so that the first one that fits is meant: fixed ones come first."""
    return sorted(paths, key=lambda path: (path.count("{"), path))

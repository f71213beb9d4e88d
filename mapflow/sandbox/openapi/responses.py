"""Turns what a handler returns into a response, after checking it against the document."""

import json
import logging
from typing import Final

from starlette.responses import Response

from mapflow.sandbox.openapi.call import Result
from mapflow.sandbox.openapi.document import Operation
from mapflow.sandbox.openapi.problems import Problem

_LOG: Final = logging.getLogger("mapflow.sandbox")
_JSON: Final = "application/json"
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class InvalidResponse(Exception):
    """The sandbox was about to say something that ``openapi.yaml`` does not allow."""


def encode(value: object) -> bytes:
    """Encode JSON as compact UTF-8."""
    return _ENCODER.encode(value).encode()


class ResponseWriter:
    """Checks and encodes the responses of one operation."""

    def __init__(self, operation: Operation) -> None:
        self._operation = operation

    def respond(self, result: Result) -> Response:
        """Return the response of a success."""
        if isinstance(result, Response):
            self._check_media(result)
            return result
        content = self._operation.response(200)
        if content is None:
            raise InvalidResponse(
                f"{self._operation.operation_id}: status 200 is not in openapi.yaml"
            )
        if result is None:
            if content:
                raise InvalidResponse(
                    f"{self._operation.operation_id}: an empty result is not in openapi.yaml"
                )
            return Response(status_code=200)
        self._check(200, result)
        return Response(encode(result), media_type=_JSON)

    def refuse(self, problem: Problem) -> Response:
        """Return the response of a refusal."""
        body = problem.body(self._operation.path)
        status = problem.status_at(self._operation.path)
        self._check(status, body)
        return Response(encode(body), status_code=status, headers=problem.headers, media_type=_JSON)

    def _check(self, status: int, value: object) -> None:
        name = self._operation.operation_id
        content = self._operation.response(status)
        if content is None:
            raise InvalidResponse(f"{name}: status {status} is not in openapi.yaml")
        if _JSON not in content:
            raise InvalidResponse(
                f"{name}: a JSON body with status {status} is not in openapi.yaml"
            )
        check = content[_JSON]
        if check is not None and (wrong := check(value)):
            raise InvalidResponse(f"{name}: the response does not fit openapi.yaml: {wrong}")

    def _check_media(self, response: Response) -> None:
        """Check that a file or a picture has a documented status and media type."""
        content = self._operation.response(response.status_code)
        media = (response.media_type or "").split(";", 1)[0]
        if content is None or media not in content:
            name = self._operation.operation_id
            raise InvalidResponse(f"{name}: {response.status_code} {media} is not in openapi.yaml")


def internal_error(error: Exception, what: str) -> Response:
    """Return the 500 of a mistake in the sandbox itself, and say in the log what happened."""
    _LOG.error("the sandbox made a mistake in its response to %s: %s", what, error, exc_info=error)
    message = f"mistake in the sandbox (not in your request): {error}"
    body = {"code": "SANDBOX_ERROR", "message": message, "params": None}
    return Response(encode(body), status_code=500, media_type=_JSON)

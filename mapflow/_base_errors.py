"""Every error and warning but those that hold a processing: raised from the lowest floor on.

They are public in `mapflow.errors`, which names the rest. What stands below the records of
processings takes its errors from here.
"""

from __future__ import annotations

from collections.abc import Mapping

from mapflow._hints import Hint, joined
from mapflow._text.unicode import showable

__all__ = [
    "ApiError",
    "AreaWarning",
    "AuthenticationError",
    "BadRequest",
    "CertificateRefused",
    "ConfigurationError",
    "Conflict",
    "ConnectionFailed",
    "CostLimitExceeded",
    "DeprecatedSourceWarning",
    "ImageFailed",
    "ImageryInUse",
    "IncompleteDownload",
    "InvalidArea",
    "InvalidFile",
    "InvalidInput",
    "InvalidResponse",
    "InvalidSource",
    "LimitExceeded",
    "MapflowError",
    "NotFound",
    "NotPicklable",
    "OutcomeUnknown",
    "PermissionDenied",
    "RasterWarning",
    "RateLimited",
    "ResultWarning",
    "ServerError",
    "SpendingWarning",
    "TimedOut",
    "TransportError",
    "UnknownModel",
    "UnknownOption",
]


def _showable(text: str) -> str:
    python = showable(text)
    if not isinstance(text, Hint):
        return python
    return Hint(python=python, command=showable(text.command), tool=showable(text.tool))


def _rebuild(
    kind: type[MapflowError], args: tuple[object, ...], state: dict[str, object]
) -> MapflowError:
    """Put an unpickled error together without calling its keyword-only constructor."""
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class MapflowError(Exception):
    """The root of every error this package raises.

    Attributes:
        message: What went wrong, in one sentence.
        hint: What to do about it, or None if nothing useful can be said.
    """

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        # What was given or arrived may stand in it: printing an error must not fail in its turn.
        message = _showable(message)
        super().__init__(message)
        self.message = message
        self.hint: str | None = None if hint is None else _showable(hint)

    def __str__(self) -> str:
        if not self.hint:
            return self.message
        # A hint of several lines begins with a line break.
        return joined(self.message, "" if self.hint[:1] == "\n" else " ", self.hint)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.args, dict(self.__dict__))

    def _render_traceback_(self) -> list[str]:
        # IPython asks for this, and shows what it returns.
        from mapflow._tracebacks import rendered

        return rendered(self)


class ConfigurationError(MapflowError):
    """The client cannot be set up: token, profile or base URL are missing or unusable."""


class InvalidInput(MapflowError):
    """An argument is wrong; nothing was sent and nothing was spent."""


class InvalidArea(InvalidInput):
    """The area of interest cannot be used.

    Attributes:
        reason: A short stable word for the kind of fault, such as ``self_intersection``.
        where: The place of the fault inside the input, or None.
    """

    def __init__(
        self, message: str, *, reason: str, where: str | None = None, hint: str | None = None
    ) -> None:
        super().__init__(message, hint=hint)
        self.reason = reason
        self.where = where


class InvalidSource(InvalidInput):
    """The imagery source cannot be used: its address, zoom or identifier is wrong."""


class InvalidFile(InvalidInput):
    """A local file cannot be read, written or uploaded."""


class NotPicklable(InvalidInput, TypeError):
    """A client, or a thing that lives on one, cannot be sent to another process."""


class UnknownModel(InvalidInput):
    """The name matches no model of the account, or more than one.

    Attributes:
        candidates: The names that could have been meant.
    """

    def __init__(
        self, message: str, *, candidates: tuple[str, ...] = (), hint: str | None = None
    ) -> None:
        super().__init__(message, hint=hint)
        self.candidates = candidates


class UnknownOption(InvalidInput):
    """The model has no such option, or the option cannot be switched off.

    Attributes:
        candidates: The options the model has.
    """

    def __init__(
        self, message: str, *, candidates: tuple[str, ...] = (), hint: str | None = None
    ) -> None:
        super().__init__(message, hint=hint)
        self.candidates = candidates


class LimitExceeded(InvalidInput):
    """The request is larger than the account allows.

    Attributes:
        limit: The name of the limit, such as ``aoi_area_limit_m2``.
        allowed: The value of the limit, in the unit its name says.
        found: The value of this request, in the same unit.
    """

    def __init__(
        self, message: str, *, limit: str, allowed: float, found: float, hint: str | None = None
    ) -> None:
        super().__init__(message, hint=hint)
        self.limit = limit
        self.allowed = allowed
        self.found = found


class CostLimitExceeded(LimitExceeded):
    """The run would cost more credits than the caller allowed with ``max_cost``."""


class ApiError(MapflowError):
    """The service returned an error.

    Attributes:
        status: HTTP status code.
        code: The service's error code, or None if it sent none.
        params: The parameters of that code, as text.
        method: HTTP method of the request.
        url: Address of the request, without credentials and query.
        request_id: Identifier of the request if the service sent one.
        body: The beginning of the response body, as text.
        retry_after_s: How long the service asks to wait before the next request, in seconds, at
            most 3600; None if it does not say.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int,
        code: str | None = None,
        params: Mapping[str, str] | None = None,
        hint: str | None = None,
        method: str = "",
        url: str = "",
        request_id: str | None = None,
        body: str = "",
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(message, hint=hint)
        self.status = status
        self.code = code
        self.params: dict[str, str] = dict(params or {})
        self.method = method
        self.url = url
        self.request_id = request_id
        self.body = body
        self.retry_after_s = retry_after_s

    def __str__(self) -> str:
        code = f" {self.code}" if self.code else ""
        where = f", {self.method} {self.url}" if self.url else ""
        return joined(super().__str__(), f" [HTTP {self.status}{code}{where}]")


class AuthenticationError(ApiError):
    """The token is missing, malformed or no longer valid (401)."""


class PermissionDenied(ApiError):
    """The account may not do this (403)."""


class NotFound(ApiError):
    """The resource does not exist, or belongs to another account (404).

    Attributes:
        processing_id: Which of several processings it is, if they were waited for; else None.
    """

    processing_id: str | None = None


class BadRequest(ApiError):
    """The service refused the content of the request (400, 422)."""


class Conflict(ApiError):
    """The current state of the resource does not allow this (409)."""


class ImageryInUse(Conflict):
    """An image or a mosaic was not deleted, because a processing is still using it.

    Which status the service refuses this with is not documented.

    Attributes:
        image_id: The image in use, or None if the service does not name it.
        processing_id: The processing that uses it, or None if the service does not name it.
    """

    image_id: str | None = None
    processing_id: str | None = None


class RateLimited(ApiError):
    """Too many requests (429)."""


class ServerError(ApiError):
    """The service failed (5xx)."""


class TransportError(MapflowError):
    """No usable response arrived.

    Attributes:
        method: HTTP method of the request.
        url: Address of the request, without credentials and query.
    """

    def __init__(
        self, message: str, *, method: str = "", url: str = "", hint: str | None = None
    ) -> None:
        super().__init__(message, hint=hint)
        self.method = method
        self.url = url


class ConnectionFailed(TransportError):
    """The service could not be reached, or the connection broke.

    Attributes:
        sent: False when it is certain that the service never saw the request.
    """

    sent = True


class CertificateRefused(ConnectionFailed):
    """The certificate of the service, or of a proxy before it, is not trusted; nothing was sent.

    It is not retried. If your network inspects connections, set ``SSL_CERT_FILE`` to a PEM file
    that holds its certificate as well.

    Attributes:
        sent: False: the service never saw the request.
    """

    sent = False


class TimedOut(TransportError):
    """Mapflow did not respond in time.

    Attributes:
        sent: False when it is certain that the service never saw the request.
    """

    sent = True


class InvalidResponse(TransportError):
    """The response cannot be read, or is not what was requested.

    Attributes:
        body: The beginning of the response body, as text.
    """

    body: str = ""


class OutcomeUnknown(MapflowError):
    """A request that costs credits was sent, and its response was lost.

    The request may or may not have taken effect, so sending it again could be charged twice.
    Hand the error (or its tag) to ``client.processings.reconcile`` later, from any process, to
    learn what happened to it.

    Attributes:
        tag: The tag that the request carried in its ``meta``, or None for a restart.
        project_id: The project the processing was meant for.
        processing_id: The processing that was to be restarted, or None for a run.
    """

    def __init__(
        self,
        message: str,
        *,
        tag: str | None = None,
        project_id: str | None = None,
        processing_id: str | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message, hint=hint)
        self.tag = tag
        self.project_id = project_id
        self.processing_id = processing_id


class ImageFailed(MapflowError):
    """An image arrived, but its preprocessing failed, so that no processing can use it.

    Attributes:
        filename: The image's name.
        image_id: Its identifier, or None if the service did not say.
        preprocessing_error: The reason in the words of the service, or None if it gave none.
    """

    def __init__(
        self,
        message: str,
        *,
        filename: str,
        image_id: str | None = None,
        preprocessing_error: str | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message, hint=hint)
        self.filename = filename
        self.image_id = image_id
        self.preprocessing_error = preprocessing_error


class IncompleteDownload(MapflowError):
    """A file arrived damaged or cut short; nothing was left under its final name.

    What can be resumed is kept: the same call asks for the rest.

    Attributes:
        path: The file that was to be written.
        received_bytes: How many bytes arrived.
        expected_bytes: How many were announced, or None if the service did not say.
    """

    def __init__(
        self,
        message: str,
        *,
        path: str,
        received_bytes: int,
        expected_bytes: int | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message, hint=hint)
        self.path = path
        self.received_bytes = received_bytes
        self.expected_bytes = expected_bytes


class AreaWarning(UserWarning):
    """Something about an area of interest is odd, but it can be used."""


class ResultWarning(UserWarning):
    """Something in a result is odd, such as a value that is not a number; the rest can be used."""


class SpendingWarning(UserWarning):
    """More was charged than was asked for: check the account, and write to the service."""


class RasterWarning(UserWarning):
    """The service takes this GeoTIFF, or this set of them, but changes or advises against it."""


class DeprecatedSourceWarning(FutureWarning):
    """The service calls this kind of imagery source deprecated."""


# Tracebacks and pickles name the module in which users find them.
for _kind in list(globals().values()):
    if isinstance(_kind, type) and _kind.__module__ == __name__:
        _kind.__module__ = "mapflow.errors"

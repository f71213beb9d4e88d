"""Every exception and warning of this package, in one tree.

    MapflowError
      ConfigurationError              no token, a malformed one, an insecure base URL
      InvalidInput                    found before anything is sent
        InvalidArea, InvalidSource, InvalidFile, UnknownModel, UnknownOption,
        LimitExceeded, CostLimitExceeded, NotPicklable
      ApiError                        the service returned an error
        AuthenticationError 401, PermissionDenied 403, NotFound 404,
        BadRequest 400 and 422, Conflict 409, RateLimited 429, ServerError 5xx
          ImageryInUse                imagery cannot be deleted while a processing uses it
      TransportError                  no usable response arrived
        ConnectionFailed, TimedOut, InvalidResponse
          CertificateRefused          the certificate of the service is not trusted
      OutcomeUnknown                  a paid request whose response was lost
      ProcessingFailed                a processing ended without a result
        ProcessingCancelled
      ImageFailed                     an image arrived, and the service cannot use it
      WaitTimedOut                    the wait ended, the processing continues
      IncompleteDownload              a file arrived damaged or cut short

All of them pickle and none of them ever holds a token.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import mapflow._base_errors as _base
from mapflow._base_errors import *  # noqa: F403 - all that it lists is public here
from mapflow._base_errors import MapflowError

if TYPE_CHECKING:
    from mapflow._views.processing import ProcessingRecord
    from mapflow.messages import Message

__all__ = ["ProcessingCancelled", "ProcessingFailed", "WaitTimedOut"]
__all__ += _base.__all__


class ProcessingFailed(MapflowError):
    """A processing ended without a result.

    Attributes:
        processing: The handle of the processing, as last read.
        messages: What went wrong, one translated message a cause.
    """

    def __init__(
        self,
        message: str,
        *,
        processing: ProcessingRecord,
        messages: tuple[Message, ...] = (),
        hint: str | None = None,
    ) -> None:
        super().__init__(message, hint=hint)
        self.processing = processing
        self.messages = messages


class ProcessingCancelled(ProcessingFailed):
    """A processing was cancelled or refunded before it had a result."""


class WaitTimedOut(MapflowError):
    """The wait ended before the processing did; the processing continues and is charged.

    Attributes:
        processing: The handle of the processing, as last read.
        waited_s: How long was waited, in seconds.
    """

    def __init__(
        self,
        message: str,
        *,
        processing: ProcessingRecord,
        waited_s: float,
        hint: str | None = None,
    ) -> None:
        super().__init__(message, hint=hint)
        self.processing = processing
        self.waited_s = waited_s

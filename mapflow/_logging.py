"""The logger of this package: INFO for money, WARNING for recoveries, DEBUG for everything else.

Nothing is configured here but a handler that does nothing, so that a program which did not ask for
logs gets none. What is logged holds no bodies, no queries and no secrets.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from types import TracebackType
from typing import Final, Self

from mapflow._base_errors import ApiError, MapflowError, OutcomeUnknown
from mapflow._text.numbers import amount

logger: Final = logging.getLogger("mapflow")
logger.addHandler(logging.NullHandler())


class PaidRequest:
    """Logs one paid request, once, when its outcome is known.

    The record has ``operation``, ``tag``, ``price``, ``outcome`` and ``processing_id`` as
    attributes, for handlers that write JSON.

    Args:
        request: What the generated request builder gave.
        tag: The tag that the request carries, or None if it has none.
        price: What the service quoted, in credits, or None if no price was requested.
        doubt: What Ctrl-C or a cancelled task says of it.
        operation: Its name; None for what this package sends, whose path tells.
    """

    def __init__(
        self,
        request: Mapping[str, object],
        *,
        tag: str | None,
        price: float | None,
        doubt: str,
        operation: str | None = None,
    ) -> None:
        self._doubt = doubt
        self._operation = operation or operation_of(str(request["url"]))
        self._tag = tag
        self._price = price
        self._outcome = "interrupted"
        self._processing_id: str | None = None

    def accepted(self, processing_id: str) -> None:
        """The service accepted it; what it says may name no processing."""
        self._outcome, self._processing_id = "accepted", processing_id

    def recovered(self, processing_id: str) -> None:
        """The response was lost, and what it had started was found."""
        self._outcome, self._processing_id = "recovered", processing_id
        logger.warning(
            "The response of %s with tag %s was lost; processing %s was recovered.",
            self._operation,
            self._tag,
            processing_id,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None and self._processing_id is None:
            self._outcome = _outcome_of(error)
            if not isinstance(error, Exception):
                error.add_note(self._doubt)
        logger.info(
            "%s: tag %s, price %s, %s%s",
            self._operation,
            self._tag or "none",
            "unknown" if self._price is None else f"{amount(self._price)} credits",
            self._outcome,
            f", processing {self._processing_id}" if self._processing_id else "",
            extra={
                "operation": self._operation,
                "tag": self._tag,
                "price": self._price,
                "outcome": self._outcome,
                "processing_id": self._processing_id,
            },
        )


def _outcome_of(error: BaseException) -> str:
    if isinstance(error, OutcomeUnknown):
        return "unknown"
    if isinstance(error, ApiError):
        return "refused"
    return "not sent" if isinstance(error, MapflowError) else "interrupted"


def operation_of(path: str) -> str:
    """The ``operationId`` of a paid request, by its path."""
    verb = "restart" if "/restart" in path else "run"
    noun = "Template" if "/template/" in path else "Processing"
    return f"{verb}{noun}{'V2' if path.endswith('/v2') else ''}"

"""What is remembered of a request."""

import dataclasses
import datetime
from typing import Any, Final, TypedDict

SEEN: Final = "mapflow.sandbox.seen"
"""Where the scope of a request carries its `SeenEntry`, for those who know more about it."""


class SeenRequest(TypedDict):
    """One request that a sandbox has seen: an entry of `SandboxProcess.requests`.

    Attributes:
        number: Counted from 1 since the last reset, in the order of arrival.
        time: When it arrived, by the real clock.
        method: Of HTTP.
        path: Of its address.
        query: Of its address; secrets in it are written as `REDACTED`.
        operation: The `operationId`; None for what is not part of the API.
        paid: Whether the operation spends credits (`x-paid` in `openapi.yaml`).
        account: E-mail address of the account; None if the request was not authenticated.
        fault: Name of the fault it met, or None.
        committed: Whether it was carried out: it reached the API and the API answered with success,
            even if that response was lost.
        status: What was answered; None when nothing was, or not yet.
        body_bytes: Size of its body, as far as it was read.
        answer_bytes: Size of the body of the response, as far as it was sent.
        duration_ms: How long it took; None while it is under way.

    Example:
        ```python
        from mapflow import sandbox

        with sandbox.start() as running:
            paid = [seen for seen in running.requests() if seen["paid"] and seen["committed"]]
            assert paid == []
        ```
    """

    number: int
    time: str
    method: str
    path: str
    query: str
    operation: str | None
    paid: bool
    account: str | None
    fault: str | None
    committed: bool
    status: int | None
    body_bytes: int
    answer_bytes: int
    duration_ms: float | None


@dataclasses.dataclass(slots=True)
class SeenEntry:
    """A request that has arrived, filled in while it is answered. Holds no token and no body."""

    number: int
    time: float
    method: str
    path: str
    query: str
    operation: str | None = None
    paid: bool = False
    account: str | None = None
    fault: str | None = None
    committed: bool = False
    status: int | None = None
    body_bytes: int = 0
    answer_bytes: int = 0
    duration_ms: float | None = None

    def written(self) -> dict[str, Any]:
        """Return it as the control interface shows it."""
        moment = datetime.datetime.fromtimestamp(self.time, datetime.UTC)
        return {**dataclasses.asdict(self), "time": moment.isoformat(timespec="milliseconds")}

"""What the sandbox records of a request."""

import dataclasses
import datetime
from typing import Any, Final, TypedDict

SEEN: Final = "mapflow.sandbox.seen"
"""The key of the `SeenEntry` in the scope of a request; later layers fill the entry in."""


class SeenRequest(TypedDict):
    """One request that a sandbox has seen: an entry of `SandboxProcess.requests`.

    Attributes:
        number: Counted from 1 since the last reset, in the order of arrival.
        time: Time of arrival, by the real clock.
        method: HTTP method.
        path: Path of the address.
        query: Query of the address, with secrets replaced by `REDACTED`.
        operation: The `operationId`; None outside the API.
        paid: Whether the operation spends credits (`x-paid` in `openapi.yaml`).
        account: E-mail address of the account; None if the request was not authenticated.
        fault: Name of the injected fault, or None.
        committed: Whether it was carried out: the API received it and returned success,
            even if that response was lost.
        status: HTTP status of the response; None without a response, or before it.
        body_bytes: Bytes of the request body that were read.
        response_bytes: Bytes of the response body that were sent.
        duration_ms: Duration; None before the request is complete.

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
    response_bytes: int
    duration_ms: float | None


@dataclasses.dataclass(slots=True)
class SeenEntry:
    """A request that has arrived, filled in until it is complete. Contains no token and no body."""

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
    response_bytes: int = 0
    duration_ms: float | None = None

    def written(self) -> dict[str, Any]:
        """Return it as the control interface shows it."""
        moment = datetime.datetime.fromtimestamp(self.time, datetime.UTC)
        told = {name: getattr(self, name) for name in self.__slots__}
        return {**told, "time": moment.isoformat(timespec="milliseconds")}

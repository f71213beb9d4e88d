"""The attempts of a transfer, which may also fail after its response has begun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapflow._http.clients import PAUSES_S, retry_rules
from mapflow._http.requests import attempts

if TYPE_CHECKING:
    import httpx

    from mapflow._http.requests import PreparedRequest


class RetryState:
    """Counts attempts that failed before a response and those that failed after together.

    Args:
        most: How often the request may be repeated in all.
        repeatable: True for a POST that changes nothing; None leaves it to the method.
    """

    def __init__(self, most: int, *, repeatable: bool | None) -> None:
        self.repeatable = repeatable
        self._most = most
        self._made = 0
        self._slept_s = 0.0
        self._is_responded = False

    def begin(self, prepared: PreparedRequest) -> None:
        """Let a request use the attempts that are left."""
        self._is_responded = False
        if self._made:
            prepared.extensions["retry"] = retry_rules(
                self._most,
                repeatable=bool(self.repeatable),
                made=self._made,
                slept_s=self._slept_s,
            )

    def responded(self, response: httpx.Response) -> None:
        """Record that a response came, and the attempts it took."""
        self._is_responded = True
        self._made = max(self._made, attempts(response))
        slept_s = getattr(response.extensions.get("retry"), "elapsed_sleep", 0.0)
        self._slept_s = max(self._slept_s, slept_s)

    def pause_s(self) -> float | None:
        """How long to wait before the request is sent again.

        Returns:
            Seconds; None when it is not to be sent again: the attempts are used up, or the last
            one failed before its response, in which case it was retried already.
        """
        used_up = self._made >= self._most or self._slept_s >= PAUSES_S
        if used_up or not self._is_responded:
            return None
        self._made += 1
        pause_s = retry_rules(self._most, made=self._made).backoff_strategy()
        pause_s = min(pause_s, PAUSES_S - self._slept_s)
        self._slept_s += pause_s
        return pause_s

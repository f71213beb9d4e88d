"""Retries: the rules of the retry library, adapted, and the attempts of a transfer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Final

import httpx
from httpx_retries import Retry

from mapflow._http.buffering import FAILURE
from mapflow._http.certificates import refusal_in
from mapflow._http.links import bare
from mapflow._http.retry_after import retry_after_s
from mapflow._logging import logger

_SAFE: Final = ("GET", "HEAD", "PUT", "DELETE")
_RETRIED_STATUSES: Final = (408, 429, 502, 503, 504)
# How long all pauses between the attempts of a request may take together, in seconds.
_PAUSES_S: Final = 120.0


class RetryRules(Retry):
    """Says when a request is retried and after how long, and logs each retry."""

    def is_retryable_exception(self, exception: Exception) -> bool:
        """Whether the next attempt may go better: a refused certificate stays refused."""
        return super().is_retryable_exception(exception) and refusal_in(exception) is None

    def parse_retry_after(self, retry_after: str) -> float:
        """Read a ``Retry-After``; 0 if it cannot be read, which takes the usual pause."""
        return retry_after_s({"retry-after": retry_after}) or 0.0

    def sleep(self, response: httpx.Response | Exception) -> None:
        """Wait before the next attempt."""
        super().sleep(response)
        _log(response, self.attempts_made)

    async def asleep(self, response: httpx.Response | Exception) -> None:
        """Wait before the next attempt."""
        await super().asleep(response)
        _log(response, self.attempts_made)


def retry_rules(
    total: int,
    *,
    repeatable: bool = False,
    check: Callable[[httpx.Response], Awaitable[None] | None] | None = None,
    pauses_s: float | None = None,
) -> RetryRules:
    """When and how a request is retried.

    Args:
        total: How often at most.
        repeatable: Whether a POST may be retried too.
        check: Raises for a response that is retried although its status is good.
        pauses_s: How long all pauses may take together, whatever the service asks for; None for
            as long as those of most requests.
    """
    limit_s = _PAUSES_S if pauses_s is None else pauses_s
    return RetryRules(
        total=total,
        allowed_methods=(*_SAFE, "POST") if repeatable else _SAFE,
        status_forcelist=_RETRIED_STATUSES,
        backoff_factor=0.5,
        max_backoff_wait=limit_s,
        total_timeout=limit_s,
        validate_response=check,
    )


def attempts(response: httpx.Response) -> int:
    """How often the request was retried before this response."""
    rules = response.extensions.get("retry")
    return rules.attempts_made if isinstance(rules, Retry) else 0


class RetryState:
    """Counts attempts that failed before a response and those that failed after together.

    Args:
        most: How often the request may be repeated in all.
        repeatable: True for a POST that changes nothing; None leaves it to the method.
        pauses_s: How long all pauses may take together; None for as long as those of other
            requests, whose rules then count for what fails before a response.
    """

    def __init__(
        self, most: int, *, repeatable: bool | None, pauses_s: float | None = None
    ) -> None:
        self.repeatable = repeatable
        self._is_own = pauses_s is not None
        self._pauses_s = _PAUSES_S if pauses_s is None else pauses_s
        self._rules: Retry = retry_rules(most, repeatable=bool(repeatable), pauses_s=self._pauses_s)
        self._is_responded = False

    def begin(self, extensions: dict[str, Any]) -> None:
        """Let a request, of which these are the extensions, use the attempts that are left."""
        self._is_responded = False
        if self._is_own or self._rules.attempts_made:
            extensions["retry"] = self._rules

    def responded(self, response: httpx.Response) -> None:
        """Record that a response came, and the attempts it took."""
        self._is_responded = True
        used, ours = response.extensions.get("retry"), self._rules
        if isinstance(used, Retry):
            self._rules = ours.copy_with(
                attempts_made=max(ours.attempts_made, used.attempts_made),
                elapsed_sleep=max(ours.elapsed_sleep, used.elapsed_sleep),
            )

    def pause_s(self) -> float | None:
        """How long to wait before the request is sent again.

        Returns:
            Seconds; None when it is not to be sent again: the attempts are used up, or the last
            one failed before its response, in which case it was retried already.
        """
        if self._rules.is_exhausted() or not self._is_responded:
            return None
        self._rules = self._rules.increment()
        pause_s = min(self._rules.backoff_strategy(), self._pauses_s - self._rules.elapsed_sleep)
        self._rules.elapsed_sleep += pause_s
        return pause_s


def _log(failed: httpx.Response | Exception, number: int) -> None:
    # The names of errors and the numbers of statuses only: texts may repeat what was sent.
    if isinstance(failed, httpx.Response):
        why = failed.extensions.get(FAILURE) or f"HTTP {failed.status_code}"
    else:
        why = type(failed).__name__
    request = None
    with suppress(RuntimeError):
        if isinstance(failed, (httpx.Response, httpx.RequestError)):
            request = failed.request
    if request is None:
        logger.warning("Retry %d after %s", number, why)
    else:
        logger.warning(
            "Retry %d of %s %s after %s", number, request.method, bare(str(request.url)), why
        )

"""The rules of the retry library, adapted.

Apart from the rest because the library imports asyncio, which takes longer than all of this
package: import this where a request is sent.
"""

from __future__ import annotations

from contextlib import suppress

import httpx
from httpx_retries import Retry

from mapflow._http.buffering import FAILURE
from mapflow._http.certificates import refusal_in
from mapflow._http.links import bare
from mapflow._http.retry_after import retry_after_s
from mapflow._logging import logger


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

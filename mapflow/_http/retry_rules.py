"""The library's rules of retrying, with ours in their place.

Apart from the rest because the library imports asyncio, which takes longer than all of this
package: import this where a request is sent.
"""

from __future__ import annotations

from httpx_retries import Retry

from mapflow._http.certificates import refusal_in
from mapflow._http.retry_after import retry_after_s


class RetryRules(Retry):
    """Says when a request is retried, and after how long."""

    def is_retryable_exception(self, exception: Exception) -> bool:
        """Whether the next attempt may go better: a refused certificate stays refused."""
        return super().is_retryable_exception(exception) and refusal_in(exception) is None

    def parse_retry_after(self, retry_after: str) -> float:
        """Read a ``Retry-After``; 0 where it cannot be read, which takes the usual pause."""
        return retry_after_s({"retry-after": retry_after}) or 0.0

"""Whether what arrives is one complete JSON value, told while it arrives."""

from __future__ import annotations

from typing import Any


class JsonWatch:
    """Reads along, in constant memory.

    Only for bodies whose length nobody told: where it is known, counting is as good and costs
    nothing.
    """

    def __init__(self) -> None:
        import ijson

        self._errors = (ijson.JSONError, ValueError, ArithmeticError)
        self._events: list[Any] = ijson.sendable_list()
        # Numbers as they are: the faster way to read them refuses those that are very large.
        self._parser: Any = ijson.basic_parse_coro(self._events)

    def take(self, chunk: bytes) -> bool:
        """Take the next piece; False when this can become no JSON any more."""
        try:
            self._parser.send(chunk)
        except (*self._errors, StopIteration):
            return False
        self._events.clear()
        return True

    def is_whole(self) -> bool:
        """End, and say whether the value was complete."""
        try:
            self._parser.close()
        except self._errors:
            return False
        return True

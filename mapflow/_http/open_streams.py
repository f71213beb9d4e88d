"""The connections of one transport that are open, so that closing it leaves none behind.

The library's pool closes what it knows when it is closed. A connection that another thread or task
is making at that moment, or makes afterwards to retry, it would never close.
"""

from __future__ import annotations

import threading
from typing import Generic, TypeVar
from weakref import WeakSet

Stream = TypeVar("Stream")


class OpenStreams(Generic[Stream]):
    """What is open, until all of it is to be closed; from then on nothing may be opened."""

    def __init__(self) -> None:
        self._streams: WeakSet[Stream] = WeakSet()
        self._lock = threading.Lock()
        self._is_closed = False

    def check(self) -> None:
        """Raise RuntimeError if nothing may be opened, in the words of the library's client."""
        if self._is_closed:
            raise RuntimeError("Cannot open a connection, as the client has been closed.")

    def keep(self, stream: Stream) -> bool:
        """Note a stream; False if it is too late, and the caller must close it."""
        with self._lock:
            if not self._is_closed:
                self._streams.add(stream)
            return not self._is_closed

    def end(self) -> list[Stream]:
        """Let nothing be opened any more; returns what is left to close."""
        with self._lock:
            self._is_closed = True
            return list(self._streams)

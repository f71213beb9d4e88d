"""How far several transfers are together, and how fast."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from mapflow._wire import _time
from mapflow._wire.transfers import OnProgress, Progress

_WINDOW_S: Final = 5.0
_STEP_S: Final = 0.1


class UploadProgress(NamedTuple):
    """How far an upload of several files is.

    Attributes:
        path: The file of which a piece was just sent.
        file: How far that file is.
        overall: How far all of them are together. What failed no longer counts.
        bytes_per_s: The speed of all together over the last seconds, in bytes per second; None
            at the very beginning.
    """

    path: Path
    file: Progress
    overall: Progress
    bytes_per_s: float | None


OnUploadProgress = Callable[[UploadProgress], object]


class Stopped(Exception):
    """Ends a transfer that nobody waits for any more; never seen outside of it."""


class Tally:
    """Adds up transfers, which may run in threads, and tells of each piece, one at a time.

    Args:
        sizes: What is to be transferred, in bytes.
        on_progress: Who is told.
    """

    def __init__(self, sizes: Mapping[Path, int], on_progress: OnUploadProgress | None) -> None:
        self._left = dict(sizes)
        self._done = dict.fromkeys(sizes, 0)
        self._all = sum(sizes.values())
        self._on_progress = on_progress
        self._samples: deque[tuple[float, int]] = deque([(_time.monotonic(), 0)])
        self._sum = 0
        self._lock = threading.Lock()
        self._stopped = threading.Event()

    def watch(self, path: Path) -> OnProgress:
        """What to tell the progress of one file."""

        def tell(progress: Progress) -> None:
            if self._stopped.is_set():
                raise Stopped
            with self._lock:
                self._sum += progress.done_bytes - self._done[path]
                self._done[path] = progress.done_bytes
                speed = self._speed()
                if self._on_progress is not None:
                    overall = Progress(self._sum, self._all)
                    self._on_progress(UploadProgress(path, progress, overall, speed))

        return tell

    def give_up(self, path: Path) -> None:
        """Count no longer on a file that failed."""
        with self._lock:
            self._all -= self._left[path] - self._done[path]

    def stop(self) -> None:
        """End every transfer at its next piece, and say nothing of it."""
        self._stopped.set()

    def _speed(self) -> float | None:
        now = _time.monotonic()
        if now - self._samples[-1][0] >= _STEP_S:
            self._samples.append((now, self._sum))
        while len(self._samples) > 2 and now - self._samples[0][0] > _WINDOW_S:
            self._samples.popleft()
        then, done = self._samples[0]
        return (self._sum - done) / (now - then) if now - then >= _STEP_S else None

"""The virtual clock: faster than the real one, can be advanced, and outlives the process."""

import datetime
import functools
import json
import threading
import time
from typing import Final

from mapflow.sandbox.store import Database

_SETTING: Final = "clock"


class Clock:
    """Virtual time as seconds since 1970 (UTC).

    The state holds one anchor: which virtual second belongs to which real one. Time therefore goes
    on while the sandbox is stopped, as it does for a service that its user leaves alone.

    Args:
        database: Where the anchor is kept.
        speed: Virtual seconds for each real second; 0 stands still.
    """

    def __init__(self, database: Database, speed: float) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._speed = self._first_speed = speed
        # The monotonic clock keeps virtual time from going backwards when the user sets the real
        # clock.
        self._real_at_zero = time.time() - time.monotonic()
        stored = database.setting(_SETTING)
        self._virtual = self._anchored = self._real()
        if stored is None:
            self._anchor(self._virtual)
        else:
            virtual, anchored, then = json.loads(stored)
            self._virtual, self._anchored, self._speed = (
                float(virtual),
                float(anchored),
                float(then),
            )
            self._anchor(self.now(), speed)

    def now(self) -> float:
        """Return the virtual time."""
        with self._lock:
            return self._virtual + max(0.0, self._real() - self._anchored) * self._speed

    @property
    def speed(self) -> float:
        """Virtual seconds for each real second."""
        return self._speed

    def advance(self, seconds: float) -> None:
        """Jump forward."""
        self._anchor(self.now() + seconds)

    def set(self, *, now: float | None = None, speed: float | None = None) -> None:
        """Set the time, the speed or both."""
        self._anchor(self.now() if now is None else now, speed)

    def restart(self) -> None:
        """Begin again at the real time, with the speed of the beginning."""
        self._anchor(self._real(), self._first_speed)

    def _real(self) -> float:
        return self._real_at_zero + time.monotonic()

    def _anchor(self, virtual: float, speed: float | None = None) -> None:
        with self._lock:
            self._virtual = virtual
            self._anchored = self._real()
            self._speed = self._speed if speed is None else speed
            self._database.set_setting(
                _SETTING, json.dumps([self._virtual, self._anchored, self._speed])
            )


@functools.lru_cache(maxsize=4096)
def timestamp(seconds: float) -> str:
    """Return virtual seconds as the API writes them: six digits and ``Z``."""
    moment = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    return moment.isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"

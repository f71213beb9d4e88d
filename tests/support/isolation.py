"""Holds unit tests to what they are: quick, and the same on every machine.

While a test is held, it may write only in places that it asked for, start no program, and wait for
no clock. Reading is allowed: imports read, and so do tests of files that the project ships.
"""

import asyncio
import os
import sys
import time
from contextlib import contextmanager

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_CHANGES = {f"os.{name}" for name in ("mkdir", "remove", "rename", "rmdir", "link", "symlink")}
#: In the path of what no test writes: compiled code, and what hypothesis remembers.
_OF_TOOLS = ("__pycache__", ".hypothesis")


class NotIsolatedError(AssertionError):
    """A unit test did what unit tests do not do."""


class Isolation:
    """Watches what the interpreter reports of itself, while a test is held."""

    def __init__(self):
        self._allowed = None
        self._found = []

    def install(self):
        sys.addaudithook(self._hear)
        asleep, sleep = asyncio.sleep, time.sleep

        async def watched(delay, result=None):
            self._waits(delay)
            return await asleep(delay, result)

        def watched_too(delay):
            self._waits(delay)
            sleep(delay)

        asyncio.sleep, time.sleep = watched, watched_too

    @contextmanager
    def holding(self, *, allowed):
        """Hold a test to everything but what is allowed: of "disk", "programs" and "clock"."""
        outer = self._allowed, self._found
        self._allowed, self._found = allowed, []
        try:
            yield
        finally:
            found = self._found
            self._allowed, self._found = outer
        # What was refused may have been caught on the way.
        if found:
            raise NotIsolatedError("; ".join(found))

    def _hear(self, event, args):
        if self._allowed is None:
            return
        if event == "open":
            path, mode, flags = args
            if self._writes(mode, flags) and not self._of_the_interpreter(path):
                self._refuse("disk", f"writes {path}")
        elif event in _CHANGES:
            if not self._of_the_interpreter(args[0]):
                self._refuse("disk", f"{event} {args[0]}")
        elif event == "subprocess.Popen":
            self._refuse("programs", f"starts {args[0]}")

    def _waits(self, delay):
        if delay > 0:
            self._refuse("clock", f"waits for {delay} s")

    @staticmethod
    def _writes(mode, flags):
        return bool(flags & _WRITES) or any(letter in (mode or "") for letter in "wax+")

    @staticmethod
    def _of_the_interpreter(path):
        """Whether it is not a file of the test: a stream, a device, or what a tool keeps."""
        text = str(path)
        ours = not isinstance(path, int) and not text.startswith("/dev/")
        return not ours or any(part in text for part in _OF_TOOLS)

    def _refuse(self, kind, what):
        if self._allowed is None or kind in self._allowed:
            return
        told = f"a unit test {what}: ask for the fixture `{kind}` if it must"
        self._found.append(told)
        raise NotIsolatedError(told)


ISOLATION = Isolation()

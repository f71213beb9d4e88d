"""Whom connections belong to: the process that opened them, and in tasks the event loop too.

Two processes on one connection would read each other's responses, and connections cannot outlive
the event loop that opened them.
"""

from __future__ import annotations

import os
import sys
import threading
import weakref
from typing import Any, ClassVar


class Owner:
    """The process that opens connections now."""

    lock: ClassVar[threading.Lock] = threading.Lock()
    _forks: ClassVar[int] = 0
    # Clients of the parent. Closing one here would break connections that the parent still
    # uses, and with locks that a thread held which does not exist here.
    _parents: ClassVar[list[object]] = []

    def __init__(self) -> None:
        self._fork = Owner._forks

    def is_parent(self) -> bool:
        """Whether this process was forked since."""
        return self._fork != Owner._forks

    def is_gone(self) -> bool:
        """Whether connections of this owner are not to be used here."""
        return self.is_parent()

    def leave(self, client: object) -> None:
        """Let go of a client: it is the parent's, or cannot be closed any more."""
        if self.is_parent():
            Owner._parents.append((client, self._loop_now()))

    def _loop_now(self) -> object | None:
        return None

    @classmethod
    def forked(cls) -> None:
        """A child begins; a thread of the parent may have held the lock."""
        Owner._forks += 1
        Owner.lock = threading.Lock()


class AsyncOwner(Owner):
    """The process and the event loop that open connections now; the loop is the first to ask."""

    def __init__(self) -> None:
        super().__init__()
        self._loop: weakref.ref[Any] | None = None
        self.is_gone()

    def is_gone(self) -> bool:
        """Whether connections of this owner are not to be used here."""
        loop = _running_loop()
        if self._loop is None and loop is not None and not self.is_parent():
            self._loop = weakref.ref(loop)
        return self.is_parent() or self._loop_now() is not loop

    def _loop_now(self) -> object | None:
        return self._loop and self._loop()


def _running_loop() -> object | None:
    # Importing asyncio takes longer than all of this package; whoever runs a loop has done it.
    asyncio = sys.modules.get("asyncio")
    if asyncio is None:
        return None
    try:
        return asyncio.get_running_loop()  # type: ignore[no-any-return]  # a module by its name
    except RuntimeError:
        return None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=Owner.forked)

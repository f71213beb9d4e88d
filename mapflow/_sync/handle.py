# Written by scripts/unasync.py from mapflow/_async/handle.py; edit that file instead.
"""What lets a record act: the session of the client it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapflow.errors import ConfigurationError

if TYPE_CHECKING:
    from mapflow._sync.session import Session


class Handle:
    """Gives a record its client; a record that was unpickled has none."""

    __slots__ = ()

    _session: Session

    @property
    def _owner(self) -> Session:
        try:
            return self._session
        except AttributeError:
            raise ConfigurationError(
                f"This {type(self).__name__} was unpickled and has no client.",
                hint="Fetch it again by its id from a client of this process.",
            ) from None

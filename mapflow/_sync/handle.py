# Written by scripts/unasync.py from mapflow/_async/handle.py; edit that file instead.
"""What lets a record act: the client it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapflow.errors import ConfigurationError

if TYPE_CHECKING:
    from mapflow._sync.client import Mapflow


class Handle:
    """Gives a record its client; a record that was unpickled has none."""

    __slots__ = ()

    _client: Mapflow

    @property
    def _owner(self) -> Mapflow:
        try:
            return self._client
        except AttributeError:
            raise ConfigurationError(
                f"This {type(self).__name__} was unpickled and has no client.",
                hint="Fetch it again by its id from a client of this process.",
            ) from None

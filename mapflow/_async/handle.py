"""What lets a record act: the session of the client it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapflow.errors import ConfigurationError

if TYPE_CHECKING:
    from mapflow._async.session import AsyncSession


class AsyncHandle:
    """Gives a record its client; a record that was unpickled has none."""

    __slots__ = ()

    _session: AsyncSession

    @property
    def _owner(self) -> AsyncSession:
        try:
            return self._session
        except AttributeError:
            raise ConfigurationError(
                f"This {type(self).__name__} was unpickled and has no client.",
                hint="Fetch it again by its id from a client of this process.",
            ) from None

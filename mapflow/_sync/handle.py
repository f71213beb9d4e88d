# Written by scripts/unasync.py from mapflow/_async/handle.py; edit that file instead.
"""What lets a record act: the session of the client it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from mapflow._requests.references import identifier
from mapflow.errors import ConfigurationError

if TYPE_CHECKING:
    from uuid import UUID

    from mapflow._sync.session import Session


class Handle:
    """Gives a record its client; a record that was unpickled has none.

    A handle's class is also a record's, which stands behind this one among its bases.
    """

    __slots__ = ()

    _session: Session
    kind: str

    def __init__(self, session: Session, raw: object) -> None:
        super().__init__(raw)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
        self._session = session  # type: ignore[misc]  # its slot is in the class of the handle

    @classmethod
    def _of(cls, session: Session, thing: object) -> Self:
        """A handle of what is given by id or handle, of which nothing else is known yet."""
        return cls(session, {"id": str(identifier(thing, cls.kind))})

    @property
    def _owner(self) -> Session:
        try:
            return self._session
        except AttributeError:
            raise ConfigurationError(
                f"This {type(self).__name__} was unpickled and has no client.",
                hint="Fetch it again by its id from a client of this process.",
            ) from None

    @property
    def _key(self) -> UUID:
        return identifier(self, self.kind)

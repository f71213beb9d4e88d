# Written by scripts/unasync.py from mapflow/_async/session.py; edit that file instead.
"""What resources and handles of a client share: how to send, what may be spent, what is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from mapflow._requests.references import identifier
from mapflow.errors import ConfigurationError, NotPicklable

if TYPE_CHECKING:
    from uuid import UUID

    from mapflow._http._sync.transport import Transport
    from mapflow._rules.budget import Budget
    from mapflow._views.account import AccountStatus
    from mapflow._views.project import ProjectRecord


@dataclass(slots=True, eq=False, repr=False)
class Session:
    """What the resources of one client share; they hold it instead of the client.

    Attributes:
        transport: What sends requests.
        v2: Whether requests go through version 2 of the API wherever that has them.
        budget: What may be spent, or None.
        default_project: The default project, once it was looked up.
        account: The account as last read for a run, and the monotonic time of that.
        projects: The projects of runs by id, each with the monotonic time when it was read; the
            default one also under no id.
        spent_since: What runs cost since the account was read, in credits.
        unsettled: What is set aside for runs of unknown outcome, by their tags.
    """

    transport: Transport
    v2: bool = False
    budget: Budget | None = None
    default_project: ProjectRecord | None = None
    account: tuple[float, AccountStatus] | None = None
    projects: dict[str, tuple[float, ProjectRecord]] = field(
        default_factory=dict[str, "tuple[float, ProjectRecord]"]
    )
    spent_since: float = 0.0
    unsettled: dict[str, float] = field(default_factory=dict[str, float])

    @property
    def base_url(self) -> str:
        """The address of the service."""
        return self.transport.settings.base_url

    @property
    def renews_token(self) -> bool:
        """Whether each request asks for a token, which may then be another account's."""
        return self.transport.settings.renews_token

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.base_url}>"

    def __reduce__(self) -> tuple[object, ...]:
        raise NotPicklable(
            "A client holds a token and open connections, and cannot be pickled.",
            hint="Make one in each process: it finds the token in MAPFLOW_TOKEN or in a profile."
            " Threads, tasks and forked processes may share one. Send ids, or handles such as"
            " Processing, which pickle.",
        )


class Resource:
    """What a client offers under one name, such as ``mf.models``."""

    _session: Session

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._session.base_url}>"


class Handle:
    """Gives a record its client; a record that was unpickled has none.

    A handle's class is also a record's, which stands behind this one among its bases.
    """

    __slots__ = ()

    _session: Session
    _kind: str

    def __init__(self, session: Session, raw: object) -> None:
        super().__init__(raw)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
        self._session = session  # type: ignore[misc]  # its slot is in the class of the handle

    @classmethod
    def _of(cls, session: Session, thing: object) -> Self:
        """A handle of what is given by id or handle, of which nothing else is known yet."""
        return cls(session, {"id": str(identifier(thing, cls._kind))})

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
        return identifier(self, self._kind)

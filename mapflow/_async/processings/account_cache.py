"""What the account may do and has left, read at most once a minute for runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from mapflow._async.account import AsyncAccount
from mapflow._async.project_lookup import (
    default_project,
    read_default_project,
    read_project,
)
from mapflow._http import timing
from mapflow._requests.references import is_id
from mapflow._views.base import Identified

if TYPE_CHECKING:
    from uuid import UUID

    from mapflow._async.session import AsyncSession
    from mapflow._views.account import AccountStatus
    from mapflow._views.project import ProjectRecord

#: How long what was read of an account and its projects is used for further runs, in seconds.
FRESH_S: Final = 60.0
Kept = TypeVar("Kept")


class Known(NamedTuple):
    """The account and the project of a run, and whether both were read just now."""

    account: AccountStatus
    home: ProjectRecord
    is_fresh: bool


class AsyncAccountCache:
    """Reads the account and projects, and remembers them for a minute.

    What was remembered lets a run pass, and never refuses one: a refusal is found again with what
    is read again. A token that is requested each time may be another account's, so with such a
    token nothing is remembered.
    """

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def read(
        self, project: ProjectRecord | UUID | str | None, *, refresh: bool = False
    ) -> Known:
        """Read the account, and the project to run in with the limits of its owner."""
        account, is_account_fresh = await self.account(refresh=refresh)
        home, is_home_fresh = await self._home(project, refresh=refresh)
        return Known(account, home, is_account_fresh and is_home_fresh)

    async def account(self, *, refresh: bool = False) -> tuple[AccountStatus, bool]:
        """Read the account, and say whether that was just now."""
        known = None if refresh else self._recent(self._session.account)
        if known is not None:
            return known, False
        account = await AsyncAccount(self._session).status()
        self._session.account = (timing.monotonic(), account)
        self._session.spent_since = 0.0
        return account, True

    def latest(self, account: AccountStatus) -> AccountStatus:
        """The same account as it was read last."""
        if self._session.account is None or self._session.renews_token:
            return account
        return self._session.account[1]

    def credits_left(self, account: AccountStatus) -> float | None:
        """The credits of an account, less what was spent since it was read; None if unknown."""
        left = account.remaining_credits
        if account.billing_type != "CREDITS" or left is None:
            return None
        latest = self._session.account
        is_latest = latest is not None and latest[1] is account
        return left - self._session.spent_since if is_latest else left

    def spend(self, cost: float) -> None:
        """Take note that a run was paid for."""
        self._session.spent_since += cost

    async def _home(
        self, project: ProjectRecord | UUID | str | None, *, refresh: bool
    ) -> tuple[ProjectRecord, bool]:
        key = _key(project)
        known = None if refresh else self._recent(self._session.projects.get(key))
        if known is not None:
            return known, False
        if project is not None:
            home = await read_project(self._session, project)
        else:
            # It is looked up once for each client; its owner's limits may have changed since.
            read = read_default_project if refresh else default_project
            home = await read(self._session)
        kept = (timing.monotonic(), home)
        self._session.projects[home.id] = kept
        if project is None:
            self._session.projects[key] = kept
        return home, True

    def _recent(self, kept: tuple[float, Kept] | None) -> Kept | None:
        if kept is None or self._session.renews_token:
            return None
        at, what = kept
        return what if 0 <= timing.monotonic() - at < FRESH_S else None


def _key(project: ProjectRecord | UUID | str | None) -> str:
    """Under what a project is remembered: names are looked up each time."""
    if project is None:
        return ""
    if isinstance(project, Identified):
        return project.id
    text = str(project).strip().lower()
    return text if is_id(text) else "?"

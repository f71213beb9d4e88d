"""The account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapflow_openapi.api import account as api

from mapflow._async.session import AsyncResource
from mapflow._rules.response_match import about_account
from mapflow._views.account import AccountStatus

if TYPE_CHECKING:
    from mapflow._async.session import AsyncSession


class AsyncAccount(AsyncResource):
    """What the account may do, and what it has left."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def status(self) -> AccountStatus:
        """Read the account's limits, credits, models, providers and teams.

        Returns:
            The status as it is now.

        Raises:
            AuthenticationError: The token is not valid; create a new one.
            TransportError: The service could not be reached; try again later.

        Example:
            ```python
            status = await mf.account.status()
            print(status.remaining_credits, [model.name for model in status.models])
            ```

        Operation: getUserStatus (GET /user/status)
        """
        return AccountStatus(
            await self._session.transport.json(
                api.get_user_status._get_kwargs(), check=about_account
            )
        )

# Written by scripts/unasync.py from mapflow/_async/account.py; edit that file instead.
"""The account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapflow._rules.response_match import about_account
from mapflow._sync.session import Resource
from mapflow._views.account import AccountStatus
from mapflow_openapi.api import account as api

if TYPE_CHECKING:
    from mapflow._sync.session import Session


class Account(Resource):
    """What the account may do, and what it has left."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def status(self) -> AccountStatus:
        """Read the account's limits, credits, models, providers and teams.

        Returns:
            The status as it is now.

        Raises:
            AuthenticationError: The token is not valid; create a new one.
            TransportError: The service could not be reached; try again later.

        Example:
            ```python
            status = mf.account.status()
            print(status.remaining_credits, [model.name for model in status.models])
            ```

        Operation: getUserStatus (GET /user/status)
        """
        return AccountStatus(
            self._session.transport.json(api.get_user_status._get_kwargs(), check=about_account)
        )

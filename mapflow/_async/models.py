"""The AI models of the account."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

from mapflow._async.account import AsyncAccount
from mapflow._async.session import AsyncResource
from mapflow._requests.references import pick_model

if TYPE_CHECKING:
    from mapflow._async.session import AsyncSession
    from mapflow._views.account import Model


class AsyncModels(AsyncResource):
    """The AI models the account may run."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def list(self) -> builtins.list[Model]:
        """List the models.

        Returns:
            The models, with their prices and options.

        Raises:
            AuthenticationError: The token is not valid; create a new one.
            TransportError: The service could not be reached; try again later.

        Example:
            ```python
            for model in await mf.models.list():
                print(model.name, model.price_per_km2, [option.name for option in model.options])
            ```

        Operation: getUserStatus (GET /user/status)
        """
        return (await AsyncAccount(self._session).status()).models

    async def get(self, model: str | Model) -> Model:
        """Find a model by a friendly name.

        Args:
            model: Its id, its exact name, or its name without emoji and case
                (``"buildings"`` finds ``🏠 Buildings``).

        Returns:
            The model.

        Raises:
            UnknownModel: None, or more than one, fits; the error lists the candidates.
            TransportError: The service could not be reached; try again later.

        Example:
            ```python
            model = await mf.models.get("buildings")
            print(model.id, model.name)
            ```

        Operation: getUserStatus (GET /user/status)
        """
        return pick_model(await self.list(), model)

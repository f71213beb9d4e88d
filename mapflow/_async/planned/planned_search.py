"""One planned search, as something that can be paused, resumed, run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from mapflow._async.handle import AsyncHandle
from mapflow._async.planned import calls
from mapflow._requests.references import identifier
from mapflow._views.planned import PlannedRecord

if TYPE_CHECKING:
    from uuid import UUID

    from mapflow._async.session import AsyncSession


class AsyncPlannedSearch(AsyncHandle, PlannedRecord):
    """A search of the catalog that the service repeats by itself."""

    __slots__ = ("_session",)

    def __init__(self, session: AsyncSession, raw: object) -> None:
        super().__init__(raw)
        self._session = session

    @property
    def _key(self) -> UUID:
        return identifier(self, "planned search")

    async def refresh(self) -> Self:
        """Read the planned search again, into this handle.

        Returns:
            This handle.

        Raises:
            NotFound: It was deleted meanwhile.

        Example:
            ```python
            print((await plan.refresh()).new_images)
            ```

        Operation: getTemplate (GET /processings/template/{templateId})
        """
        return self._take(await calls.get(self._owner, self._key))

    async def pause(self) -> Self:
        """Stop searching for a while; what was found stays.

        Returns:
            This handle.

        Raises:
            InvalidInput: It is paused already.

        Example:
            ```python
            if plan.is_active:
                await plan.pause()
            ```

        Operation: pauseTemplate (POST /processings/template/{templateId}/pause)
        """
        return self._take(await calls.pause(self._owner, self._key))

    async def resume(self) -> Self:
        """Go on searching.

        Returns:
            This handle.

        Raises:
            InvalidInput: It is active already.
            BadRequest: The account has as many active ones as it may have.

        Example:
            ```python
            if not plan.is_active:
                await plan.resume()
            ```

        Operation: resumeTemplate (POST /processings/template/{templateId}/resume)
        """
        return self._take(await calls.resume(self._owner, self._key))

    async def delete(self) -> None:
        """Delete the planned search.

        Raises:
            NotFound: It was deleted already, or belongs to another account.

        Example:
            ```python
            for old in await mf.planned.list():
                if old.status == "FAILED":
                    await old.delete()
            ```

        Operation: deleteTemplate (DELETE /processings/template/{templateId})
        """
        await calls.delete(self._owner, self._key)

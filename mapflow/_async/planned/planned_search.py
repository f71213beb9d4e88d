"""One planned search, as something that can be paused, resumed, run."""

from __future__ import annotations

from typing import Self

from mapflow_openapi import views
from mapflow_openapi.api import planned as api

from mapflow._async.session import AsyncHandle
from mapflow._rules.response_match import about
from mapflow._views.base import as_object
from mapflow._views.planned import PlannedRecord
from mapflow.errors import InvalidInput


class AsyncPlannedSearch(AsyncHandle, PlannedRecord):
    """A search of the catalog that the service repeats by itself."""

    __slots__ = ("_session",)

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
        return self._take(await self._read())

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
        before = await self._read()
        if not before.is_active:
            raise InvalidInput(f"The planned search {before.name!r} is paused already.")
        await self._owner.transport.nothing(api.pause_template._get_kwargs(self._key))
        return await self.refresh()

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
        before = await self._read()
        if before.is_active:
            raise InvalidInput(f"The planned search {before.name!r} is active already.")
        await self._owner.transport.nothing(api.resume_template._get_kwargs(self._key))
        return await self.refresh()

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
        await self._owner.transport.nothing(api.delete_template._get_kwargs(self._key))

    async def _read(self) -> PlannedRecord:
        kwargs = api.get_template._get_kwargs(self._key)
        check = about("planned search", self._key, views.Template)
        return record_of(await self._owner.transport.json(kwargs, check=check))


def record_of(response: object) -> PlannedRecord:
    """The planned search in a response, which some operations wrap."""
    content = as_object(response, "the planned search")
    inner = views.TemplateDetail(content).template
    return PlannedRecord(content if inner is None else inner.raw)

# Written by scripts/unasync.py from mapflow/_async/plan.py; edit that file instead.
"""One planned search, as something that can be paused, resumed, run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from mapflow._sync.handle import Handle
from mapflow._views.planned import PlannedRecord

if TYPE_CHECKING:
    from mapflow._sync.client import Mapflow


class Plan(Handle, PlannedRecord):
    """A search of the catalog that the service repeats by itself."""

    __slots__ = ("_client",)

    def __init__(self, client: Mapflow, raw: object) -> None:
        super().__init__(raw)
        self._client = client

    def refresh(self) -> Self:
        """Read the planned search again, into this handle.

        Returns:
            This handle.

        Raises:
            NotFound: It was deleted meanwhile.

        Example:
            ```python
            print(plan.refresh().new_images)
            ```

        Operation: getTemplate (GET /processings/template/{templateId})
        """
        return self._take(self._owner.planned.get(self))

    def pause(self) -> Self:
        """Stop searching for a while; what was found stays.

        Returns:
            This handle.

        Raises:
            InvalidInput: It is paused already.

        Example:
            ```python
            if plan.is_active:
                plan.pause()
            ```

        Operation: pauseTemplate (POST /processings/template/{templateId}/pause)
        """
        return self._take(self._owner.planned.pause(self))

    def resume(self) -> Self:
        """Go on searching.

        Returns:
            This handle.

        Raises:
            InvalidInput: It is active already.
            BadRequest: The account has as many active ones as it may have.

        Example:
            ```python
            if not plan.is_active:
                plan.resume()
            ```

        Operation: resumeTemplate (POST /processings/template/{templateId}/resume)
        """
        return self._take(self._owner.planned.resume(self))

    def delete(self) -> None:
        """Delete the planned search.

        Raises:
            NotFound: It was deleted already, or belongs to another account.

        Example:
            ```python
            for old in mf.planned.list():
                if old.status == "FAILED":
                    old.delete()
            ```

        Operation: deleteTemplate (DELETE /processings/template/{templateId})
        """
        self._owner.planned.delete(self)

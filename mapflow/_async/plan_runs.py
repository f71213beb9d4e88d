"""Processings that are started from planned searches."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, cast

from mapflow._async.processing import AsyncProcessing
from mapflow._choices import identifier
from mapflow._records.base import Json, as_list

if TYPE_CHECKING:
    from uuid import UUID

    from mapflow._async.client import AsyncMapflow
    from mapflow._records.planned import PlannedRecord


class AsyncPlanRuns:
    """The processings of a planned search."""

    _client: AsyncMapflow

    async def processings(self, plan: PlannedRecord | UUID | str) -> builtins.list[AsyncProcessing]:
        """List the processings that were started from a planned search.

        Args:
            plan: Its id, or a handle of it.

        Returns:
            The processings, in the order of the service.

        Raises:
            NotFound: There is no such planned search, or it belongs to somebody else.

        Example:
            ```python
            for processing in await mf.planned.processings(plan):
                print(processing.name, processing.status)
            ```

        Operation: listTemplateProcessings (GET /processings/template/{templateId}/processings)
        """
        from mapflow_openapi.api.planned import list_template_processings

        kwargs = list_template_processings._get_kwargs(identifier(plan, "planned search"))
        answer = await self._client._wire.json(kwargs)
        if isinstance(answer, dict):
            answer = cast("Json", answer).get("results")
        return [AsyncProcessing(self._client, raw) for raw in as_list(answer, "processings")]

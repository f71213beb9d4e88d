# Written by scripts/unasync.py from mapflow/_async/planned/runs.py; edit that file instead.
"""Processings that are started from planned searches."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Literal, overload

from mapflow import _arguments
from mapflow._display.listing import Listing
from mapflow._requests.found_images import as_images, source_of
from mapflow._requests.references import identifier
from mapflow._requests.run_spec import FromPlan, RunSpec
from mapflow._sync.planned.planned_search import PlannedSearch
from mapflow._sync.processings.processing import Processing
from mapflow._sync.processings.sending import RunSender
from mapflow._views.base import unwrapped
from mapflow._views.catalog import CatalogImage
from mapflow.errors import InvalidInput
from mapflow_openapi.api import planned as api

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from mapflow._requests.raw import JsonLike
    from mapflow._requests.references import Options
    from mapflow._sync.session import Session
    from mapflow._views.account import Model
    from mapflow._views.dry_run import DryRun
    from mapflow._views.estimate import Estimate
    from mapflow._views.planned import PlannedRecord
    from mapflow._views.processing import ProcessingRecord
    from mapflow.geometry import AreaLike


class PlanRuns:
    """The processings of a planned search."""

    _session: Session

    @overload
    def run(
        self,
        plan: PlannedRecord | UUID | str,
        images: CatalogImage | Sequence[CatalogImage],
        *,
        name: str,
        model: str | Model,
        area: AreaLike | ProcessingRecord,
        options: Options | None = None,
        description: str | None = None,
        meta: Mapping[str, str] | None = None,
        extra: Mapping[str, JsonLike] | None = None,
        max_cost: float | None = None,
        remove_from_plan: bool = False,
        tag: str | None = None,
        price: Estimate | None = None,
        dry_run: Literal[False] = False,
    ) -> Processing: ...

    @overload
    def run(
        self,
        plan: PlannedRecord | UUID | str,
        images: CatalogImage | Sequence[CatalogImage],
        *,
        name: str,
        model: str | Model,
        area: AreaLike | ProcessingRecord,
        options: Options | None = None,
        description: str | None = None,
        meta: Mapping[str, str] | None = None,
        extra: Mapping[str, JsonLike] | None = None,
        max_cost: float | None = None,
        remove_from_plan: bool = False,
        tag: str | None = None,
        price: Estimate | None = None,
        dry_run: Literal[True],
    ) -> DryRun: ...

    @overload
    def run(
        self,
        plan: PlannedRecord | UUID | str,
        images: CatalogImage | Sequence[CatalogImage],
        *,
        name: str,
        model: str | Model,
        area: AreaLike | ProcessingRecord,
        options: Options | None = None,
        description: str | None = None,
        meta: Mapping[str, str] | None = None,
        extra: Mapping[str, JsonLike] | None = None,
        max_cost: float | None = None,
        remove_from_plan: bool = False,
        tag: str | None = None,
        price: Estimate | None = None,
        dry_run: bool,
    ) -> Processing | DryRun: ...

    def run(
        self,
        plan: PlannedRecord | UUID | str,
        images: CatalogImage | Sequence[CatalogImage],
        *,
        name: str,
        model: str | Model,
        area: AreaLike | ProcessingRecord,
        options: Options | None = None,
        description: str | None = None,
        meta: Mapping[str, str] | None = None,
        extra: Mapping[str, JsonLike] | None = None,
        max_cost: float | None = None,
        remove_from_plan: bool = False,
        tag: str | None = None,
        price: Estimate | None = None,
        dry_run: bool = False,
    ) -> Processing | DryRun:
        """Start a processing on images that a planned search found. This costs credits.

        As careful as ``processings.run``: checked first, sent once, recovered when the response is
        lost.

        Args:
            plan: Its id, or a handle of it.
            images: One image, or several that go together.
            name: A name for the processing.
            model: The model: its id, its name, or its name without emoji and case.
            area: The area to process, in any form that ``processings.run`` takes.
            options: Steps of the model to switch, as ``{"name": True}`` or a list of names.
            description: Free text.
            meta: Free keys and values to find it by later.
            extra: Members of the request body that this package does not know; see
                ``processings.run``. Default: none.
            max_cost: Maximum cost in credits.
            remove_from_plan: Whether the processed area is taken out of the planned search.
            tag: What the request carries to be found again by; see ``processings.run``.
            price: What ``processings.estimate`` returned for this run, so that it is not asked
                again; see ``processings.run``.
            dry_run: Whether to check everything, request the price and show the request, but not
                send it. Default: False.

        Returns:
            The processing in its first state; ``wait`` for it next. In a dry run what would be
            sent, and its price.

        Raises:
            InvalidInput: The images do not go together, or the name is empty.
            InvalidArea: The area cannot be used; the message names the place.
            LimitExceeded: The area or the price is over the account's limits or credits.
            OutcomeUnknown: The response was lost and the processing could not be found; call
                ``processings.reconcile`` later, before you start another.

        Example:
            ```python
            found = mf.planned.images(plan).all()
            if found:
                job = mf.planned.run(
                    plan, found[0], name="Quays", model="buildings", area=area
                )
            ```

        Operation: runTemplateV2 (POST /processings/template/{templateId}/v2), runTemplate
            (POST /processings/template/{templateId})
        """
        if not _arguments.text(name, "name").strip():
            raise InvalidInput("A run from a planned search needs a name.")
        chosen = as_images(images)
        planned = PlannedSearch._of(self._session, plan).refresh()
        spec = RunSpec(
            model=model,
            area=area,
            source=source_of(chosen, planned.only_provider),
            options=options,
            name=name,
            description=description,
            project=planned.project_id,
            meta=meta,
            max_cost=max_cost,
            extra=extra,
            tag=tag,
            price=price,
            plan=FromPlan(planned.id, remove_from_plan),
        )
        return RunSender(self._session).start(spec, show=dry_run)

    def processings(self, plan: PlannedRecord | UUID | str) -> builtins.list[Processing]:
        """List the processings that were started from a planned search.

        Args:
            plan: Its id, or a handle of it.

        Returns:
            The processings, in the order of the service.

        Raises:
            NotFound: The planned search does not exist, or belongs to another account.

        Example:
            ```python
            for processing in mf.planned.processings(plan):
                print(processing.name, processing.status)
            ```

        Operation: listTemplateProcessings (GET /processings/template/{templateId}/processings)
        """
        kwargs = api.list_template_processings._get_kwargs(identifier(plan, "planned search"))
        response = self._session.transport.json(kwargs, many=True)
        found = unwrapped(response, "processings")
        return Listing((Processing(self._session, raw) for raw in found), kind=Processing)

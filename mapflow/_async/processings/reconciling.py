"""Finds out what happened to paid requests whose responses were lost."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from mapflow._async.processings import calls
from mapflow._async.processings.processing import AsyncProcessing
from mapflow._async.project_lookup import list_projects, project_id
from mapflow._http import timing
from mapflow._logging import logger
from mapflow._requests.checks import tag_of
from mapflow._requests.references import identifier
from mapflow._requests.runs import TAG
from mapflow._rules.outcomes import LOOKS_S, is_refusal, unknown_outcome
from mapflow._rules.prices import paid_more_than_once
from mapflow._warnings import warn
from mapflow.errors import (
    InvalidInput,
    InvalidResponse,
    MapflowError,
    NotFound,
    OutcomeUnknown,
    SpendingWarning,
)

if TYPE_CHECKING:
    from uuid import UUID

    from mapflow._async.session import AsyncSession
    from mapflow._views.project import ProjectRecord


class AsyncReconciling:
    """Searches for processings by the tag that their requests carried."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find(
        self, tag: str, project_id: str, lost: MapflowError, *, v2: bool
    ) -> AsyncProcessing:
        """Search for a processing right after the response was lost.

        What seems a refusal is raised unchanged if no processing is found.
        """
        failure: MapflowError | None = None
        is_searched = False
        for pause_s in LOOKS_S:
            await timing.asleep(pause_s)
            try:
                found = await self._in_project(tag, project_id, v2=v2)
            except MapflowError as error:
                failure = error
                lost.add_note(f"Searching for the processing failed too: {error}")
                logger.warning("The search for tag %s failed: %s", tag, error)
                if isinstance(error, InvalidInput):
                    # A closed client stays closed.
                    break
                continue
            is_searched = True
            if found is not None:
                return found
        if is_searched and is_refusal(lost):
            raise lost
        raise unknown_outcome(tag, project_id, lost, None if is_searched else failure) from lost

    async def reconcile(
        self, lost: OutcomeUnknown | str, project: ProjectRecord | UUID | str | None
    ) -> AsyncProcessing | None:
        """Search for the processing of an error, or of a tag, whenever that was."""
        if isinstance(lost, OutcomeUnknown):
            if lost.processing_id is not None:
                key = identifier(lost.processing_id, "processing")
                known = await calls.get(self._session, key)
                return AsyncProcessing(self._session, known.raw)
            tag, project = lost.tag, project or lost.project_id
            if tag is None:
                raise InvalidInput(
                    "The lost request carried no tag, so what it made cannot be searched for.",
                    hint="Look through the list of processings before you send it again.",
                )
        elif lost is None:  # pyright: ignore[reportUnnecessaryComparison]
            # To return None would say that nothing was started, and it might be paid again.
            raise InvalidInput(
                "There is no tag to search for: None was given.",
                hint="Pass the error, which also tells of a restart or a request without a tag.",
            )
        else:
            tag = tag_of(lost)
        for home in await self._where(project):
            found = await self._in_either_version(tag, home)
            if found is not None:
                return found
        return None

    async def _in_either_version(self, tag: str, project_id: str) -> AsyncProcessing | None:
        """Look in the lists of both versions: which shows what is not documented."""
        found = await self._in_project(tag, project_id, v2=self._session.v2)
        if found is not None:
            return found
        try:
            return await self._in_project(tag, project_id, v2=not self._session.v2)
        except NotFound:
            # A service that has one version only.
            return None

    async def _where(self, project: ProjectRecord | UUID | str | None) -> list[str]:
        """The projects to look in: the one named, or all of them, the default one first."""
        if project is not None:
            return [str(await project_id(self._session, project))]
        everything = await list_projects(self._session)
        return [home.id for home in sorted(everything, key=lambda home: not home.is_default)]

    async def everything_in(self, project_id: str) -> list[AsyncProcessing]:
        """All processings of a project, from the lists of both versions."""
        found: list[AsyncProcessing] = []
        for v2 in (self._session.v2, not self._session.v2):
            try:
                found += [
                    AsyncProcessing(self._session, raw)
                    for raw in await self._listed(project_id, v2=v2)
                ]
            except NotFound:
                if v2 == self._session.v2:
                    raise
                # A service that has one version only.
        return found

    async def _listed(self, project_id: str, *, v2: bool) -> list[object]:
        key = identifier(project_id, "project")
        return await calls.list_in(self._session, key, v2=v2)

    async def _in_project(self, tag: str, project_id: str, *, v2: bool) -> AsyncProcessing | None:
        found: list[AsyncProcessing] = []
        for raw in await self._listed(project_id, v2=v2):
            # An unreadable processing must not hide the one that is searched for.
            with contextlib.suppress(InvalidResponse):
                processing = AsyncProcessing(self._session, raw)
                if processing.meta.get(TAG) == tag:
                    found.append(processing)
        if len(found) > 1:
            found.sort(key=_age)
            warn(paid_more_than_once(tag, found), SpendingWarning)
        return found[0] if found else None


def _age(processing: AsyncProcessing) -> str:
    return "" if processing.created is None else processing.created.isoformat()

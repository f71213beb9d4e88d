"""Long lists of processings, and what they cost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mapflow_openapi import models, views
from mapflow_openapi.api import processings as api

from mapflow import _arguments
from mapflow._arguments import or_unset, text_or_none
from mapflow._async.pages import AsyncPages
from mapflow._async.project_lookup import default_project, project_id
from mapflow._downloads._async.downloading import download
from mapflow._files import as_path
from mapflow._requests.dates import as_moment, check_range
from mapflow._requests.parts import sort
from mapflow._results import contents
from mapflow._rules.response_match import of_project
from mapflow._views.base import as_object, whole
from mapflow._views.pages import Page
from mapflow._views.statistics import StatisticsRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike
    from uuid import UUID

    from mapflow_openapi.types import Unset

    from mapflow._async.processings.processing import AsyncProcessing
    from mapflow._async.session import AsyncSession
    from mapflow._requests.dates import Moment
    from mapflow._views.project import ProjectRecord


class AsyncHistory:
    """Lists that are fetched page by page."""

    _session: AsyncSession

    def pages(
        self,
        project: ProjectRecord | UUID | str | None = None,
        *,
        terms: str | None = None,
        sort_by: str | None = None,
        descending: bool = False,
        page_size: int = 30,
        cursor: int = 0,
    ) -> AsyncPages[AsyncProcessing]:
        """List the processings of a project page by page, sorted and filtered by the service.

        Args:
            project: The project, by handle, id or name; None for the default one.
            terms: Text to find in names of processings, projects and models, and in e-mails.
            sort_by: ``NAME``, ``CREATED``, ``STATUS``, ``COST``, ``AREA``, ``PROGRESS``,
                ``COMPLETED``, ``SCENARIO``, ``PROJECT``, ``PROVIDER`` or ``EMAIL``.
            descending: Whether the largest or latest come first.
            page_size: How many to fetch at a time. Default 30.
            cursor: Where to begin: the ``cursor`` of a list that broke off, or 0.

        Returns:
            A list to iterate over; nothing is fetched before.

        Raises:
            NotFound: The project does not exist, or belongs to another account.
            InvalidInput: ``page_size`` or ``cursor`` is out of range.

        Example:
            ```python
            async for processing in mf.processings.pages(sort_by="CREATED", descending=True):
                print(processing.name, processing.status)
            ```

        Operation: pageProcessings (POST /projects/{projectId}/processings/v2/page)
        """
        from mapflow._async.processings.processing import AsyncProcessing

        body = models.ProcessingPageRequest(limit=page_size, terms=_terms(terms))
        sort(body, sort_by, descending=descending)
        session = self._session
        key: UUID | None = None

        async def fetch(offset: int) -> Page[AsyncProcessing]:
            nonlocal key
            if key is None:
                home = await default_project(session) if project is None else project
                key = await project_id(session, home)
            body.offset = offset
            response = await session.transport.json(
                api.page_processings._get_kwargs(key, body=body),
                repeatable=True,
                many=True,
                check=of_project(key),
            )
            page = views.ProcessingPage(as_object(response, "processings"))
            items = [AsyncProcessing(session, each.raw) for each in page.results or ()]
            return Page(items, [item.id for item in items], whole(page.total))

        return AsyncPages(fetch, AsyncProcessing, page_size=page_size, cursor=cursor)

    def statistics(
        self,
        *,
        after: Moment | None = None,
        before: Moment | None = None,
        statuses: Sequence[str] = (),
        terms: str | None = None,
        page_size: int = 100,
        cursor: int = 0,
    ) -> AsyncPages[StatisticsRow]:
        """List past processings: yours and, for a team's owner, those of its members.

        Args:
            after: Only those created from then on; a date, a datetime, or text (31 January 2026).
            before: Only those created until then.
            statuses: Only those of these statuses, such as ``["OK", "FAILED"]``.
            terms: Text to find.
            page_size: How many to fetch at a time. Default 100.
            cursor: Where to begin: the ``cursor`` of a list that broke off, or 0.

        Returns:
            A list to iterate over; nothing is fetched before.

        Raises:
            InvalidInput: A date cannot be read, the range is inverted, or a number is out of
                range.

        Example:
            ```python
            async for row in mf.processings.statistics(after="2026-01-01"):
                print(row.created, row.name, row.cost)
            ```

        Operation: getStatistics (POST /processings/stats)
        """
        session = self._session
        asked = _asked(after, before, statuses, terms)

        # The service counts whole pages here, and may have a largest page and count those instead.
        size, is_kept = page_size, False

        async def fetch(offset: int) -> Page[StatisticsRow]:
            nonlocal size, is_kept
            while True:
                whole_pages, within = divmod(offset, size)
                asked.page, asked.per_page = whole_pages + 1, size
                kwargs = api.get_statistics._get_kwargs(body=asked, type_="JSON")
                response = await session.transport.json(kwargs, repeatable=True, many=True)
                page = views.StatisticsPage(as_object(response, "statistics"))
                rows = [StatisticsRow(each.raw) for each in page.results or ()]
                known, is_kept = is_kept or not 0 < len(rows) < size, True
                if known:
                    break
                # A short page is the end or a largest page; only the first is at the right offset.
                size = len(rows)
                if offset < size:
                    break
            rows = rows[within:]
            keys: list[object] = [str(row.raw) for row in rows]
            return Page(rows, keys, whole(page.total))

        return AsyncPages(fetch, StatisticsRow, page_size=page_size, cursor=cursor)

    async def statistics_csv(
        self,
        path: str | PathLike[str],
        *,
        after: Moment | None = None,
        before: Moment | None = None,
        statuses: Sequence[str] = (),
        terms: str | None = None,
        overwrite: bool = False,
    ) -> Path:
        """Save the history of processings as CSV, as the service writes it.

        The columns are the service's own; they are not documented.

        Args:
            path: The file to write; its folder must exist.
            after: Only those created from then on; a date, a datetime, or text (31 January 2026).
            before: Only those created until then.
            statuses: Only those of these statuses.
            terms: Text to find.
            overwrite: Whether a file of that name may be replaced. Default False.

        Returns:
            The path.

        Raises:
            InvalidInput: A date cannot be read, or the range is inverted.
            InvalidFile: The file exists already, cannot be written, or is named for another
                format.
            IncompleteDownload: It arrived empty or cut short, each time; call this again.
            InvalidResponse: The service returned something else, such as a message.

        Example:
            ```python
            await mf.processings.statistics_csv(folder / "history.csv")
            ```

        Operation: getStatistics (POST /processings/stats)
        """
        asked = _asked(after, before, statuses, terms)
        target = as_path(path)
        contents.check_name(target, contents.Table)
        await download(
            self._session.transport,
            api.get_statistics._get_kwargs(body=asked, type_="CSV"),
            target,
            overwrite=overwrite,
            content=contents.Table,
            repeatable=True,
        )
        return target


def _terms(terms: str | None) -> str | Unset:
    """The words to search for; an empty text is none."""
    return or_unset(text_or_none(terms, "terms") or None)


def _asked(
    after: Moment | None, before: Moment | None, statuses: Sequence[str], terms: str | None
) -> models.StatisticsRequest:
    """The filters, as those descriptions of the service have them that name any."""
    since, until = as_moment(after, "after"), as_moment(before, "before", end=True)
    check_range(since, until)
    asked = models.StatisticsRequest(
        date_from=or_unset(since), date_to=or_unset(until), terms=_terms(terms)
    )
    if statuses:
        asked.statuses = [status.upper() for status in _arguments.texts(statuses, "statuses")]
    return asked

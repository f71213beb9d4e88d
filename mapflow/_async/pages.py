"""Long lists, fetched page by page as they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from mapflow import _arguments
from mapflow._display.listing import Listing
from mapflow._logging import logger
from mapflow._views.base import undecodable
from mapflow.errors import NotPicklable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import pandas

    from mapflow._display.facts import Facts
    from mapflow._views.pages import Page

# A service that always has one more would be read forever.
_MOST_ITEMS = 1_000_000
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class AsyncFetch(Protocol[T]):
    """Fetches the page that begins after a number of items."""

    async def __call__(self, offset: int) -> Page[T]: ...


class AsyncPages(Generic[T]):
    """A list that is fetched as it is read.

    Iterate over it. When the connection breaks half-way, make the list again with the ``cursor`` of
    this one to continue after the last item that was read.

    Attributes:
        total: How many items there are in all, as the last page said; None before the first page
            and if the service does not say.
        cursor: How many items were read, counted from the very beginning.

    Example:
        ```python
        pages = mf.projects.pages(name="Coast")
        async for project in pages:
            print(project.name, pages.cursor, pages.total)
        ```
    """

    def __init__(self, fetch: AsyncFetch[T], kind: type[T], *, page_size: int, cursor: int) -> None:
        _arguments.whole(page_size, "page_size", least=1)
        _arguments.whole(cursor, "cursor")
        self._fetch = fetch
        self._kind = kind
        self._first = cursor
        self._kept: list[T] = []  # by all(), when the connection broke
        self._kept_until = cursor
        self.cursor: int = cursor
        self.total: int | None = None

    def __reduce__(self) -> tuple[object, ...]:
        raise NotPicklable(
            "A list that is fetched as it is read cannot be pickled or copied.",
            hint=f"Make it again there with cursor={self.cursor}, or send what all() returns.",
        )

    def __repr__(self) -> str:
        return f"<{type(self).__name__} cursor={self.cursor} total={self.total}>"

    def _repr_html_(self) -> str:
        from mapflow._display.showing import shown

        return shown(self)

    def _facts(self) -> Facts:
        from inspect import iscoroutinefunction

        from mapflow._display.facts import facts_of_pages

        return facts_of_pages(
            self._kind, self.cursor, self.total, awaited=iscoroutinefunction(self.all)
        )

    async def __aiter__(self) -> AsyncIterator[T]:
        seen: set[int] = set()
        read = 0
        while True:
            page = await self._fetch(self.cursor)
            self.total = page.total
            read += len(page.items)
            if read > _MOST_ITEMS:
                raise undecodable("a list", f"it has more than {_MOST_ITEMS:,} items")
            mark = hash(tuple(page.keys))
            if page.items and mark in seen:
                # Continuing would never end, and return the same things again and again.
                raise undecodable("a list", "the service sent the same page twice")
            seen.add(mark)
            for item in page.items:
                self.cursor += 1
                yield item
            # A short page does not end the list: a service may limit the size of a page.
            if self.total is not None and self.cursor >= self.total:
                return
            if not page.items:
                if self.total is not None:
                    logger.warning("Of %d items the service sent %d.", self.total, self.cursor)
                return

    async def all(self) -> list[T]:
        """Read the rest of the list.

        If the connection breaks or you interrupt it, call it again: it continues, and the items
        that had come are not lost.

        Returns:
            The items from the cursor on. Of a list that was read to its end: none.

        Raises:
            TransportError: The connection broke; ``cursor`` says how far this came.
            InvalidResponse: The service sent the same page twice.

        Example:
            ```python
            projects = await mf.projects.pages(page_size=50).all()
            ```

        Operation: that of the list, here pageProjects (POST /projects/page)
        """
        items = self._kept if self._kept_until == self.cursor else []
        self._kept = []
        try:
            async for item in self:
                items.append(item)
        except BaseException:
            self._kept, self._kept_until = items, self.cursor
            raise
        return Listing(items, kind=self._kind)

    async def to_dataframe(self) -> pandas.DataFrame:
        """Read the list into a data frame, a row for each item. Needs pandas.

        The frame has the whole list, from the ``cursor`` that it was made with, even if some or all
        of it was read before: that is requested again. So a cell can be repeated.

        Columns are the public members of the items, as for ``formats.to_dataframe``: times in UTC,
        ``area_m2`` in square metres, ``cost`` in credits.

        Returns:
            The frame. Without items it is empty, with its columns.

        Raises:
            ConfigurationError: pandas is not installed; the text names the command. Nothing was
                read.
            TransportError: The connection broke. Call it again: it begins at the start.
            InvalidResponse: The service sent the same page twice.

        Example:
            ```python
            frame = await mf.projects.pages(page_size=50).to_dataframe()
            print(frame[["name", "area_m2", "created"]])
            ```

        Operation: that of the list, here pageProjects (POST /projects/page)
        """
        from mapflow._display.frames import frame_of, need_pandas

        need_pandas()
        self.cursor, self._kept = self._first, []
        return frame_of(await self.all(), self._kind)

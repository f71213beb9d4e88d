# Written by scripts/unasync.py from mapflow/_async/pages.py; edit that file instead.
"""Long lists, fetched page by page as they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar

from mapflow._records.base import undecodable
from mapflow.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Page(NamedTuple, Generic[T]):
    """One answer of a list.

    Attributes:
        items: What is on it.
        keys: What tells its items from those of other pages.
        total: How many items there are in all, or None when the service does not say.
    """

    items: list[T]
    keys: list[object]
    total: int | None


class Fetch(Protocol[T]):
    """Fetches the page that begins after a number of items."""

    def __call__(self, offset: int) -> Page[T]: ...


class Pages(Generic[T]):
    """A list that is fetched as it is read.

    Iterate over it. When the connection dies half-way, make the list again with the ``cursor`` of
    this one to go on after the last item that was read.

    Attributes:
        total: How many items there are in all, as the last page said; None before the first page
            and where the service does not say.
        cursor: How many items were read, counted from the very beginning.

    Example:
        ```python
        pages = mf.projects.pages(name="Coast")
        for project in pages:
            print(project.name, pages.cursor, pages.total)
        ```
    """

    def __init__(self, fetch: Fetch[T], page_size: int, cursor: int) -> None:
        if page_size < 1:
            raise InvalidInput(f"page_size has to be 1 or more, not {page_size!r}.")
        if cursor < 0:
            raise InvalidInput(f"cursor has to be 0 or more, not {cursor!r}.")
        self._fetch = fetch
        self._page_size = page_size
        self.cursor: int = cursor
        self.total: int | None = None

    def __repr__(self) -> str:
        return f"<{type(self).__name__} cursor={self.cursor} total={self.total}>"

    def __iter__(self) -> Iterator[T]:
        seen: list[object] | None = None
        while True:
            page = self._fetch(self.cursor)
            self.total = page.total
            if page.items and page.keys == seen:
                # Going on would never end, and hand out the same things again and again.
                raise undecodable("a list", "the service sent the same page twice")
            seen = page.keys
            for item in page.items:
                self.cursor += 1
                yield item
            if len(page.items) < self._page_size:
                return
            if self.total is not None and self.cursor >= self.total:
                return

    def all(self) -> list[T]:
        """Read the rest of the list.

        Returns:
            The items from the cursor on.

        Raises:
            TransportError: The connection died; ``cursor`` says how far this came.
            UndecodableAnswer: The service sent the same page twice.

        Example:
            ```python
            projects = mf.projects.pages(page_size=50).all()
            ```
        """
        return [item for item in self]

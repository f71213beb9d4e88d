"""Pages of long lists."""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Page(NamedTuple, Generic[T]):
    """One page of a list.

    Attributes:
        items: The items of this page.
        keys: What distinguishes the items from those of other pages.
        total: Number of items on all pages, or None if the service does not say.
    """

    items: list[T]
    keys: list[object]
    total: int | None

"""A list that shows itself as a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, SupportsIndex, TypeVar, overload

if TYPE_CHECKING:
    from mapflow._display.facts import Facts

T = TypeVar("T")


class Listing(list[T]):
    """A list of things of a kind: a ``list`` in every way, which a notebook shows as a table.

    Args:
        items: The things.
        kind: Their class, so that an empty list has columns. Default: that of the first.
    """

    __slots__ = ("kind",)

    def __init__(self, items: Iterable[T] = (), *, kind: type[T] | None = None) -> None:
        super().__init__(items)
        self.kind = kind

    @overload
    def __getitem__(self, index: SupportsIndex, /) -> T: ...

    @overload
    def __getitem__(self, index: slice, /) -> Listing[T]: ...

    def __getitem__(self, index: SupportsIndex | slice, /) -> T | Listing[T]:
        if isinstance(index, slice):
            return Listing(super().__getitem__(index), kind=self.kind)
        return super().__getitem__(index)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (list(self), self.kind)

    def _repr_html_(self) -> str:
        from mapflow._display.showing import shown

        return shown(self)

    def _facts(self) -> Facts:
        from mapflow._display.facts import Facts, kind_name, table_of

        kind = self.kind or (type(self[0]) if self else None)
        heading = "List" if kind is None else kind_name(kind)
        return Facts(heading, f"× {len(self):,}", table=table_of(self, kind))


def _rebuild(items: list[T], kind: type[T] | None) -> Listing[T]:
    return Listing(items, kind=kind)

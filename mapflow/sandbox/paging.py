"""Lists in pages: what the two paged lists, statistics and the catalog have in common."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeVar

from mapflow.sandbox.openapi.problems import bad_request

Item = TypeVar("Item")
SortKey = Callable[[Item], Any]

_ORDERS: Final = ("ASC", "DESC")


def ordered(
    items: Sequence[Item],
    keys: Mapping[str, SortKey[Item]],
    sort_by: str | None,
    sort_order: str | None,
    *,
    default: tuple[str, str],
) -> list[Item]:
    """Return the items in order; what has no value comes last, whichever the direction.

    Args:
        items: What to sort. The order among equals stays.
        keys: What each sort key means.
        sort_by: The key asked for.
        sort_order: The direction asked for.
        default: Key and direction if the request names none.

    Raises:
        Problem: 400, the key or the direction is unknown.
    """
    name = (sort_by or default[0]).upper()
    # A key without a direction is ascending; no documentation says so.
    order = (sort_order or (default[1] if sort_by is None else "ASC")).upper()
    if name not in keys:
        raise bad_request(f"sortBy must be one of {', '.join(keys)}, got {sort_by!r}")
    if order not in _ORDERS:
        raise bad_request(f"sortOrder must be {' or '.join(_ORDERS)}, got {sort_order!r}")
    valued = [(keys[name](item), item) for item in items]
    present = [pair for pair in valued if pair[0] is not None]
    present.sort(key=lambda pair: pair[0], reverse=order == "DESC")
    return [item for _, item in present] + [item for value, item in valued if value is None]


def cut(items: Sequence[Item], body: Mapping[str, Any], default_limit: int) -> Sequence[Item]:
    """Return the items of the page that ``limit`` and ``offset`` ask for."""
    limit, offset = window(body, default_limit)
    return items[offset : offset + limit]


def window(body: Mapping[str, Any], default_limit: int) -> tuple[int, int]:
    """Return ``limit`` and ``offset`` as whole numbers: a request may write them as ``7.0``."""
    return int(body.get("limit", default_limit)), int(body.get("offset", 0))


def holds(term: str | None, *texts: str | None) -> bool:
    """Say whether a search term is part of any of the texts, whatever the case."""
    wanted = (term or "").casefold()
    return any(wanted in (text or "").casefold() for text in texts)

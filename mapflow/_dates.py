"""Points in time as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from mapflow.errors import InvalidInput

#: A point in time: a datetime, a date, or ISO 8601 text. Without a zone it is UTC.
Moment = datetime | date | str


def as_moment(value: Moment | None, name: str, *, end: bool = False) -> datetime | None:
    """Read a point in time; a bare day means its beginning, or its end where that is asked for."""
    if value is None:
        return None
    if isinstance(value, str):
        try:
            value = (
                date.fromisoformat(value.strip())
                if len(value.strip()) <= len("2026-01-31")
                else datetime.fromisoformat(value.strip())
            )
        except ValueError:
            raise InvalidInput(
                f"{name} is {value!r}, which is no date.",
                hint="Write it as 2026-01-31 or 2026-01-31T12:00:00Z.",
            ) from None
    if not isinstance(value, datetime):
        value = datetime.combine(value, time(23, 59, 59) if end else time(0))
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def check_range(after: datetime | None, before: datetime | None) -> None:
    """Refuse a range that ends before it begins."""
    if after is not None and before is not None and after > before:
        raise InvalidInput(
            f"The range begins ({after:%Y-%m-%d}) after it ends ({before:%Y-%m-%d}).",
            hint="Swap the two dates.",
        )

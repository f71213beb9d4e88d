"""Lenient reading of JSON: a member that is absent, null or of another type reads as None"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar, Protocol, TypeAlias, TypeVar, cast

Json: TypeAlias = dict[str, object]
V = TypeVar("V", bound="View")
# Arithmetic with a larger number fails, and no number of the service is that large.
_LIMIT = 1 << 1000
_SHOWN_CHARS = 60
_FLAGS = {"true": True, "false": False}


class Deferred(Protocol):
    """A JSON object that is decoded when it is needed"""

    @property
    def raw(self) -> Json:
        """The decoded object, unknown members included"""
        ...

    def get(self, key: str, /) -> object:
        """The value of a member; None without one"""
        ...


Source: TypeAlias = Json | Deferred


class View:
    """A JSON object of a response. A property reads its member each time it is asked for

    Attributes:
        MEMBERS: The names that the description has for its members, as they are sent
        TEXTS: Those of them that are plain text
    """

    __slots__ = ("_source",)

    MEMBERS: ClassVar[tuple[str, ...]] = ()
    TEXTS: ClassVar[tuple[str, ...]] = ()

    def __init__(self, source: Source) -> None:
        self._source = source

    @property
    def raw(self) -> Json:
        """The JSON object as the service sent it, unknown members included"""
        source = self._source
        return source if isinstance(source, dict) else source.raw

    def __eq__(self, other: object) -> bool:
        return isinstance(other, View) and type(other) is type(self) and other.raw == self.raw

    __hash__ = None  # type: ignore[assignment]  # what it reads can change

    def __reduce__(self) -> tuple[type[View], tuple[Json]]:
        return type(self), (self.raw,)

    def __repr__(self) -> str:  # other members may be long, or hold logins
        key = self._source.get("id")
        shown = f" id={key[:_SHOWN_CHARS]!r}" if isinstance(key, str) else ""
        return f"<{type(self).__name__}{shown}>"


def anything(source: Source, key: str) -> object:
    """The value as it was sent"""
    return source.get(key)


def text(source: Source, key: str) -> str | None:
    """A text"""
    value = source.get(key)
    return value if isinstance(value, str) else None


def number(source: Source, key: str) -> float | None:
    """A number, also one that is sent as text; whole numbers stay ``int``"""
    return as_number(source.get(key))


def as_number(value: object) -> float | None:
    """The same of a value"""
    if isinstance(value, float):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return value if -_LIMIT < value < _LIMIT else None
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return None
    return None


def flag(source: Source, key: str) -> bool | None:
    """A yes or no, also one that is sent as 1 or 0, or as text"""
    value = source.get(key)
    if isinstance(value, str):
        return _FLAGS.get(value.casefold())
    return bool(value) if isinstance(value, (bool, int)) else None


def moment(source: Source, key: str) -> datetime | None:
    """A point in time; one without a zone is in UTC"""
    return as_moment(source.get(key))


def as_moment(value: object) -> datetime | None:
    """The same of a value"""
    if not isinstance(value, str):
        return None
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def mapping(source: Source, key: str) -> Json | None:
    """An object whose members the description leaves open"""
    value = source.get(key)
    return cast("Json", value) if isinstance(value, dict) else None


def items(source: Source, key: str) -> list[object] | None:
    """A list of values of any kind"""
    value = source.get(key)
    return cast("list[object]", value) if isinstance(value, list) else None


def texts(source: Source, key: str) -> list[str] | None:
    """A list of texts, without the items that are not texts"""
    found = items(source, key)
    return None if found is None else [item for item in found if isinstance(item, str)]


def view(source: Source, key: str, kind: type[V]) -> V | None:
    """An object with known members"""
    value = source.get(key)
    return kind(cast("Json", value)) if isinstance(value, dict) else None


def views(source: Source, key: str, kind: type[V]) -> list[V] | None:
    """A list of such objects, without the other items"""
    found = items(source, key)
    if found is None:
        return None
    return [kind(cast("Json", item)) for item in found if isinstance(item, dict)]

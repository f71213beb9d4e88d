"""What all records have in common: lenient reading of JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Generic, Self, TypeVar, cast

from mapflow._masking.secrets import masked
from mapflow.errors import InvalidResponse, MapflowError

T = TypeVar("T")
_LARGEST = 1 << 1000
Json = dict[str, object]


def as_object(value: object, what: str) -> Json:
    """Take an answer as a JSON object, or say what arrived instead."""
    if isinstance(value, dict):
        return cast("Json", value)
    raise undecodable(what, f"an object was expected, {kind_of(value)} arrived")


def as_list(value: object, what: str) -> list[object]:
    """Take an answer as a JSON array, or say what arrived instead."""
    if isinstance(value, list):
        return cast("list[object]", value)
    raise undecodable(what, f"a list was expected, {kind_of(value)} arrived")


def undecodable(what: str, why: str) -> InvalidResponse:
    """Make the error for an answer that was understood as JSON, but not as what it should be."""
    return InvalidResponse(
        f"The answer for {what} cannot be understood: {why}.",
        hint="The service may have changed; look for a newer version of mapflow-client.",
    )


def kind_of(value: object) -> str:
    """What a value of JSON is called in messages."""
    if value is None:
        return "null"
    names = {"bool": "a boolean", "int": "a number", "float": "a number", "str": "a text"}
    name = type(value).__name__
    return names.get(name, f"a {name}")


def text(raw: Mapping[str, object], key: str) -> str | None:
    """Read a text; anything else counts as not given."""
    value = raw.get(key)
    return value if isinstance(value, str) else None


def number(raw: Mapping[str, object], key: str) -> float | None:
    """Read a number, also one that arrives as text."""
    value = raw.get(key)
    if isinstance(value, float):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        # Arithmetic with a larger one fails, and no fact of the service is one.
        return value if abs(value) < _LARGEST else None
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return None
    return None


def whole(raw: Mapping[str, object], key: str) -> int | None:
    """Read a whole number, also one that arrives as text or with a fraction of zero."""
    value = number(raw, key)
    try:
        return None if value is None else int(value)
    except (OverflowError, ValueError):
        return None


def flag(raw: Mapping[str, object], key: str) -> bool | None:
    """Read a yes or no; some samples of the service write 0 and 1."""
    value = raw.get(key)
    return bool(value) if isinstance(value, (bool, int)) else None


def moment(raw: Mapping[str, object], key: str) -> datetime | None:
    """Read a point in time; one without a zone is UTC."""
    value = raw.get(key)
    if not isinstance(value, str):
        return None
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def mapping(raw: Mapping[str, object], key: str) -> Json | None:
    """Read a nested object; anything else counts as not given."""
    value = raw.get(key)
    return cast("Json", value) if isinstance(value, dict) else None


def objects(raw: Mapping[str, object], key: str) -> list[Json]:
    """Read a list of objects; whatever is no object is passed over."""
    value = raw.get(key)
    if not isinstance(value, list):
        return []
    items = cast("list[object]", value)
    return [cast("Json", item) for item in items if isinstance(item, dict)]


def texts(raw: Mapping[str, object], key: str) -> list[str]:
    """Read a list of texts; whatever is no text is passed over."""
    value = raw.get(key)
    if not isinstance(value, list):
        return []
    return [item for item in cast("list[object]", value) if isinstance(item, str)]


class Record(Generic[T]):
    """One thing the service told of: its JSON, and the typed model on demand."""

    __slots__ = ("_data", "_raw")

    _raw: Json
    _data: T | None

    #: What the thing is called in messages.
    kind = "thing"

    def __init__(self, raw: object) -> None:
        self._raw = as_object(raw, self.kind)
        self._data = None

    @property
    def raw(self) -> dict[str, object]:
        """The JSON object as the service sent it, unknown members included."""
        return self._raw

    @property
    def data(self) -> T:
        """The typed model of the low-level client, built when first asked for.

        Raises:
            InvalidResponse: The JSON does not fit the model; ``raw`` still holds it.
        """
        if self._data is None:
            try:
                self._data = self._parse(self._raw)
            except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
                raise undecodable(self.kind, f"{type(error).__name__}: {error}") from error
        return self._data

    def _take(self, fresh: Record[T]) -> Self:
        """Become what was read afresh."""
        self._raw, self._data = fresh._raw, None
        return self

    def _parse(self, raw: Json) -> T:
        raise NotImplementedError  # each record names its own model

    def __getstate__(self) -> Json:
        # A handle travels without its client and its token, and without logins of its source.
        return cast("Json", masked(self._raw))

    def __setstate__(self, state: Json) -> None:
        self._raw = state
        self._data = None

    def _shown(self) -> Iterator[tuple[str, object]]:
        """The facts that ``repr`` shows."""
        yield from ()

    def __repr__(self) -> str:
        try:
            facts = [f"{key}={value!r}" for key, value in self._shown() if value is not None]
        except (AttributeError, LookupError, MapflowError):
            # A traceback may show one that is just being refused, because it lacks what it needs.
            facts = ["incomplete"]
        return f"<{type(self).__name__} {', '.join(facts)}>"


class Identified(Record[T]):
    """A record with an identifier, by which two handles of the same thing are equal."""

    __slots__ = ()

    def __init__(self, raw: object) -> None:
        # Not by way of the class above: there may be ten thousand in a list.
        self._raw = as_object(raw, self.kind)
        self._data = None
        if not isinstance(self._raw.get("id"), str):
            raise undecodable(self.kind, "it has no id")

    @property
    def id(self) -> str:
        """The identifier at the service."""
        return cast("str", self._raw["id"])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Identified) and (self.kind, self.id) == (other.kind, other.id)  # pyright: ignore[reportUnknownMemberType]

    def __hash__(self) -> int:
        return hash((self.kind, self.id))

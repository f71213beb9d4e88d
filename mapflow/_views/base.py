"""What all records have in common."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, Protocol, Self, TypeVar, cast

from mapflow_openapi.lazy import Json, Source

from mapflow._base_errors import InvalidResponse, MapflowError
from mapflow._masking.secrets import mask_text, masked
from mapflow._views.deferred import DeferredObject
from mapflow.status import Status

if TYPE_CHECKING:
    from mapflow._display.facts import Facts


def as_object(value: object, what: str) -> Json:
    """Take a response as a JSON object, or say what arrived instead."""
    if isinstance(value, dict):
        return cast("Json", value)
    raise undecodable(what, f"an object was expected, {kind_of(value)} arrived")


def as_source(value: object, what: str) -> Source:
    """Take a response as a JSON object, decoded or not."""
    return value if isinstance(value, DeferredObject) else as_object(value, what)


def as_list(value: object, what: str) -> list[object]:
    """Take a response as a JSON array, or say what arrived instead."""
    if isinstance(value, list):
        return cast("list[object]", value)
    raise undecodable(what, f"a list was expected, {kind_of(value)} arrived")


def unwrapped(value: object, what: str) -> list[object]:
    """Take a response as a JSON array, also one that is the only list in an object."""
    if isinstance(value, dict):
        members: Json = cast("Json", value)
        lists = [cast("list[object]", each) for each in members.values() if isinstance(each, list)]
        if len(lists) == 1:
            return lists[0]
        return as_list(members, what)
    return as_list(value, what)


def undecodable(what: str, why: str) -> InvalidResponse:
    """Make the error for a response that is JSON, but not of the expected form."""
    return InvalidResponse(
        f"Unexpected response for {what}: {why}.",
        hint="The service may have changed; update mapflow-client.",
    )


def kind_of(value: object) -> str:
    """What a value of JSON is called in messages."""
    if value is None:
        return "null"
    names = {"bool": "a boolean", "int": "a number", "float": "a number", "str": "a text"}
    name = type(value).__name__
    return names.get(name, f"a {name}")


def whole(value: float | None) -> int | None:
    """Take a number as a whole one; the service may send it with a fraction of zero."""
    try:
        return None if value is None else int(value)
    except (OverflowError, ValueError):
        return None


#: A list of ten thousand processings holds a handful of different words, so each is made once.
status_of = lru_cache(maxsize=64)(Status)


class _View(Protocol):
    """What every generated view has."""

    @property
    def raw(self) -> Json: ...


class ViewWithId(_View, Protocol):
    """What the view of a thing has that is told by its id."""

    @property
    def id(self) -> str | None: ...


ModelT = TypeVar("ModelT")
ViewT = TypeVar("ViewT", bound=_View)
ViewWithIdT = TypeVar("ViewWithIdT", bound=ViewWithId)


def _shown(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else mask_text(repr(value))


class Record(Generic[ModelT, ViewT]):
    """One thing that the service described: a view of its JSON, and the typed model on demand."""

    __slots__ = ("_data", "_view")

    _view: ViewT
    _data: ModelT | None
    #: The generated view that reads the JSON.
    _viewer: Callable[[Source], ViewT]

    #: What the thing is called in messages.
    _kind = "thing"
    #: The properties that ``repr`` shows.
    _shows: tuple[str, ...] = ()
    #: Those that notebooks show beside them.
    _more: tuple[str, ...] = ()

    def __init__(self, raw: object) -> None:
        self._view = self._viewer(as_source(raw, self._kind))
        self._data = None

    @property
    def raw(self) -> dict[str, object]:
        """The JSON object as the service sent it, unknown members included."""
        return self._view.raw

    @property
    def data(self) -> ModelT:
        """The typed model of the low-level client, built when first asked for.

        Raises:
            InvalidResponse: The JSON does not fit the model; ``raw`` still holds it.
        """
        if self._data is None:
            try:
                self._data = self._parse()
            except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
                raise undecodable(self._kind, f"{type(error).__name__}: {error}") from error
        return self._data

    def _take(self, fresh: Record[ModelT, ViewT]) -> Self:
        """Take over what was read again."""
        self._view, self._data = fresh._view, None
        return self

    def _parse(self) -> ModelT:
        import mapflow_openapi.models

        # A view and a model are made of the same schema, whose name they bear.
        model = getattr(mapflow_openapi.models, type(self._view).__name__)
        return cast("ModelT", model.from_dict(self.raw))

    def __getstate__(self) -> Json:
        # A handle travels without its client and its token, and without logins of its source.
        return cast("Json", masked(self.raw))

    def __setstate__(self, state: Json) -> None:
        self._view = self._viewer(state)
        self._data = None

    def __repr__(self) -> str:
        try:
            given = ((name, getattr(self, name)) for name in self._shows)
            facts = [f"{name}={_shown(value)}" for name, value in given if value not in (None, "")]
        except (AttributeError, LookupError, MapflowError):
            # A traceback may show one that is just being refused, because it lacks what it needs.
            facts = ["incomplete"]
        return f"<{type(self).__name__} {', '.join(facts)}>"

    def _repr_html_(self) -> str:
        from mapflow._display.showing import shown

        return shown(self)

    def _facts(self) -> Facts:
        from mapflow._display.facts import facts_of

        return facts_of(self, notes=self._advice())

    def _advice(self) -> list[str]:
        """What to do next, in sentences."""
        return []


class Identified(Record[ModelT, ViewWithIdT]):
    """A record with an identifier, by which two handles of the same thing are equal."""

    __slots__ = ()

    def __init__(self, raw: object) -> None:
        # Not by way of the class above: there may be ten thousand in a list.
        self._view = view = self._viewer(as_source(raw, self._kind))
        self._data = None
        if view.id is None:
            raise undecodable(self._kind, "it has no id")

    @property
    def id(self) -> str:
        """The identifier at the service."""
        return cast("str", self._view.id)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Identified) and (self._kind, self.id) == (other._kind, other.id)  # pyright: ignore[reportUnknownMemberType]

    def __hash__(self) -> int:
        return hash((self._kind, self.id))

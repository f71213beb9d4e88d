"""Requests that a caller writes, checked: where they go, and whether they cost credits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeAlias, cast
from urllib.parse import parse_qsl, unquote

from mapflow import _arguments
from mapflow._hints import Hint, argument, joined
from mapflow._requests.operations import OPERATIONS
from mapflow.errors import InvalidInput

#: A value of JSON, as it is read.
JsonValue: TypeAlias = dict[str, "JsonValue"] | list["JsonValue"] | str | int | float | bool | None
#: A value of JSON to be sent: any mappings and sequences.
JsonLike: TypeAlias = (
    Mapping[str, "JsonLike"] | Sequence["JsonLike"] | str | int | float | bool | None
)
#: A value in a query; of several, each is sent under the one name, and None is not sent.
QueryValue: TypeAlias = str | int | float | bool | Sequence[str | int | float | bool] | None

_METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
_PLACEHOLDER: Final = re.compile(r"\\\{\w+\\\}")
# An ID, or the size of a preview: s, m or l.
_VALUE: Final = "(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]+|[a-z])"
# What servers read in more than one way, so that a request could be another than it seems.
_AMBIGUOUS: Final = re.compile(r"[\s\\;#\x00-\x1f\x7f]|%2f|%5c|%3b|%23|%25|%00", re.IGNORECASE)


class RawRequest(NamedTuple):
    """A request that was checked.

    Attributes:
        kwargs: The request, as those of the generated client are.
        name: The name of its operation; method and path if it is unknown.
        is_paid: Whether it costs credits, or may.
        is_known: Whether the description has its operation.
    """

    kwargs: dict[str, Any]
    name: str
    is_paid: bool
    is_known: bool


def read_request(
    method: str,
    path: str,
    base_url: str,
    *,
    json: JsonLike = None,
    params: Mapping[str, QueryValue] | None = None,
) -> RawRequest:
    """Check a request that a caller writes.

    Raises:
        InvalidInput: It is not a request of this service.
    """
    verb = _arguments.text(method, "method").strip().upper()
    if verb not in _METHODS:
        raise InvalidInput(
            joined(
                "`",
                argument("method"),
                f"` must be one of {', '.join(_METHODS)}, got {method!r:.20}.",
            )
        )
    place, _, query = _own_path(_arguments.text(path, "path").strip(), base_url).partition("?")
    _check_path(place)
    kwargs: dict[str, Any] = {"method": verb.lower(), "url": place}
    pairs = [*parse_qsl(query, keep_blank_values=True), *_pairs(params)]
    if pairs:
        kwargs["params"] = pairs
    if json is not None:
        kwargs["json"] = json
    name, is_paid = _operation(verb, place)
    return RawRequest(kwargs, name or f"{verb} {place}", is_paid, name is not None)


def may_cost(asked: RawRequest, paid: bool | None, *, repeatable: bool | None = None) -> bool:
    """Whether a request may cost credits; refuse one that does and was not said to.

    Raises:
        InvalidInput: It costs credits, or that is unknown, and the caller did not say.
    """
    for name, given in (("paid", paid), ("repeatable", repeatable)):
        if given is not None and not isinstance(given, bool):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise InvalidInput(f"`{name}` must be True, False or None, got {given!r:.20}.")
    if paid and repeatable:
        raise InvalidInput("A paid request is sent once: leave out `repeatable`.")
    if asked.is_paid and not paid:
        raise InvalidInput(
            f"{asked.name} costs credits.",
            hint="Pass `paid=True` to send it once, without a check of its price.",
        )
    if not asked.is_known and paid is None and asked.kwargs["method"] != "get":
        raise InvalidInput(
            f"{asked.name} is not a known operation, so it may cost credits.",
            hint="Pass `paid=True` if it may, `paid=False` if you know that it does not.",
        )
    return bool(paid)


def check_free(asked: RawRequest) -> None:
    """Refuse to download what costs credits, or may: a download is sent more than once.

    Raises:
        InvalidInput: It costs credits, or that is unknown.
    """
    if asked.is_paid or not (asked.is_known or asked.kwargs["method"] == "get"):
        costs = "costs" if asked.is_paid else "is not a known operation, so it may cost"
        raise InvalidInput(
            f"{asked.name} {costs} credits, and a download that breaks off is sent again.",
            hint="Send it with `request`, which sends it once.",
        )


def _own_path(path: str, base_url: str) -> str:
    """The path below the address of the service, to which alone the token goes."""
    if path.startswith(f"{base_url}/"):
        return path[len(base_url) :]
    if not path.startswith("/") or path.startswith("//"):
        raise InvalidInput(
            joined(
                "`",
                argument("path"),
                f"` must be a path of the API such as /projects, or start with {base_url}/.",
            ),
            hint="Other addresses do not get your token: fetch them with an HTTP library.",
        )
    return path


def _check_path(path: str) -> None:
    parts = unquote(path).split("/")[1:]
    if _AMBIGUOUS.search(path) or not all(parts) or "." in parts or ".." in parts:
        raise InvalidInput(
            joined(
                "`",
                argument("path"),
                "` must consist of plain names and IDs between single slashes.",
            ),
            hint=joined(
                "Give values of the query ",
                Hint(python="as `params`.", command="with --query KEY=VALUE."),
            ),
        )


def _pairs(params: Mapping[str, QueryValue] | None) -> list[tuple[str, str]]:
    given = (
        {} if params is None else _arguments.mapping(cast("Mapping[str, object]", params), "params")
    )
    return [(key, text) for key, value in given.items() for text in _texts(value, key)]


def _texts(value: object, key: str) -> list[str]:
    if value is None:
        return []
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if isinstance(value, (str, int, float)):
        return [_number(value, key)]
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray)):
        return [text for each in cast("Sequence[object]", value) for text in _texts(each, key)]
    raise InvalidInput(f"`params[{key!r}]` must be a text, a number or a list of them.")


def _number(value: str | float, key: str) -> str:
    try:
        return str(value)
    except ValueError as error:
        # Python writes no whole number of more than some thousand digits.
        raise InvalidInput(f"`params[{key!r}]` is too large a number to be sent.") from error


def _operation(method: str, path: str) -> tuple[str | None, bool]:
    """The name of an operation, and whether it is paid, however the path is written."""
    plain = unquote(path).casefold()
    blurred = _blurred(path)
    for operation in OPERATIONS:
        # What stands for an ID is one, or else /processings/v3 would pass for a processing. Of
        # what is paid, any ID does: an odd one may still be valid.
        value = "[^/]+" if operation.is_paid else _VALUE
        pattern = _PLACEHOLDER.sub(value, re.escape(operation.path.casefold()))
        text = blurred if operation.is_paid else plain
        if operation.method == method and re.fullmatch(pattern, text):
            return operation.name, operation.is_paid
    return None, False


def _blurred(path: str) -> str:
    """A path as the most lenient of servers may read it: no more than what can be seen of it."""
    seen = unicodedata.normalize("NFKC", unquote(path).partition("?")[0]).casefold()
    return "".join(each for each in seen if unicodedata.category(each)[0] not in "CZ").rstrip("./")

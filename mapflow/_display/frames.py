"""Things as a data frame: a row each, and a column for each public member."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from mapflow._base_errors import ConfigurationError
from mapflow._display.facts import member
from mapflow._display.members import members_of

if TYPE_CHECKING:
    import pandas

#: Types of columns by those of members. All of them can hold that a value is missing.
_TYPES: Final = {
    "datetime": "datetime64[us, UTC]",
    "float": "float64",
    "int": "Int64",
    "bool": "boolean",
    "str": "string",
    "Status": "string",
}


def frame_of(things: Sequence[object], kind: type | None) -> pandas.DataFrame:
    """Put things of a kind into a data frame.

    Args:
        things: The things.
        kind: What they are; None to take it from the first.

    Returns:
        The frame; without things it has its columns, if the kind is known.

    Raises:
        ConfigurationError: pandas is not installed.
    """
    pandas = need_pandas()
    if kind is None:
        kind = type(things[0]) if things else tuple
    columns = {
        name: _column(pandas, [member(thing, name) for thing in things], word)
        for name, word in members_of(kind).items()
    }
    return pandas.DataFrame(columns)


def need_pandas() -> Any:  # noqa: ANN401  # the library has no types
    """The library, or an error that says how to get it."""
    try:
        import pandas
    except ImportError as error:
        raise ConfigurationError(
            "Data frames need pandas, which is not installed.",
            hint='Install it with `pip install "mapflow-client[geo]"`.',
        ) from error
    return pandas


def _column(pandas: Any, values: list[object], word: str) -> object:  # noqa: ANN401
    wanted = _TYPES.get(word, "object")
    if wanted == "string":
        values = [None if value is None else str(value) for value in values]
    try:
        return pandas.Series(values, dtype=wanted)
    except (ArithmeticError, TypeError, ValueError):
        # A number of more than 64 bits, a moment that no calendar has.
        return pandas.Series(values, dtype="object")

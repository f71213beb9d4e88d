"""Turns the service's error codes into sentences a person can act on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from mapflow._arguments import text as given_text
from mapflow._base_errors import InvalidInput
from mapflow._masking.secrets import mask_text
from mapflow._text.numbers import amount

if TYPE_CHECKING:
    from mapflow._error_codes import Entry

__all__ = ["Message", "translate"]

#: The parameters that may be large numbers: areas and sizes.
_QUANTITIES: Final = frozenset(
    {"area", "aoiArea", "aoiAreaLimit", "providerMinArea", "templateAreaLimit"}
    | {"estimated_size", "allowed_size", "memory_requested", "available_memory"}
    | {"max_file_size", "actual_file_size"}
)
#: A list that the service wrote into a text, as in "['xyz', 'tms']".
_LISTED: Final = re.compile(r"\['[^']*'(?:, '[^']*')*\]")
_DIGITS: Final = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,6})?")


class Message(NamedTuple):
    """One problem the service reported, translated.

    Attributes:
        code: The service's code, such as ``source-validator.TooHighZoom``.
        parameters: The parameters the service sent with it, as text.
        text: What happened, in one sentence with the parameters filled in.
        hint: What to do about it.
        acts: Who must act: ``user``, ``support`` or ``user-then-support``.
        retry: Whether the same again can help: ``no``, ``restart`` or ``later``.
        is_known: False when the code is not in the catalogue; ``text`` then shows it raw.
    """

    code: str
    parameters: dict[str, str]
    text: str
    hint: str | None = None
    acts: str = "user-then-support"
    retry: str = "no"
    is_known: bool = True

    def __str__(self) -> str:
        return f"{self.text} {self.hint}" if self.hint else self.text


def translate(
    code: str, parameters: Mapping[str, object] | None = None, *, server_text: str | None = None
) -> Message:
    """Translate one error code of the service.

    Parameters that the catalogue's sentence needs and the service did not send stay visible as
    ``{name}``; parameters the sentence does not use are kept in ``Message.parameters``.

    Args:
        code: The code, matched exactly first and then without regard to case.
        parameters: The parameters that came with it; values of any JSON type.
        server_text: The service's message, if it sent one.

    Returns:
        The translation. An unknown code is not an error: its text shows the code with whatever it
        carries.

    Raises:
        InvalidInput: An argument is of another kind.

    Example:
        ```python
        from mapflow.messages import translate

        message = translate("source-validator.TooHighZoom", {"max_zoom": "18", "actual_zoom": "21"})
        print(message.text)
        ```
    """
    code = given_text(code, "code")
    if not (parameters is None or isinstance(parameters, Mapping)):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidInput(
            f"`parameters` must hold names and values, got {type(parameters).__name__}."
        )
    if server_text is not None:
        server_text = mask_text(given_text(server_text, "server_text"))
    filled = {mask_text(str(key)): _as_text(value) for key, value in (parameters or {}).items()}
    entry = _find(code, server_text)
    if entry is None:
        return Message(code, filled, _raw_text(code, filled, server_text), is_known=False)
    values = dict(filled)
    for spelling, parameter in entry.aliases:
        if spelling in values:
            values.setdefault(parameter, values[spelling])
    if server_text is not None:
        values.setdefault("message", server_text)
    # In one pass, so that a value that holds braces is never read as another placeholder.
    values |= {name: _readable(values[name]) for name in _QUANTITIES & values.keys()}
    values = {name: _listed(value) for name, value in values.items()}
    text = re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], found[0]), entry.message)
    # The service's own words may end without a full stop, and a hint may follow them.
    text = text.rstrip()
    text = text if text.endswith((".", "!", "?")) else f"{text}."
    return Message(code, filled, text, entry.hint or None, entry.acts, entry.retry)


def _readable(quantity: str) -> str:
    """A quantity comes as digits in a row, such as 26104000 for square metres."""
    if not _DIGITS.fullmatch(quantity):
        return quantity
    return amount(float(quantity) if "." in quantity else int(quantity))


def _listed(value: str) -> str:
    """The items of a list without its brackets and quotes; any other text as it is."""
    return value[2:-2].replace("', '", ", ") if _LISTED.fullmatch(value) else value


def _raw_text(code: str, parameters: Mapping[str, str], server_text: str | None) -> str:
    details = ", ".join(f"{key}={value}" for key, value in parameters.items() if key != "level")
    text = f"Mapflow reported {code}"
    if details:
        text += f" ({details})"
    return f"{text}: {server_text}" if server_text else f"{text}."


def _as_text(value: object) -> str:
    if isinstance(value, str):
        # The address of a source comes back in messages, with whatever is written into it.
        return mask_text(value)
    if isinstance(value, list):
        return ", ".join(_as_text(item) for item in cast("list[object]", value))
    return str(value)


@cache
def _index() -> tuple[dict[str, Entry], dict[str, Entry], tuple[Entry, ...]]:
    # The catalogue is a hundred entries that most programs never need: loaded at the first error.
    from mapflow._error_codes import ENTRIES

    plain = [entry for entry in ENTRIES if entry.contains is None]
    exact = {entry.code: entry for entry in plain}
    folded: dict[str, Entry] = {}
    for entry in plain:
        folded.setdefault(entry.code.casefold(), entry)
    return exact, folded, tuple(entry for entry in ENTRIES if entry.contains is not None)


def _find(code: str, server_text: str | None) -> Entry | None:
    """The entry for a code; the service's words distinguish the meanings of a generic code."""
    exact, folded, by_text = _index()
    if server_text:
        words = server_text.casefold()
        for entry in by_text:
            if entry.code == code and entry.contains and entry.contains.casefold() in words:
                return entry
    return exact.get(code) or folded.get(code.casefold())

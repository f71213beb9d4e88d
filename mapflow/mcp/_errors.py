"""Errors as an assistant reads them: what went wrong, why, and the cure."""

import re
from typing import Final

from mcp.server.mcpserver.exceptions import ToolError
from pydantic import ValidationError

from mapflow._hints import tool_form
from mapflow._masking.secrets import mask_text

#: A parameter that the service did not send with its message.
_UNFILLED: Final = re.compile(r"\{(?![xyzq]\})(\w+)\}")
#: The longest name, and the longest sentence, in characters.
_LONGEST_NAME: Final = 300
_LONGEST_SENTENCE: Final = 1500
#: What is read of a text: a secret that begins within what is shown may end beyond it.
_MOST_READ: Final = 20_000
#: How many wrong arguments are told of.
_MOST_ARGUMENTS: Final = 5


def short(text: str) -> str:
    """A text of people: without secrets, and cut so that it cannot fill the context."""
    return cut(mask_text(text[:_MOST_READ]), _LONGEST_NAME)


def readable(text: str) -> str:
    """A sentence: without secrets, cut, and without names in braces that nothing was filled in for.

    What is cut is in the middle, because the cure is at the end. Braces of tile addresses stay.
    """
    # What will be cut need not be read, but half an address is not recognised.
    told = _middle_cut(mask_text(_middle_cut(text, _MOST_READ)), _LONGEST_SENTENCE)
    return _UNFILLED.sub(lambda found: f"[{found[1].replace('_', ' ')}]", told)


def cut(text: str, longest: int = _LONGEST_SENTENCE) -> str:
    """A text that is not longer than that."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _middle_cut(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    # From the next word on: the rest of an address would not be masked.
    end = text[-longest // 3 :].partition(" ")[2]
    return f"{text[: longest // 2]} … {end}".rstrip()


def sentence(error: BaseException) -> str:
    """What an error of the package says, with what was noted on it."""
    return readable(" ".join(map(tool_form, (str(error), *getattr(error, "__notes__", ())))))


def of_arguments(error: ValidationError) -> ToolError:
    """What is wrong with the arguments of a call, without repeating their values."""
    found = error.errors(include_url=False, include_input=False)
    told = [_argument(one["loc"], one["msg"]) for one in found[:_MOST_ARGUMENTS]]
    if len(found) > _MOST_ARGUMENTS:
        told.append(f"and {len(found) - _MOST_ARGUMENTS} more")
    return ToolError(
        f"The arguments do not fit: {'; '.join(told)}. Nothing was sent. The tool's input schema"
        " has the names and the kinds of values."
    )


def _argument(place: tuple[int | str, ...], wrong: str) -> str:
    name = ".".join(map(str, place))
    # Only the first letter: the rest may name choices.
    return f"{cut(name, 80)}: {cut(wrong[:1].lower() + wrong[1:], 300)}"

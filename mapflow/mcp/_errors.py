"""Errors as an assistant reads them: what went wrong, why, and the cure."""

import re
from typing import Final

from mcp.server.mcpserver.exceptions import ToolError
from pydantic import ValidationError

from mapflow._hints import tool_form
from mapflow._masking.secrets import mask_text

#: A parameter that the service did not send with its message.
_UNFILLED: Final = re.compile(r"\{(\w+)\}")


def readable(text: str) -> str:
    """A text without secrets, and without names in braces that nothing was filled in for."""
    return _UNFILLED.sub(lambda found: f"[{found[1].replace('_', ' ')}]", mask_text(text))


def sentence(error: BaseException) -> str:
    """What an error of the package says, with what was noted on it."""
    return readable(" ".join(map(tool_form, (str(error), *getattr(error, "__notes__", ())))))


def of_arguments(error: ValidationError) -> ToolError:
    """What is wrong with the arguments of a call, without repeating their values."""
    told = [
        f"{'.'.join(str(part) for part in one['loc'])}: {one['msg'].lower()}"
        for one in error.errors(include_url=False, include_input=False)
    ]
    return ToolError(
        f"The arguments do not fit: {'; '.join(told)}. Nothing was sent. The tool's input schema"
        " has the names and the kinds of values."
    )

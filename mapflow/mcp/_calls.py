"""Every call of a tool: its errors are explained, and what is warned of meanwhile is told."""

import logging
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from errno import ENAMETOOLONG
from functools import wraps
from typing import ParamSpec, TypeVar

from mcp.server.mcpserver.exceptions import ToolError

from mapflow.errors import MapflowError, OutcomeUnknown
from mapflow.mcp._errors import readable, sentence
from mapflow.mcp._tidy import tidy
from mapflow.mcp._told import Told

ParamsT = ParamSpec("ParamsT")
ReturnT = TypeVar("ReturnT")

logger = logging.getLogger("mapflow.mcp")
#: What was warned of during a call.
_warned: ContextVar[list[str] | None] = ContextVar("_warned", default=None)


def explained(tool: Callable[ParamsT, Awaitable[ReturnT]]) -> Callable[ParamsT, Awaitable[ReturnT]]:
    """Turn what a tool raises into errors of a tool, with what to do about them."""

    @wraps(tool)
    async def call(*args: ParamsT.args, **kwargs: ParamsT.kwargs) -> ReturnT:
        warned: list[str] = []
        _warned.set(warned)
        try:
            done = await tool(*args, **kwargs)
        except OutcomeUnknown as error:
            raise ToolError(f"{sentence(error)} {_unknown(error)}") from None
        except MapflowError as error:
            raise ToolError(sentence(error)) from None
        except OSError as error:
            if error.errno == ENAMETOOLONG:
                raise ToolError(
                    "The name of a file is too long. Give a name of at most 255 bytes."
                ) from None
            raise ToolError(
                f"A file could not be used: {error.strerror or type(error).__name__}. Check that"
                " the server's folder exists, can be written to and has space."
            ) from None
        except Exception as error:
            # Its text may hold anything, so only its kind is told.
            logger.debug("A tool failed.", exc_info=True)
            raise ToolError(
                f"Unexpected error ({type(error).__name__}). This is a bug in mapflow-client:"
                " report it. If the tool pays, check list_processings before you try again."
            ) from None
        omitted = tidy(done)
        if isinstance(done, Told):
            done.notes += [*warned, *omitted]
        return done

    return call


def _unknown(error: OutcomeUnknown) -> str:
    told = "It may have been started and charged: do not run it again."
    if error.tag:
        return f"{told} In a minute, call reconcile with the tag {error.tag}."
    return f"{told} In a minute, call get_processing with {error.processing_id}."


def take_warning(message: Warning | str, category: type[Warning], *_: object, **__: object) -> None:
    """Keep a warning of the package for the call it belongs to; those of libraries say nothing."""
    warned = _warned.get()
    if warned is not None and category.__module__ == "mapflow.errors":
        warned.append(readable(str(message)))

"""Errors as an assistant reads them: what went wrong, and the cure."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from mcp.server.mcpserver.exceptions import ToolError

from mapflow.errors import MapflowError, OutcomeUnknown

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

ParamsT = ParamSpec("ParamsT")
ReturnT = TypeVar("ReturnT")


def explained(tool: Callable[ParamsT, Awaitable[ReturnT]]) -> Callable[ParamsT, Awaitable[ReturnT]]:
    """Turn the package's errors into those of a tool, with what to do about them."""

    @wraps(tool)
    async def call(*args: ParamsT.args, **kwargs: ParamsT.kwargs) -> ReturnT:
        try:
            return await tool(*args, **kwargs)
        except OutcomeUnknown as error:
            raise ToolError(
                f"{error} It may have been started and charged: do not run it again. "
                f"Call reconcile with the tag {error.tag!r} later."
            ) from None
        except MapflowError as error:
            raise ToolError(str(error)) from None

    return call

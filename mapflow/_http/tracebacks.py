"""Takes out of exceptions what the library knows of a request.

Its frames hold the body and the headers that are being sent. Tools that show the variables of a
traceback, or what hangs off an error, would show the token and the login of a source, whatever
ended the request: a fault of the network, Ctrl-C, a cancelled task.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import TracebackType
from typing import Final, cast

import httpx

from mapflow._masking.secrets import mask_text

# Whose frames hold what is being sent or received.
_CARRIERS: Final = frozenset(
    {"httpx", "httpcore", "httpx_retries", "h11", "h2", "hpack", "socksio", "anyio"}
    | {"asyncio", "contextlib", "selectors", "socket", "ssl", "vcr"}
)
_OWN_CARRIERS: Final = re.compile(r"mapflow\._http\.(?!_a?sync\.transport)")


def without_frames(error: BaseException, secrets: Sequence[str]) -> BaseException:
    """The exception without the library's frames and request; its texts are masked.

    The library's texts repeat what the service sent if that was not HTTP.
    """
    found, at = [error], 0
    while at < len(found):
        one = found[at]
        one.__traceback__ = outside(one.__traceback__)
        if isinstance(one, httpx.RequestError):
            one._request = None
        one.args = tuple(
            mask_text(part, secrets) if isinstance(part, str) else part
            for part in cast("tuple[object, ...]", one.args)
        )
        for behind in (one.__cause__, one.__context__):
            if behind is not None and behind not in found:
                found.append(behind)
        at += 1
    return error


def outside(trace: TracebackType | None) -> TracebackType | None:
    """A traceback without the frames of those that carry a request."""
    kept: list[TracebackType] = []
    while trace is not None:
        module = str(trace.tb_frame.f_globals.get("__name__", ""))
        if module.partition(".")[0] not in _CARRIERS and not _OWN_CARRIERS.match(module):
            kept.append(trace)
        trace = trace.tb_next
    below: TracebackType | None = None
    for one in reversed(kept):
        below = TracebackType(below, one.tb_frame, one.tb_lasti, one.tb_lineno)
    return below

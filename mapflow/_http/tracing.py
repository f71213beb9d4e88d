"""Keeps what services say in their headers out of the logs of the library's lower half.

It logs the headers of every response at level DEBUG, and texts that were not HTTP. Requests of this
package get masked values there; those of other code in this process are not touched.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from typing import Any, Final

import httpx

from mapflow._masking.secrets import mask_text

_LOGGERS: Final = tuple(
    logging.getLogger(name) for name in ("httpcore.http11", "httpcore.http2", "httpcore.proxy")
)
# Patterns are compiled when something is logged: a client is imported faster without.
_HIDDEN_HEADER: Final = r"""(?xi)(\(b'(?:set-cookie|location|content-location|link|refresh
    |[\w-]*(?:auth|token|key)[\w-]*)',\ )
    b(['"])(?:\\.|(?!\2)[^\\])*\2"""
# The words behind a status, in which a service may say anything.
_REASON: Final = r"""(\(b'HTTP/[\d.]+', \d+, )b(['"])(?:\\.|(?!\2)[^\\])*\2"""
# What was sent in place of a response, as an error of the library repeats it.
_RAW_RESPONSE: Final = r"(?s)bytearray\(b.*"


class _Shown:
    """Something whose ``repr`` is a masked text."""

    def __init__(self, value: object, secrets: Iterable[str]) -> None:
        text = re.sub(_REASON, r"\1b''", re.sub(_RAW_RESPONSE, "***", repr(value)))
        text = re.sub(_HIDDEN_HEADER, r"\1b'***'", text)
        self._text = mask_text(text, secrets)

    def __repr__(self) -> str:
        return self._text


def tracing(
    client: httpx.Client | httpx.AsyncClient, secrets: Callable[[], Iterable[str]]
) -> dict[str, Any]:
    """The extension of a request that masks what is logged of it; empty where nothing is.

    Args:
        client: What the request is of.
        secrets: Gives what a service must not be allowed to repeat.
    """
    for each in _LOGGERS:
        if each.isEnabledFor(logging.DEBUG):
            break
    else:
        return {}
    known = [*secrets()]

    def mask(name: str, info: dict[str, Any]) -> None:
        # Only events at an end come in a new mapping; those at a beginning show the arguments.
        if name.endswith((".complete", ".failed")):
            for key, value in info.items():
                if value is not None:
                    info[key] = _Shown(value, known)

    async def amask(name: str, info: dict[str, Any]) -> None:
        mask(name, info)

    return {"trace": amask if isinstance(client, httpx.AsyncClient) else mask}

"""Links that the service gives out: which may be fetched, and how they stay out of logs."""

from __future__ import annotations

import logging
from functools import cache
from typing import Final
from urllib.parse import urlsplit

import httpx

from mapflow._masking.secrets import Masked
from mapflow._masking.urls import MASK, mask_url
from mapflow.errors import InvalidResponse

_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
# The libraries that write addresses into their logs, the first at level INFO.
_LOGGERS: Final = ("httpx", "httpx_retries.transport")


def check_link(url: str, base_url: str) -> str:
    """Take a link of the service's, if it is one that can be fetched safely.

    Only a service on this machine may point to this machine.
    """
    if not _is_safe(url, base_url):
        raise InvalidResponse(
            "Mapflow returned a link that is not an https address.",
            method="GET",
            url=bare(url),
            hint="The client did not follow it. Ask Mapflow's support, help@geoalert.io.",
        )
    return Masked(url)


def _is_safe(url: str, base_url: str) -> bool:
    try:
        parts, read_by_library = urlsplit(url), httpx.URL(url)
    except (ValueError, httpx.InvalidURL):
        return False
    # Two readers that disagree about the host are what such attacks live on.
    if not parts.hostname or parts.hostname != read_by_library.host:
        return False
    if parts.hostname in _LOOPBACK:
        return parts.scheme in ("http", "https") and urlsplit(base_url).hostname in _LOOPBACK
    return parts.scheme == "https"


def bare(url: str) -> str:
    """The address without query and login, and without keys in its path."""
    path = url.partition("?")[0].partition("#")[0]
    return mask_url(path).replace(f"://{MASK}@", "://", 1)


class Link(httpx.URL):
    """The address of a link. A signed one is a secret for a while, so logs get it masked."""


class _HideLinks(logging.Filter):
    """Masks our links, and nothing else, in the logs of the HTTP libraries."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple) and any(map(_is_ours, record.args)):
            record.args = tuple(map(_hidden, record.args))
        return True


def _is_ours(argument: object) -> bool:
    url = argument.url if isinstance(argument, httpx.Request) else argument
    return isinstance(url, Link)


def _hidden(argument: object) -> object:
    if isinstance(argument, Link):
        return mask_url(str(argument))
    if isinstance(argument, httpx.Request) and isinstance(argument.url, Link):
        return f"<Request({argument.method!r}, {mask_url(str(argument.url))!r})>"
    return argument


@cache
def hide_links() -> None:
    """Begin to mask links in logs; once is enough."""
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_HideLinks())

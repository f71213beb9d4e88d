"""What every client of the HTTP library is made with."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

import httpx

from mapflow._http.decoding import ACCEPTED_ENCODING
from mapflow._masking.urls import mask_url
from mapflow._version import user_agent
from mapflow.errors import ConfigurationError

LIMITS: Final = httpx.Limits(max_connections=20, max_keepalive_connections=10)


class _NoCookies(httpx.Cookies):
    """Stays empty: the API has no cookies, and what a server sets must not pile up."""

    def extract_cookies(self, response: httpx.Response) -> None:
        """Leave them, unread: reading them takes a tenth of the time of a small request."""


class Cookieless:
    """A client that keeps no cookies."""

    @property
    def cookies(self) -> httpx.Cookies:
        """None, ever."""
        return _NO_COOKIES

    @cookies.setter
    def cookies(self, cookies: object) -> None:
        """Nothing is kept."""


_NO_COOKIES: Final = _NoCookies()


def usual_headers() -> dict[str, str]:
    """The headers that every request carries."""
    return {"User-Agent": user_agent(), "Accept-Encoding": ACCEPTED_ENCODING}


def address_of(base_url: str) -> httpx.URL:
    """The address of the service, as the library reads it."""
    with suppress(ValueError, httpx.InvalidURL):
        url = httpx.URL(base_url)
        # Names with empty or very long parts are found out only when they are looked up.
        url.host.encode("idna")
        if url.host and base_url.isprintable() and " " not in base_url:
            return url
    raise ConfigurationError(
        f"The base URL {mask_url(base_url)!r} cannot be read.",
        hint="It looks like https://api.mapflow.ai/rest.",
    )

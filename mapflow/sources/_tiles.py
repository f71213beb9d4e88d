"""Services that are addressed by a URL."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlsplit

from mapflow_openapi import models

from mapflow._arguments import or_unset
from mapflow._base_errors import DeprecatedSourceWarning, InvalidSource
from mapflow._masking.secrets import Masked
from mapflow._masking.urls import MASK, mask_source
from mapflow._warnings import warn
from mapflow.sources._base import FlatSource, as_text, check_zoom, checked_text


def _has_host(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


@dataclass(frozen=True, slots=True, init=False, repr=False)
class _TileService(FlatSource):
    """What the services that are addressed by a URL have in common."""

    url: str
    zoom: int | None = None
    crs: str | None = None
    login: str | None = None
    password: str | None = None

    _source_type: ClassVar[str]
    _placeholders: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self,
        url: str,
        zoom: int | None = None,
        crs: str | None = None,
        login: str | None = None,
        password: str | None = None,
    ) -> None:
        # Written out, because an exception shows the variables of an __init__ that is made.
        url = Masked(url)
        login = None if login is None else Masked(login)
        password = None if password is None else Masked(password)
        values = {"url": url, "zoom": zoom, "crs": crs, "login": login, "password": password}
        for name, value in values.items():
            object.__setattr__(self, name, value)
        self._check()

    def _check(self) -> None:
        address = mask_source(self.url)
        if not _has_host(self.url):
            # A word alone may be a key that went to the wrong place.
            told = address if "/" in self.url else MASK
            raise InvalidSource(
                f"The imagery address {told!r} does not begin with http:// or https://.",
                hint="Give the full address of the tile service.",
            )
        missing = [
            name
            for name in self._placeholders
            if not re.search(r"\{-?" + name + r"\}", self.url, re.IGNORECASE)
        ]
        if missing:
            wanted = ", ".join("{" + name + "}" for name in self._placeholders)
            raise InvalidSource(
                f"The imagery address {address!r} lacks {{{'}, {'.join(missing)}}}.",
                hint=f"A {type(self).__name__} address holds {wanted} where the numbers go.",
            )
        if (self.login is None) != (self.password is None):
            raise InvalidSource(
                "A tile service needs both a login and a password, or neither.",
                hint="Give the missing one, or omit both.",
            )
        if self.crs is not None:
            checked_text(self.crs, "crs")
        check_zoom(self.zoom)

    def __repr__(self) -> str:
        url = mask_source(self.url)
        return f"{type(self).__name__}(url={url!r}, zoom={self.zoom}, crs={self.crs!r})"

    def _v1(self) -> models.RunParams:
        return models.RunParams(
            source_type=self._source_type,
            url=self.url,
            zoom=as_text(self.zoom),
            # Requests of version 1 say "projection" where version 2 and the responses say "crs".
            projection=or_unset(self.crs and self.crs.lower()),
            raster_login=or_unset(self.login),
            raster_password=or_unset(self.password),
        )

    def _v2(self) -> models.SourceParams:
        tiles = models.UserDefinedSource(
            source_type=self._source_type.upper(),
            url=self.url,
            zoom=or_unset(self.zoom),
            crs=or_unset(self.crs),
            raster_login=or_unset(self.login),
            raster_password=or_unset(self.password),
        )
        return models.SourceParams(user_defined=tiles)


@dataclass(frozen=True, slots=True, init=False, repr=False)
class XYZ(_TileService):
    """A tile service with rows counted from the north.

    Args:
        url: Address with ``{x}``, ``{y}`` and ``{z}``.
        zoom: Zoom level, 0 to 22; None lets Mapflow choose.
        crs: ``EPSG:3857`` or ``EPSG:3395``; None for the former.
        login: User name at the tile service; never shown.
        password: Password at the tile service; never shown.

    Raises:
        InvalidSource: The address or the zoom cannot be used; correct it.

    Example:
        ```python
        from mapflow import sources

        source = sources.XYZ("https://tiles.example.com/{z}/{x}/{y}.png", zoom=18)
        ```
    """

    _source_type: ClassVar[str] = "xyz"
    _placeholders: ClassVar[tuple[str, ...]] = ("x", "y", "z")


@dataclass(frozen=True, slots=True, init=False, repr=False)
class TMS(_TileService):
    """A tile service with rows counted from the south.

    Args:
        url: Address with ``{x}``, ``{y}`` and ``{z}``.
        zoom: Zoom level, 0 to 22; None lets Mapflow choose.
        crs: ``EPSG:3857`` or ``EPSG:3395``; None for the former.
        login: User name at the tile service; never shown.
        password: Password at the tile service; never shown.

    Raises:
        InvalidSource: The address or the zoom cannot be used; correct it.

    Example:
        ```python
        from mapflow import sources

        source = sources.TMS("https://tiles.example.com/{z}/{x}/{y}.png")
        ```
    """

    _source_type: ClassVar[str] = "tms"
    _placeholders: ClassVar[tuple[str, ...]] = ("x", "y", "z")


@dataclass(frozen=True, slots=True, init=False, repr=False)
class Quadkey(_TileService):
    """A tile service addressed by one key per tile, as Bing's.

    Args:
        url: Address with ``{q}``.
        zoom: Zoom level, 0 to 22; None lets Mapflow choose.
        crs: ``EPSG:3857`` or ``EPSG:3395``; None for the former.
        login: User name at the tile service; never shown.
        password: Password at the tile service; never shown.

    Raises:
        InvalidSource: The address or the zoom cannot be used; correct it.

    Example:
        ```python
        from mapflow import sources

        source = sources.Quadkey("https://tiles.example.com/{q}.jpeg")
        ```
    """

    _source_type: ClassVar[str] = "quadkey"
    _placeholders: ClassVar[tuple[str, ...]] = ("q",)


@dataclass(frozen=True, slots=True, init=False, repr=False)
class WMS(_TileService):
    """A map service. The service calls this kind of source deprecated.

    Args:
        url: Address of the map service.
        zoom: Zoom level, 0 to 22; None lets Mapflow choose.
        crs: ``EPSG:3857`` or ``EPSG:3395``; None for the former.
        login: User name at the map service; never shown.
        password: Password at the map service; never shown.

    Raises:
        InvalidSource: The address or the zoom cannot be used; correct it.

    Example:
        ```python
        import warnings
        from mapflow import sources

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            source = sources.WMS("https://maps.example.com/wms")
        ```
    """

    _source_type: ClassVar[str] = "wms"

    def _check(self) -> None:
        # Zero-argument super() does not work in a dataclass with slots, which is a second class.
        _TileService._check(self)
        warn(
            "Mapflow calls WMS sources deprecated and may refuse them; use XYZ or TMS instead.",
            DeprecatedSourceWarning,
        )

    def _v2(self) -> models.SourceParams:
        raise InvalidSource(
            "Version 2 of the API takes no WMS sources.", hint="Use an XYZ or TMS source."
        )

"""Where the imagery of a processing comes from: small values, checked when they are made."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from typing import ClassVar, Protocol
from urllib.parse import urlsplit

from mapflow.errors import DeprecatedSourceWarning, InvalidSource

__all__ = ["TMS", "WMS", "XYZ", "GeoTIFF", "Provider", "Quadkey", "Sentinel", "Source"]

_MAX_ZOOM = 22


class Source(Protocol):
    """Anything that can say which imagery a processing shall use."""

    def params(self) -> dict[str, str]:
        """Give the flat parameters that version 1 of the API takes.

        Returns:
            Names and values, all text. They may hold a login: do not log them.

        Example:
            ```python
            from mapflow import sources

            assert sources.Provider("Mapbox").params() == {"data_provider": "Mapbox"}
            ```
        """
        ...


class _HasUrl(Protocol):
    """An uploaded image: whatever has the storage link of one."""

    @property
    def url(self) -> str | None: ...


def _check_zoom(zoom: int | None) -> None:
    if zoom is None:
        return
    if isinstance(zoom, bool) or not isinstance(zoom, int):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidSource(
            f"Zoom has to be a whole number, not {zoom!r}.",
            hint="Leave it out to let Mapflow choose.",
        )
    if not 0 <= zoom <= _MAX_ZOOM:
        raise InvalidSource(
            f"Zoom {zoom} lies outside 0 to {_MAX_ZOOM}.",
            hint="Most models work at 17 to 18; leave it out to let Mapflow choose.",
        )


@dataclass(frozen=True, slots=True)
class Provider:
    """Imagery of a provider that the account may use, such as Mapbox.

    Args:
        name: The provider's name as in ``client.account.status().providers``.
        zoom: Zoom level, 0 to 22; None lets Mapflow choose.

    Raises:
        InvalidSource: The name is empty or the zoom out of range; correct it.

    Example:
        ```python
        from mapflow import sources

        source = sources.Provider("Mapbox", zoom=18)
        ```
    """

    name: str
    zoom: int | None = None

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise InvalidSource(
                "The provider has no name.",
                hint="client.account.status().providers lists those of the account.",
            )
        _check_zoom(self.zoom)

    def params(self) -> dict[str, str]:
        """Give the flat parameters that version 1 of the API takes.

        Returns:
            Names and values, all text. They may hold a login: do not log them.

        Example:
            ```python
            from mapflow import sources

            assert sources.Provider("Mapbox").params() == {"data_provider": "Mapbox"}
            ```
        """
        zoom = {} if self.zoom is None else {"zoom": str(self.zoom)}
        return {"data_provider": self.name, **zoom}


@dataclass(frozen=True, slots=True)
class _TileService:
    """What the services that are addressed by a URL have in common."""

    url: str
    zoom: int | None = None
    crs: str | None = None
    login: str | None = None
    password: str | None = None

    source_type: ClassVar[str]
    placeholders: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise InvalidSource(
                f"The imagery address {_hide_login(self.url)!r} does not begin with http:// or https://.",
                hint="Give the full address of the tile service.",
            )
        missing = [
            name
            for name in self.placeholders
            if not re.search(r"\{-?" + name + r"\}", self.url, re.IGNORECASE)
        ]
        if missing:
            wanted = ", ".join("{" + name + "}" for name in self.placeholders)
            raise InvalidSource(
                f"The imagery address {_hide_login(self.url)!r} lacks {{{'}, {'.join(missing)}}}.",
                hint=f"A {type(self).__name__} address holds {wanted} where the numbers go.",
            )
        if (self.login is None) != (self.password is None):
            raise InvalidSource(
                "A tile service needs both a login and a password, or neither.",
                hint="Give the missing one, or leave both out.",
            )
        _check_zoom(self.zoom)

    def __repr__(self) -> str:
        url = _hide_login(self.url)
        return f"{type(self).__name__}(url={url!r}, zoom={self.zoom}, crs={self.crs!r})"

    def params(self) -> dict[str, str]:
        """Give the flat parameters that version 1 of the API takes.

        Returns:
            Names and values, all text. They may hold a login: do not log them.

        Example:
            ```python
            from mapflow import sources

            assert sources.Provider("Mapbox").params() == {"data_provider": "Mapbox"}
            ```
        """
        params = {"source_type": self.source_type, "url": self.url}
        if self.zoom is not None:
            params["zoom"] = str(self.zoom)
        if self.crs is not None:
            # Requests of version 1 say "projection" where version 2 and the answers say "crs".
            params["projection"] = self.crs.lower()
        if self.login is not None and self.password is not None:
            params["raster_login"] = self.login
            params["raster_password"] = self.password
        return params


@dataclass(frozen=True, slots=True, repr=False)
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

    source_type: ClassVar[str] = "xyz"
    placeholders: ClassVar[tuple[str, ...]] = ("x", "y", "z")


@dataclass(frozen=True, slots=True, repr=False)
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

    source_type: ClassVar[str] = "tms"
    placeholders: ClassVar[tuple[str, ...]] = ("x", "y", "z")


@dataclass(frozen=True, slots=True, repr=False)
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

    source_type: ClassVar[str] = "quadkey"
    placeholders: ClassVar[tuple[str, ...]] = ("q",)


@dataclass(frozen=True, slots=True, repr=False)
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

    source_type: ClassVar[str] = "wms"

    def __post_init__(self) -> None:
        # Zero-argument super() does not work in a dataclass with slots, which is a second class.
        _TileService.__post_init__(self)
        warnings.warn(
            "Mapflow calls WMS sources deprecated and may refuse them; use XYZ or TMS instead.",
            DeprecatedSourceWarning,
            stacklevel=3,
        )


@dataclass(frozen=True, slots=True)
class Sentinel:
    """One Sentinel-2 image, for the models that work on Sentinel-2.

    Args:
        granule: Identifier of the granule.

    Raises:
        InvalidSource: The identifier is empty; give one.

    Example:
        ```python
        from mapflow import sources

        source = sources.Sentinel("S2B_OPER_MSI_L2A_TL_SGS__20200101T000000_A000000_T37UDB_N02.13")
        ```
    """

    granule: str

    def __post_init__(self) -> None:
        if not self.granule.strip():
            raise InvalidSource(
                "The Sentinel-2 granule has no identifier.",
                hint="Give the identifier of one granule.",
            )

    def params(self) -> dict[str, str]:
        """Give the flat parameters that version 1 of the API takes.

        Returns:
            Names and values, all text. They may hold a login: do not log them.

        Example:
            ```python
            from mapflow import sources

            assert sources.Provider("Mapbox").params() == {"data_provider": "Mapbox"}
            ```
        """
        return {"source_type": "sentinel_l2a", "url": self.granule}


@dataclass(frozen=True, slots=True)
class GeoTIFF:
    """An image of one's own that was uploaded before.

    Args:
        image: The image as ``client.imagery`` returns it, or its ``s3://`` link.

    Raises:
        InvalidSource: It is neither; upload the file first.

    Example:
        ```python
        from mapflow import Mapflow, sources

        with Mapflow() as mf:
            image = mf.imagery.upload(path)
            source = sources.GeoTIFF(image)
        ```
    """

    image: str | _HasUrl

    def __post_init__(self) -> None:
        link = self.image if isinstance(self.image, str) else self.image.url
        if link is None or not link.startswith("s3://"):
            raise InvalidSource(
                f"{link!r} is not the s3:// link of an uploaded image.",
                hint="Upload the file with client.imagery.upload(...) and use what it returns.",
            )

    def params(self) -> dict[str, str]:
        """Give the flat parameters that version 1 of the API takes.

        Returns:
            Names and values, all text. They may hold a login: do not log them.

        Example:
            ```python
            from mapflow import sources

            assert sources.Provider("Mapbox").params() == {"data_provider": "Mapbox"}
            ```
        """
        link = self.image if isinstance(self.image, str) else self.image.url
        return {"source_type": "tif", "url": str(link)}


def _hide_login(url: str) -> str:
    """The address without a login written into it."""
    parts = urlsplit(url)
    if "@" not in parts.netloc:
        return url
    return parts._replace(netloc="***@" + parts.netloc.rpartition("@")[2]).geturl()

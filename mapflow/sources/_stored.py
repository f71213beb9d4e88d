"""Sources as the service tells of them in a processing, read back into values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, cast

from mapflow.errors import InvalidSource
from mapflow.sources._base import Source
from mapflow.sources._images import GeoTIFF, MyImagery, Sentinel
from mapflow.sources._providers import ImagerySearch, Provider
from mapflow.sources._tiles import TMS, WMS, XYZ, Quadkey

_TILES: Final[Mapping[str, Callable[[str, int | None, str | None], Source]]] = {
    "xyz": XYZ,
    "tms": TMS,
    "quadkey": Quadkey,
    "wms": WMS,
}
_STORED: Final = frozenset({"tif", "tiff", "local"})
_LOGINS: Final = ("raster_login", "raster_password", "rasterLogin", "rasterPassword")


def source_from(params: Mapping[str, object]) -> Source | None:
    """Read the parameters of a processing, of either version; None if absent.

    Raises:
        InvalidSource: They hold a login, which the service does not give back, or are of a kind
            that is new. Give the source.
    """
    structured = params.get("sourceParams")
    if isinstance(structured, Mapping):
        kinds = cast("Mapping[str, object]", structured)
        for kind, content in kinds.items():
            if isinstance(content, Mapping):
                return _from_member(kind, cast("Mapping[str, object]", content))
        return None
    return _from_flat(params)


def _from_member(kind: str, content: Mapping[str, object]) -> Source:
    zoom = _zoom(content)
    if kind == "dataProvider":
        return Provider(_text(content, "providerName"), zoom)
    if kind == "imagerySearch":
        return ImagerySearch(_text(content, "dataProvider"), _texts(content, "imageIds"), zoom)
    if kind == "myImagery":
        mosaic = content.get("mosaicId")
        return MyImagery(
            _texts(content, "imageIds"), mosaic=mosaic if isinstance(mosaic, str) else None
        )
    if kind == "userDefined":
        return _user_defined(_text(content, "sourceType"), content, zoom)
    raise _new_kind(kind)


def _from_flat(params: Mapping[str, object]) -> Source | None:
    zoom, provider, kind = _zoom(params), params.get("data_provider"), params.get("source_type")
    if isinstance(provider, str) and provider:
        image = params.get("url")
        if isinstance(image, str) and image:
            return ImagerySearch(provider, [image], zoom)
        return Provider(provider, zoom)
    if isinstance(kind, str) and kind:
        return _user_defined(kind, params, zoom)
    if params.get("url"):
        raise _new_kind("none")
    return None


def _user_defined(kind: str, content: Mapping[str, object], zoom: int | None) -> Source:
    if any(content.get(name) for name in _LOGINS):
        raise InvalidSource(
            "The imagery of this processing needs a login, and Mapflow does not give it back.",
            hint="Give the source again, with its login.",
        )
    url, plain = _text(content, "url"), kind.casefold()
    if plain == "sentinel_l2a":
        return Sentinel(url)
    if plain in _STORED:
        return GeoTIFF(url)
    if plain in _TILES:
        crs = content.get("crs") or content.get("projection")
        return _TILES[plain](url, zoom, crs.upper() if isinstance(crs, str) else None)
    raise _new_kind(kind)


def _new_kind(kind: str) -> InvalidSource:
    return InvalidSource(
        f"The imagery of this processing is of the kind {kind!r}, which is not known here.",
        hint="Give the source, or update mapflow-client.",
    )


def _zoom(content: Mapping[str, object]) -> int | None:
    zoom = content.get("zoom")
    if isinstance(zoom, str) and zoom.isdecimal():
        return int(zoom)
    return zoom if isinstance(zoom, int) and not isinstance(zoom, bool) else None


def _text(content: Mapping[str, object], key: str) -> str:
    value = content.get(key)
    return value if isinstance(value, str) else ""


def _texts(content: Mapping[str, object], key: str) -> list[str]:
    value = content.get(key)
    items = cast("list[object]", value) if isinstance(value, list) else []
    return [item for item in items if isinstance(item, str)]

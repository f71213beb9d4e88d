"""Sources as the service tells of them in a processing, read back into values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from mapflow_openapi import views
from mapflow_openapi.lazy import Json, as_number

from mapflow._base_errors import InvalidSource
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


def source_from(params: Mapping[str, object]) -> Source | None:
    """Read the parameters of a processing, of either version; None if absent.

    Raises:
        InvalidSource: They hold a login, which the service does not return, or are of a kind
            that is new. Give the source.
    """
    given = dict(params)
    structured = views.ProcessingParamsV2(given).source_params
    return _from_flat(given) if structured is None else _from_structured(structured)


def _from_structured(given: views.ProcessingSource) -> Source | None:
    if (provider := given.data_provider) is not None:
        return Provider(provider.provider_name or "", _zoom(provider.zoom))
    if (search := given.imagery_search) is not None:
        zoom = _zoom(search.zoom)
        return ImagerySearch(search.data_provider or "", search.image_ids or [], zoom)
    if (imagery := given.my_imagery) is not None:
        return MyImagery(imagery.image_ids or [], mosaic=imagery.mosaic_id)
    if (own := given.user_defined) is not None:
        login = own.raster_login or own.raster_password
        return _own(own.source_type or "", own.url, _zoom(own.zoom), own.crs, login)
    for kind, content in given.raw.items():
        if isinstance(content, Mapping):
            raise _new_kind(kind)
    return None


def _from_flat(params: Json) -> Source | None:
    from mapflow_openapi.models import RunParams  # a response repeats what a request held

    given = RunParams.from_dict(params)
    url, provider, kind = _text(given.url), _text(given.data_provider), _text(given.source_type)
    zoom = _zoom(as_number(given.zoom))
    if provider:
        return ImagerySearch(provider, [url], zoom) if url else Provider(provider, zoom)
    if kind:
        login = given.raster_login or given.raster_password
        return _own(kind, url, zoom, _text(given.crs) or _text(given.projection), login)
    if given.url:
        raise _new_kind("none")
    return None


def _own(kind: str, url: str | None, zoom: int | None, crs: str | None, login: object) -> Source:
    if login:
        raise InvalidSource(
            "The imagery of this processing needs a login, and Mapflow does not give it back.",
            hint="Give the source again, with its login.",
        )
    url, plain = url or "", kind.casefold()
    if plain == "sentinel_l2a":
        return Sentinel(url)
    if plain in _STORED:
        return GeoTIFF(url)
    if plain in _TILES:
        return _TILES[plain](url, zoom, crs.upper() if crs else None)
    raise _new_kind(kind)


def _new_kind(kind: str) -> InvalidSource:
    return InvalidSource(
        f"The imagery of this processing is of the kind {kind!r}, which is not known here.",
        hint="Give the source, or update mapflow-client.",
    )


def _zoom(value: float | None) -> int | None:
    return int(value) if value is not None and value == value // 1 else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""

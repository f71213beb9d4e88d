"""Shows the source of one version in the form of the other.

What the service shows in version 1 of a processing that was created in version 2, and the reverse,
is not documented. The sandbox decides: each version shows its requests unchanged, and those of the
other version in the form that requests the same.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from mapflow.sandbox.providers import find_searched
from mapflow.sandbox.sources.source import Finder
from mapflow.sandbox.sources.zoom import read_zoom

_IMAGES = ("tif", "tiff", "local")
_FIELDS = {
    "dataProvider": ("providerName", "zoom"),
    "myImagery": ("imageIds", "mosaicId"),
    "imagerySearch": ("dataProvider", "imageIds", "searchId", "zoom"),
    "userDefined": ("sourceType", "url", "zoom", "crs", "rasterLogin", "rasterPassword"),
}


def whole(source: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``sourceParams`` as responses show them.

    All four members are there, None unless used, and a used one has all its keys, None if
    nothing was given. The zoom is a number. A password is not given back: whether the service
    masks it or omits it is not known.
    """
    return {
        name: _member(source[name], fields) if source.get(name) else None
        for name, fields in _FIELDS.items()
    }


def _member(given: Mapping[str, Any], fields: Sequence[str]) -> dict[str, Any]:
    shown = {field: given.get(field) for field in fields}
    if "zoom" in shown:
        shown["zoom"] = read_zoom(shown["zoom"])
    if "rasterPassword" in shown:
        shown["rasterPassword"] = None
    return shown


def as_v1(source: Mapping[str, Any], finder: Finder) -> dict[str, str]:
    """Return ``sourceParams`` of version 2 as ``params`` of version 1.

    Several images, which version 1 cannot ask for, are joined by commas.
    """
    if provider := source.get("dataProvider"):
        return _texts(data_provider=provider["providerName"], zoom=provider.get("zoom"))
    if found := source.get("imagerySearch"):
        return _texts(
            data_provider=found["dataProvider"],
            url=",".join(found.get("imageIds") or ()),
            zoom=found.get("zoom"),
        )
    if imagery := source.get("myImagery"):
        ids = imagery.get("imageIds")
        urls = [finder.image(each).url for each in ids] if ids else []
        if not urls and imagery.get("mosaicId"):
            urls = [finder.folder(imagery["mosaicId"])]
        return _texts(source_type="local", url=",".join(urls))
    custom: Mapping[str, Any] = source.get("userDefined") or {}
    return _texts(
        source_type=(custom.get("sourceType") or "").lower(),
        url=custom.get("url"),
        zoom=custom.get("zoom"),
        projection=custom.get("crs") or custom.get("projection"),
        raster_login=custom.get("rasterLogin"),
        raster_password=custom.get("rasterPassword"),
    )


def as_v2(params: Mapping[str, Any], finder: Finder) -> dict[str, Any]:
    """Return ``params`` of version 1 as ``sourceParams`` of version 2."""
    zoom = {"zoom": params["zoom"]} if params.get("zoom") not in (None, "") else {}
    provider, url = params.get("data_provider"), params.get("url")
    if provider and url and find_searched(provider):
        return {"imagerySearch": {"dataProvider": provider, "imageIds": url.split(","), **zoom}}
    if provider:
        return {"dataProvider": {"providerName": provider, **zoom}}
    kind = str(params.get("source_type") or "").lower()
    images = finder.at(url) if kind in _IMAGES and url else None
    if images and images[0].url == url:
        return {"myImagery": {"imageIds": [images[0].id]}}
    if images:
        return {"myImagery": {"mosaicId": images[0].mosaic_id}}
    others = {
        "crs": params.get("crs") or params.get("projection"),
        "rasterLogin": params.get("raster_login"),
        "rasterPassword": params.get("raster_password"),
    }
    return {
        "userDefined": {
            "sourceType": "LOCAL" if kind in _IMAGES else kind.upper(),
            "url": url or "",
            **zoom,
            **{name: value for name, value in others.items() if value is not None},
        }
    }


def text(value: object) -> str:
    """Return a value as version 1 shows it: text as it is, anything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _texts(**values: object) -> dict[str, str]:
    return {name: text(value) for name, value in values.items() if value is not None}

"""Checks of tile addresses. Nothing is ever fetched from them: the sandbox has no network."""

import re
from typing import Final
from urllib.parse import urlsplit

from mapflow.sandbox.error_codes.failure import Failure

_PROJECTIONS: Final = ("EPSG:3857", "EPSG:3395")
_DRAWN_MAPS: Final = ("openstreetmap.org", "openstreetmap.fr", "opentopomap.org", "cartocdn.com")
_LINK_ERRORS: Final = {
    "xyz": "source-validator.XYZLinkFormatError",
    "tms": "source-validator.TMSLinkFormatError",
    "quadkey": "source-validator.QuadkeyLinkFormatError",
}


def check_address(source_type: str, url: object) -> Failure | None:
    """Return what is wrong with a tile address, or None."""
    if not isinstance(url, str):
        return Failure.of("source-validator.UrlMustBeString", url_type=type(url).__name__)
    if not url.lower().startswith(("http://", "https://")):
        return Failure.of("source-validator.UrlMustBeLink")
    host, wrong = _host(url)
    if wrong:
        return Failure.of("source-validator.UrlFormatInvalid", parse_error_message=wrong)
    if any(host == drawn or host.endswith(f".{drawn}") for drawn in _DRAWN_MAPS):
        return Failure.of("source-validator.UrlBlacklisted", url=url)
    if source_type in _LINK_ERRORS and not _has_placeholders(source_type, url):
        return Failure.of(_LINK_ERRORS[source_type])
    return None


def check_projection(name: str | None) -> Failure | None:
    """Return what is wrong with the projection of tiles, or None."""
    if name and name.upper() not in _PROJECTIONS:
        return Failure.of("dataloader.CrsIsNotSupported")
    return None


def _host(url: str) -> tuple[str, str]:
    """Return the host of an address, and what is wrong with the address."""
    if re.search(r"\s", url):
        return "", "it contains white space"
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError as error:
        return "", str(error)
    return host, "" if host else "it names no host"


def _has_placeholders(source_type: str, url: str) -> bool:
    if source_type == "quadkey":
        return "{q}" in url
    return "{x}" in url and "{z}" in url and ("{y}" in url or "{-y}" in url)

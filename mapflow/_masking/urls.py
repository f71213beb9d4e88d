"""What of an address may be shown: a host and a way, but no login and no key."""

from __future__ import annotations

import re
from string import ascii_lowercase
from typing import Final
from urllib.parse import unquote

#: What stands where a secret was.
MASK: Final = "***"
_NO_PORT: Final = re.compile(r"^[^\[]*:(?!\d*$)")
_PLACEHOLDER: Final = re.compile(r"(?:\{[^{}]*\})+")
# A part of a path that reads like a key: long, with small and capital letters and digits, or all of
# it hexadecimal. Identifiers in the form of a UUID, which every address of the API has, are not
# secrets.
_KEY: Final = re.compile(
    r"(?=[^/]*[a-z])(?=[^/]*[A-Z])(?=[^/]*[0-9])[\w.~%+=-]{20,}|(?=[^/]*[0-9])[0-9A-Fa-f]{24,}"
)
# What stands between the words of a part of a path.
_BETWEEN: Final = re.compile(r"[\W_]+")
_NUMBER: Final = re.compile(r"v?\d{1,4}x?", re.IGNORECASE)
# The words of which the paths of tile services are made. Any other may be a key. A set, because a
# pattern of so many words takes a tenth of the time that importing the client takes.
_STEM_LIST: Final = "map tile layer raster image style road street service source mosaic quadkey"
_WORD_LIST: Final = """
    ortho orthophoto orthophotos imagery aerial sat satellite world hybrid terrain public static
    default latest current api rest arcgis geoserver gwc server mapserver imageserver mapcache cgi
    bin tms xyz wms wmts wfs ows kvp get gettile zoom level row col tilematrix set epsg crs rgb cog
    mercator webmercator googlemapscompatible osm bing google mapbox maxar here esri
    png jpg jpeg webp tif tiff pbf mvt json php aspx ashx
"""
_STEMS: Final = frozenset(_STEM_LIST.split())
_WORDS: Final = frozenset(_WORD_LIST.split())


def mask_url(url: str) -> str:
    """The address without a login, the values of its query, its fragment, and keys in its path.

    Placeholders such as ``{x}`` stay. What a secret in the path is can only be guessed: a part that
    is long and looks random is taken for one, a short or speaking one is not.
    """
    return _masked(url, strict=False)


def mask_source(url: str) -> str:
    """The same for an address that may have a key anywhere in its path, as those of tiles have.

    Only placeholders, numbers and the usual words of tile services stay.
    """
    return _masked(url, strict=True)


def secrets_in(url: str) -> list[str]:
    """The parts of such an address that may be secrets, as they are written and as they read."""
    head, _, fragment = url.partition("#")
    head, _, query = head.partition("?")
    host, _, path = head.partition("://")[2].partition("/")
    login, at, _ = host.rpartition("@")
    pairs = f"{query}&{fragment}".split("&")
    values = [pair.partition("=")[2] or pair for pair in pairs]
    keys = [part for part in path.split("/") if not _is_usual(part)]
    parts = [*(login.split(":") if at else []), *values, *keys]
    found = [part for part in parts if not _PLACEHOLDER.search(part)]
    return [*found, *(unquote(part) for part in found if "%" in part)]


def _masked(url: str, *, strict: bool) -> str:
    head, hash_mark, fragment = url.partition("#")
    head, question_mark, query = head.partition("?")
    scheme, colon, rest = head.partition("://") if "://" in head else ("", "", head)
    host, slash, path = rest.partition("/")
    if "@" in path and _NO_PORT.search(host):
        # A slash in a password: what looks like a host is the beginning of a login.
        host, slash, path = f"@{rest.rpartition('@')[2]}".partition("/")
    if "@" in host:
        host = f"{MASK}@{host.rpartition('@')[2]}"
    pairs = "&".join(_masked_pair(pair) for pair in query.split("&")) if query else ""
    fragment = MASK if fragment else ""
    hidden = _is_unusual if strict else _KEY.fullmatch
    path = "/".join(MASK if hidden(part) else part for part in path.split("/"))
    return f"{scheme}{colon}{host}{slash}{path}{question_mark}{pairs}{hash_mark}{fragment}"


def _masked_pair(pair: str) -> str:
    name, equals, value = pair.partition("=")
    if not equals:
        return name if _PLACEHOLDER.fullmatch(name) else MASK
    return pair if not value or _PLACEHOLDER.fullmatch(value) else f"{name}={MASK}"


def _is_usual(part: str) -> bool:
    """Whether a part of a path is made of placeholders and of what tile services are called."""
    words = _BETWEEN.split(_PLACEHOLDER.sub("", part).lower())
    return all(map(_is_usual_word, words))


def _is_usual_word(word: str) -> bool:
    if word in _WORDS or not word or (len(word) == 1 and word in ascii_lowercase):
        return True
    stem = word.removeprefix("base").removesuffix("s")
    return stem in _STEMS or _NUMBER.fullmatch(word) is not None


def _is_unusual(part: str) -> bool:
    return part != MASK and not _is_usual(part)

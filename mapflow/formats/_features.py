"""Whatever holds features, or is an area: its features, one after the other, in lon/lat.

This is what maps and tables take: what a result gives, and whatever a run takes as its area.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import AsyncIterable, Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Protocol, TypeAlias, cast, runtime_checkable

from mapflow._results.mistaken import what_else
from mapflow._results.shapes import is_geometry
from mapflow.errors import InvalidArea, InvalidInput
from mapflow.formats._frames import features_of_frame, is_frame, read_frame
from mapflow.geometry import AreaLike
from mapflow.geometry._crs import Reprojector, crs_of_member, is_lon_lat
from mapflow.geometry._features import read_rows
from mapflow.geometry._readers.formats import KINDS
from mapflow.geometry._readers.texts import decode, parse_json

Feature: TypeAlias = Mapping[str, object]
_TAKEN: Final = (
    "Pass a FeatureCollection, features, a geometry, a GeoDataFrame, the path of a file, a result,"
    " or whatever a run takes as its area."
)
_DEEPEST: Final = 24
_HEAD_BYTES: Final = 100
_NO_PROPERTIES: Final[Mapping[str, object]] = {}


@runtime_checkable
class HasFeatures(Protocol):
    """Anything that returns GeoJSON features, such as the result of a processing."""

    def features(self) -> Iterable[Feature]:
        """The features, one after the other."""
        ...


FeaturesLike: TypeAlias = HasFeatures | Mapping[str, object] | Iterable[Feature] | AreaLike
"""Everything that maps and tables take."""


def collection_file(source: object) -> Path | None:
    """The file of GeoJSON that this is the path of; None for anything else.

    What it holds is most likely a FeatureCollection, which need not be in memory as a whole.
    """
    if not isinstance(source, str | os.PathLike):
        return None
    try:
        path = Path(os.fsdecode(cast("str | os.PathLike[str]", source)))
        is_collection = path.suffix.lower() in (".geojson", ".json") and path.is_file()
    except (OSError, ValueError, TypeError):
        return None
    return path if is_collection else None


def features_in(source: object, depth: int = 0) -> Iterator[tuple[Feature, Reprojector | None]]:
    """The features of anything.

    Args:
        source: Whatever holds features, or is an area.
        depth: In how many lists it lies.

    Yields:
        Each, as it came, and what turns its positions into longitude and latitude; None if
        they are that.

    Raises:
        InvalidInput: Nothing of it can be understood.
    """
    if depth > _DEEPEST:
        raise InvalidInput(
            f"The features lie in more than {_DEEPEST} lists.", hint="Pass one list of them."
        )
    if source is None:
        raise InvalidInput("Features are missing: None was given.", hint=_TAKEN)
    if isinstance(source, str | bytes | bytearray | os.PathLike):
        yield from _of_text(cast("str | bytes | os.PathLike[str]", source))
    elif isinstance(source, Mapping):
        yield from _of_mapping(cast("Mapping[str, object]", source), None)
    elif _is_plain_table(source):
        raise InvalidInput(
            f"This {type(source).__name__} has no geometries.",
            hint="Make a GeoDataFrame of it, with geopandas.GeoDataFrame(frame, geometry=...).",
        )
    elif is_frame(source):
        yield from ((feature, None) for feature in features_of_frame(source))
    elif (given := _handed_out(source)) is not None:
        if isinstance(given, Mapping):
            yield from _of_mapping(cast("Mapping[str, object]", given), None)
            return
        for feature in given:
            yield _checked(feature), None
    else:
        yield from _of_object(source, depth)


def _is_plain_table(source: object) -> bool:
    """Whether this is a data frame without geometries, whose members are the names of columns."""
    return (
        not isinstance(source, type)
        and hasattr(source, "columns")
        and hasattr(source, "iloc")
        and not is_frame(source)
    )


def _handed_out(source: object) -> Iterable[object] | None:
    """What a result gives, or a processing by way of its result."""
    if isinstance(source, type):
        return None
    for name in ("features", "result"):
        method = getattr(source, name, None)
        if not inspect.ismethod(method):
            continue
        whole = getattr(source, "read", None)
        if name == "features" and inspect.ismethod(whole) and not _is_async(whole):
            # The whole of it may name the reference system of its features.
            return cast("Mapping[str, object]", whole())
        if inspect.iscoroutinefunction(method):
            raise _asynchronous(source)
        given: object = method()
        if isinstance(given, AsyncIterable):
            raise _asynchronous(source)
        return cast("Iterable[object]", given) if name == "features" else _handed_out(given)
    return None


def areas_of(source: object) -> object:
    """The areas of a processing; anything else is returned as it is."""
    method = getattr(source, "areas", None)
    if isinstance(source, type) or not inspect.ismethod(method):
        return source
    if inspect.iscoroutinefunction(method):
        raise InvalidInput(
            f"The areas of {type(source).__name__} must be awaited.",
            hint="Pass `await processing.areas()`.",
        )
    return cast("object", method())


def _is_async(method: object) -> bool:
    return inspect.iscoroutinefunction(method) or inspect.isasyncgenfunction(method)


def _asynchronous(source: object) -> InvalidInput:
    return InvalidInput(
        f"The features of {type(source).__name__} must be awaited.",
        hint="Pass `[feature async for feature in result.features()]`, or `await result.read()`.",
    )


def _of_text(source: str | bytes | bytearray | os.PathLike[str]) -> Iterator[Any]:
    """The features in a file, or in a text."""
    content, path = _content(source)
    documents = [] if content is None else _parsed(content)
    if len(documents) == 1 and isinstance(documents[0], Mapping):
        yield from _of_mapping(cast("Mapping[str, object]", documents[0]), None)
        return
    if documents:
        only = documents[0]
        yield from _of_items(cast("list[object]", only) if isinstance(only, list) else documents, 0)
        return
    if path is not None:
        frame = read_frame(path, KINDS.get(path.suffix.lower(), ""))
        if frame is not None:
            yield from ((feature, None) for feature in features_of_frame(frame))
            return
    yield from _of_area(source)


def _content(
    source: str | bytes | bytearray | os.PathLike[str],
) -> tuple[str | bytes | None, Path | None]:
    """A text of JSON or the content of a file of it; and the path of a file of any format."""
    if isinstance(source, bytes | bytearray):
        if _begins_as_json(bytes(source[:_HEAD_BYTES])):
            return bytes(source), None
        source = bytes(source)
    elif isinstance(source, str) and source.lstrip("\ufeff \t\r\n\x1e")[:1] in ("{", "["):
        return source, None
    try:
        path = Path(os.fsdecode(source))
        if path.is_dir():
            return None, path
        if not path.is_file():
            return None, None
        kind = KINDS.get(path.suffix.lower())
        # A result may be saved under a name without a suffix.
        is_json = kind == "json" or (not path.suffix and _begins_as_json(_head(path)))
        return (path.read_bytes() if is_json else None), path
    except (OSError, ValueError, TypeError):
        # Whatever this is, the reader of areas says it better.
        return None, None


def _begins_as_json(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf \t\r\n\x1e")[:1] in (b"{", b"[")


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD_BYTES)


def _parsed(content: str | bytes) -> list[object]:
    """The documents of JSON, one after the other as lines or as a text sequence."""
    try:
        text = decode(content, where="") if isinstance(content, bytes) else content
        found = parse_json(text.lstrip("\ufeff"), where="")
    except InvalidArea:
        # The reader of areas names the file and the place of the error.
        return []
    return found if all(isinstance(each, dict | list) for each in found) else []


def _of_mapping(source: Mapping[str, object], crs: object) -> Iterator[Any]:
    if "crs" in source and source["crs"] is not None:
        crs = crs_of_member(source["crs"], where="")
    kind = source.get("type")
    if kind == "FeatureCollection" or (kind is None and "features" in source):
        features = source.get("features")
        if not isinstance(features, Iterable) or isinstance(features, str | bytes | Mapping):
            raise InvalidInput("A FeatureCollection has no list of features.", hint=_TAKEN)
        if source.get("error") and isinstance(features, list | tuple) and not features:
            # A failure in the form of a result, which must not pass for ground without features.
            raise InvalidInput(
                f"This is an empty collection with {what_else({'error': source['error']})}.",
                hint="Request the result again.",
            )
        project = _projector(crs)
        for feature in cast("Iterable[object]", features):
            yield _checked(feature), project
    elif kind == "Feature":
        yield source, _projector(crs)
    elif is_geometry(source):
        yield {"type": "Feature", "properties": {}, "geometry": source}, _projector(crs)
    else:
        yield from _of_area(source)


def _projector(crs: Any) -> Reprojector | None:  # noqa: ANN401  # a name, a number, an object
    return None if is_lon_lat(crs) else Reprojector(crs, where="")


def _checked(feature: object) -> Feature:
    interface = getattr(feature, "__geo_interface__", feature)
    if not isinstance(interface, Mapping):
        raise InvalidInput(f"Among the features is a {type(feature).__name__}.", hint=_TAKEN)
    held = cast("Mapping[str, object]", interface)
    if is_geometry(held):
        return {"type": "Feature", "properties": _NO_PROPERTIES, "geometry": held}
    return held


def _of_object(source: object, depth: int) -> Iterator[Any]:
    interface = getattr(source, "__geo_interface__", None)
    if isinstance(interface, Mapping):
        yield from _of_mapping(cast("Mapping[str, object]", interface), None)
    elif (members := _members(source)) is not None:
        if members and all(isinstance(member, int | float) for member in members):
            yield from _of_area(members)
        else:
            yield from _of_items(members, depth)
    elif not hasattr(source, "geometry") and isinstance(source, Iterable):
        yield from _of_items(cast("Iterable[object]", source), depth)
    else:
        yield from _of_area(source)


def _members(source: object) -> list[object] | None:
    """The members of a list, a tuple or an array."""
    to_list = getattr(source, "tolist", None)
    if callable(to_list):
        source = cast("Callable[[], object]", to_list)()
    return list(cast("list[object]", source)) if isinstance(source, list | tuple) else None


def _of_items(items: Iterable[object], depth: int) -> Iterator[Any]:
    for item in items:
        if _is_untyped(item):
            # A feature that does not say so.
            yield _checked(item), None
        else:
            yield from features_in(item, depth + 1)


def _is_untyped(item: object) -> bool:
    return isinstance(item, Mapping) and cast("Mapping[str, object]", item).get("type") is None


def _of_area(source: object) -> Iterator[Any]:
    """The features of an area, one for each of its rows."""
    try:
        for feature in read_rows(source):
            yield feature, None
    except InvalidArea as error:
        raise InvalidInput(
            f"Features cannot be read: {error.message}", hint=error.hint or _TAKEN
        ) from error

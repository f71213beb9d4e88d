"""What all sources have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from mapflow_openapi import models

from mapflow._arguments import or_unset
from mapflow._base_errors import InvalidSource

if TYPE_CHECKING:
    from mapflow_openapi.types import Unset

_MAX_ZOOM = 22


class Source(Protocol):
    """Anything that can say which imagery a processing shall use."""

    def params(self) -> dict[str, str] | None:
        """Give the flat parameters that version 1 of the API takes.

        Returns:
            Names and values, all text; None when only version 2 can carry it. They may hold a
            login: do not log them.

        Example:
            ```python
            from mapflow import sources

            assert sources.Provider("Mapbox").params() == {"data_provider": "Mapbox"}
            ```
        """
        ...

    def params_v2(self) -> dict[str, object]:
        """Give the structured parameters that version 2 of the API takes.

        Returns:
            One member, named after the kind of source. It may hold a login: do not log it.

        Example:
            ```python
            from mapflow import sources

            params = sources.Provider("Mapbox", zoom=18).params_v2()
            assert params == {"dataProvider": {"providerName": "Mapbox", "zoom": 18}}
            ```
        """
        ...


class ModelledSource:
    """A source of this package, which is written as models of the generated client."""

    __slots__ = ()

    def _v1(self) -> models.RunParams | None:
        """The source for version 1; None when only version 2 can carry it."""
        return None

    def _v2(self) -> models.SourceParams:
        """The source for version 2."""
        # Each source has this; a class without it is a mistake here, not of the user.
        raise NotImplementedError

    def params(self) -> dict[str, str] | None:
        """Give the flat parameters that version 1 of the API takes.

        Returns:
            Names and values, all text; None when only version 2 can carry it. They may hold a
            login: do not log them.

        Example:
            ```python
            from mapflow import sources

            assert sources.Provider("Mapbox").params() == {"data_provider": "Mapbox"}
            ```
        """
        flat = self._v1()
        return None if flat is None else flat.to_dict()

    def params_v2(self) -> dict[str, object]:
        """Give the structured parameters that version 2 of the API takes.

        Returns:
            One member, named after the kind of source. It may hold a login: do not log it.

        Raises:
            InvalidSource: Version 2 does not list this kind of source; use version 1.

        Example:
            ```python
            from mapflow import sources

            params = sources.Provider("Mapbox", zoom=18).params_v2()
            assert params == {"dataProvider": {"providerName": "Mapbox", "zoom": 18}}
            ```
        """
        return self._v2().to_dict()


class FlatSource(ModelledSource):
    """A source that both versions of the API can carry."""

    __slots__ = ()

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
        return ModelledSource.params(self) or {}


def run_params(source: Source) -> models.RunParams | None:
    """A source as version 1 takes it; None when only version 2 can carry it."""
    if isinstance(source, ModelledSource):
        return source._v1()
    flat = source.params()
    return None if flat is None else models.RunParams.from_dict(flat)


def source_params(source: Source) -> models.SourceParams:
    """A source as version 2 takes it."""
    if isinstance(source, ModelledSource):
        return source._v2()
    return models.SourceParams.from_dict(source.params_v2())


def as_text(zoom: int | None) -> str | Unset:
    """A zoom as version 1 takes it."""
    return or_unset(None if zoom is None else str(zoom))


def checked_text(value: object, name: str) -> str:
    """The text, or an error; the value is not shown, because it may be a key."""
    if not isinstance(value, str):
        kind = "None" if value is None else type(value).__name__
        raise InvalidSource(f"`{name}` must be a text, got {kind}.", hint="Give it as a str.")
    return value


def check_zoom(zoom: int | None) -> None:
    if zoom is None:
        return
    if isinstance(zoom, bool) or not isinstance(zoom, int):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidSource(
            f"Zoom must be a whole number, got {zoom!r}.",
            hint="Omit it to let Mapflow choose.",
        )
    if not 0 <= zoom <= _MAX_ZOOM:
        raise InvalidSource(
            f"Zoom {zoom} lies outside 0 to {_MAX_ZOOM}.",
            hint="Most models work at 17 to 18; omit it to let Mapflow choose.",
        )

"""What all sources have in common."""

from __future__ import annotations

from typing import Protocol

from mapflow._base_errors import InvalidSource

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
            hint="Leave it out to let Mapflow choose.",
        )
    if not 0 <= zoom <= _MAX_ZOOM:
        raise InvalidSource(
            f"Zoom {zoom} lies outside 0 to {_MAX_ZOOM}.",
            hint="Most models work at 17 to 18; leave it out to let Mapflow choose.",
        )

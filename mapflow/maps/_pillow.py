"""Pillow is optional; without it an error names the command that installs it."""

from __future__ import annotations

import importlib.util
from collections.abc import Generator
from contextlib import contextmanager

from mapflow.errors import ConfigurationError, InvalidInput


def need_pillow() -> None:
    """Raise an error that names the extra when Pillow is not installed."""
    if importlib.util.find_spec("PIL") is None:
        raise ConfigurationError(
            "Pictures need Pillow, which is not installed.",
            hint='Install it with `pip install "mapflow-client[maps]"`.',
        )


@contextmanager
def reading(what: str) -> Generator[None]:
    """Name the picture in the errors of Pillow."""
    from PIL import UnidentifiedImageError
    from PIL.Image import DecompressionBombError, DecompressionBombWarning

    foreign = (OSError, ValueError, TypeError, SyntaxError, EOFError)

    try:
        yield
    except (*foreign, DecompressionBombError, DecompressionBombWarning) as error:
        # Pillow names the object that holds the bytes.
        is_unknown = isinstance(error, UnidentifiedImageError)
        why = "it has no known format" if is_unknown else str(error)[:200].rstrip(".")
        raise InvalidInput(
            f"{what} cannot be read as a picture: {why}.",
            hint="Pass the bytes of a PNG, JPEG or WebP file.",
        ) from error

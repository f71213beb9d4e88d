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
    from PIL.Image import DecompressionBombError

    try:
        yield
    except (OSError, ValueError, TypeError, SyntaxError, EOFError, DecompressionBombError) as error:
        raise InvalidInput(
            f"{what} cannot be read as a picture: {str(error)[:200]}.",
            hint="Pass the bytes of a PNG, JPEG or WebP file.",
        ) from error

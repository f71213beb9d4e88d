"""Results as tables. Needs the extra ``geo``."""

from mapflow.formats.frames import to_geodataframe

__all__ = ["to_geodataframe"]

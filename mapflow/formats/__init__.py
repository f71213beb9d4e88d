"""Results as files of other formats, and as tables. Some need an extra: ``geo`` or ``parquet``.

A new output format is a module with a ``Format``, entered in ``_registry``.
"""

from mapflow.formats._save import save
from mapflow.formats.frames import to_geodataframe

__all__ = ["save", "to_geodataframe"]

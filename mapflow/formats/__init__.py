"""Results as files of other formats, as tables, and in numbers.

Some formats need an extra: ``geo`` or ``parquet``. A new output format is a module with a
``Format``, entered in ``_registry``.
"""

from mapflow.formats._save import save
from mapflow.formats._summary import ClassSummary, Summary, summarise
from mapflow.formats._things import to_dataframe
from mapflow.formats.frames import to_geodataframe

__all__ = [
    "ClassSummary",
    "Summary",
    "save",
    "summarise",
    "to_dataframe",
    "to_geodataframe",
]

"""Whatever a user passes as an area: find out what it is, and collect its polygons."""

from __future__ import annotations

import os
from typing import cast

from mapflow.geometry._readers.found import Found
from mapflow.geometry._readers.objects import read_object
from mapflow.geometry._readers.plain import not_an_area, read_plain


def read(area: object, found: Found) -> None:
    """Collect the polygons of anything."""
    read_plain(area, found, _read_other)


def _read_other(area: object, found: Found) -> None:
    """Read what is not plain data: texts, files and objects."""
    if isinstance(area, str | bytes | bytearray | memoryview | os.PathLike):
        from mapflow.geometry._readers.files import read_text_or_file  # and parsers, once needed

        read_text_or_file(cast("str | bytes | os.PathLike[str]", area), found)
    elif isinstance(area, type) or not read_object(area, found, _read_other):
        to_list = None if isinstance(area, type) else getattr(area, "tolist", None)
        items = to_list() if callable(to_list) else area
        if not isinstance(items, list | tuple):
            raise not_an_area(area, found)
        with found.inside():
            read_plain(list(cast("list[object]", items)), found, _read_other)

"""FlatGeobuf: one file that is read in parts, also over HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Final

from mapflow.formats._format import GDAL_LIBRARIES, Format, Source

_GEOMETRY: Final = "geometry"


def _write(source: Source, target: Path, /) -> Sequence[str]:
    from mapflow.formats._arrow.gdal import Fields, distinct, height_notices, write_layer
    from mapflow.formats._arrow.spool import Spool
    from mapflow.formats._arrow.whole import check_flatgeobuf

    with Spool(source, target.parent.parent, by_place=False) as spool:
        # The index holds places, which a feature without a geometry has not.
        has_index = bool(spool.codes) and not spool.without_place
        given = Fields(spool, _GEOMETRY)
        _, fields, renamed = distinct(given.all, _GEOMETRY)
        write_layer(
            spool,
            target,
            driver="FlatGeobuf",
            layer=source.name,
            fields=fields,
            geometry=_GEOMETRY,
            options={"SPATIAL_INDEX": "YES" if has_index else "NO"},
            codes=[code for code in spool.codes if code],
            check=check_flatgeobuf,
        )
        told = (spool.notices(), given.notices(), height_notices(spool.codes), renamed)
        notices = [*chain.from_iterable(told)]
        if spool.codes and not has_index:
            notices.append("The file has no spatial index: a feature has no geometry.")
        return notices


FLATGEOBUF: Final = Format("FlatGeobuf", (".fgb",), _write, "geo", GDAL_LIBRARIES)

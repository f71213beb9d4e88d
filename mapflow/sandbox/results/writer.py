"""Writes results to disk, once."""

import datetime
import json
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from mapflow.sandbox.context import Sandbox
from mapflow.sandbox.imagery import files
from mapflow.sandbox.models import find_by_id
from mapflow.sandbox.processings.rows import Processing
from mapflow.sandbox.results import features
from mapflow.sandbox.sources import captures
from mapflow.sandbox.store import Row

NOTE: Final = (
    "Made by the sandbox of mapflow-client; nothing here was found by a model in real imagery."
)

_writing = threading.Lock()


def write(sandbox: Sandbox, processing: Processing, area_id: str | None = None) -> Path:
    """Return the file with the result of a processing, or of one area; write it if need be."""
    path = sandbox.folder.result(processing.row["id"], area_id)
    with _writing:
        if not path.exists():
            areas = [area for area in processing.areas if area_id in (None, area["id"])]
            path.parent.mkdir(exist_ok=True)
            _write(path, sandbox, processing.row, areas)
    return path


def _write(path: Path, sandbox: Sandbox, row: Row, areas: Sequence[Row]) -> None:
    model = find_by_id(row["model_id"])
    if model is None:
        raise LookupError(row["model_id"])
    imagery = _imagery(sandbox, row)
    head: dict[str, Any] = {
        "type": "FeatureCollection",
        "name": row["name"],
        "sandbox": {
            "synthetic": True,
            "method": features.PIXELS if imagery.images else features.SCENE,
            "note": NOTE,
        },
    }
    found = features.find(model, json.loads(row["blocks"]), areas, imagery)
    date = (
        datetime.datetime.fromtimestamp(max(area["ends"] for area in areas), datetime.UTC)
        .date()
        .isoformat()
    )
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
        try:
            file.write(f'{_text(head)[:-1]},"features":[')
            for index, feature in enumerate(found):
                if model.kind == "buildings":
                    feature["properties"].setdefault("processing_date", date)
                file.write(f"{',' if index else ''}\n{_text(feature)}")
            file.write("\n]}\n")
            file.flush()
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def _imagery(sandbox: Sandbox, row: Row) -> features.Imagery:
    now = sandbox.clock.now()
    chosen = [captures.find(each, sandbox.seed, now) for each in json.loads(row["capture_ids"])]
    return features.Imagery(
        images=[files.path_of(sandbox, each) for each in json.loads(row["image_ids"])],
        footprints_wkt=[capture.footprint_wkt for capture in chosen if capture],
        seed=sandbox.seed,
        border=sandbox.border,
    )


def _text(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)

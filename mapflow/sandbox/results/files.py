"""The result files in the state folder."""

import shutil
from pathlib import Path


def path_of(folder: Path, processing_id: str, area_id: str | None) -> Path:
    """Return where the result of a processing, or of one area of it, is kept."""
    return folder / processing_id / f"{area_id or 'all'}.geojson"


def remove(folder: Path, processing_id: str) -> None:
    """Remove the results of a processing."""
    shutil.rmtree(folder / processing_id, ignore_errors=True)

"""Where the state lives on disk."""

import contextlib
import os
import shutil
import tempfile
from pathlib import Path


class StateFolder:
    """The state file and the folders of uploads and results beside it.

    Args:
        state: The state file; None for a temporary one that is removed at the end.
    """

    def __init__(self, state: Path | None) -> None:
        self._temporary = (
            Path(tempfile.mkdtemp(prefix="mapflow-sandbox-")) if state is None else None
        )
        self.database: Path = (
            self._temporary / "state.db" if self._temporary else Path(state or "").absolute()
        )
        self._files = self.database.with_name(self.database.name + ".files")
        self.database.parent.mkdir(parents=True, exist_ok=True)
        # The state holds tokens: private from the moment it exists.
        os.close(os.open(self.database, os.O_CREAT | os.O_RDWR, 0o600))
        self.uploads: Path = self._files / "uploads"
        self.results: Path = self._files / "results"

    def make(self) -> None:
        """Make the folders of uploads and results, where they are missing."""
        for folder in (self._files, self.uploads, self.results):
            folder.mkdir(mode=0o700, exist_ok=True)

    def result(self, processing_id: str, area_id: str | None) -> Path:
        """Return the path of the result of a processing, or of one of its areas."""
        return self.results / processing_id / f"{area_id or 'all'}.geojson"

    def remove_results(self, processing_id: str) -> None:
        """Remove the results of a processing."""
        shutil.rmtree(self.results / processing_id, ignore_errors=True)

    def empty(self) -> None:
        """Remove all uploads and results."""
        shutil.rmtree(self._files, ignore_errors=True)
        self.make()

    def close(self) -> None:
        """Remove a temporary state."""
        if self._temporary is not None:
            with contextlib.suppress(OSError):
                shutil.rmtree(self._temporary)

"""A callback for everything that takes ``on_progress``."""

from __future__ import annotations

import threading
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Self, overload

from mapflow._http.transfers import Progress
from mapflow._views.processing import ProcessingRecord
from mapflow.progress import _steps
from mapflow.progress._steps import Step

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from mapflow.batch import Report
    from mapflow.progress._steps import Canvas


class Bar:
    """Shows progress: made by ``progress.bar()``, and passed as ``on_progress``.

    It takes whatever the client reports: processings that are waited for, bytes of a file, files
    on their way, the report of a batch. It closes itself when the work is over. As a context
    manager it also closes when the work fails, and its clock runs between two reports.
    """

    def __init__(
        self, canvas: Canvas, label: str | None, sizes: Mapping[Path, int] | None = None
    ) -> None:
        self._canvas = canvas
        self._label = label
        self._sizes = sizes or {}
        self._sent: dict[Path, int] = {}
        self._waits = _steps.Waits(label)
        # Files are sent in several threads.
        self._lock = threading.Lock()
        # A terminal is given back even by a program that forgot to.
        self._closing = weakref.finalize(self, canvas.close)

    @overload
    def __call__(self, what: Progress | ProcessingRecord | Report, /) -> None: ...

    @overload
    def __call__(self, what: Path, progress: Progress, /) -> None: ...

    def __call__(
        self,
        what: Progress | ProcessingRecord | Report | Path,
        progress: Progress | None = None,
        /,
    ) -> None:
        """Show how far the work is.

        Args:
            what: What ``on_progress`` is called with: a processing, the ``Progress`` of a file, the
                ``Report`` of a batch, or the path of a file among several.
            progress: The ``Progress`` of that file.

        Example:
            ```python
            from mapflow import Progress, progress

            with progress.bar("roofs.geojson") as show:
                show(Progress(done_bytes=500, total_bytes=1000))
            ```
        """
        with self._lock:
            if isinstance(what, Path):
                if progress is not None:
                    self._draw_file(what, progress)
                return
            step = self._step(what)
            self._canvas.draw("", step)
            # Of several processings, more may be reported that have not ended.
            if step.is_over and not self._waits.are_many:
                self._canvas.close()

    def close(self) -> None:
        """Leave what is shown as it is, and show no more. Can be called more than once.

        Example:
            ```python
            from mapflow import progress

            show = progress.bar()
            show.close()
            ```
        """
        self._closing()

    def __enter__(self) -> Self:
        self._canvas.keep_moving()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _step(self, what: Progress | ProcessingRecord | Report) -> Step:
        if isinstance(what, Progress):
            return _steps.of_transfer(what, self._label, is_one_of_many=False)
        if isinstance(what, ProcessingRecord):
            return self._waits.take(what)
        return _steps.of_report(what, self._label)

    def _draw_file(self, file: Path, progress: Progress) -> None:
        self._sent[file] = progress.done_bytes
        whole = Progress(sum(self._sent.values()), sum(self._sizes.values()) or None)
        if self._sizes:
            label = self._label or f"{len(self._sizes)} files"
            self._canvas.draw("", _steps.of_transfer(whole, label, is_one_of_many=False))
        self._canvas.draw(str(file), _steps.of_transfer(progress, file.name, is_one_of_many=True))

"""What a wait calls with the processing that it waits for."""

from collections.abc import Callable
from typing import TypeAlias, TypeVar

from mapflow._views.processing import ProcessingRecord

P = TypeVar("P", bound=ProcessingRecord)

OnPoll: TypeAlias = Callable[[P], object]
"""What a wait calls after each poll, with the processing: its status, percent and cost in credits.

``OnPoll[Processing]``, or ``OnPoll[AsyncProcessing]`` for an `AsyncMapflow`. A plain function, not
an ``async`` one. What it returns is ignored; what it raises ends the wait, and the processing
continues.
"""

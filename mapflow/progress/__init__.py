"""Shows how far waits, transfers and batches are: pass ``progress.bar()`` as ``on_progress``.

In a notebook and on a terminal it is a bar. In a log it is lines: a program that runs in CI, under
``nohup`` or from cron writes no line that a later one would overwrite.
"""

from mapflow.progress._bar import Bar
from mapflow.progress._places import bar

__all__ = ["Bar", "bar"]

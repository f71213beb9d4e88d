"""What a batch calls while it runs."""

from collections.abc import Callable
from typing import TypeAlias

from mapflow.batch._estimate import BatchEstimate
from mapflow.batch._report import Report
from mapflow.splitting import SplitPlan, SplitPrice

OnReport: TypeAlias = Callable[[Report], object]
"""What a batch calls after each poll, with its `Report`: states of the rows, credits spent.

A plain function, not an ``async`` one. What it returns is ignored; what it raises ends the call,
and the batch can be resumed.
"""

OnEstimate: TypeAlias = Callable[[BatchEstimate], object]
"""What a batch calls with its price, in credits, before it writes or starts anything.

To return is to agree to the price, whatever is returned. An exception ends the call there.
"""

OnPrice: TypeAlias = Callable[[SplitPlan, SplitPrice], float | None]
"""What `batch.run_split` calls with its plan and the plan's price, before it starts anything.

It returns the maximum price that it agrees to, in credits, or None for no maximum besides
``max_cost``. An exception ends the call there.
"""

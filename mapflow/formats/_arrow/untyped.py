"""Libraries without types, as values of which anything may be asked."""

from __future__ import annotations

from typing import Any, Final

import pyarrow
import pyarrow.parquet as parquet

pa: Final[Any] = pyarrow
pq: Final[Any] = parquet

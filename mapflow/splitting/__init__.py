"""Areas of any size, split into processings that keep the limits of an account.

    import mapflow

    plan = mapflow.split("district.shp")
    print(plan)
    plan.save("parts.geojson")

Cutting needs the ``geo`` extra; a saved plan is read without it.
"""

from mapflow.splitting._limits import SplitLimits, SupportsLimits, limits_of
from mapflow.splitting._parts import Group, SplitCell, SplitParcel, SplitPart
from mapflow.splitting._plan import SplitPlan
from mapflow.splitting._price import SplitPrice
from mapflow.splitting._saved import load_split
from mapflow.splitting._split import split

__all__ = [
    "Group",
    "SplitCell",
    "SplitLimits",
    "SplitParcel",
    "SplitPart",
    "SplitPlan",
    "SplitPrice",
    "SupportsLimits",
    "limits_of",
    "load_split",
    "split",
]

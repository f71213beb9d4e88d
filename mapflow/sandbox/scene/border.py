"""How objects come out at the border of an area: a setting of the sandbox.

How the service does it is not known. This is synthetic, so that programs that put results together
can be tried against each way.
"""

from dataclasses import dataclass
from typing import Final

OWNER: Final = "owner"
CLIP: Final = "clip"
WHOLE: Final = "whole"
BEHAVIOURS: Final = (OWNER, CLIP, WHOLE)
LARGEST_JITTER_M: Final = 10.0


@dataclass(frozen=True, slots=True)
class Border:
    """How objects come out at the border of an area.

    Attributes:
        behaviour: `owner` returns an object whole from the area that holds its centroid, `clip`
            cuts it at the border, `whole` returns all of it from each area that it meets; None
            for `owner` for buildings and `clip` for everything else.
        jitter_m: How far each corner lies off, newly for each area: the standard deviation in
            metres.
        row_houses: Whether houses stand in rows and share walls.

    Raises:
        ValueError: The behaviour is another one, or the jitter is out of range.
    """

    behaviour: str | None = None
    jitter_m: float = 0.0
    row_houses: bool = False

    def __post_init__(self) -> None:
        """Check the values."""
        if self.behaviour not in (None, *BEHAVIOURS):
            raise ValueError(
                f"the border must be one of {', '.join(BEHAVIOURS)}, not {self.behaviour!r}"
            )
        if not 0 <= self.jitter_m <= LARGEST_JITTER_M:
            raise ValueError(
                f"the jitter must be 0 to {LARGEST_JITTER_M:g} m, not {self.jitter_m!r}"
            )

    @property
    def is_usual(self) -> bool:
        """Whether nothing was asked for."""
        return self.behaviour is None and not self.jitter_m

    def behaviour_for(self, kind: str) -> str:
        """Return the behaviour for one kind of object."""
        return self.behaviour or (OWNER if kind == "buildings" else CLIP)


USUAL: Final = Border()

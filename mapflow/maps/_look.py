"""What stands around a drawing, in a page and in a picture alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mapflow._arguments import items
from mapflow.maps._backdrop import Backdrop, check_backdrop


class Look(NamedTuple):
    """What stands around a drawing and below it.

    Attributes:
        title: The heading.
        subtitle: A line below the heading.
        backdrops: Imagery, the lowest first.
        notices: Sentences about the imagery.
    """

    title: str
    subtitle: str = ""
    backdrops: Sequence[Backdrop] = ()
    notices: Sequence[str] = ()

    @property
    def attribution(self) -> str:
        """Whom or what the imagery is from."""
        names = (each.attribution for each in self.backdrops if each.attribution)
        return " · ".join(dict.fromkeys(names))


def as_backdrops(given: Backdrop | Sequence[Backdrop]) -> list[Backdrop]:
    """One backdrop or several, checked."""
    found = [given] if isinstance(given, Backdrop) else items(given, "backdrop")
    for each in found:
        check_backdrop(each)
    return found

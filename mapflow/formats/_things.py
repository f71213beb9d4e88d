"""Lists of the service's things as data frames."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from mapflow._display.frames import frame_of, need_pandas
from mapflow._display.listing import Listing
from mapflow.errors import InvalidInput

if TYPE_CHECKING:
    import pandas


def to_dataframe(things: Iterable[object]) -> pandas.DataFrame:
    """Put a list of things into a data frame, a row for each. Needs pandas (extra ``geo``).

    The things are what methods list or return: models, options, projects, processings, areas,
    images, rows of a batch. The columns are their public members but ``raw``, ``data`` and
    ``params``. Times are in UTC; names that end so are in square metres (``_m2``) or bytes
    (``_bytes``), and ``cost`` is in credits. A value that is missing is missing in the frame, too.
    Lists and other objects stay what they are.

    Args:
        things: The things, all of one kind.

    Returns:
        The frame. Of an empty list that a method returned, it has the columns and no row.

    Raises:
        ConfigurationError: pandas is not installed; the text names the command.
        InvalidInput: They are not things of one kind that have members.

    Example:
        ```python
        from mapflow.formats import to_dataframe

        frame = to_dataframe(mf.models.list())
        print(frame[["name", "price_per_km2"]])
        ```
    """
    need_pandas()
    if isinstance(things, str | bytes) or not isinstance(things, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidInput(
            f"`things` must be a list of what methods return, got {type(things).__name__}.",
            hint="Pass several things, as a method returned them.",
        )
    listed = things if isinstance(things, Listing) else list(things)
    kinds = {type(each) for each in listed}
    if len(kinds) > 1:
        names = ", ".join(sorted(kind.__name__ for kind in kinds))
        raise InvalidInput(
            f"`things` must be of one kind, got {names}.", hint="Make a frame of each kind."
        )
    frame = frame_of(listed, listed.kind if isinstance(listed, Listing) else None)
    if kinds and not len(frame.columns):
        raise InvalidInput(
            f"`things` must be what methods return, got {kinds.pop().__name__}.",
            hint="Pass a list of models, processings, areas or images.",
        )
    return frame

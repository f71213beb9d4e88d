"""The status of a processing or of one of its areas."""

from __future__ import annotations

from typing import Final

from mapflow import _arguments

__all__ = ["Status", "read_status"]

_KNOWN: Final = frozenset(
    {
        "UNPROCESSED",
        "IN_PROGRESS",
        "OK",
        "FAILED",
        "AWAITING",
        "CANCELLED",
        "CANCELED",
        "REFUNDED",
    }
)
# Both spellings of "cancelled" exist in the service's documents.
_CANCELLED: Final = frozenset({"CANCELLED", "CANCELED", "REFUNDED"})
_TERMINAL: Final = _CANCELLED | {"OK", "FAILED"}


class Status(str):
    """A status word that stays usable when the service invents a new one.

    It is a plain string (``status == "OK"`` works) that also says whether this client knows it.
    An unknown status is never terminal: a wait continues until its deadline.

    Example:
        ```python
        from mapflow.status import Status

        assert Status("OK").is_success
        assert not Status("SOMETHING_NEW").is_terminal
        ```
    """

    __slots__ = ()

    @property
    def is_known(self) -> bool:
        """Whether this client knows the word."""
        return self in _KNOWN

    @property
    def is_terminal(self) -> bool:
        """Whether the processing has ended, well or badly."""
        return self in _TERMINAL

    @property
    def is_success(self) -> bool:
        """Whether the processing ended with a result."""
        return self == "OK"

    @property
    def is_cancelled(self) -> bool:
        """Whether the processing was cancelled, or its credits were given back."""
        return self in _CANCELLED


def read_status(word: str) -> Status:
    """Take a word as a status.

    Args:
        word: The word as the service sends it.

    Returns:
        The status.

    Raises:
        InvalidInput: It is not text.

    Example:
        ```python
        from mapflow.status import read_status

        assert read_status("OK").is_success
        ```
    """
    return Status(_arguments.text(word, "word"))

"""Storage that is promised to uploads which are still on their way."""

import contextlib
from collections.abc import Generator


class Reservation:
    """What one upload takes of an account's storage, as far as it has come."""

    def __init__(self, others: "dict[Reservation, str]", account_id: str) -> None:
        self._others = others
        self._account_id = account_id
        self.size_bytes = 0

    def reserved_by_others(self) -> int:
        """Return what other uploads of the account take."""
        return sum(
            other.size_bytes
            for other, account_id in self._others.items()
            if other is not self and account_id == self._account_id
        )


class UploadReservations:
    """All uploads on their way: together they take no more than is free.

    Without this, each of many at once would find all of the storage free that none has filled yet.
    """

    def __init__(self) -> None:
        self._reservations: dict[Reservation, str] = {}

    @contextlib.contextmanager
    def reserve(self, account_id: str) -> Generator[Reservation]:
        """Reserve storage until the upload is stored, or has failed."""
        reservation = Reservation(self._reservations, account_id)
        self._reservations[reservation] = account_id
        try:
            yield reservation
        finally:
            del self._reservations[reservation]

    def reserved(self, account_id: str) -> int:
        """Return what all uploads of an account take."""
        return sum(
            each.size_bytes for each, owner in self._reservations.items() if owner == account_id
        )

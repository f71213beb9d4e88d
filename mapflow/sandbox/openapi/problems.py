"""Refusals, and the error bodies they become."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

_DATA_API: Final = "/rasters"
_MALFORMED: Final = 422
_INVALID: Final = "value_error"


class Problem(Exception):
    """A request that is refused.

    Args:
        status: HTTP status of the response.
        message: One sentence for a person.
        code: Code of the error catalogue; None for an error of the Data API that has none.
        parameters: What the code is filled with. Values are strings on the wire.
        headers: Extra headers of the response.
        place: Where in the request the mistake is, outermost first; the Data API says so.
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        code: str | None = None,
        parameters: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        place: Sequence[str | int] = ("body",),
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code
        self.parameters: dict[str, str] = {
            key: str(value) for key, value in (parameters or {}).items()
        }
        self.headers: dict[str, str] = dict(headers or {})
        self.place: Final = tuple(place)

    def status_at(self, path: str) -> int:
        """Return the status on this path: the Data API says 422 to malformed requests."""
        malformed = self.status == 400 and self.code is None
        return _MALFORMED if malformed and path.startswith(_DATA_API) else self.status

    def body(self, path: str) -> dict[str, Any]:
        """Return the error body in the envelope of the half of the API that ``path`` belongs to.

        A missing or wrong token is reported in the same envelope everywhere.
        """
        if self.status == 401 or not path.startswith(_DATA_API):
            code = self.code or ("NOT_FOUND" if self.status == 404 else "BAD_REQUEST")
            return {"code": code, "message": self.message, "params": self.parameters or None}
        if self.code is not None:
            return {"detail": {"code": self.code, "parameters": self.parameters}}
        if self.status_at(path) == _MALFORMED:
            return {"detail": [{"loc": list(self.place), "msg": self.message, "type": _INVALID}]}
        return {"detail": self.message}


def bad_request(message: str, place: Sequence[str | int] = ("body",)) -> Problem:
    """A request that breaks the document or makes no sense."""
    return Problem(400, message, place=place)


def too_large(what: str, max_bytes: int) -> Problem:
    """A request that carries more than is taken."""
    return Problem(413, f"the {what} is larger than {max_bytes} bytes, the maximum")


def not_found(what: str, identifier: str) -> Problem:
    """Something that does not exist, or belongs to another account: the API tells no difference."""
    return Problem(404, f"{what} {identifier} not found", code="NOT_FOUND")

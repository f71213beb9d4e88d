"""Why a processing, or one of its areas, fails."""

import dataclasses
import json
from collections.abc import Mapping
from typing import Any, Final, Self

LEVEL: Final = "error"


@dataclasses.dataclass(frozen=True, slots=True)
class Failure:
    """A message of a failed area. All parameters are text, ``level`` is always among them."""

    code: str
    parameters: Mapping[str, str]

    @classmethod
    def of(cls, code: str, **parameters: object) -> Self:
        """Return a failure with these parameters, as text."""
        return cls(code, {**{key: str(value) for key, value in parameters.items()}, "level": LEVEL})

    @classmethod
    def read(cls, stored: str) -> Self:
        """Return a stored failure."""
        return cls(**json.loads(stored))

    def view(self) -> dict[str, Any]:
        """Return the failure as the API shows it, which is also how the state file keeps it."""
        return {"code": self.code, "parameters": dict(self.parameters)}

    def stored(self) -> str:
        """Return the failure as the state file keeps it."""
        return json.dumps(self.view())

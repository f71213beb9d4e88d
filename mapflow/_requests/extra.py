"""Members of the bodies of runs that this package does not know."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from mapflow import _arguments
from mapflow._requests.operations import RUN_MEMBERS
from mapflow.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mapflow._requests.raw import JsonLike, JsonValue

_KNOWN = {name.casefold(): name for name in RUN_MEMBERS}


def extra_members(extra: Mapping[str, JsonLike] | None) -> dict[str, JsonValue]:
    """The members as they are sent, a copy.

    Raises:
        InvalidInput: One is written by this package itself, or is not JSON.
    """
    if extra is None:
        return {}
    given = _arguments.mapping(cast("Mapping[str, object]", extra), "extra")
    for name in given:
        if not name or name.casefold() in _KNOWN:
            raise InvalidInput(
                f"`extra` must not have {_KNOWN.get(name.casefold(), name)!r}: it is written"
                " from the other arguments.",
                hint="Use the argument for it.",
            )
    try:
        return cast("dict[str, JsonValue]", json.loads(json.dumps(given, allow_nan=False)))
    except (TypeError, ValueError, RecursionError) as error:
        raise InvalidInput(
            f"`extra` cannot be written as JSON: {error}.",
            hint="Give texts, finite numbers, lists and mappings.",
        ) from None

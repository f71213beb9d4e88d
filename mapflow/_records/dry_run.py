"""A request that would cost credits, shown instead of sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple, cast

from mapflow.sources._base import hide_login

_SECRETS = ("login", "password")


class DryRun(NamedTuple):
    """What a paid call would send, and its price. Nothing that costs was sent.

    Attributes:
        method: HTTP method of the request.
        url: Its address.
        body: Its JSON, without logins; None when it has no body. The tag in ``meta`` is another
            one each time.
        cost: The price in credits, or None for a restart, whose price the service does not tell.
    """

    method: str
    url: str
    body: dict[str, object] | None
    cost: float | None

    def __str__(self) -> str:
        price = "at an unknown price" if self.cost is None else f"for {self.cost:g} credits"
        text = "" if self.body is None else "\n" + json.dumps(self.body, ensure_ascii=False)
        return f"{self.method} {self.url} {price}, not sent{text}"


def dry_run(request: Mapping[str, object], base_url: str, cost: float | None) -> DryRun:
    """Show a request of the generated client."""
    body = request.get("json")
    shown = None if body is None else cast("dict[str, object]", _masked(body))
    return DryRun(str(request["method"]).upper(), f"{base_url}{request['url']}", shown, cost)


def _masked(value: object) -> object:
    if isinstance(value, dict):
        return {
            key: "***" if key.lower().endswith(_SECRETS) and inner else _masked(inner)
            for key, inner in cast("dict[str, object]", value).items()
        }
    if isinstance(value, list):
        return [_masked(inner) for inner in cast("list[object]", value)]
    return hide_login(value) if isinstance(value, str) and "://" in value else value

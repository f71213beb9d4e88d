"""A request that would cost credits, shown instead of sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple, cast

from mapflow._masking.secrets import masked
from mapflow._text.numbers import amount


class DryRun(NamedTuple):
    """What a paid call would send, and its price. Nothing that costs was sent.

    Attributes:
        method: HTTP method of the request.
        url: Its address.
        body: Its JSON, with logins and queries of addresses masked; None when it has no body. The
            tag in ``meta`` is another one each time.
        cost: The price in credits, or None for a restart, whose price the service does not tell.
    """

    method: str
    url: str
    body: dict[str, object] | None
    cost: float | None

    def __str__(self) -> str:
        price = "at an unknown price" if self.cost is None else f"for {amount(self.cost)} credits"
        text = "" if self.body is None else "\n" + json.dumps(self.body, ensure_ascii=False)
        return f"{self.method} {self.url} {price}, not sent{text}"


def dry_run(request: Mapping[str, object], base_url: str, cost: float | None) -> DryRun:
    """Show a request of the generated client."""
    body = request.get("json")
    shown = None if body is None else cast("dict[str, object]", masked(body))
    return DryRun(str(request["method"]).upper(), f"{base_url}{request['url']}", shown, cost)

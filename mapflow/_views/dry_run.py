"""A request that would cost credits, shown instead of sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple, cast

from mapflow._masking.secrets import masked
from mapflow._masking.urls import mask_url
from mapflow._text.numbers import amount

if TYPE_CHECKING:
    from mapflow._display.facts import Facts


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

    def _repr_html_(self) -> str:
        from mapflow._display.showing import shown

        return shown(self)

    def _facts(self) -> Facts:
        from mapflow._display.facts import Facts

        price = "unknown" if self.cost is None else f"{amount(self.cost)} credits"
        rows = [("Would send", f"{self.method} {mask_url(self.url)}"), ("Price", price)]
        members = (self.body or {}).items()
        lines = ",\n ".join(
            f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}"
            for name, value in members
        )
        body = f"{{\n {lines}\n}}" if lines else ""
        notes = ["Nothing that costs was sent. The same call without `dry_run=True` sends it."]
        return Facts("Dry run", rows=rows, notes=notes, code=body)


def dry_run(request: Mapping[str, object], base_url: str, cost: float | None) -> DryRun:
    """Show a request of the generated client."""
    body = request.get("json")
    shown = None if body is None else cast("dict[str, object]", masked(body))
    return DryRun(str(request["method"]).upper(), f"{base_url}{request['url']}", shown, cost)

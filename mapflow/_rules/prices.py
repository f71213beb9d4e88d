"""Prices: what the service says a run costs, before and after, and what that is made of."""

from __future__ import annotations

import hashlib
import json
import math
from typing import TYPE_CHECKING

from mapflow._masking.secrets import masked
from mapflow._text.numbers import amount
from mapflow._views.base import kind_of, undecodable
from mapflow._views.estimate import PricePart
from mapflow.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mapflow._requests.run_spec import PricedRun
    from mapflow._views.account import AccountStatus, Model
    from mapflow._views.estimate import Estimate
    from mapflow._views.processing import ProcessingRecord
    from mapflow.sources import Source

#: Whom to ask about what was charged.
SUPPORT = "help@geoalert.io"
_SAME_AREA = 1e-6


def read_price(response: object) -> float:
    """Read the response to an estimate; anything but a number from 0 on is not a price."""
    try:
        cost = float(response) if isinstance(response, (int, float, str)) else math.nan
    except (ValueError, OverflowError):
        cost = math.nan
    if isinstance(response, bool) or not 0 <= cost < math.inf:
        arrived = amount(cost) if isinstance(response, float) else kind_of(response)
        raise undecodable("the cost", f"a number from 0 on was expected, {arrived} arrived")
    return int(cost) if cost.is_integer() else cost


def cost_told(processing: ProcessingRecord, asked: float | None) -> float | None:
    """What a processing says it costs; None if it does not say.

    0 for a run that has a price is what published clients assume if the member is missing, so
    it counts as not said yet.
    """
    cost = processing.cost
    if cost is None or not 0 <= cost < math.inf or (cost == 0 and asked):
        return None
    return cost


def excess(processing: ProcessingRecord, asked: float, real: float) -> str:
    """Tell that a run costs more than its price."""
    return (
        f"Processing {processing.id} costs {amount(real)} credits; the price asked before it was"
        f" {amount(asked)}. The difference counts against the budget. Compare `mapflow status`, and"
        f" write to {SUPPORT} if you do not agree."
    )


def paid_more_than_once(tag: str, found: Sequence[ProcessingRecord]) -> str:
    """Tell that one run led to several processings."""
    ids = ", ".join(processing.id for processing in found)
    return (
        f"{len(found)} processings carry the tag {tag}: {ids}. One run was carried out more than"
        " once, and each may be charged. Something between this program and the service repeats"
        f" requests: check your http_client and proxy, and write to {SUPPORT} with these ids."
    )


def check_same(price: Estimate, run: PricedRun) -> None:
    """Refuse the price of another run."""
    area_m2 = run.measures.area_m2
    hint = "Estimate the run itself, or omit the price: it is requested then."
    if price.model.id == run.model.id and math.isclose(price.area_m2, area_m2, rel_tol=_SAME_AREA):
        if price.about in ("", about(run)):
            return
        raise InvalidInput(
            "The price was requested for other options, imagery or parameters than the run has.",
            hint=hint,
        )
    raise InvalidInput(
        f"The price is that of {price.model.name} on {price.area_m2:,.0f} m², and the run is"
        f" {run.model.name} on {area_m2:,.0f} m².",
        hint=hint,
    )


def about(run: PricedRun) -> str:
    """A fingerprint of what a price depends on besides the model and the area."""
    source = run.spec.source
    # Version 2 carries all of a source but for the kinds that it does not know.
    imagery = source and (source.params_v2() if run.v2 else source.params() or source.params_v2())
    # Without logins: a fingerprint of a short password gives it away.
    params, blocks = dict(run.spec.inference_params or {}), sorted(run.blocks.items())
    asked = masked([imagery, params, blocks, dict(run.spec.extra or {})])
    return hashlib.sha256(json.dumps(asked, sort_keys=True, default=repr).encode()).hexdigest()[:16]


def parts_of(run: PricedRun) -> tuple[PricePart, ...]:
    """The listed prices that apply to a run, as far as the account's status tells them."""
    return (*_of_model(run.model, run.blocks), *_of_imagery(run.account, run.spec.source))


def _of_model(model: Model, blocks: Mapping[str, bool]) -> Iterator[PricePart]:
    """The rule of the published clients: mandatory steps, or the model's own price without any."""
    mandatory = [option for option in model.options if not option.optional]
    for option in mandatory:
        yield PricePart(option.label, "model", option.price_per_km2)
    if not mandatory and model.price_per_km2 is not None:
        yield PricePart(model.name, "model", model.price_per_km2)
    for option in model.options:
        if option.optional and blocks.get(option.name):
            yield PricePart(option.label, "option", option.price_per_km2)


def _of_imagery(account: AccountStatus, source: Source | None) -> Iterator[PricePart]:
    """The imagery of a provider; None if its price depends on a zoom that is not chosen."""
    flat = {} if source is None else source.params() or {}
    name = str(flat.get("data_provider") or "").casefold()
    for provider in account.providers:
        # The service takes names of providers in either case.
        if provider.name.casefold() == name:
            prices = provider.price_per_km2
            zoom = getattr(source, "zoom", None)
            known = {prices.get(zoom)} if zoom is not None else set(prices.values() or [0.0])
            yield PricePart(provider.label, "imagery", known.pop() if len(known) == 1 else None)

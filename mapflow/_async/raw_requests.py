"""Sends requests that a caller wrote; loaded when there is one, since few programs write any."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from mapflow_openapi import views
from mapflow_openapi.lazy import Json

from mapflow._arguments import amount, is_amount
from mapflow._async.paying import Payment, pay_once
from mapflow._downloads._async.downloading import download
from mapflow._files import as_path
from mapflow._requests.checks import is_tag
from mapflow._requests.raw import (
    check_free,
    may_cost,
)
from mapflow._requests.runs import TAG
from mapflow._results.contents import Anything
from mapflow.errors import InvalidInput, MapflowError, OutcomeUnknown

if TYPE_CHECKING:
    from os import PathLike
    from pathlib import Path

    from mapflow._async.session import AsyncSession
    from mapflow._http.transfers import OnTransfer
    from mapflow._requests.raw import JsonValue, RawRequest


async def send(
    session: AsyncSession,
    asked: RawRequest,
    *,
    paid: bool | None,
    price: float | None,
    repeatable: bool | None,
) -> JsonValue:
    """Send a request; one that costs credits once, and counted."""
    if may_cost(asked, paid, repeatable=repeatable):
        return cast("JsonValue", await _pay(session, asked, price))
    return cast("JsonValue", await session.transport.value(asked.kwargs, repeatable=repeatable))


async def save(
    session: AsyncSession,
    asked: RawRequest,
    file: str | PathLike[str],
    *,
    overwrite: bool,
    on_progress: OnTransfer | None,
) -> Path:
    """Save the response to a request that costs nothing, whatever it holds."""
    check_free(asked)
    target = as_path(file)
    await download(
        session.transport,
        asked.kwargs,
        target,
        overwrite=overwrite,
        content=Anything,
        on_progress=on_progress,
    )
    return target


async def _pay(session: AsyncSession, asked: RawRequest, price: float | None) -> object:
    """Send a paid request once, and count what it costs."""
    budget = session.budget
    if price is not None:
        amount(price, "price")
    elif budget is not None:
        raise InvalidInput(
            "A client with a budget sends nothing paid without its price.",
            hint="Pass `price`, in credits, as an estimate tells it.",
        )
    tag = _tag_in(asked.kwargs.get("json"))

    async def send() -> object:
        return await session.transport.value(asked.kwargs, repeatable=False)

    async def find(lost: MapflowError) -> object:
        raise OutcomeUnknown(
            f"No response to {asked.name} came that shows what happened to it"
            f" ({type(lost).__name__}: {lost.message}) The request may be charged.",
            tag=tag,
            hint="Check what it made before you send it again.",
        ) from lost

    doubt = f"{asked.name} may have been carried out and charged."
    payment = Payment(asked.kwargs, tag, price, price or 0.0, doubt, asked.name)
    response = await pay_once(
        session, payment, send, find, lambda told: views.Processing(_members(told)).id or ""
    )
    session.unsettled.pop(tag or "", None)
    real = views.Processing(_members(response)).cost
    if budget is not None and price is not None and is_amount(real) and real:
        budget.settle(price, real)
    return response


def _members(response: object) -> Json:
    return cast("Json", response) if isinstance(response, dict) else {}


def _tag_in(body: object) -> str | None:
    """The tag by which ``reconcile`` finds a run, if the caller wrote one."""
    meta = cast("dict[str, object]", body).get("meta") if isinstance(body, dict) else None
    tag = cast("dict[str, object]", meta).get(TAG) if isinstance(meta, dict) else None
    return tag if isinstance(tag, str) and is_tag(tag) else None

# Written by scripts/unasync.py from mapflow/_async/paying.py; edit that file instead.
"""Sends what costs credits: once, and counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from mapflow._logging import PaidRequest
from mapflow._rules.outcomes import may_have_worked
from mapflow.errors import MapflowError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mapflow._sync.session import Session

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Payment(NamedTuple):
    """What a paid request is counted and logged with.

    Attributes:
        request: What the generated request builder gave.
        tag: The tag that it carries, or None.
        price: The price that was told, in credits, or None.
        reserved: What is set aside for it of a budget, in credits.
        doubt: What an interruption says of it.
        operation: Its name; None for what this package sends, whose path tells.
    """

    request: Mapping[str, object]
    tag: str | None
    price: float | None
    reserved: float
    doubt: str
    operation: str | None = None


class Send(Protocol[T_co]):
    """Sends a paid request and reads its response."""

    def __call__(self) -> T_co: ...


class Find(Protocol[T_co]):
    """Finds what a request did whose response was lost; raises that error for a refusal."""

    def __call__(self, lost: MapflowError, /) -> T_co: ...


def pay_once(
    session: Session,
    payment: Payment,
    send: Send[T],
    find: Find[T],
    id_of: Callable[[T], str],
) -> T:
    """Send a paid request once.

    Its price is set aside before, and given back only when it is certain that the service refused.
    """
    budget, tag = session.budget, payment.tag
    if budget is not None:
        budget.take(payment.reserved)
        if tag is not None:
            session.unsettled[tag] = payment.reserved
    with PaidRequest(
        payment.request,
        tag=tag,
        price=payment.price,
        doubt=payment.doubt,
        operation=payment.operation,
    ) as paid:
        try:
            done = send()
        except MapflowError as lost:
            try:
                if not may_have_worked(lost):
                    raise
                done = find(lost)
            except MapflowError as final:
                if final is lost and budget is not None:
                    budget.give_back(payment.reserved)
                    session.unsettled.pop(tag or "", None)
                raise
            paid.recovered(id_of(done))
        else:
            paid.accepted(id_of(done))
    return done

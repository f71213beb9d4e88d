"""What an account has spent."""

import dataclasses

from mapflow.sandbox.accounts.registry import Account
from mapflow.sandbox.engine.problems import bad_request
from mapflow.sandbox.store import Database


@dataclasses.dataclass(frozen=True, slots=True)
class Balance:
    """What is spent and what is left of an account."""

    processed_area_m2: int
    remaining_area_m2: int
    remaining_credits: int


def balance(database: Database, account: Account) -> Balance:
    """Return the balance of an account. Charges outlive the processings they were made for."""
    row = database.one(
        "SELECT coalesce(sum(credits), 0) AS credits, coalesce(sum(area_m2), 0) AS area"
        " FROM charges WHERE account_id = ?",
        account.id,
    )
    spent, area = (row["credits"], row["area"]) if row else (0, 0)
    return Balance(
        area, max(0, account.settings.areaLimit - area), account.settings.credits - spent
    )


def check_affordable(now: Balance, account: Account, cost: int, area_m2: int) -> None:
    """Refuse what the account cannot pay for.

    Raises:
        Problem: 400. The service's own code and words for this are not known.
    """
    billing = account.settings.billingType
    if billing == "CREDITS" and cost > now.remaining_credits:
        raise bad_request(
            f"Not enough credits: this costs {cost}, {now.remaining_credits} are left"
        )
    if billing == "AREA" and area_m2 > now.remaining_area_m2:
        raise bad_request(
            f"Area limit reached: this is {area_m2} m2, {now.remaining_area_m2} m2 are left"
        )


def charge(
    database: Database, account: Account, *, processing_id: str, cost: int, area_m2: int, at: float
) -> None:
    """Write down what a processing costs.

    A decision of the sandbox: charged when created, never refunded, and nothing for a restart.
    """
    paid = cost if account.settings.billingType == "CREDITS" else 0
    database.run(
        "INSERT INTO charges (account_id, processing_id, credits, area_m2, at)"
        " VALUES (?, ?, ?, ?, ?)",
        account.id,
        processing_id,
        paid,
        area_m2,
        at,
    )

"""What an account has spent."""

import dataclasses

from mapflow.sandbox.accounts.registry import Account
from mapflow.sandbox.openapi.problems import bad_request
from mapflow.sandbox.store import Database


@dataclasses.dataclass(frozen=True, slots=True)
class Balance:
    """What is spent and what is left of an account."""

    processed_area_m2: int
    remaining_area_m2: int
    remaining_credits: int


@dataclasses.dataclass(frozen=True, slots=True)
class Charge:
    """What a processing costs: credits or area, as the account is billed."""

    processing_id: str
    cost: int
    area_m2: int


def balance(database: Database, account: Account, now: float) -> Balance:
    """Return the balance of an account. Charges outlive the processings they were made for."""
    row = database.one(
        "SELECT coalesce(sum(credits), 0) AS credits, coalesce(sum(area_m2), 0) AS area"
        " FROM charges WHERE account_id = ? AND (credits >= 0 OR at <= ?)",
        account.id,
        now,
    )
    spent, area = (row["credits"], row["area"]) if row else (0, 0)
    return Balance(
        area, max(0, account.settings.areaLimit - area), account.settings.credits - spent
    )


def check_affordable(left: Balance, account: Account, cost: int, area_m2: int) -> None:
    """Refuse what the account cannot pay for.

    Raises:
        Problem: 400. The service's own code and words for this are not known.
    """
    billing = account.settings.billingType
    if billing == "CREDITS" and cost > left.remaining_credits:
        raise bad_request(
            f"Not enough credits: this costs {cost}, {left.remaining_credits} are left"
        )
    if billing == "AREA" and area_m2 > left.remaining_area_m2:
        raise bad_request(
            f"Area limit reached: this is {area_m2} m2, {left.remaining_area_m2} m2 are left"
        )


def charge(database: Database, account: Account, made: Charge, *, at: float) -> None:
    """Write down what a processing costs.

    A decision of the sandbox: charged when created, and nothing for a restart.
    """
    _write(database, account, made.processing_id, _credits(account, made), made.area_m2, at)


def refund(database: Database, account: Account, made: Charge, *, at: float) -> None:
    """Give credits back, at a time that may lie ahead. What was processed stays processed."""
    _write(database, account, made.processing_id, -_credits(account, made), 0, at)


def _credits(account: Account, made: Charge) -> int:
    return made.cost if account.settings.billingType == "CREDITS" else 0


def _write(
    database: Database, account: Account, processing_id: str, paid: int, area_m2: int, at: float
) -> None:
    database.run(
        "INSERT INTO charges (account_id, processing_id, credits, area_m2, at)"
        " VALUES (?, ?, ?, ?, ?)",
        account.id,
        processing_id,
        paid,
        area_m2,
        at,
    )

"""Who may do what in a project: the owner, and those it is shared with."""

from typing import Final

from mapflow.sandbox.accounts import Account
from mapflow.sandbox.openapi.problems import Problem, bad_request
from mapflow.sandbox.store import Database, Row

READONLY: Final = "readonly"
CONTRIBUTOR: Final = "contributor"
MAINTAINER: Final = "maintainer"
OWNER: Final = "owner"
ROLES: Final = (READONLY, CONTRIBUTOR, MAINTAINER, OWNER)
_OTHER_NAMES: Final = {"member": READONLY}

VISIBLE: Final = (
    "SELECT id FROM projects WHERE account_id = ?1"
    " UNION SELECT project_id FROM shares WHERE account_id = ?1"
)
"""SQL: the projects that account ?1 sees."""


def read(name: str) -> str:
    """Return a role by any of its documented names, whatever its case.

    Raises:
        Problem: 400, the role does not exist.
    """
    lower = name.casefold()
    role = _OTHER_NAMES.get(lower, lower)
    if role not in ROLES:
        raise bad_request(f"role must be one of {', '.join(ROLES)}, got {name!r}")
    return role


def role_of(database: Database, account: Account, project: Row) -> str | None:
    """Return the role of an account in a project, or None if it has none."""
    if project["account_id"] == account.id:
        return OWNER
    row = database.one(
        "SELECT role FROM shares WHERE project_id = ? AND account_id = ?",
        project["id"],
        account.id,
    )
    return str(row["role"]) if row else None


def check(database: Database, account: Account, project: Row, needed: str, what: str) -> None:
    """Refuse what the role of the account does not allow.

    Raises:
        Problem: 403. That there is a refusal is a rule of the published client; its words are ours.
    """
    role = role_of(database, account, project)
    if role is None or ROLES.index(role) < ROLES.index(needed):
        raise Problem(
            403,
            f"Your role in this project is {role}; to {what} it must be {needed} or higher",
            code="FORBIDDEN",
        )

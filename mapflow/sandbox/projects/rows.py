"""Projects in the state file."""

from mapflow.sandbox.accounts import Account
from mapflow.sandbox.openapi.problems import not_found
from mapflow.sandbox.projects.roles import VISIBLE
from mapflow.sandbox.store import Database, Row


def find(database: Database, account: Account, project_id: str) -> Row:
    """Return a project of the account, or one that is shared with it.

    Raises:
        Problem: 404, it does not exist, or it belongs to another account.
    """
    row = database.one(
        f"SELECT * FROM projects WHERE id = ?2 AND id IN ({VISIBLE})",  # noqa: S608 - our own text
        account.id,
        project_id.lower(),
    )
    if row is None:
        raise not_found("Project", project_id)
    return row


def default(database: Database, account: Account) -> Row:
    """Return the project that was created with the account."""
    row = database.one("SELECT * FROM projects WHERE account_id = ? AND is_default = 1", account.id)
    if row is None:
        raise LookupError(f"account {account.id} has no default project")
    return row


def chosen(database: Database, account: Account, project_id: str | None) -> Row:
    """Return a project of the account, or the default one without an ID."""
    return default(database, account) if project_id is None else find(database, account, project_id)


def of_account(database: Database, account: Account) -> list[Row]:
    """Return all projects of an account and those shared with it, the oldest first."""
    return database.all(
        f"SELECT * FROM projects WHERE id IN ({VISIBLE}) ORDER BY number",  # noqa: S608 - our own text
        account.id,
    )


def insert(
    database: Database,
    account: Account,
    *,
    name: str,
    description: str | None,
    at: float,
    project_id: str,
) -> Row:
    """Store a new project."""
    database.run(
        "INSERT INTO projects (id, account_id, name, description, is_default, created, updated)"
        " VALUES (?, ?, ?, ?, 0, ?, ?)",
        project_id,
        account.id,
        name,
        description,
        at,
        at,
    )
    return find(database, account, project_id)

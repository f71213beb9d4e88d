"""Sharing a project with another account."""

from typing import Any

from mapflow.sandbox.accounts import Account
from mapflow.sandbox.context import ApiCall, ApiHandlers
from mapflow.sandbox.openapi.problems import Problem, bad_request, not_found
from mapflow.sandbox.projects import roles, rows


def share_project(call: ApiCall) -> None:
    """Share a project, or change the role of an account in it."""
    database, account = call.caller.sandbox.database, call.caller.account
    body: dict[str, Any] = call.body
    role = roles.read(body["role"])
    project = rows.find(database, account, body["projectId"])
    roles.check(database, account, project, roles.OWNER, "share it")
    other = _other(call)
    if other.id == project["account_id"]:
        raise bad_request(f"{other.email} owns this project already")
    if role != roles.READONLY and other.email not in {
        each.email for each in call.caller.sandbox.accounts.team_of(account)
    }:
        raise Problem(
            403,
            f"{other.email} is not in your team: only the role {roles.READONLY} can be given",
            code="FORBIDDEN",
        )
    database.run(
        "INSERT OR REPLACE INTO shares (project_id, account_id, role) VALUES (?, ?, ?)",
        project["id"],
        other.id,
        role,
    )


def _other(call: ApiCall) -> Account:
    """Return the account to share with, which must exist."""
    email, user_id = call.body.get("email"), call.body.get("userId")
    if email is None and user_id is None:
        raise bad_request("name whom to share with: email or userId")
    for account in call.caller.sandbox.accounts.all():
        if (
            account.email.casefold() == email.casefold()
            if email is not None
            else account.id == str(user_id).lower()
        ):
            return account
    raise not_found("User", str(email or user_id))


HANDLERS: ApiHandlers = {"shareProject": share_project}

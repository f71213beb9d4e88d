"""Who may see and change planned searches.

Owner and maintainers of a project may change all in it, contributors what they created, readers
nothing: that is the rule of the published client. Who sees one may mark its images as seen.
"""

from mapflow.sandbox.context import ApiCall
from mapflow.sandbox.openapi.problems import Problem, not_found
from mapflow.sandbox.planned import rows
from mapflow.sandbox.planned.rows import Template
from mapflow.sandbox.projects import roles
from mapflow.sandbox.projects import rows as projects
from mapflow.sandbox.store import Row


def readable(call: ApiCall) -> Template:
    """Return the planned search of a request.

    Raises:
        Problem: 404, it does not exist, or the caller may not see it.
    """
    return _found(call)[0]


def changeable(call: ApiCall) -> Template:
    """Return the planned search of a request that changes it.

    Raises:
        Problem: 404, the caller may not see it; 403, the caller may only see it.
    """
    template, project = _found(call)
    account = call.caller.account
    is_own = template.row["account_id"] == account.id
    roles.check(
        call.caller.sandbox.database,
        account,
        project,
        roles.CONTRIBUTOR if is_own else roles.MAINTAINER,
        "change this template",
    )
    return template


def project_to_plan_in(call: ApiCall, project_id: str) -> Row:
    """Return a project for a new planned search.

    Raises:
        Problem: 404, the caller may not see it; 403, the caller may only see it.
    """
    database, account = call.caller.sandbox.database, call.caller.account
    project = projects.find(database, account, project_id)
    roles.check(database, account, project, roles.CONTRIBUTOR, "plan a search in it")
    return project


def _found(call: ApiCall) -> tuple[Template, Row]:
    identifier = call.path["templateId"]
    database = call.caller.sandbox.database
    template = rows.find(database, identifier)
    if template is not None:
        try:
            project_id = template.row["project_id"]
            return template, projects.find(database, call.caller.account, project_id)
        except Problem:
            pass
    raise not_found("Template", identifier)

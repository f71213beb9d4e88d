"""The operations on the processings of a planned search."""

from typing import Any

from mapflow.sandbox.context import ApiCall, ApiHandlers
from mapflow.sandbox.planned import permissions, runs
from mapflow.sandbox.planned.rows import Template
from mapflow.sandbox.processings.view import view_v1


def run_template(call: ApiCall) -> dict[str, Any]:
    """Start a processing, the source written as in version 1."""
    return runs.start(call.caller, _template(call), call.body, is_v2=False)


def run_template_v2(call: ApiCall) -> dict[str, Any]:
    """Start a processing, the source written as in version 2."""
    return runs.start(call.caller, _template(call), call.body, is_v2=True)


def list_template_processings(call: ApiCall) -> list[dict[str, Any]]:
    """List what was started, in the form of version 1."""
    sandbox = call.caller.sandbox
    now = sandbox.clock.now()
    return [
        view_v1(processing, now, sandbox.root_url)
        for processing in runs.of_template(sandbox, permissions.readable(call))
    ]


def _template(call: ApiCall) -> Template:
    """Return the planned search to run; only taking out areas changes it."""
    if call.body["updateTemplateGeometry"]:
        return permissions.changeable(call)
    return permissions.readable(call)


HANDLERS: ApiHandlers = {
    "runTemplate": run_template,
    "runTemplateV2": run_template_v2,
    "listTemplateProcessings": list_template_processings,
}

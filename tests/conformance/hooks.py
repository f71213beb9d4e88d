"""What schemathesis is told about this API, and the checks that it does not have.

Loaded by it, in a process of its own (see ``run.py``).
"""

import atexit
import collections
import json
import os
import re
from pathlib import Path

import requests
import schemathesis
from hypothesis import strategies

from tests.conformance.grounding import ground
from tests.conformance.refusals import is_a_rule
from tests.conformance.world import World
from tests.support import conformance
from tests.support.places import FIELD_IMAGE

_IDENTIFIER = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|SBX\w+")

_target = json.loads(os.environ["CONFORM_TARGET"])
_world = World(_target["base_url"], _target["control_url"], _target["token"])
_known = set()
_asked = set()
_answers = collections.defaultdict(collections.Counter)


# Half of the files are GeoTIFFs, some of them cut short.
_PICTURE = FIELD_IMAGE.read_bytes()
schemathesis.openapi.format(
    "binary",
    strategies.just(_PICTURE)
    | strategies.integers(0, len(_PICTURE)).map(lambda length: _PICTURE[:length])
    | strategies.binary(),
)


@schemathesis.hook
def before_call(context, case, kwargs):
    ground(case, _world, _known)


@schemathesis.hook
def after_call(context, case, response):
    operation = case.operation.definition.raw["operationId"]
    if case.method.lower() == case.operation.method.lower():
        _answers[operation][response.status_code] += 1
    if response.status_code == 200 and "json" in response.headers.get("content-type", [""])[0]:
        _known.update(_IDENTIFIER.findall(response.text))
    gone = response.status_code == 404 or case.method == "DELETE"
    for value in case.path_parameters.values() if gone else ():
        _world.gone(value)


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """Let a refusal of a well-formed request pass where a rule that no schema can express says so."""
    return type(failure).__name__ != "RejectedPositiveData" or not is_a_rule(response)


@schemathesis.check
def answers_only_what_is_documented(ctx, response, case):
    """Hold the answer against the document more strictly: a member it does not list is a fault."""
    if case.method.lower() != case.operation.method.lower():
        return
    content_type = response.headers.get("content-type", [""])[0]
    body = None
    if content_type:
        is_json = content_type.startswith("application/json")
        body = {"json": response.json()} if is_json else {"base64": ""}
    answer = {
        "status": response.status_code,
        "headers": {"content-type": content_type},
        "body": body,
    }
    faults = list(conformance.answer_faults(answer, case.operation.definition.raw))
    assert not faults, faults


@schemathesis.check
def nobody_else_sees_it(ctx, response, case):
    """Ask for what was found in somebody else's name: it has to be as if it did not exist."""
    address = response.request.url
    if case.method != "GET" or response.status_code != 200 or address in _asked:
        return
    if not case.path_parameters:
        return
    _asked.add(address)
    headers = {"Authorization": f"Basic {_world.stranger_token}"}
    status = requests.get(address, headers=headers, timeout=30).status_code
    assert status == 404, f"somebody else got {status} for {address}"


@atexit.register
def _write_notes():
    notes = {"prepared_with": _world.sent, "answers": _answers}
    Path(os.environ["CONFORM_NOTES"]).write_text(json.dumps(notes), encoding="utf-8")

"""The checker of recorded interactions finds what is wrong with them."""

import copy

import pytest

from tests.support.conformance import problems

BASE = "https://api.mapflow.ai/rest"
PROJECT = "546d148f-19a1-40d8-8f16-d1e6dabfd204"
RENAME = {
    "request": {
        "method": "PUT",
        "uri": f"{BASE}/projects/{PROJECT}",
        "headers": {"authorization": "Basic REDACTED", "content-type": "application/json"},
        "body": {"json": {"name": "Coast"}},
    },
    "response": {
        "status": 200,
        "headers": {"content-type": "application/json"},
        "body": {"json": {"id": PROJECT, "name": "Coast"}},
    },
}
LIST = {
    "request": {
        "method": "GET",
        "uri": f"{BASE}/rasters/mosaic?tags=a&tags=b",
        "headers": {"authorization": "Basic REDACTED"},
    },
    "response": {
        "status": 200,
        "headers": {"content-type": "application/json"},
        "body": {"json": []},
    },
}


def _broken(sample, part, **changes):
    made = copy.deepcopy(sample)
    made[part] |= changes
    return made


@pytest.mark.parametrize("sample", [RENAME, LIST])
def test_good_ones_pass(sample):
    assert problems(sample) == []


@pytest.mark.parametrize(
    ("broken", "word"),
    [
        (_broken(RENAME, "request", uri=f"{BASE}/project/{PROJECT}"), "not an operation"),
        (_broken(RENAME, "request", uri=f"{BASE}/projects/17"), "projectId"),
        (_broken(RENAME, "request", body={"json": {"name": 5}}), "request at $.name"),
        (_broken(RENAME, "request", body={"json": {"nick": "x"}}), "nick"),
        (_broken(RENAME, "request", body=None), "no body"),
        (
            _broken(RENAME, "request", headers={"content-type": "application/json"}),
            "did not have the account's token",
        ),
        (
            _broken(RENAME, "request", headers={"authorization": "Basic REDACTED"}),
            "content type none",
        ),
        (_broken(RENAME, "response", status=302), "status 302"),
        (_broken(RENAME, "response", headers={"content-type": "text/html"}), "text/html"),
        (_broken(RENAME, "response", body=None), "without its body"),
        (_broken(RENAME, "response", body={"json": {"name": "Coast"}}), "'id' is a required"),
        (
            _broken(RENAME, "response", body={"json": {"id": PROJECT, "name": "a", "area": "x"}}),
            "$.area",
        ),
        (
            _broken(RENAME, "response", body={"json": {"id": "x", "name": "a"}}),
            "is not a 'uuid'",
        ),
        (
            _broken(
                RENAME, "response", body={"json": {"id": PROJECT, "name": "a", "created": "soon"}}
            ),
            "date-time",
        ),
        (
            _broken(RENAME, "response", body={"json": {"id": PROJECT, "name": "a", "mood": 1}}),
            "mood",
        ),
        (_broken(LIST, "request", uri=f"{BASE}/rasters/mosaic?limit=5"), "query parameter limit"),
        (_broken(LIST, "request", body={"json": {}}), "body that is not documented"),
        (_broken(LIST, "response", body={"json": {}}), "is not of type 'array'"),
    ],
)
def test_faults_are_found(broken, word):
    assert word in "\n".join(problems(broken))

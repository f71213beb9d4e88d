"""A sandbox that responds as a service that grows: with extra members, nulls, 201, and the like."""

import httpx
import pytest

from mapflow.sandbox import FaultRule
from mapflow.sandbox.fault_injection.mutations import EXTRA, NEW_VALUE

UNKNOWN = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def client(running):
    """Takes responses as they come."""
    headers = {"Authorization": f"Basic {running.token}"}
    with httpx.Client(base_url=running.base_url, headers=headers, trust_env=False) as client:
        yield client


@pytest.fixture
def account(running, client):
    """Reads the account under a fault."""

    def read(fault, **parameters):
        running.set_faults(FaultRule(fault, **parameters))
        response = client.get("/user/status")
        assert response.headers["content-length"] == str(len(response.content))
        assert running.requests()[-1]["fault"] == fault
        return response

    return read


def test_extra_members_are_in_every_object(account):
    told = account("extra-members").json()
    assert EXTRA.items() <= told.items()
    assert EXTRA.items() <= told["models"][0]["blocks"][0].items()


def test_new_values_are_nobodys(account):
    assert account("new-values").json()["billingType"] == NEW_VALUE


def test_nulls_hide_what_is_in_them_unless_told_otherwise(account):
    told = account("nulls").json()
    assert told["models"] is None
    told = account("nulls", inner=True).json()
    assert told["remainingCredits"] is None
    assert told["models"][0]["pricePerSqKm"] is None
    assert told["models"][0]["blocks"][0]["name"]


def test_missing_members_leave_what_is_required(client, running):
    running.set_faults(FaultRule("missing-members"))
    assert set(client.get("/projects/default").json()) == {"id", "name"}
    running.set_faults(FaultRule("missing-members", inner=True))
    told = client.get("/projects/default").json()
    assert "description" not in told
    assert set(told["workflowDefs"][0]) >= {"id", "name"}


def test_floats_are_of_whole_numbers(account):
    assert '"remainingCredits":1000.0' in account("floats").text


def test_created_is_201_with_the_same_body(account, client, running):
    response = account("created")
    assert response.status_code == 201
    running.clear_faults()
    assert client.get("/user/status").json() == response.json()


def test_refusals_are_changed_too_and_stay_refusals(client, running):
    running.set_faults(FaultRule("extra-members"))
    response = client.get(f"/processings/{UNKNOWN}")
    assert response.status_code == 404
    assert EXTRA.items() <= response.json().items()
    running.set_faults(FaultRule("created"))
    assert client.get(f"/processings/{UNKNOWN}").status_code == 404


def test_what_was_asked_for_is_done(client, running):
    running.set_faults(FaultRule("nulls"))
    client.post("/projects", json={"name": "Quays"})
    assert running.requests()[-1]["committed"] is True
    running.clear_faults()
    assert "Quays" in [project["name"] for project in client.get("/projects").json()]


def test_inner_is_of_two_faults_alone():
    with pytest.raises(ValueError, match="floats takes no parameters, not inner"):
        FaultRule("floats", inner=True)
    with pytest.raises(ValueError, match="inner must be true or false, got 1"):
        FaultRule("nulls", inner=1)

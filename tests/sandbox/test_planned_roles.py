"""What the roles of a shared project allow with its planned searches."""

import pytest

from tests.sandbox.conftest import Api
from tests.sandbox.planned import (
    DAY,
    MAY,
    NORTH,
    SOUTH,
    feature,
    images,
    moment,
    refused,
    search,
    template,
)
from tests.support.places import square


@pytest.fixture
def member(running, api, project, planned):
    """Shares the project of a planned search in a role, and returns the other one's client."""
    running.account("demo@example.com", team="harbour", teamOwner=True)
    clients = []

    def share(role):
        token = running.account("else@example.com", team="harbour", credits=1_000_000)
        body = {"projectId": project, "email": "else@example.com", "role": role}
        api.post("/projects/share", json=body).raise_for_status()
        clients.append(Api(running.base_url, token))
        return clients[-1]

    yield share
    for client in clients:
        client.close()


CHANGES = [
    ("PUT", "", {"name": "x"}),
    ("POST", "/pause", None),
    ("POST", "/aoi", {"geometry": SOUTH}),
    ("DELETE", "/aoi", {"aoiIds": []}),
    ("DELETE", "", None),
]


@pytest.mark.parametrize("role", ["readonly", "contributor"])
def test_what_others_planned_can_be_read(api, running, project, planned, member, role):
    other = member(role)
    running.advance(5 * DAY)
    assert template(other, planned) == template(api, planned)
    assert images(other, planned) == images(api, planned)
    assert len(other.get(f"/processings/template/project/{project}").json()) == 1
    user = template(api, planned)["userId"]
    assert len(other.get(f"/processings/template/user/{user}").json()) == 1
    assert other.get("/processings/template").json() == []
    before = template(api, planned)
    for method, path, body in CHANGES:
        refused(other.request(method, f"{planned}{path}", json=body), 403, "FORBIDDEN")
    assert template(api, planned) == before


def test_a_maintainer_changes_what_others_planned(api, planned, member):
    other = member("maintainer")
    for method, path, body in CHANGES:
        response = other.request(method, f"{planned}{path}", json=body)
        assert response.status_code == 200, response.text
    refused(api.get(planned), 404, "NOT_FOUND")


@pytest.mark.parametrize("role", ["readonly", "contributor"])
def test_a_contributor_plans_and_changes_their_own(project, member, role):
    other = member(role)
    body = {
        "name": "mine",
        "projectId": project,
        "activeUntil": moment(MAY + DAY),
        "searchParams": search(feature(NORTH)),
    }
    response = other.post("/processings/template", json=body)
    if role == "readonly":
        refused(response, 403, "FORBIDDEN")
        return
    path = f"/processings/template/{response.json()['template']['id']}"
    assert other.put(path, json={"name": "x"}).json()["name"] == "x"
    assert other.delete(path).status_code == 200


def test_the_limit_of_area_is_that_of_the_owner(running, project, member):
    other = member("contributor")
    running.account("demo@example.com", templateAreaLimit=0)
    running.account("else@example.com", templateAreaLimit=1)
    body = {
        "name": "mine",
        "projectId": project,
        "activeUntil": moment(MAY + DAY),
        "searchParams": search(feature(square(37.0, 55.0, 1.0))),
    }
    assert other.post("/processings/template", json=body).status_code == 200


@pytest.mark.parametrize("role", ["readonly", "contributor"])
def test_who_may_run(api, running, planned, member, role):
    other = member(role)
    running.advance(10 * DAY)
    api.put(planned, json={"searchParams": {"hideUnavailable": True}}).raise_for_status()
    image = images(api, planned)["images"][0]
    body = {
        "name": "x",
        "wdName": "🏠 Buildings",
        "geometry": square(37.31, 55.645, 0.03),
        "params": {
            "sourceParams": {
                "imagerySearch": {"dataProvider": image["providerName"], "imageIds": [image["id"]]}
            }
        },
        "updateTemplateGeometry": True,
    }
    refused(other.post(f"{planned}/v2", json=body), 403, "FORBIDDEN")
    response = other.post(f"{planned}/v2", json={**body, "updateTemplateGeometry": False})
    assert response.status_code == (403 if role == "readonly" else 200), response.text

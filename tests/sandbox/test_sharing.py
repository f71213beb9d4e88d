"""Shared projects: who sees them, and who may do what in them."""

import uuid

import pytest

from tests.support.places import MOSCOW

ORDER = ("readonly", "contributor", "maintainer", "owner")


@pytest.fixture
def project(api):
    return api.post("/projects", json={"name": "Shared"}).json()["id"]


@pytest.fixture
def share(api, project, someone_else, running):
    running.account("demo@example.com", team="Crew")
    running.account("else@example.com", team="Crew")

    def put(role, client=api, **more):
        who = more or {"email": "else@example.com"}
        return client.post("/projects/share", json={"projectId": project, "role": role, **who})

    return put


@pytest.mark.parametrize(
    ("sent", "role"),
    [
        ("readonly", "readonly"),
        ("Contributor", "contributor"),
        ("MAINTAINER", "maintainer"),
        ("MEMBER", "readonly"),
        ("member", "readonly"),
    ],
)
def test_a_shared_project_is_seen_by_both(api, someone_else, project, share, sent, role):
    assert someone_else.get(f"/projects/{project}").status_code == 404
    assert share(sent).status_code == 200
    theirs = someone_else.get(f"/projects/{project}").json()
    assert theirs["shareProject"] == {
        "owners": [{"role": "OWNER", "email": "demo@example.com"}],
        "users": [{"role": role, "email": "else@example.com"}],
    }
    assert theirs["user"]["email"] == "demo@example.com"
    assert theirs == api.get(f"/projects/{project}").json()
    assert theirs in someone_else.get("/projects").json()
    assert someone_else.post("/projects/page", json={"filter": "Shared"}).json()["total"] == 1
    assert api.get("/projects/default").json()["shareProject"]["users"] == []


def test_a_second_owner(api, someone_else, project, share):
    assert share("OWNER").status_code == 200
    owners = api.get(f"/projects/{project}").json()["shareProject"]["owners"]
    assert [each["email"] for each in owners] == ["demo@example.com", "else@example.com"]
    assert someone_else.put(f"/projects/{project}", json={"name": "Theirs"}).status_code == 200


def test_a_role_is_changed_by_sharing_again(api, project, share):
    share("maintainer")
    user_id = api.get(f"/projects/{project}").json()["user"]["id"]
    assert share("readonly").status_code == 200
    [user] = api.get(f"/projects/{project}").json()["shareProject"]["users"]
    assert user["role"] == "readonly"
    assert share("readonly", userId=user_id).status_code == 400


def test_somebody_elses_default_project_is_not_ones_own(api, someone_else, share):
    default = api.get("/projects/default").json()["id"]
    share("readonly", projectId=default, email="else@example.com")
    mine = [each for each in someone_else.get("/projects").json() if each["isDefault"]]
    assert mine == [someone_else.get("/projects/default").json()]


@pytest.mark.parametrize(
    ("more", "role", "status"),
    [
        ({}, "king", 400),
        ({"email": "nobody@example.com"}, "readonly", 404),
        ({"userId": str(uuid.UUID(int=3))}, "readonly", 404),
        ({"email": "demo@example.com"}, "readonly", 400),
        ({"email": "else@example.com", "projectId": str(uuid.UUID(int=3))}, "readonly", 404),
    ],
)
def test_sharing_that_makes_no_sense(share, more, role, status):
    assert share(role, **more).status_code == status


def test_somebody_has_to_be_named(api, project):
    response = api.post("/projects/share", json={"projectId": project, "role": "readonly"})
    assert response.status_code == 400


def test_outside_of_the_team_readonly_is_all(share, running):
    running.account("else@example.com", team="")
    assert share("contributor").status_code == 403
    assert share("readonly").status_code == 200


@pytest.mark.parametrize(
    ("needed", "method", "path", "body"),
    [
        ("readonly", "GET", "/projects/{project}/processings", None),
        ("readonly", "GET", "/processings/{processing}", None),
        ("readonly", "GET", "/processings/{processing}/aois", None),
        ("readonly", "GET", "/processings/{processing}/result", None),
        ("readonly", "POST", "/projects/{project}/processings/v2/page", {}),
        ("contributor", "POST", "/processings/{processing}/restart", None),
        ("contributor", "POST", "/processings/{processing}/restart/v2", None),
        ("contributor", "POST", "/processings", {"wdName": "🏠 Buildings", "geometry": MOSCOW}),
        ("maintainer", "PUT", "/processings/{processing}", {"name": "x"}),
        ("maintainer", "PUT", "/processings/{processing}/v2", {"name": "x"}),
        ("maintainer", "PUT", "/processings/{processing}/rate", {"rating": 5}),
        ("maintainer", "DELETE", "/processings/{processing}", None),
        ("owner", "PUT", "/projects/{project}", {"name": "x"}),
        ("owner", "DELETE", "/projects/{project}", None),
        ("owner", "POST", "/projects/share", {"email": "third@example.com", "role": "readonly"}),
    ],
)
def test_roles_allow_what_they_allow(
    api, someone_else, running, start, project, share, needed, method, path, body
):
    running.account("third@example.com")
    processing = start(MOSCOW, projectId=project)["id"]
    running.advance(3600)
    if path in ("/processings", "/projects/share"):
        body = {**body, "projectId": project}
    path = path.format(project=project, processing=processing)
    for role in ORDER:
        share(role)
        response = someone_else.request(method, path, json=body)
        if ORDER.index(role) < ORDER.index(needed):
            assert response.status_code == 403, (role, response.text)
            assert role in response.json()["message"]
        else:
            assert response.status_code == 200, (role, response.text)
            break


def test_the_limits_of_the_owner_apply(api, someone_else, running, project, share):
    share("contributor")
    body = {"wdName": "🏠 Buildings", "geometry": MOSCOW, "projectId": project}
    running.account("else@example.com", aoiAreaLimit=1000)
    assert someone_else.post("/processings", json=body).status_code == 200
    running.account("demo@example.com", aoiAreaLimit=1000)
    assert someone_else.post("/processings", json=body).json()["code"] == "TOO_LARGE_PROCESSING"
    [seen] = api.get(f"/projects/{project}/processings").json()
    assert seen["projectId"] == project

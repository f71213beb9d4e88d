"""Projects and processings page by page, and the statistics."""

import csv
import io

import pytest

from tests.support.places import MOSCOW, square


@pytest.fixture
def projects(api, running):
    """The default project and four more, made one after the other."""
    for name in ("beta", "Alpha", "gamma", "Alphabet"):
        running.advance(60)
        api.post("/projects", json={"name": name})
    return "Default", "beta", "Alpha", "gamma", "Alphabet"


@pytest.fixture
def history(api, running, start):
    """Three processings of different models, areas and outcomes."""
    start(square(37.30, 55.64, 0.02), name="Roofs b", params={"data_provider": "mapbox"})
    running.advance(10)
    start(
        MOSCOW, model="🚗 Roads", name="roads A", meta={"sandbox:fail": "inference.internalError"}
    )
    running.advance(7200)
    start(
        MOSCOW, name="Roofs c", params={"source_type": "xyz", "url": "https://e.example/{x}{y}{z}"}
    )
    return api.get("/projects/default").json()["id"]


def test_the_newest_projects_come_first(api, projects):
    page = api.post("/projects/page", json={}).json()
    assert [each["name"] for each in page["results"]] == list(reversed(projects))
    assert (page["total"], page["count"]) == (5, 5)
    assert page["results"] == list(reversed(api.get("/projects").json()))


def test_pages_of_projects_make_the_whole(api, projects):
    ask = {"limit": 2, "sortBy": "NAME", "sortOrder": "ASC", "filter": ""}
    pages = [api.post("/projects/page", json={**ask, "offset": n}).json() for n in (0, 2, 4, 6)]
    assert [page["count"] for page in pages] == [2, 2, 1, 0]
    assert {page["total"] for page in pages} == {5}
    names = [each["name"] for page in pages for each in page["results"]]
    assert names == ["Alpha", "Alphabet", "beta", "Default", "gamma"]
    found = api.post("/projects/page", json={"filter": "aLPH", "sortBy": "CREATED"}).json()
    assert [each["name"] for each in found["results"]] == ["Alpha", "Alphabet"]
    assert found["total"] == 2


@pytest.mark.parametrize(
    "wrong",
    [{"sortBy": "SIZE"}, {"sortBy": "NAME", "sortOrder": "UP"}, {"limit": -1}, {"limit": "1"}],
)
def test_a_page_that_makes_no_sense_is_refused(api, history, wrong):
    for path in ("/projects/page", f"/projects/{history}/processings/v2/page"):
        assert api.post(path, json=wrong).status_code == 400


def _names(api, project, **ask):
    page = api.post(f"/projects/{project}/processings/v2/page", json=ask).json()
    assert page["count"] == len(page["results"])
    return [each["name"] for each in page["results"]]


def test_processings_are_sorted_and_searched(api, history):
    newest = ["Roofs c", "roads A", "Roofs b"]
    assert _names(api, history) == newest
    assert _names(api, history, sortBy="NAME") == ["roads A", "Roofs b", "Roofs c"]
    assert _names(api, history, sortBy="AREA", sortOrder="DESC")[0] == "Roofs b"
    assert _names(api, history, sortBy="COST", sortOrder="DESC")[0] == "Roofs b"
    assert _names(api, history, sortBy="SCENARIO", sortOrder="DESC")[0] == "roads A"
    assert _names(api, history, sortBy="PROGRESS")[0] == "Roofs c"
    assert _names(api, history, sortBy="STATUS") == ["roads A", "Roofs b", "Roofs c"]
    # One that has not ended comes last, either way.
    for order in ("ASC", "DESC"):
        assert _names(api, history, sortBy="COMPLETED", sortOrder=order)[-1] == "Roofs c"
        assert _names(api, history, sortBy="PROVIDER", sortOrder=order)[-1] == "Roofs c"
    for key in ("PROJECT", "EMAIL", "CREATED"):
        assert sorted(_names(api, history, sortBy=key)) == sorted(newest)
    assert _names(api, history, terms="ROOFS") == ["Roofs c", "Roofs b"]
    assert _names(api, history, terms="Roads") == ["roads A"]
    assert _names(api, history, terms="demo@example") == newest
    assert _names(api, history, terms="nothing") == []
    assert _names(api, history, limit=1, offset=1) == ["roads A"]


def test_pages_of_somebody_else_are_not_found(api, someone_else, history):
    path = f"/projects/{history}/processings/v2/page"
    assert someone_else.post(path, json={}).status_code == 404
    assert someone_else.post("/projects/page", json={}).json()["total"] == 1


def test_statistics_are_numbers_with_sums(api, history):
    page = api.post("/processings/stats", json={"page": 1, "perPage": 2}).json()
    assert (page["total"], page["count"], len(page["results"])) == (3, 2, 2)
    rest = api.post("/processings/stats", json={"page": 2, "perPage": 2}).json()
    rows = page["results"] + rest["results"]
    assert [row["name"] for row in rows] == ["Roofs c", "roads A", "Roofs b"]
    assert page["totalCost"] == sum(row["cost"] for row in rows)
    assert page["totalArea"] == sum(row["area"] for row in rows)
    running, failed, done = rows
    assert (running["status"], running["completionDate"]) == ("UNPROCESSED", None)
    assert failed["status"] == "FAILED"
    assert (done["status"], done["percentCompleted"]) == ("OK", 100)
    assert done["completionDate"] > done["created"]
    assert (done["dataProvider"], running["dataProvider"]) == ("mapbox", None)
    assert done["archived"] is False
    assert done["email"] == "demo@example.com"
    assert done["scenario"] == "🏠 Buildings"
    assert "/processings/" in done["linkToMap"]


@pytest.mark.parametrize(
    ("ask", "names"),
    [
        ({"filter": "status=OK"}, ["Roofs b"]),
        ({"filter": "Status = failed, scenario=🚗 Roads"}, ["roads A"]),
        ({"statuses": ["OK", "FAILED"]}, ["roads A", "Roofs b"]),
        ({"statuses": ["CANCELED"]}, []),
        ({"terms": "roofs"}, ["Roofs c", "Roofs b"]),
        ({"sort": "created,asc"}, ["Roofs b", "roads A", "Roofs c"]),
        ({"sort": "area:desc", "terms": "roofs"}, ["Roofs b", "Roofs c"]),
        ({"dateFrom": "2000-01-01T00:00:00Z", "perPage": 1}, ["Roofs c"]),
        ({"dateTo": "2000-01-01T00:00:00.0Z"}, []),
    ],
)
def test_both_generations_of_statistics(api, history, ask, names):
    for kind in ("JSON", "json"):
        response = api.post("/processings/stats", params={"type": kind}, json=ask)
        assert [row["name"] for row in response.json()["results"]] == names


def test_statistics_as_csv(api, history):
    response = api.post("/processings/stats", params={"type": "csv"}, json={})
    assert response.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(response.text)))
    wanted = api.post("/processings/stats", json={}).json()["results"]
    assert [row["name"] for row in rows] == [row["name"] for row in wanted]
    assert [int(row["area"]) for row in rows] == [row["area"] for row in wanted]
    assert list(rows[0]) == list(wanted[0])
    one = api.post("/processings/stats", params={"type": "CSV"}, json={"page": 2, "perPage": 1})
    assert [row["name"] for row in csv.DictReader(io.StringIO(one.text))] == ["roads A"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"filter": "colour=red"},
        {"filter": "status"},
        {"sort": "colour,desc"},
        {"sort": "created,up"},
        {"dateFrom": "2026-01-02T00:00:00Z", "dateTo": "2026-01-01T00:00:00Z"},
        {"dateFrom": "yesterday"},
    ],
)
def test_statistics_that_make_no_sense(api, wrong):
    assert api.post("/processings/stats", json=wrong).status_code == 400


def test_an_unknown_kind_of_statistics(api):
    assert api.post("/processings/stats", params={"type": "XML"}, json={}).status_code == 400


def test_the_owner_of_a_team_sees_all_of_it(api, running, history):
    running.account("demo@example.com", team="Crew")
    token = running.account("boss@example.com", team="Crew", teamOwner=True)
    headers = {"Authorization": f"Basic {token}"}
    assert api.post("/processings/stats", json={}, headers=headers).json()["total"] == 3
    [team] = api.get("/user/status", headers=headers).json()["teams"]
    assert (team["name"], team["role"]) == ("Crew", "OWNER")
    running.account("boss@example.com", teamOwner=False)
    assert api.post("/processings/stats", json={}, headers=headers).json()["total"] == 0


@pytest.mark.parametrize("offset", [2**31, -(2**31) - 1])
def test_numbers_wider_than_the_document_says_are_refused(api, offset):
    response = api.post("/projects/page", json={"offset": offset})
    assert response.status_code == 400
    assert "offset" in response.json()["message"]

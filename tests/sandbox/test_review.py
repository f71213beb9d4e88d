"""Rating and review."""

import pytest

from tests.support.places import MOSCOW

DAY_S = 86_400
PLACES = {"type": "FeatureCollection", "features": []}


@pytest.fixture
def reviewed(running, finish):
    running.account("demo@example.com", reviewWorkflowEnabled=True)
    return finish(MOSCOW)


def _review(api, processing):
    return api.get(f"/processings/{processing['id']}/v2").json()["reviewStatus"]


def test_without_the_workflow_there_is_no_review(api, finish):
    done = finish(MOSCOW)
    assert done["reviewStatus"] is None
    path = f"/processings/{done['id']}"
    assert api.put(f"{path}/acceptation").status_code == 400
    body = {"comment": "no", "features": PLACES}
    assert api.put(f"{path}/rejection", json=body).status_code == 400
    assert api.get("/user/status").json()["reviewWorkflowEnabled"] is False


def test_a_finished_processing_is_in_review_and_accepted(api, reviewed):
    assert api.get("/user/status").json()["reviewWorkflowEnabled"] is True
    state = reviewed["reviewStatus"]
    assert state["reviewStatus"] == "IN_REVIEW"
    assert state["inReviewUntil"] > reviewed["updated"]
    assert api.put(f"/processings/{reviewed['id']}/acceptation").status_code == 200
    assert _review(api, reviewed) == {"reviewStatus": "ACCEPTED", "inReviewUntil": None}
    assert api.put(f"/processings/{reviewed['id']}/acceptation").status_code == 400


def test_a_rejected_one_is_reworked_and_reviewed_again(api, running, reviewed):
    path = f"/processings/{reviewed['id']}/rejection"
    assert (
        api.put(path, json={"comment": "roofs are missing", "features": PLACES}).status_code == 200
    )
    assert _review(api, reviewed) == {"reviewStatus": "NOT_ACCEPTED", "inReviewUntil": None}
    assert api.put(path, json={"comment": "again"}).status_code == 400
    running.advance(DAY_S + 1)
    assert _review(api, reviewed)["reviewStatus"] == "IN_REVIEW"
    assert api.put(f"/processings/{reviewed['id']}/acceptation").status_code == 200


def test_nothing_is_reviewed_before_it_is_ok(api, running, start):
    running.account("demo@example.com", reviewWorkflowEnabled=True)
    created = start(MOSCOW)
    assert created["reviewStatus"] is None
    assert api.put(f"/processings/{created['id']}/acceptation").status_code == 400
    assert api.put(f"/processings/{created['id']}/rate", json={"rating": 5}).status_code == 400


@pytest.mark.parametrize("body", [{}, {"comment": "x", "features": {"type": "Feature"}}])
def test_a_rejection_that_makes_no_sense(api, reviewed, body):
    assert api.put(f"/processings/{reviewed['id']}/rejection", json=body).status_code == 400


def test_a_rating_stays(api, finish):
    done = finish(MOSCOW)
    assert done["rating"] is None
    path = f"/processings/{done['id']}"
    assert api.put(f"{path}/rate", json={"rating": 4, "feedback": "good"}).status_code == 200
    assert api.get(f"{path}/v2").json()["rating"] == {"rating": 4, "feedback": "good"}
    api.put(f"{path}/rate", json={"rating": 2})
    assert api.get(path).json()["rating"] == {"rating": 2, "feedback": ""}
    for wrong in (0, 6, "5", 2.5, None):
        assert api.put(f"{path}/rate", json={"rating": wrong}).status_code == 400


def test_no_account_reviews_the_processings_of_others(someone_else, reviewed):
    path = f"/processings/{reviewed['id']}"
    assert someone_else.put(f"{path}/acceptation").status_code == 404
    assert someone_else.put(f"{path}/rejection", json={"comment": ""}).status_code == 404
    assert someone_else.put(f"{path}/rate", json={"rating": 1}).status_code == 404

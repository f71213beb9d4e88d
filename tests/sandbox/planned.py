"""What the tests of planned searches share."""

import datetime

from tests.support.places import square

DAY = 86_400
#: 1 May 2026, 08:00 UTC: found images depend on the day.
MAY = 1_777_622_400
#: About 11 square kilometres each: more than the smallest order of the commercial provider.
NORTH = square(37.30, 55.64, 0.04)
SOUTH = square(37.30, 55.50, 0.04)
MANY = {
    "type": "MultiPolygon",
    "coordinates": [NORTH["coordinates"], SOUTH["coordinates"]],
}


def feature(geometry, **properties):
    """One area of a request."""
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def search(*features, **filters):
    """``searchParams`` with these areas and filters."""
    return {"aoiDetails": {"type": "FeatureCollection", "features": list(features)}, **filters}


def moment(seconds):
    """Seconds since 1970 as requests write them, with one digit as the published client does."""
    when = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    return f"{when:%Y-%m-%dT%H:%M:%S}.0Z"


def seconds(text):
    """The other way round."""
    return datetime.datetime.fromisoformat(text).timestamp()


def images(api, path, **body):
    """A page of what a planned search found."""
    response = api.post(f"{path}/images", json=body)
    assert response.status_code == 200, response.text
    return response.json()


def template(api, path):
    """A planned search as it is now."""
    return api.get(path).json()["template"]


def refused(response, status=400, code="BAD_REQUEST", text=""):
    """Check that a request was refused, and why."""
    assert (response.status_code, response.json()["code"]) == (status, code), response.text
    assert text in response.json()["message"]
    assert response.json()["params"] is None

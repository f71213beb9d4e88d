"""Tokens, limits, balance."""

import base64
import statistics
import time

import httpx
import pytest

from tests.sandbox.conftest import Api
from tests.support.places import MOSCOW


def test_status_tells_limits_models_and_providers(api):
    status = api.get("/user/status").json()
    assert status["email"] == "demo@example.com"
    assert status["processedArea"] + status["remainingArea"] == status["areaLimit"]
    assert status["billingType"] == "CREDITS"
    # The search that the service's own documentation shows covers 761 km².
    assert status["searchAreaLimit"] == 1_000_000_000
    names = [model["name"] for model in status["models"]]
    assert names == [
        "🏠 Buildings",
        "🌲 Forest",
        "🚗 Roads",
        "🚜 Fields (hi-res)",
        "🚜 Fields (Sentinel-2)",
        "🏗️ Construction sites",
    ]
    buildings, forest, roads = status["models"][:3]
    assert buildings["pricePerSqKm"] == 13.0
    assert [(b["name"], b["displayName"], b["price"]) for b in buildings["blocks"]] == [
        ("Classification", "Classification", 3.0),
        ("Simplification", "Polygonization", 5.0),
        ("OSM", "Merge with OSM", 0.0),
        ("Heights", "Height estimation", 10.0),
    ]
    assert [(b["name"], b["optional"]) for b in forest["blocks"]] == [
        ("Segmentation", False),
        ("Heights", True),
    ]
    assert roads["blocks"] == []
    provider = status["dataProviders"][0]
    assert provider["name"] == "mapbox"
    assert provider["previewUrl"].startswith(str(api.base_url).removesuffix("/rest/"))


@pytest.mark.parametrize("scheme", ["Basic", "basic", "Bearer"])
def test_both_schemes_take_the_token(running, scheme):
    response = httpx.get(
        f"{running.base_url}/user/status", headers={"Authorization": f"{scheme} {running.token}"}
    )
    assert response.status_code == 200


def test_a_basic_helper_with_the_decoded_pair_sends_the_same(running):
    email, secret = base64.b64decode(running.token).decode().split(":")
    assert httpx.get(f"{running.base_url}/user/status", auth=(email, secret)).status_code == 200


def test_padding_may_be_missing(running):
    token = running.token.rstrip("=")
    header = {"Authorization": f"Basic {token}"}
    assert httpx.get(f"{running.base_url}/user/status", headers=header).status_code == 200


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Basic",
        "Basic !!!",
        "Basic " + base64.b64encode(b"demo@example.com").decode(),
        "Basic " + base64.b64encode(b"demo@example.com:wrong").decode(),
        "Basic " + base64.b64encode(b"nobody@example.com:x").decode(),
        "Basic " + base64.b64encode("demo@example.com:ключ".encode()).decode(),
        "Basic " + base64.b64encode(b"\xff\xfe:\xff").decode(),
        "Digest abc",
        "Token {token}",
    ],
)
@pytest.mark.parametrize("path", ["/user/status", "/rasters/memory", "/projects/no-uuid"])
def test_anything_else_is_401_in_one_envelope(running, header, path):
    headers = {} if header is None else {"Authorization": header.format(token=running.token)}
    response = httpx.get(f"{running.base_url}{path}", headers=headers)
    assert response.status_code == 401
    assert response.headers["www-authenticate"].startswith("Basic")
    assert set(response.json()) == {"code", "message", "params"}
    assert running.token not in response.text


def test_the_time_of_a_401_does_not_tell_whether_the_address_exists(running):
    def median(email):
        token = base64.b64encode(f"{email}:wrong".encode()).decode()
        with Api(running.base_url, token) as client:
            times = []
            for _ in range(60):
                began = time.perf_counter()
                client.get("/user/status")
                times.append(time.perf_counter() - began)
        return statistics.median(times)

    known, unknown = median("demo@example.com"), median("nobody@example.com")
    assert abs(known - unknown) < 0.005


def test_credits_are_spent_when_a_processing_is_created(api, start):
    before = api.get("/user/status").json()
    cost = start(MOSCOW)["cost"]
    after = api.get("/user/status").json()
    assert before["remainingCredits"] - after["remainingCredits"] == cost == 16
    assert after["processedArea"] == 265197
    assert after["remainingArea"] == before["remainingArea"] - 265197


def test_deleting_gives_nothing_back(api, start):
    created = start(MOSCOW)
    spent = api.get("/user/status").json()["remainingCredits"]
    api.delete(f"/processings/{created['id']}")
    assert api.get("/user/status").json()["remainingCredits"] == spent


def test_the_last_credit_can_be_spent_but_no_more(running):
    with Api(running.base_url, running.account("poor@example.com", credits=32)) as poor:
        run = {"wdName": "🏠 Buildings", "geometry": MOSCOW}
        assert poor.post("/processings", json=run).status_code == 200
        assert poor.post("/processings", json=run).status_code == 200
        assert poor.get("/user/status").json()["remainingCredits"] == 0
        refused = poor.post("/processings", json=run)
        assert refused.status_code == 400
        assert refused.json()["code"] == "BAD_REQUEST"
        assert "credits" in refused.json()["message"]
        assert len(poor.get("/processings").json()) == 2


def test_an_account_billed_by_area_pays_in_area(running):
    token = running.account("area@example.com", billingType="AREA", areaLimit=500_000, credits=0)
    with Api(running.base_url, token) as client:
        run = {"wdName": "🚗 Roads", "geometry": MOSCOW}
        assert client.post("/processings", json=run).status_code == 200
        status = client.get("/user/status").json()
        assert (status["remainingArea"], status["remainingCredits"]) == (500_000 - 265197, 0)
        refused = client.post("/processings", json=run)
        assert refused.status_code == 400
        assert "rea" in refused.json()["message"]


def test_an_account_without_billing_is_not_limited(running):
    token = running.account("free@example.com", billingType="NONE", credits=0)
    with Api(running.base_url, token) as client:
        run = {"wdName": "🏠 Buildings", "geometry": MOSCOW}
        assert client.post("/processings", json=run).status_code == 200
        assert client.get("/user/status").json()["remainingCredits"] == 0

"""What things cost."""

import math

import pytest

from tests.sandbox.conftest import Api
from tests.support.places import MOSCOW, square


@pytest.fixture
def cost(api):
    models = {model["name"]: model["id"] for model in api.get("/user/status").json()["models"]}

    def ask(geometry=MOSCOW, model="🏠 Buildings", **more):
        response = api.post(
            "/processing/cost", json={"wdId": models[model], "geometry": geometry, **more}
        )
        assert response.status_code == 200, response.text
        assert response.headers["content-type"] == "application/json"
        assert response.text.isdigit(), "an integer without fraction or quotes"
        return response.json()

    return ask


# MOSCOW is 0.265 square kilometres, which count as one.
@pytest.mark.parametrize(
    ("model", "params", "blocks", "price"),
    [
        ("🏠 Buildings", {"data_provider": "Mapbox"}, {}, 13 + 3),
        ("🏠 Buildings", {"data_provider": "mapbox", "zoom": "17"}, {}, 13 + 1),
        ("🏠 Buildings", {"data_provider": "mapbox", "zoom": 19}, {}, 13 + 9),
        ("🏠 Buildings", {}, {}, 13 + 3),
        ("🏠 Buildings", {"data_provider": "Mapbox"}, {"Classification": True}, 13 + 3 + 3),
        (
            "🏠 Buildings",
            {"data_provider": "Mapbox"},
            {"Classification": True, "Simplification": True, "OSM": True},
            13 + 3 + 5 + 0 + 3,
        ),
        ("🏠 Buildings", {"data_provider": "Mapbox"}, {"Simplification": False}, 13 + 3),
        # A mandatory block carries the price, not the model.
        ("🌲 Forest", {"data_provider": "Mapbox"}, {}, 8 + 3),
        ("🌲 Forest", {"data_provider": "Mapbox"}, {"Segmentation": True}, 8 + 3),
        ("🌲 Forest", {"data_provider": "Mapbox"}, {"Heights": True}, 8 + 20 + 3),
        ("🚗 Roads", {"data_provider": "Mapbox"}, {}, 5 + 3),
        # Own imagery and tile addresses cost nothing themselves.
        ("🚗 Roads", {"source_type": "xyz", "url": "https://example.com/{z}/{x}/{y}.png"}, {}, 5),
        ("🚗 Roads", {"source_type": "tif", "url": "s3://somewhere/else.tif"}, {}, 5),
    ],
)
def test_price_of_a_square_kilometre(cost, model, params, blocks, price):
    chosen = [{"name": name, "enabled": enabled} for name, enabled in blocks.items()]
    assert cost(model=model, params=params, blocks=chosen) == price


def test_larger_areas_are_rounded_up(cost, start):
    fractions = []
    for side_deg in (0.015, 0.02, 0.025, 0.03):
        area = square(37.3, 55.6, side_deg)
        exact = start(area, params={"data_provider": "Mapbox"})["area"] / 1e6 * 16
        assert cost(area, params={"data_provider": "Mapbox"}) == math.ceil(exact)
        fractions.append(exact % 1)
    assert min(fractions) < 0.5 < max(fractions), "or it could be the nearest that is charged"


def test_several_polygons_are_one_area(cost):
    halves = [square(37.3, 55.6, 0.01)["coordinates"], square(37.32, 55.6, 0.01)["coordinates"]]
    one, two = (
        cost({"type": "MultiPolygon", "coordinates": halves[:count]}, model="🚗 Roads")
        for count in (1, 2)
    )
    assert one == 8  # 0.70 km2, counts as 1
    assert two == math.ceil(8 * 1.4)


def test_the_estimate_is_what_is_charged(api, cost, start):
    more = {
        "params": {"data_provider": "arcgis_world_imagery", "zoom": "17"},
        "blocks": [{"name": "Classification", "enabled": True}],
    }
    area = square(37.3, 55.6, 0.02)
    before = api.get("/user/status").json()["remainingCredits"]
    expected = cost(area, **more)
    assert start(area, **more)["cost"] == expected
    assert api.get("/user/status").json()["remainingCredits"] == before - expected


def test_an_estimate_creates_nothing(api, cost):
    cost()
    assert api.get("/processings").json() == []
    assert api.get("/user/status").json()["remainingCredits"] == 1000


def test_the_fields_of_a_run_are_accepted(cost):
    assert cost(name="x", description=None, meta={"a": "b"}, projectId=None) == 16


def test_an_estimate_needs_no_limits(cost):
    assert cost(square(37.0, 55.0, 1.0)) > 10_000


@pytest.mark.parametrize("path", ["/processing/cost", "/processings"])
def test_a_provider_may_want_a_larger_area(api, path):
    body = {
        "wdId": "8cb13006-a299-4df6-b47d-91bd63de947f",
        "geometry": MOSCOW,
        "params": {"data_provider": "sandbox_commercial"},
    }
    refused = api.post(path, json=body)
    assert (refused.status_code, refused.json()["code"]) == (400, "ProviderMinAreaError")
    assert refused.json()["params"] == {
        "aoiArea": "0.265197",
        "providerName": "Sandbox Commercial (from 5 km²)",
        "providerMinArea": "5.0",
    }
    assert api.post(path, json={**body, "geometry": square(37.3, 55.6, 0.03)}).status_code == 200


@pytest.mark.parametrize("path", ["/processing/cost", "/processings"])
def test_a_provider_outside_the_plan_is_refused(running, api, path):
    body = {"wdId": "8cb13006-a299-4df6-b47d-91bd63de947f", "geometry": MOSCOW}
    refused = api.post(path, json={**body, "params": {"data_provider": "global_mosaic"}})
    assert refused.status_code == 403
    assert "data provider" in refused.json()["message"]
    refused = api.post(path, json={**body, "params": {"data_provider": "Maxar Vivid"}})
    assert (refused.status_code, refused.json()["code"]) == (403, "MAXAR_PROVIDERS_UNAVAILABLE")
    assert "data provider" in refused.json()["message"]
    token = running.account("rich@example.com", providers=["maxar"])
    with Api(running.base_url, token) as rich:
        allowed = rich.post(path, json={**body, "params": {"data_provider": "Maxar"}})
        assert allowed.status_code == 200
        refused = rich.post(path, json={**body, "params": {"data_provider": "mapbox"}})
        assert refused.status_code == 403

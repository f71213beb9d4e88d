"""Plans and the service: limits that are read, prices that are asked, parts that are run."""

import pytest

import mapflow
from mapflow import AsyncMapflow, Mapflow, batch, sources
from mapflow.errors import InvalidInput

DISTRICT = (37.30, 55.60, 37.50, 55.70)  # 140 km²
WHAT = {"model": "buildings", "source": sources.Provider("Mapbox")}


def costs(service):
    return [each for each in service.requests() if "cost" in each["path"]]


@pytest.fixture
def client(mapflow_sandbox):
    with Mapflow() as client:
        yield client


def test_limits_are_those_of_the_account(mapflow_sandbox, client):
    plan = mapflow.split(DISTRICT, client)
    known = client.processings.estimate(area=(37.3, 55.6, 37.31, 55.61), **WHAT)
    assert plan.limits.aoi_area_limit_m2 == known.aoi_area_limit_m2
    assert plan.limits.max_areas == known.max_areas
    assert mapflow.split(DISTRICT).areas == plan.areas
    assert mapflow.split(DISTRICT, known).areas == plan.areas
    assert not any(each["paid"] for each in mapflow_sandbox.requests())


def test_the_smallest_area_of_a_provider_is_read(client):
    smallest = {each.name: each.min_area_km2 for each in client.account.status().providers}
    for name, km2 in smallest.items():
        limits = mapflow.splitting.limits_of(client, provider=name.upper())
        assert limits.min_area_m2 == (km2 * 1e6 if km2 else None)
    assert any(smallest.values())
    with pytest.raises(InvalidInput, match="has no imagery provider 'Mapbxo'") as wrong:
        mapflow.splitting.limits_of(client, provider="Mapbxo")
    assert "mapbox" in str(wrong.value.hint).lower()
    home = client.projects.default()
    assert mapflow.splitting.limits_of(client, project=str(home.id)).max_areas


def test_a_price_is_the_sum_of_its_parts_and_equal_areas_are_asked_once(mapflow_sandbox, client):
    plan = mapflow.split(DISTRICT, client)
    each = [client.processings.estimate(area=part.geometry, **WHAT).cost for part in plan]
    before = len(costs(mapflow_sandbox))
    price = plan.price(client, **WHAT)
    asked = len(costs(mapflow_sandbox)) - before
    assert price.cost == sum(each)
    assert price.is_exact
    assert price.processings == len(plan)
    assert asked == price.requests < len(plan)
    assert price.missing_credits == max(price.cost - price.remaining_credits, 0)


def test_few_requests_give_a_price_that_is_not_exact(client):
    plan = mapflow.split([(37.3, 55.6, 37.33, 55.63), (39, 60, 39.02, 60.02)], client, spread_deg=0)
    assert len(plan) == 2
    exact, rough = plan.price(client, **WHAT), plan.price(client, **WHAT, max_requests=1)
    assert (rough.requests, rough.is_exact, exact.is_exact) == (1, False, True)
    assert rough.cost >= exact.cost
    with pytest.raises(InvalidInput, match="`max_requests` must be 1 or more"):
        plan.price(client, **WHAT, max_requests=0)


async def test_async_clients_ask_the_same(mapflow_sandbox, client):
    plan = mapflow.split(DISTRICT, client)
    async with AsyncMapflow() as other:
        assert await plan.price_async(other, **WHAT) == plan.price(client, **WHAT)


def test_a_plan_is_a_batch(client, tmp_path):
    plan = mapflow.split((37.30, 55.60, 37.37, 55.65), client)
    estimate = batch.run(client, plan, **WHAT, folder=tmp_path, dry_run=True)
    assert [row.name for row in estimate.rows] == [part.id for part in plan]
    assert estimate.cost == plan.price(client, **WHAT).cost
    saved = plan.save(tmp_path / "parts.geojson")
    assert batch.run(client, saved, **WHAT, folder=tmp_path, dry_run=True) == estimate

"""An area of any size, run by one call and saved as one file."""

import json

import pytest

from mapflow import Mapflow, SplitLimits, batch, load_split, sources, split
from mapflow.errors import CostLimitExceeded, InvalidFile, InvalidInput, LimitExceeded
from tests.support.client_kinds import maybe_await

DISTRICT = {
    "type": "Polygon",
    "coordinates": [
        [
            [37.330, 55.600], [37.352, 55.603], [37.349, 55.612], [37.341, 55.609],
            [37.334, 55.615], [37.327, 55.608], [37.330, 55.600],
        ]
    ],
}  # fmt: skip


class Stop(Exception):
    """What a test ends a call with."""


@pytest.fixture
def district(batches, tmp_path):
    """Run the district with small limits, so that it takes several parts."""
    batches.running.account("demo@example.com", aoiAreaLimit=600_000)
    function = batch.run_split if isinstance(batches.client, Mapflow) else batch.run_split_async

    async def run(area=DISTRICT, path=tmp_path / "woods.geojson", **more):
        usual = {"model": "forest", "source": sources.Provider("Mapbox"), "interval_s": 0.02}
        return await maybe_await(function(batches.client, area, path, **(usual | more)))

    return run


def costs(batches):
    return [seen for seen in batches.running.requests() if "cost" in seen["path"]]


async def test_one_call_makes_one_file_and_the_next_does_nothing(batches, district, tmp_path):
    prices, reports = [], []
    done = await district(on_price=lambda *shown: prices.append(shown), on_progress=reports.append)
    assert done.report.is_success
    assert len(done.plan) == len(batches.posts()) == len(done.report.rows) > 2
    assert done.collected.path == tmp_path / "woods.geojson"
    features = json.loads(done.collected.path.read_text())["features"]
    assert len(features) == done.collected.features > 0
    ((plan, price),) = prices
    assert (plan, price.cost) == (done.plan, done.report.spent)
    assert reports[-1].is_success
    assert done.report.ledger == tmp_path / "woods.parts" / "batch.sqlite"
    assert load_split(tmp_path / "woods.parts" / "plan.json").areas == plan.areas
    state = done.collected.path.stat()
    sent = len(batches.running.requests())
    again = await district(on_price=lambda *shown: prices.append(shown))
    assert (again.collected, again.report.rows) == (done.collected, done.report.rows)
    assert done.collected.path.stat() == state
    assert (len(prices), len(batches.running.requests())) == (1, sent)


async def test_another_format_of_the_same_name_costs_nothing(batches, district, tmp_path):
    await district()
    sent = len(batches.running.requests())
    done = await district(path=tmp_path / "woods.gpkg")
    assert done.collected.path.is_file()
    assert len(batches.running.requests()) == sent


async def test_nothing_is_started_above_a_limit(batches, district, tmp_path):
    with pytest.raises(CostLimitExceeded, match="`max_cost` is 5"):
        await district(max_cost=5)
    batches.running.account("demo@example.com", credits=5)
    batches.client = batches.another()
    with pytest.raises(LimitExceeded, match="only 5 remain on the account"):
        await district()
    batches.running.account("demo@example.com", credits=1_000)
    batches.client = batches.another()
    with pytest.raises(Stop):
        await district(on_price=_stop)
    assert batches.posts() == []
    assert list(tmp_path.iterdir()) == []


def _stop(*_):
    raise Stop


async def test_what_costs_more_than_was_agreed_to_waits(batches, district):
    def half(plan, price):
        return price.cost / 2

    done = await district(on_price=half)
    assert done.collected is None
    counts = done.report.counts
    assert counts["done"] >= 1
    assert counts["over_budget"] >= 1
    assert {row.obstacle for row in done.report.rows} == {None, "agreed"}
    assert done.report.spent <= done.report.agreed


async def test_it_resumes_after_an_interruption(batches, district, tmp_path):
    def stop(report):
        if report.counts.get("done"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt) as stopped:
        await district(on_progress=stop, parallel=1)
    told = " ".join(stopped.value.__notes__)
    assert f"The same call resumes it as well, and then writes {tmp_path / 'woods.geojson'}" in told
    assert not (tmp_path / "woods.geojson").exists()
    # Limits that change meanwhile change nothing about a plan that is begun.
    batches.running.account("demo@example.com", aoiAreaLimit=25_000_000)
    batches.client = batches.another()
    asked = len(costs(batches))
    done = await district(on_price=_stop)
    assert done.collected is not None
    assert len(done.plan) == len(batches.posts())
    assert len(costs(batches)) - asked <= len(done.plan)


async def test_a_part_that_failed_is_told_and_the_file_follows(batches, district):
    failing = {"sandbox:fail": "inference.internalError"}
    done = await district(meta=failing)
    assert done.collected is None
    assert done.report.counts == {"failed": len(done.plan)}


async def test_other_files_are_not_replaced(batches, district, tmp_path):
    target = tmp_path / "woods.geojson"
    target.write_text("mine")
    with pytest.raises(InvalidFile, match="exists already"):
        await district()
    assert target.read_text() == "mine"
    assert batches.running.requests() == []
    done = await district(overwrite=True)
    written = target.read_text()
    assert done.collected.features
    # What was edited since is the user's.
    target.write_text(f"{written} ")
    with pytest.raises(InvalidFile, match="exists already"):
        await district()
    target.unlink()
    assert (await district()).collected.features == done.collected.features
    assert target.read_text() == written


@pytest.mark.filterwarnings("ignore:Names have 10 bytes")
@pytest.mark.parametrize("name", ["woods.geojson", "woods.shp"])
async def test_a_program_that_ends_while_it_writes_leaves_nothing_in_the_way(
    batches, district, tmp_path, monkeypatch, name
):
    from mapflow.batch._outputs import OutputFile

    with monkeypatch.context() as patched, pytest.raises(Stop):
        patched.setattr(OutputFile, "end", _stop)
        await district(path=tmp_path / name)
    assert (tmp_path / name).is_file()
    if name == "woods.shp":
        (tmp_path / name).unlink()  # its other files get their names first
    done = await district(path=tmp_path / name)
    assert done.collected.features > 0
    assert len(batches.posts()) == len(done.plan)


async def test_another_area_or_model_is_refused_once_something_was_started(batches, district):
    await district()
    for other in ({"area": (37.33, 55.60, 37.34, 55.61)}, {"model": "roads"}, {"overlap_m": 20}):
        with pytest.raises(InvalidInput, match="holds a batch of other areas"):
            await district(**other)


async def test_a_batch_of_which_nothing_was_started_gives_way(batches, district, monkeypatch):
    from mapflow.batch._async.starter import AsyncStarter
    from mapflow.batch._sync.starter import Starter

    with monkeypatch.context() as patched:
        for kind in (AsyncStarter, Starter):
            patched.setattr(kind, "start", _stop)
        with pytest.raises(Stop):
            await district()
    done = await district(area=(37.33, 55.60, 37.345, 55.61))
    assert done.report.is_success
    assert len(batches.posts()) == len(done.plan)


async def test_a_district_in_a_shapefile(batches, district, tmp_path):
    geopandas = pytest.importorskip("geopandas")
    from shapely.geometry import shape

    frame = geopandas.GeoDataFrame(
        {"name": ["District"]}, geometry=[shape(DISTRICT)], crs="EPSG:4326"
    )
    frame.to_crs("EPSG:32637").to_file(tmp_path / "district.shp")
    done = await district(area=tmp_path / "district.shp", path=tmp_path / "woods.fgb")
    assert len(geopandas.read_file(done.collected.path)) == done.collected.features


async def test_wrong_arguments_are_refused_before_any_request(batches, district, tmp_path):
    for wrong in (
        {"group": "heap"}, {"overlap_m": -1}, {"max_cost": "5"}, {"parallel": 0},
        {"path": tmp_path / "woods.xyz"}, {"area": "nothing"}, {"on_price": 5},
    ):  # fmt: skip
        with pytest.raises(InvalidInput):
            await district(**wrong)
    assert batches.posts() == []


def fields(*corners):
    """Fields of about a hectare, by their lower left corners in thousandths of a degree."""
    return [
        {
            "type": "Polygon",
            "coordinates": [
                [[x, y], [x + 0.001, y], [x + 0.001, y + 0.001], [x, y + 0.001], [x, y]]
            ],
        }
        for x, y in ((37.33 + east / 1000, 55.60 + north / 1000) for east, north in corners)
    ]


async def test_other_fields_under_the_same_outline_are_another_area(batches, district):
    """The outline is the same ground at the same price, and its results are filtered otherwise."""
    corners = [(0, 0), (4, 0), (0, 4), (4, 4)]
    done = await district(area=fields(*corners), group="hull")
    more = fields(*corners, (2, 2))
    assert len(done.plan) == 1
    for other in ({"area": more, "group": "hull"}, {"area": done.plan.parts[0].geometry}):
        with pytest.raises(InvalidInput, match="holds a batch of other areas"):
            await district(**other)
    assert len(batches.posts()) == 1


async def test_a_call_without_a_limit_keeps_the_one_before(batches, district):
    """Who agreed to a price is not asked again, so nothing may be spent above it."""
    prices = []

    def half(_, price):
        prices.append(price.cost)
        return price.cost / 2

    await district(on_price=half)
    started = len(batches.posts())
    assert (await district(max_cost=prices[0] / 2)).report.budget == prices[0] / 2
    stopped = await district(on_price=_stop)
    assert stopped.collected is None
    assert stopped.report.counts["over_budget"] >= 1
    assert stopped.report.budget == prices[0] / 2
    assert len(batches.posts()) == started
    assert (await district(max_cost=prices[0])).collected is not None


async def test_a_file_made_after_a_failed_end_is_the_users(batches, district, tmp_path):
    target, kept = tmp_path / "woods.geojson", tmp_path / "kept"
    done = await district(path=tmp_path / "woods.fgb")
    result = done.report.rows[0].result
    result.rename(kept)
    with pytest.raises(InvalidFile, match="is missing"):
        await district()
    target.write_text("mine")
    kept.rename(result)
    with pytest.raises(InvalidFile, match="exists already"):
        await district()
    assert target.read_text() == "mine"


async def test_files_of_two_formats_are_both_known(batches, district, tmp_path):
    done = await district()
    await district(path=tmp_path / "woods.fgb")
    state = done.collected.path.stat()
    assert (await district()).collected == done.collected
    assert done.collected.path.stat() == state


@pytest.mark.parametrize("harm", ["missing", "damaged", "of another area"])
async def test_a_lost_plan_is_made_again(batches, district, tmp_path, harm):
    plan_file = tmp_path / "woods.parts" / "plan.json"
    harms = {
        "missing": plan_file.unlink,
        "damaged": lambda: plan_file.write_text("{"),
        "of another area": lambda: split(
            (37.33, 55.60, 37.345, 55.61), SplitLimits(600_000)
        ).save(plan_file, overwrite=True),
    }  # fmt: skip

    def stop(report):
        if report.counts.get("done"):
            raise Stop

    with pytest.raises(Stop):
        await district(on_progress=stop, parallel=1)
    harms[harm]()
    done = await district(on_price=_stop)
    assert done.collected is not None
    assert len(batches.posts()) == len(done.plan)
    assert load_split(plan_file).areas == done.plan.areas


async def test_a_lost_plan_that_cannot_be_made_again(batches, district, tmp_path):
    done = await district()
    plan_file = tmp_path / "woods.parts" / "plan.json"
    copy = plan_file.read_bytes()
    plan_file.unlink()
    batches.running.account("demo@example.com", aoiAreaLimit=25_000_000)
    batches.client = batches.another()
    with pytest.raises(InvalidFile, match="from a copy"):
        await district()
    assert len(batches.posts()) == len(done.plan)
    plan_file.write_bytes(copy)
    assert (await district()).collected == done.collected


@pytest.mark.parametrize("returned", [True, False, "yes", -1, float("nan")])
async def test_what_is_no_price_starts_nothing(batches, district, tmp_path, returned):
    with pytest.raises(InvalidInput, match="`on_price` must return"):
        await district(on_price=lambda *_: returned)
    assert batches.posts() == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["001.geojson", "plan.json", "report.json"])
async def test_a_file_called_like_one_of_the_batch_is_refused_before_paying(
    batches, district, tmp_path, name
):
    with pytest.raises(InvalidFile, match="that the batch keeps itself"):
        await district(path=tmp_path / name, folder=tmp_path)
    assert batches.posts() == []
    assert list(tmp_path.iterdir()) == []

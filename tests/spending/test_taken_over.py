"""Runs that take over from an earlier processing, or from the imagery that they run on."""

import json

import pytest

from mapflow import errors, sources
from mapflow.geometry import area_m2, as_geometry
from mapflow.sources._stored import source_from
from tests.support.client_kinds import maybe_await
from tests.support.places import BLOCK, square

from .conftest import MODEL

pytestmark = pytest.mark.slow


async def run(mf, **given):
    return await maybe_await(mf.processings.run(**given))


def what_counts(mf, job):
    source = source_from(job.params)
    return (
        job.model_name,
        job.area_m2,
        job.area_count,
        source and source.params_v2(),
        job.options,
        job.project_id,
        job.name,
        job.description,
        {key: value for key, value in job.meta.items() if key != "mapflow-client-tag"},
    )


@pytest.fixture
async def job(mf):
    return await run(
        mf,
        model=MODEL,
        area=[square(37.5, 55.5), BLOCK],
        source=sources.Provider("Mapbox", zoom=18),
        options={"Heights": True},
        name="Park",
        description="first try",
        meta={"customer": "42"},
    )


@pytest.mark.parametrize("by", ["handle", "id"])
async def test_a_processing_is_run_once_more(mf, job, by):
    again = await run(mf, like=job if by == "handle" else job.id)
    assert again.id != job.id
    assert what_counts(mf, again) == what_counts(mf, job)
    assert again.cost == job.cost


async def test_what_is_given_goes_before_what_is_taken_over(mf, job):
    project = await maybe_await(mf.projects.create("Elsewhere"))
    again = await run(
        mf,
        like=job,
        area=BLOCK,
        source=sources.Provider("ArcGIS World Imagery"),
        options={"Heights": False},
        name="Other",
        description="second try",
        meta={"customer": "43"},
        project=project,
    )
    assert again.area_count == 1
    assert again.options["Heights"] is False
    assert (again.name, again.description) == ("Other", "second try")
    assert again.meta["customer"] == "43"
    assert again.project_id == project.id
    assert source_from(again.params).name == "ArcGIS World Imagery"
    assert again.model_name == job.model_name
    await maybe_await(project.delete())


async def test_it_is_priced_and_shown_like_any_other(mf, job):
    price = await maybe_await(mf.processings.estimate(like=job))
    assert price.cost == job.cost
    shown = await run(mf, like=job, dry_run=True)
    assert shown.cost == job.cost
    with pytest.raises(errors.CostLimitExceeded):
        await run(mf, like=job, max_cost=job.cost - 1)
    again = await run(mf, like=job, price=price)
    assert again.cost == job.cost


async def test_the_areas_of_a_processing_are_an_area(mf, job):
    again = await run(mf, model=MODEL, area=job, source=sources.Provider("Mapbox"))
    assert (again.area_count, again.area_m2) == (job.area_count, job.area_m2)
    assert again.name != job.name


async def test_imagery_that_needs_a_login_has_to_be_given_again(mf):
    tiles = sources.XYZ(
        "https://tiles.example.com/{z}/{x}/{y}.png", login="someone", password="secret"
    )
    job = await run(mf, model=MODEL, area=BLOCK, source=tiles)
    with pytest.raises(errors.InvalidSource, match="needs a login") as caught:
        await run(mf, like=job)
    assert "secret" not in str(caught.value)
    again = await run(mf, like=job, source=tiles)
    assert again.area_m2 == job.area_m2


async def test_a_run_without_model_or_area(mf):
    with pytest.raises(errors.InvalidInput, match="no model"):
        await run(mf, area=BLOCK, source=sources.Provider("Mapbox"))
    with pytest.raises(errors.InvalidInput, match="no area"):
        await run(mf, model=MODEL, source=sources.Provider("Mapbox"))
    with pytest.raises(errors.InvalidInput, match="no area"):
        await run(mf, model=MODEL, source=sources.GeoTIFF("s3://bucket/a.tif"))
    with pytest.raises(errors.NotFound):
        await run(mf, like="0f14d0ab-9605-4a62-a9e4-5ed26688389b")


class TestTheGroundOfImagery:
    @pytest.fixture
    async def image(self, mf, running):
        from tests.support import every

        folder = every.__file__.rpartition("/")[0]
        image = await maybe_await(mf.imagery.upload(f"{folder}/field.tif"))
        yield image
        running.advance(3600)
        await maybe_await(mf.imagery.mosaics.delete(image.mosaic_id))

    @pytest.mark.parametrize(
        "source",
        [
            lambda image: sources.GeoTIFF(image),
            lambda image: sources.MyImagery([image]),
            lambda image: sources.MyImagery([image.id]),
            lambda image: sources.MyImagery(mosaic=image.mosaic_id),
        ],
        ids=["GeoTIFF", "image", "image id", "mosaic id"],
    )
    async def test_a_run_on_imagery_needs_no_area(self, mf, image, source):
        job = await run(mf, model="buildings", source=source(image))
        given = await run(mf, model="buildings", source=source(image), area=image.footprint)
        assert job.area_m2 == given.area_m2
        again = await run(mf, like=job)
        assert again.area_m2 == job.area_m2
        params = json.dumps(again.params)
        assert image.id in params or image.mosaic_id in params

    async def test_an_image_is_an_area(self, mf, image):
        job = await run(mf, model=MODEL, area=image, source=sources.Provider("Mapbox"))
        assert job.area_m2 > 0

    async def test_images_of_a_search_need_no_area(self, mf):
        """Those of the sandbox are larger than a processing may be, which is how it shows."""
        search = mf.catalog.search(BLOCK, providers=["sandbox_half_metre"])
        found = await maybe_await(search.all())
        with pytest.raises(errors.LimitExceeded) as caught:
            await maybe_await(mf.catalog.run(found[0], model=MODEL, dry_run=True))
        assert caught.value.found == area_m2(as_geometry(found[0].footprint))


STORED = [
    None,
    sources.Provider("Mapbox"),
    sources.Provider("Mapbox", zoom=17),
    sources.XYZ("https://t.example.com/{z}/{x}/{y}.png", zoom=18, crs="EPSG:3395"),
    sources.TMS("https://t.example.com/{z}/{x}/{y}.png?key=1"),
    sources.Quadkey("https://t.example.com/{q}.png"),
    sources.Sentinel("S2B_OPER"),
    sources.GeoTIFF("s3://bucket/a.tif"),
    sources.ImagerySearch("maxar", ["abc"], 18),
]


@pytest.mark.parametrize("source", STORED, ids=str)
def test_a_source_is_read_back(source):
    flat = {} if source is None else source.params()
    read = source_from(flat)
    assert (read and read.params()) == (source and source.params())
    if source is not None:
        read = source_from({"sourceParams": source.params_v2()})
        assert read.params_v2() == source.params_v2()


@pytest.mark.parametrize(
    "odd",
    [
        {"source_type": "hologram", "url": "x"},
        {"url": "https://t.example.com/{z}/{x}/{y}.png"},
        {"sourceParams": {"hologram": {}}},
        {"sourceParams": {"userDefined": {"sourceType": "XYZ", "url": 7}}},
        {"sourceParams": {"myImagery": {"imageIds": None, "mosaicId": None}}},
        {"source_type": "xyz", "url": "https://t.example.com/{z}/{x}/{y}.png", "raster_login": "a"},
    ],
    ids=str,
)
def test_a_source_that_cannot_be_read_back(odd):
    with pytest.raises(errors.InvalidSource):
        source_from(odd)

"""Members that this package does not know reach the service, and none that it knows is replaced."""

import pytest

from mapflow import errors, sources
from mapflow._requests.operations import RUN_MEMBERS
from mapflow.batch._settings import StoredSettings
from tests.support.client_kinds import maybe_await
from tests.support.conformance import document, operations
from tests.support.places import BLOCK

EXTRA = {"newOption": {"deep": [1, 2.5, True, None]}, "другая": "ё"}
RUN = {"model": "buildings", "area": BLOCK, "source": sources.Provider("Mapbox")}


async def test_the_price_and_the_run_have_them(mf, service):
    price = await maybe_await(mf.processings.estimate(**RUN, extra=EXTRA))
    await maybe_await(mf.processings.run(**RUN, extra=EXTRA, price=price))
    (asked,), (sent,) = (
        service.sent("POST", path) for path in ("/processing/cost", "/processings")
    )
    for body in (asked, sent):
        assert {name: body[name] for name in EXTRA} == EXTRA
        assert body["geometry"] == BLOCK
    await maybe_await(mf.processings.run(**RUN, extra=EXTRA, max_cost=50))
    assert [EXTRA.keys() <= b.keys() for b in service.sent("POST", "/processing/cost")] == [
        True
    ] * 2


async def test_the_price_by_size_has_them(mf, service):
    service.responses["POST", "/processing/cost/v2"] = 7
    await maybe_await(mf.processings.estimate_by_size(model="buildings", area_m2=1e6, extra=EXTRA))
    (asked,) = service.sent("POST", "/processing/cost/v2")
    assert asked["newOption"] == EXTRA["newOption"]


async def test_a_dry_run_shows_them(mf):
    shown = await maybe_await(mf.processings.run(**RUN, extra=EXTRA, dry_run=True))
    assert shown.body["newOption"] == EXTRA["newOption"]


@pytest.mark.parametrize("other", [None, {}, {"newOption": 1}, {**EXTRA, "x": 0}])
async def test_a_price_without_them_is_that_of_another_run(mf, service, other):
    price = await maybe_await(mf.processings.estimate(**RUN, extra=EXTRA))
    with pytest.raises(errors.InvalidInput, match="The price was requested for other"):
        await maybe_await(mf.processings.run(**RUN, extra=other, price=price))
    assert service.sent("POST", "/processings") == []


@pytest.mark.parametrize("name", sorted(RUN_MEMBERS))
@pytest.mark.parametrize("writing", [str, str.upper])
async def test_what_is_known_is_not_replaced(mf, service, name, writing):
    for ask in (mf.processings.estimate, mf.processings.run):
        with pytest.raises(errors.InvalidInput, match="`extra`"):
            await maybe_await(ask(**RUN, extra={writing(name): 1}))
    assert service.log == []


def test_all_that_is_known_is_of_the_description():
    bodies = [
        operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
        for _, _, _, operation, _ in operations()
        if operation["operationId"] in ("runProcessing", "runProcessingV2", "runTemplateV2")
    ]
    assert len(bodies) == 3
    for body in bodies:
        schema = document()["components"]["schemas"][body.rpartition("/")[2]]
        assert schema["properties"].keys() <= RUN_MEMBERS


@pytest.mark.parametrize(
    "extra", [{"a": float("nan")}, {"a": object()}, {"a": {1, 2}}, {1: 2}, ["a"], "a", {"": 1}]
)
async def test_what_is_no_json_is_refused(mf, service, extra):
    with pytest.raises(errors.InvalidInput, match="extra"):
        await maybe_await(mf.processings.run(**RUN, extra=extra))
    assert service.log == []


async def test_what_is_changed_later_is_not_sent(mf, service):
    extra = {"list": [1]}
    price = await maybe_await(mf.processings.estimate(**RUN, extra=extra))
    extra["list"].append(2)
    with pytest.raises(errors.InvalidInput, match="other options"):
        await maybe_await(mf.processings.run(**RUN, extra=extra, price=price))


def test_a_batch_without_them_is_the_one_it_was_before_there_were_any():
    settings = StoredSettings.make("forest", None, None, None, None)
    assert "extra" not in settings.identity()
    kept = settings.to_dict()
    del kept["extra"]
    assert StoredSettings.from_dict(kept) == settings
    assert StoredSettings.make("forest", None, None, None, None, {"a": 1}).identity()["extra"] == {
        "a": 1
    }

"""What a caller gives is checked before anything is sent, whatever the method."""

import pytest

from mapflow import errors, sources
from tests.support.client_kinds import maybe_await
from tests.support.places import MOSCOW

from .conftest import JOB, PROJECT

WRONG = [True, 5, ["a"], {}, b"text"]
CALLS = {
    "projects.create.description": lambda mf, x: mf.projects.create("Coast", description=x),
    "projects.update.name": lambda mf, x: mf.projects.update(PROJECT, name=x),
    "projects.update.description": lambda mf, x: mf.projects.update(PROJECT, description=x),
    "processings.rename.name": lambda mf, x: mf.processings.rename(JOB, x),
    "processings.rename.description": lambda mf, x: mf.processings.rename(JOB, description=x),
    "mosaics.update.name": lambda mf, x: mf.imagery.mosaics.update(JOB, name=x),
    "planned.update.name": lambda mf, x: mf.planned.update(JOB, name=x),
    "run.name": lambda mf, x: mf.processings.run(
        model="buildings", area=MOSCOW, source=sources.Provider("Mapbox"), name=x
    ),
    "run.description": lambda mf, x: mf.processings.run(
        model="buildings", area=MOSCOW, source=sources.Provider("Mapbox"), description=x
    ),
}


@pytest.mark.parametrize("wrong", WRONG, ids=repr)
@pytest.mark.parametrize("name", CALLS)
async def test_what_is_no_text_is_refused_before_anything_is_sent(mf, service, name, wrong):
    with pytest.raises(errors.InvalidInput, match="must be a text"):
        await maybe_await(CALLS[name](mf, wrong))
    assert [method for method, *_ in service.log if method != "GET"] == []


@pytest.mark.parametrize("wrong", [True, 5, ["a"]], ids=repr)
def test_what_lists_search_for_is_a_text(mf, wrong):
    with pytest.raises(errors.InvalidInput, match="must be a text"):
        mf.projects.pages(name=wrong)
    with pytest.raises(errors.InvalidInput, match="must be a text"):
        mf.processings.pages(terms=wrong)


async def test_without_a_tag_nothing_says_that_nothing_was_started(mf, service):
    # A restart's error has no tag: None would read as "start another", which is paid again.
    restart = errors.OutcomeUnknown("Lost.", processing_id=JOB)
    with pytest.raises(errors.InvalidInput, match="tag"):
        await maybe_await(mf.processings.reconcile(restart.tag))
    with pytest.raises(errors.InvalidInput, match="no tag"):
        await maybe_await(mf.processings.reconcile(errors.OutcomeUnknown("Lost.")))


@pytest.mark.parametrize("length", [300, 200_000])
async def test_a_text_that_is_far_too_long_for_a_date_is_refused_at_once(mf, length):
    with pytest.raises(errors.InvalidInput, match="not a date"):
        await maybe_await(mf.processings.statistics(after="x" * length))


@pytest.mark.parametrize("price", [0, 1.5, 30, "30", float("nan"), True, []], ids=repr)
async def test_a_number_is_not_taken_for_the_price(mf, service, price):
    # It would pass any limit: the run costs 30, and 5 are allowed.
    run = {"model": "buildings", "area": MOSCOW, "source": sources.Provider("Mapbox")}
    with pytest.raises(errors.InvalidInput, match="`price` must be what `estimate` returned"):
        await maybe_await(mf.processings.run(**run, max_cost=5, price=price))
    assert service.log == []


@pytest.mark.parametrize("dry_run", [None, 0, "", "no", 1], ids=repr)
async def test_a_dry_run_is_true_or_false(mf, service, dry_run):
    run = {"model": "buildings", "area": MOSCOW, "source": sources.Provider("Mapbox")}
    with pytest.raises(errors.InvalidInput, match="`dry_run` must be True or False"):
        await maybe_await(mf.processings.run(**run, dry_run=dry_run))
    with pytest.raises(errors.InvalidInput, match="`dry_run` must be True or False"):
        await maybe_await(mf.processings.restart(JOB, dry_run=dry_run))
    assert service.log == []

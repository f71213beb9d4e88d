"""Texts that a caller gives are checked before anything is sent, whatever the method."""

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


async def test_no_tag_is_not_answered_as_if_nothing_was_started(mf, service):
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

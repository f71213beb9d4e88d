"""A client with a fault in what it sends does not get through what was recorded."""

import asyncio
from pathlib import Path

import pytest

from mapflow import Mapflow
from tests.cassettes import test_imagery as imagery
from tests.cassettes import test_models as models
from tests.cassettes import test_processings as processings
from tests.cassettes import test_projects as projects
from tests.support import scrub
from tests.support.plants import ALL, planted
from tests.support.tape import NotAsRecorded, Recorder

CASSETTES = Path(__file__).resolve().parents[2] / "cassettes"
TOKEN = "ZGVtb0BleGFtcGxlLmNvbTpub3QtYS1zZWNyZXQ="
#: Where something that a fault needs is sent; anything is sent in the life of a project.
USUAL = "projects/life_of_a_project"
PLACES = {
    "query changed": "imagery/life_of_a_mosaic",
    "query in another order": "imagery/life_of_a_mosaic",
    "part renamed": "imagery/upload_to_a_new_mosaic",
    "1 for true": "processings/run_to_result",
    "1.0 for 1": "projects/page_by_page",
    "text for a number": "projects/page_by_page",
    "two swapped": "processings/run_to_result",
    "one omitted": "models/list_and_get",
}
CONVERSATIONS = {
    USUAL: projects.test_life_of_a_project,
    "models/list_and_get": models.test_list_and_get,
    "projects/page_by_page": projects.test_page_by_page,
    "imagery/life_of_a_mosaic": imagery.test_life_of_a_mosaic,
    "imagery/upload_to_a_new_mosaic": imagery.test_upload_to_a_new_mosaic,
    "processings/run_to_result": lambda mf: processings.test_run_to_result(mf, _pace, _HERE),
}


class _Nowhere:
    """In place of a folder, which nothing with a fault gets as far as."""

    def __truediv__(self, name):
        raise AssertionError


_HERE = _Nowhere()


def _pace(_seen=None):
    return {"interval_s": 0}


def _hold(name):
    recorder = Recorder(token=TOKEN)
    with (
        recorder.use_cassette(CASSETTES / f"{name}.yaml") as tape,
        Mapflow(token=TOKEN, base_url=scrub.REST, max_retries=0) as mf,
    ):
        try:
            asyncio.run(CONVERSATIONS[name](mf))
        except NotAsRecorded:
            assert tape.faults
        return [*tape.faults, *tape.unplayed]


@pytest.mark.parametrize("name", sorted(set(CONVERSATIONS) - {"processings/run_to_result"}))
def test_a_client_without_a_fault_gets_through(name):
    assert _hold(name) == []


@pytest.mark.parametrize("fault", ALL)
def test_a_planted_fault_is_noticed(fault):
    with planted(fault):
        assert _hold(PLACES.get(fault, USUAL)) != []

"""A read whose answer is cut off in its body is repeated, like one without an answer."""

import pytest

from mapflow import AsyncMapflow, Mapflow, errors, sandbox
from mapflow.sandbox import FaultRule
from tests.support.flavours import closed, settled


@pytest.fixture(scope="module")
def running():
    with sandbox.start(speed=0) as process:
        yield process


@pytest.fixture(params=[Mapflow, AsyncMapflow])
async def client(request, running, loopback):
    running.reset()

    def make(**options):
        made.append(request.param(token=running.token, base_url=running.base_url, **options))
        return made[-1]

    made = []
    yield make
    for each in made:
        await closed(each)


READS = {
    "getUserStatus": lambda mf: mf.account.status(),
    "listProjects": lambda mf: mf.projects.list(),
    "getVersion": lambda mf: mf.version(),
}


@pytest.mark.parametrize("operation", READS)
@pytest.mark.parametrize("chunked", [False, True])
async def test_a_cut_read_is_repeated(client, running, operation, chunked):
    running.set_faults(FaultRule("truncate", operations=[operation], count=2, chunked=chunked))
    await settled(READS[operation](client()))
    seen = [seen["fault"] for seen in running.requests() if seen["operation"] == operation]
    assert seen == ["truncate", "truncate", None]


async def test_it_is_repeated_as_often_as_was_allowed(client, running):
    running.set_faults(FaultRule("truncate", operations=["getUserStatus"]))
    with pytest.raises(errors.ConnectionFailed, match="complete message body") as caught:
        await settled(client(max_retries=1).account.status())
    assert caught.value.sent
    assert len(running.requests()) == 2


async def test_a_deletion_is_repeated_too(client, running):
    mf = client()
    project = await settled(mf.projects.create("Quays"))
    running.set_faults(FaultRule("truncate", operations=["deleteProject"], count=1))
    await settled(mf.projects.delete(project))
    names = [found.name for found in await settled(mf.projects.list())]
    assert "Quays" not in names

"""One client for many callers, and on both sides of a fork."""

import subprocess
import sys

import pytest

from mapflow import AsyncMapflow, Mapflow, errors
from tests.security.test_where_it_goes import ID, Recorder
from tests.soak import parallel
from tests.support.client_kinds import closed, maybe_await

pytestmark = pytest.mark.soak

FORKED = """
import multiprocessing, os, sys, threading, warnings
from mapflow import Mapflow

warnings.simplefilter("ignore")  # Python warns of a fork beside threads, which is the point here
mf = Mapflow(token=os.environ["TOKEN"], base_url=os.environ["BASE_URL"], timeout_s=20)
mine, its = (mf.projects.create(name) for name in ("parent", "child"))

def read(project, times=25):
    for _ in range(times):
        assert mf.projects.get(project.id).name == project.name
        assert mf.account.status().email == "forks@example.com"

def in_child():
    # In threads, because each of them could be the first to find that the process is another.
    threads = [threading.Thread(target=note, args=(its,)) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join(30) for thread in threads]
    good = done == [its.name] * 4
    mf.close()
    return 0 if good else 1

done = []
def note(project):
    read(project)
    done.append(project.name)

read(mine, 1)  # a connection is open now
if sys.argv[1] == "fork":
    busy = threading.Thread(target=read, args=(mine, 100))
    busy.start()  # a connection is in use while the process is doubled
    child = os.fork()
    if child == 0:
        os._exit(in_child())
    read(mine)
    busy.join(30)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
else:
    process = multiprocessing.get_context("fork").Process(target=lambda: sys.exit(in_child()))
    process.start()
    read(mine)
    process.join(30)
    code = process.exitcode
assert code == 0, code
read(mine)
mf.close()
print("both")
"""


# More of them than the pool has connections.
@pytest.mark.parametrize(("kind", "callers"), [(Mapflow, 24), (AsyncMapflow, 40)])
def test_every_caller_gets_what_it_asked_for(kind, callers, loopback):
    figures, faults = parallel.measured(kind, callers, 1, seed=5)
    assert faults == []
    assert figures["checks"] == 8 * callers
    assert figures["features"] > callers
    # What is kept open for the next call, and nothing after the end.
    assert 0 < figures["kept_sockets"] <= parallel.KEPT_OPEN
    assert figures["leaked_sockets"] == 0


@pytest.mark.parametrize("way", ["fork", "multiprocessing"])
def test_a_client_from_before_a_fork_works_on_both_sides(way, mapflow_sandbox):
    token = mapflow_sandbox.account("forks@example.com")
    run = subprocess.run(
        [sys.executable, "-c", FORKED, way],
        env={
            "TOKEN": token,
            "BASE_URL": mapflow_sandbox.base_url,
            "PYTHONPATH": ":".join(sys.path),
        },
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert run.stdout == "both\n", run.stderr


@pytest.mark.parametrize("kind", [Mapflow, AsyncMapflow])
async def test_responses_that_are_not_read_to_their_end_free_their_connection(
    kind, tmp_path, loopback
):
    def response(path):
        if "/preview/" in path:
            return 200, {"content-type": "text/html"}, b"x" * 3_000_000
        return 500, {}, b"x" * 3_000_000

    with Recorder(response) as service:
        client = kind(
            token="a@example.com:b", base_url=f"{service.root}/rest", timeout_s=3, max_retries=0
        )
        # More often than the pool has connections: with one lost each time there would be none.
        for _ in range(25):
            with pytest.raises(errors.ServerError):
                await maybe_await(client.account.status())
            with pytest.raises(errors.InvalidResponse):
                await maybe_await(client.imagery.images.preview(ID, tmp_path / "p.jpg"))
        await closed(client)

"""``mapflow batch``: what a yes covers, and what is said of runs when the ledger is gone."""

import shutil
import time
from contextlib import closing
from pathlib import Path

import pytest

from mapflow.batch._ledger import Ledger
from tests.cli.terminal import Terminal
from tests.cli.test_batch_money import RUN, areas, paid, place

pytestmark = pytest.mark.slow

__all__ = ["areas", "place"]

# A row that was not started yet.
AS_NEW = dict.fromkeys(("tag", "sent", "processing_id", "cost", "status", "result")) | {
    "state": "waiting"
}
HELD = ("--meta", "sandbox:status=AWAITING", "--parallel", "1")


@pytest.fixture
def held(frozen, areas, place):
    """A batch that ended when one area of four was started, and what it may spend."""

    def started(*limits):
        process = frozen.start("batch", "run", areas, "-o", place, *RUN, *HELD, *limits)
        end = time.monotonic() + 30
        while not frozen.ok("list", "--json").json:
            assert time.monotonic() < end
        return process

    return started


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (("--budget", "64"), ()),
        (("--max-cost", "16"), ()),
        (("--budget", "64"), ("--budget", "65")),
        (("--max-cost", "16", "--budget", "64"), ("--budget", "64")),
    ],
)
def test_a_yes_within_a_limit_is_none_without_it(frozen, held, areas, place, before, now):
    frozen.interrupt(held(*before))
    terminal = Terminal("batch", "run", areas, "-o", place, *RUN, *HELD, *now)
    terminal.until("[y/N]")
    assert "3 areas, 0.0841 km² in all, cost 48 credits. Continue?" in terminal.text
    terminal.type("n\n")
    assert terminal.end() == 2
    assert len(paid(frozen)) == 1


@pytest.mark.parametrize(
    ("before", "now"),
    [(("--budget", "64"), ("--budget", "64")), (("--yes",), ("--budget", "48")), (("--yes",), ())],
)
def test_the_same_or_a_smaller_limit_was_agreed_to(frozen, held, areas, place, before, now):
    frozen.interrupt(held(*before))
    terminal = Terminal("batch", "run", areas, "-o", place, *RUN, *HELD, *now)
    terminal.until("running")
    terminal.press_ctrl_c()
    assert terminal.end() == 130
    assert "[y/N]" not in terminal.text


def test_a_folder_that_is_gone_does_not_hide_what_was_started(cli, areas, place):
    process = cli.start("batch", "run", areas, "-o", place, *RUN[:-2], *HELD, "--yes")
    end = time.monotonic() + 30
    while not cli.ok("list", "--json").json:
        assert time.monotonic() < end
    shutil.rmtree(place)
    cli.service.advance(100_000)
    done = cli.finish(process)
    assert done.code == 10, done
    assert "1 area of the batch was started and charged." in done.err
    assert "`mapflow list` shows" in done.err
    # What no ledger remembers is not started.
    assert len(paid(cli)) == 1


def test_a_batch_that_is_named_by_its_ledger_has_the_same_codes(cli, areas, place):
    cli("batch", "run", areas, "-o", place, *RUN, "--budget", "16")
    with Path("/dev/full").open("w") as full:
        process = cli.start(
            "batch", "resume", place / "batch.sqlite", "--budget", "64", *RUN[4:], stdout=full
        )
        _, told = process.communicate(timeout=60)
    assert process.returncode == 10, told
    assert "4 areas of the batch were started and charged." in told
    assert f"`mapflow batch status {place / 'batch.sqlite'}` shows them." in told


def test_what_the_credits_did_not_suffice_for_was_not_agreed_to(cli, areas, place):
    cli.service.account("demo@example.com", credits=20)
    assert cli("batch", "run", areas, "-o", place, *RUN, "--yes").code == 5
    cli.service.account("demo@example.com", credits=1000)
    done = cli("batch", "resume", place, *RUN[4:])
    assert done.code == 2
    assert "--yes" in done.err
    terminal = Terminal("batch", "resume", place, *RUN[4:])
    terminal.until("[y/N]")
    assert "3 areas, 0.0841 km² in all, cost 48 credits. Continue?" in terminal.text
    terminal.type("n\n")
    assert terminal.end() == 2
    assert len(paid(cli)) == 1
    cli.ok("batch", "resume", place, *RUN[4:], "--yes")
    assert len(paid(cli)) == 4


def test_what_became_dearer_after_the_question_is_asked_again(cli, areas, place):
    terminal = Terminal("batch", "run", areas, "-o", place, *RUN)
    terminal.until("[y/N]")
    terminal.type("y\n")
    assert terminal.end() == 0
    assert cli.ok("batch", "status", place, "--json").json["agreed"] == 64
    with closing(Ledger.open(place / "batch.sqlite")) as ledger:
        ledger.keep(agreed=40)  # as if each had been cheaper when it was shown
        ledger.change_all([(3, AS_NEW), (4, AS_NEW)])
    done = cli("batch", "resume", place, *RUN[4:])
    assert done.code == 5, done
    assert "Prices have risen since the question." in done.err
    assert len(paid(cli)) == 4
    done = cli("batch", "resume", place, *RUN[4:])
    assert done.code == 2
    assert "--yes" in done.err
    terminal = Terminal("batch", "resume", place, *RUN[4:])
    terminal.until("[y/N]")
    assert "2 areas, " in terminal.text
    assert "cost 32 credits. Continue?" in terminal.text
    terminal.type("n\n")
    assert terminal.end() == 2
    assert len(paid(cli)) == 4
    cli.ok("batch", "resume", place, *RUN[4:], "--yes")
    assert len(paid(cli)) == 6

"""``mapflow batch``: prices, questions, limits, and what is said when something fails later."""

import errno
import json
from pathlib import Path

import pytest

from mapflow.batch import _folders
from tests.batch.conftest import collection
from tests.batch.test_prices import small_fields
from tests.cli.terminal import Terminal

pytestmark = pytest.mark.slow

RUN = ("-m", "buildings", "-s", "provider:Mapbox", "--interval", "0")


@pytest.fixture
def areas(tmp_path):
    path = tmp_path / "fields.geojson"
    path.write_text(json.dumps(collection(4)))
    return path


@pytest.fixture
def place(tmp_path):
    return tmp_path / "roofs"


def paid(cli):
    return [seen for seen in cli.service.requests() if seen["paid"]]


def test_the_question_names_what_all_orders_cost(cli, areas, place):
    terminal = Terminal("batch", "run", areas, "-o", place, *RUN)
    terminal.until("[y/N]")
    assert "4 areas, 0.11 km² in all, cost 64 credits. Continue? [y/N]" in terminal.text
    assert paid(cli) == []
    terminal.type("y\n")
    assert terminal.end() == 0
    assert cli.ok("batch", "status", place, "--json").json["spent"] == 64


def test_a_no_orders_nothing(cli, areas, place):
    terminal = Terminal("batch", "run", areas, "-o", place, *RUN)
    terminal.until("[y/N]")
    terminal.type("n\n")
    assert terminal.end() == 2
    assert "nothing was started" in terminal.text
    assert paid(cli) == []
    assert not place.exists()


def test_a_batch_of_which_nothing_was_ordered_is_replaced_after_a_question(cli, areas, place):
    typo = ("batch", "run", areas, "-o", place, *RUN, "--option", "Roofs", "--budget", "100")
    assert cli(*typo, "--yes").code == 2
    assert paid(cli) == []
    terminal = Terminal("batch", "run", areas, "-o", place, *RUN, "--budget", "100")
    terminal.until("[y/N]")
    assert "cost 64 credits" in terminal.text
    terminal.type("y\n")
    assert terminal.end() == 0


def test_the_question_tells_what_is_left_out_and_what_grouping_saves(cli, tmp_path, place):
    terminal = Terminal(
        "batch", "run", small_fields(tmp_path, 10), "-o", place, *RUN, "--budget", "100"
    )
    terminal.until("[y/N]")
    shown = " ".join(terminal.text.split())
    assert "4 areas will not be started:" in shown
    assert "only 4 remain of the batch's budget of 100" in shown
    assert "6 areas, " in shown
    assert "cost 96 credits. Continue?" in shown
    assert "6 areas would cost 16 credits: 80 credits less" in shown
    terminal.interrupt_question()
    assert terminal.end() == 130
    assert "━" not in terminal.text
    assert paid(cli) == []


def test_no_terminal_and_no_limit(cli, areas, place):
    done = cli("batch", "run", areas, "-o", place, *RUN)
    assert done.code == 2
    assert "--budget" in done.err
    assert "--yes" in done.err
    assert cli.service.requests() == []
    assert not place.exists()


@pytest.mark.parametrize("limit", [("--yes",), ("--budget", "64"), ("--max-cost", "16")])
def test_a_yes_or_a_limit_will_do(cli, areas, place, limit):
    cli.ok("batch", "run", areas, "-o", place, *RUN, *limit)
    assert len(paid(cli)) == 4


def test_what_was_agreed_to_is_resumed_without_a_question(cli, areas, place):
    cli("batch", "run", areas, "-o", place, *RUN, "--budget", "20")
    cli.ok("batch", "run", areas, "-o", place, *RUN, "--budget", "64")
    assert len(paid(cli)) == 4


def test_what_was_over_a_limit_was_not_agreed_to(cli, areas, place):
    cli("batch", "run", areas, "-o", place, *RUN, "--budget", "20")
    done = cli("batch", "run", areas, "-o", place, *RUN)
    assert done.code == 2
    assert "--yes" in done.err
    terminal = Terminal("batch", "run", areas, "-o", place, *RUN)
    terminal.until("[y/N]")
    assert "3 areas, 0.0841 km² in all, cost 48 credits. Continue?" in terminal.text
    terminal.type("n\n")
    terminal.end()
    assert len(paid(cli)) == 1


def test_a_price_that_is_not_known(cli, areas, place):
    cli.service.account("demo@example.com", billingType="NONE")
    terminal = Terminal("batch", "run", areas, "-o", place, *RUN)
    terminal.until("[y/N]")
    shown = " ".join(terminal.text.split())
    assert "cost 0 credits or more: Mapflow names no price for 4 of them, and no --budget" in shown
    terminal.type("n\n")
    terminal.end()
    assert paid(cli) == []


def test_dry_run(cli, areas, place):
    done = cli.ok("batch", "run", areas, "-o", place, *RUN, "--dry-run")
    assert [row["cost"] for row in done.rows] == ["16"] * 4
    assert "4 areas, 0.11 km² in all, cost 64 credits." in done.err
    assert "Dry run: no paid request was sent." in done.err
    assert paid(cli) == []
    assert not place.exists()
    shown = cli.ok("batch", "run", areas, "-o", place, *RUN, "--dry-run", "--json").json
    assert shown["cost"] == shown["maximum"] == 64
    assert shown["grouping"]["saves"] == 48
    assert [row["will_run"] for row in shown["rows"]] == [True] * 4


def test_the_price_of_retrying(cli, areas, place):
    failing = ("--meta", "sandbox:fail=inference.internalError")
    done = cli("batch", "run", areas, "-o", place, *RUN, "--yes", *failing)
    assert done.code == 6
    assert f"`mapflow batch resume {place} --retry-failed`" in done.err
    shown = cli.ok("batch", "resume", place, "--retry-failed", "--dry-run", "--json").json
    assert shown["cost"] == 64
    refused = cli("batch", "resume", place, "--retry-failed")
    assert refused.code == 2
    assert len(paid(cli)) == 4
    terminal = Terminal("batch", "resume", place, "--retry-failed", "--interval", "0")
    terminal.until("[y/N]")
    assert "4 areas, 0.11 km² in all, cost 64 credits. Continue?" in terminal.text
    terminal.type("n\n")
    terminal.end()
    assert len(paid(cli)) == 4
    assert cli("batch", "resume", place, "--retry-failed", "--yes", "--interval", "0").code == 6
    assert len(paid(cli)) == 8


def test_a_restarted_one_is_picked_up(cli, areas, place):
    failing = ("--meta", "sandbox:fail=inference.internalError")
    cli("batch", "run", areas, "-o", place, *RUN, "--yes", *failing)
    first = cli.ok("batch", "status", place).rows[0]
    cli.ok("restart", first["processing"], "--yes")
    cli("batch", "resume", place, "--interval", "0")
    assert cli.ok("batch", "status", place).rows[0]["state"] == "done"


CURES = [
    (("--max-cost", "5"), {}, "--max-cost CREDITS`"),
    (("--budget", "5"), {}, "--budget CREDITS`"),
    (("--yes",), {"credits": 5}, "top it up"),
]


@pytest.mark.parametrize(("option", "account", "said"), CURES)
def test_the_cure_fits_the_obstacle(cli, areas, place, option, account, said):
    if account:
        cli.service.account("demo@example.com", **account)
    done = cli("batch", "run", areas, "-o", place, *RUN, *option)
    assert done.code == 5
    assert [row["state"] for row in done.rows] == ["over_budget"] * 4
    assert said in done.err
    assert [other for _, _, other in CURES if other in done.err] == [said]
    assert paid(cli) == []


def test_a_larger_max_cost_starts_them(cli, areas, place):
    cli("batch", "run", areas, "-o", place, *RUN, "--max-cost", "5")
    cli.ok("batch", "resume", place, "--max-cost", "16", "--interval", "0")
    assert len(paid(cli)) == 4


def test_what_fails_after_paying_has_its_own_code(cli, areas, place, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(_folders, "replace_file", full)
    done = cli("batch", "run", areas, "-o", place, *RUN, "--yes")
    assert done.code == 10
    assert "No space left on device" in done.err
    assert "4 areas of the batch were started and charged." in done.err
    assert f"`mapflow batch status {place}` shows them." in done.err
    assert len(paid(cli)) == 4


def test_what_fails_before_paying_has_not(cli, areas, place):
    place.write_text("a file in the way")
    done = cli("batch", "run", areas, "-o", place, *RUN, "--yes")
    assert done.code == 2
    assert "is not a folder" in done.err
    assert cli.service.requests() == []


def test_results_that_cannot_be_saved(cli, areas, place):
    place.mkdir()
    (place / "a2.geojson").mkdir()
    done = cli("batch", "run", areas, "-o", place, *RUN, "--yes")
    assert done.code == 2
    assert "holds a2.geojson already" in done.err
    assert paid(cli) == []


def test_stdout_that_cannot_be_written_to_after_paying(cli, areas, place):
    with Path("/dev/full").open("w") as full:
        process = cli.start("batch", "run", areas, "-o", place, *RUN, "--yes", stdout=full)
        _, told = process.communicate(timeout=60)
    assert process.returncode == 10
    assert f"`mapflow batch status {place}` shows them." in told
    assert cli.ok("batch", "status", place, "--json").json["counts"] == {"done": 4}


def test_another_account_is_refused(cli, areas, place, monkeypatch):
    cli("batch", "run", areas, "-o", place, *RUN, "--budget", "16")
    monkeypatch.setenv("MAPFLOW_TOKEN", cli.service.account("other@example.com", credits=1000))
    done = cli("batch", "resume", place, "--budget", "100")
    assert done.code == 2
    assert "started with another account" in done.err
    assert len(paid(cli)) == 1

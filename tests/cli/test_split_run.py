"""``mapflow run --split``: a district, in one command, as one file."""

import json

import pytest

from mapflow.sandbox import FaultRule
from tests.cli.terminal import Terminal

DISTRICT = "37.330,55.600,37.350,55.612"
WHAT = ("-m", "forest", "-s", "provider:Mapbox", "--interval", "0")


@pytest.fixture
def split(cli):
    """The command, on an account with small limits."""
    cli.service.account("demo@example.com", aoiAreaLimit=600_000)

    def words(*more, output="woods.geojson", area=DISTRICT):
        return ("run", "--split", "-a", area, "-o", output, *WHAT, *more)

    return words


def paid(cli):
    return [seen for seen in cli.service.requests() if seen["paid"]]


def test_one_command_and_the_same_again(cli, folder, split):
    done = cli.ok(*split("--max-cost", "500"))
    features = json.loads((folder / "woods.geojson").read_text())["features"]
    parts = len(paid(cli))
    assert parts > 1
    assert f"Split into {parts} processings (at least " in done.err
    assert f"{parts} processings cost " in done.err
    assert f"Saved woods.geojson, {len(features)} features." in done.err
    assert "The results of the parts stay in woods.parts." in done.err
    assert done.out == ""
    again = cli.ok(*split("--max-cost", "500", "--json"))
    shown = again.json
    assert (shown["path"], shown["folder"]) == ("woods.geojson", "woods.parts")
    assert (shown["features"], shown["plan"]["processings"]) == (len(features), parts)
    assert shown["spent"] > 0
    assert len(paid(cli)) == parts
    states = cli.ok("batch", "status", "woods.parts", "--json").json["counts"]
    assert states == {"done": parts}


def test_without_a_terminal_it_needs_consent(cli, folder, split):
    done = cli(*split())
    assert done.code == 2
    assert "--max-cost CREDITS" in done.err
    assert "--yes" in done.err
    assert cli.service.requests() == []
    done = cli(*split("--max-cost", "5"))
    assert done.code == 5
    assert "`--max-cost` is 5" in done.err
    assert paid(cli) == []
    assert list(folder.iterdir()) == []


def test_a_dry_run_shows_the_plan_and_the_price(cli, folder, split):
    shown = cli.ok(*split("--dry-run"))
    assert int(shown.facts["processings"]) > 1
    assert shown.facts["cost"].endswith("credits")
    found = cli.ok(*split("--dry-run", "--json", "--overlap", "5", "--spread", "1")).json
    assert found["price"]["cost"] > 0
    assert (found["plan"]["overlap_m"], found["plan"]["spread_deg"]) == (5, 1)
    assert paid(cli) == []
    assert list(folder.iterdir()) == []


def test_a_part_that_failed(cli, folder, split):
    done = cli(*split("--yes", "--meta", "sandbox:fail=inference.internalError"))
    assert done.code == 6
    assert "`mapflow batch resume woods.parts --retry-failed`" in done.err
    assert "Then run the same command again to write woods.geojson." in done.err
    assert not (folder / "woods.geojson").exists()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--name", "x"), "--name does not go with --split"),
        (("--like", "x"), "--like does not go with --split"),
        (("--timeout", "5"), "--timeout does not go with --split"),
        (("--group", "heap"), "heap"),
        (("--overlap", "-1"), "-1"),
    ],
)
def test_what_does_not_go_together(cli, split, more, said):
    done = cli(*split("--yes", *more))
    assert done.code == 2
    assert said in done.err
    assert cli.service.requests() == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--split", "-a", DISTRICT), "--split needs --output FILE"),
        (("--split", "-a", DISTRICT, "-o", "-"), "--split needs --output FILE"),
        (("--split", "-s", "image:x", "-o", "a.gpkg"), "--split needs --area AREA"),
        (("-a", DISTRICT, "--overlap", "5"), "--overlap needs --split"),
        (("-a", DISTRICT, "--folder", "x"), "--folder needs --split"),
    ],
)
def test_what_is_missing(cli, words, said):
    done = cli("run", "-m", "forest", "--yes", *words)
    assert done.code == 2
    assert said in done.err
    assert cli.service.requests() == []


def test_options_of_a_batch(cli, tmp_path, split):
    run = ("batch", "run", DISTRICT, "-o", tmp_path / "b", *WHAT, "--dry-run", "--json")
    plain = cli.ok(*run, "--split").json
    wide = cli.ok(*run, "--split", "--overlap", "100").json
    assert wide["area_m2"] > plain["area_m2"]
    done = cli(*run, "--overlap", "5")
    assert done.code == 2
    assert "--overlap needs --split" in done.err


@pytest.mark.parametrize("columns", [40, 80])
def test_on_a_terminal_the_price_is_confirmed(cli, folder, split, columns):
    command = [*split(), "--folder", "parts"]
    no = Terminal(*command, columns=columns)
    no.until("Continue?")
    no.type("n\n")
    assert no.end() == 2
    assert "Cancelled; nothing was started." in no.text
    assert paid(cli) == []
    yes = Terminal(*command, columns=columns)
    yes.until("Continue?")
    assert " processings cost " in yes.text
    yes.type("y\n")
    assert yes.end() == 0
    assert "Saved woods.geojson" in yes.text
    assert (folder / "parts" / "plan.json").is_file()
    again = Terminal(*command, columns=columns)
    assert again.end() == 0
    assert "Continue?" not in again.text


def test_ctrl_c_says_the_way_back(cli, split):
    held = ("--meta", "sandbox:status=AWAITING")
    process = cli.start(*split("--yes", *held))
    while not paid(cli):
        assert process.poll() is None
    done = cli.interrupt(process)
    assert done.code == 130
    assert "The same command resumes it as well, and then writes woods.geojson." in done.err


def test_a_dry_run_of_another_area_does_not_tell_of_what_is_there(cli, split):
    cli.ok(*split("--yes"))
    before = len(paid(cli))
    assert cli.ok(*split("--dry-run", "--json")).json["count"] == 0
    for other in (split(area="37.33,55.60,37.36,55.612"), split("--overlap", "20")):
        done = cli(*other, "--dry-run")
        assert done.code == 2
        assert "woods.parts holds a batch of other areas" in done.err
    assert len(paid(cli)) == before


@pytest.mark.parametrize("output", ["", ".", "..", "/"])
def test_an_output_that_is_no_file(cli, split, output):
    done = cli(*split("--yes", output=output))
    assert done.code == 2
    assert cli.service.requests() == []


def test_parts_that_were_refused_may_be_sent_again(cli, folder, split):
    """Credits that run out in the middle are a refusal, which a top-up undoes."""
    refusal = FaultRule("status", operations="paid", status=400, skip=1, count=1)
    cli.service.set_faults(refusal)
    done = cli(*split("--yes"))
    assert done.code == 6
    assert "run `mapflow batch resume woods.parts --retry-failed`" in done.err
    cli.service.clear_faults()
    cli("batch", "resume", "woods.parts", "--retry-failed", "--yes", "--interval", "0")
    cli.ok(*split("--yes"))
    assert (folder / "woods.geojson").is_file()


def test_a_lost_folder_is_told_before_all_is_paid_again(cli, folder, split):
    cli.ok(*split("--max-cost", "500"))
    parts = len(paid(cli))
    assert "paid again" not in cli.ok(*split("--max-cost", "500", "--overwrite")).err
    (folder / "woods.parts").rename(folder / "elsewhere")
    terminal = Terminal(*split("--overwrite"))
    terminal.until("Continue? [y/N]")
    assert (
        "woods.geojson exists, but no run of it is in woods.parts: all parts are started and paid"
        " again, and the file is replaced."
    ) in terminal.text
    terminal.type("n\n")
    assert terminal.end() == 2
    assert len(paid(cli)) == parts

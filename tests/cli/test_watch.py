"""``mapflow watch``: what runs, on a terminal, in a log and for programs."""

import json
import re
from datetime import UTC, datetime

import pytest
from rich.cells import cell_len

from mapflow._http import timing
from mapflow._views.processing import ProcessingRecord
from mapflow.cli._completion import completer
from mapflow.cli._watch_state import Change, Followed
from mapflow.cli._watch_view import elapsed, next_steps, summary, table_lines
from mapflow.sandbox import FaultRule
from tests.cli.conftest import QUARTER
from tests.cli.terminal import Terminal

RUN = ("run", "-m", "buildings", "-a", QUARTER, "-s", "provider:Mapbox", "--yes")
KEY = "65285409-ac88-4fc0-a937-{:012}"


@pytest.fixture
def moving(frozen, monkeypatch):
    """A sandbox in which time passes while a watch sleeps, and only then."""
    monkeypatch.setattr(timing, "sleep", lambda _: frozen.service.advance(20))
    return frozen


def made(number=1, status="IN_PROGRESS", percent=10, **more):
    return ProcessingRecord(
        {
            "id": KEY.format(number),
            "name": f"Run {number}",
            "workflowDef": {"name": "🏠 Buildings"},
            "status": status,
            "percentCompleted": percent,
            "cost": 16,
            "created": f"2026-01-31T12:00:{number % 60:02}Z",
            "updated": "2026-01-31T12:05:00Z",
            **more,
        }
    )


def kinds(changes):
    return [(kind, each.id[-1]) for kind, each in changes]


class TestFollowing:
    def test_what_ended_before_is_no_news(self):
        followed = Followed()
        changes = followed.take([made(1), made(2, "OK"), made(3, "FAILED")])
        assert kinds(changes) == [("seen", "1")]
        assert followed.take([made(1), made(2, "OK"), made(3, "FAILED")]) == []

    def test_each_change_is_told_once(self):
        followed = Followed()
        assert kinds(followed.take([made(1)])) == [("seen", "1")]
        assert kinds(followed.take([made(1, percent=20)])) == [("changed", "1")]
        assert kinds(followed.take([made(1, "OK", 100), made(2)])) == [
            ("ended", "1"),
            ("seen", "2"),
        ]
        assert kinds(followed.take([made(1, "OK", 100), made(2)])) == []
        assert [each.id[-1] for each in followed.running] == ["2"]
        assert [each.id[-1] for each in followed.ended] == ["1"]

    def test_what_starts_and_ends_between_two_polls_is_told(self):
        followed = Followed()
        followed.take([made(1, "OK")])
        assert kinds(followed.take([made(1, "OK"), made(2, "FAILED")])) == [("ended", "2")]

    def test_what_runs_again_is_seen_again(self):
        followed = Followed()
        followed.take([made(1), made(2, "FAILED")])
        followed.take([made(1, "FAILED"), made(2)])
        assert [each.id[-1] for each in followed.running] == ["2"]
        assert kinds(followed.take([made(1), made(2)])) == [("changed", "1")]

    def test_only_those_asked_for(self):
        followed = Followed([KEY.format(2), KEY.format(3)])
        assert followed.missing([made(1), made(2, "OK")]) == [KEY.format(3)]
        changes = followed.take([made(1), made(2, "OK"), made(3)])
        assert kinds(changes) == [("ended", "2"), ("seen", "3")]
        assert followed.missing([]) == [KEY.format(3)]

    def test_what_is_no_longer_listed_is_asked_for_and_may_be_gone(self):
        followed = Followed()
        followed.take([made(1), made(2)])
        assert followed.missing([made(2)]) == [KEY.format(1)]
        assert kinds(followed.take([made(2)], [KEY.format(1)])) == [("gone", "1")]
        assert followed.missing([made(2)]) == []


class TestTable:
    def lines(self, found, width=80, height=24):
        followed = Followed()
        followed.take(found)
        return [line for line, _ in table_lines(followed, width, height)]

    @pytest.mark.parametrize("width", [20, 30, 40, 60, 80, 100, 200])
    def test_every_line_fits_and_no_id_is_cut(self, width):
        names = ["屋根の地図 東京都", "🏠🏡 Häuser", "x" * 90, "", "a\x1b[2J\nb\u202ec"]
        lines = self.lines([made(n, name=name) for n, name in enumerate(names)], width)
        assert len(lines) == len(names) + 1
        for line in lines:
            assert cell_len(line) <= width
            assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202e]", line)
        for line in lines[1:]:
            assert "65285409" not in line or re.search(r"65285409-ac88-4fc0-a937-\d{12}$", line)

    def test_a_narrow_terminal_does_without_what_is_needed_least(self):
        titles = {width: self.lines([made()], width)[0].split() for width in (120, 80, 50, 36, 30)}
        assert titles[120] == ["Name", "Model", "Status", "%", "Time", "Credits", "ID"]
        assert titles[80] == ["Name", "Model", "Status", "%", "Time", "Credits"]
        assert titles[50] == ["Name", "Status", "%", "Time", "Credits"]
        assert titles[36] == ["Name", "Status", "%", "Credits"]
        assert titles[30] == ["Name", "Status", "%"]

    def test_five_hundred_are_counted(self):
        lines = self.lines([made(n) for n in range(500)], height=24)
        assert len(lines) == 23
        assert lines[-1] == "... and 479 more: 479 running, 0 ended"
        assert len(self.lines([made(n) for n in range(500)], height=3)) == 3

    def test_what_runs_comes_first(self):
        followed = Followed()
        followed.take([made(n) for n in range(3)])
        followed.take([made(0), made(1, "OK"), made(2, "FAILED")])
        rows = [line for line, _ in table_lines(followed, 80, 5)][1:]
        assert rows[0].startswith("Run 0")
        assert "IN_PROGRESS" in rows[0]
        assert rows[-1] == "... and 1 more: 0 running, 1 ended"
        assert summary(followed) == "1 running, 1 finished, 1 failed · 48 credits"

    def test_an_unnamed_one_is_called_by_its_model(self):
        # The service calls it by its ID.
        assert self.lines([made(name=KEY.format(1))])[1].startswith("🏠 Buildings")

    def test_time_is_never_negative_and_stops_at_the_end(self):
        early, late = (datetime(2026, 1, 31, hour, 10, tzinfo=UTC) for hour in (11, 14))
        assert elapsed(made(0), early) == "5:00"
        assert elapsed(made(0), late) == "2:10:00"
        assert elapsed(made(0, "OK"), late) == "5:00"
        assert elapsed(made(0, created=None), late) == ""
        assert elapsed(made(0, created="2026-01-31T12:00:00"), late) == "2:10:00"


def test_what_to_do_next():
    key = KEY.format(1)
    good = "\n".join(next_steps(Change("ended", made(1, "OK"))))
    assert good == (
        f"Finished: Run 1, 16 credits.\n  See it: mapflow open {key}\n"
        f"  Save it: mapflow result {key} --output FILE"
    )
    problem = {"code": "dataloader.InternalError", "parameters": {}}
    bad = "\n".join(next_steps(Change("ended", made(1, "FAILED", messages=[problem]))))
    assert bad.startswith("Ended as FAILED: Run 1. Mapflow itself failed while it loaded")
    assert f"mapflow show {key}" in bad
    assert f"mapflow restart {key}" in bad
    assert "restart" not in "\n".join(next_steps(Change("ended", made(1, "CANCELLED"))))
    assert list(next_steps(Change("gone", made(1)))) == [f"Deleted: Run 1 ({key})."]
    assert list(next_steps(Change("changed", made(1)))) == []


def test_nothing_runs(cli):
    done = cli.ok("watch")
    assert (done.out, done.err) == ("", "No processing is running.\n")
    assert cli.ok("watch", "--json").out == ""


def test_a_log_gets_a_line_for_each_change(moving):
    earlier = moving.ok(*RUN).out.strip()
    moving.service.advance(3600)
    started = moving.ok(*RUN, "--name", "Roofs\tof 屋根").out.strip()
    before = len(moving.service.requests())
    done = moving.ok("watch", "--interval", "1")
    titles, *rows = (line.split("\t") for line in done.out.splitlines())
    assert titles == ["at", "id", "change", "status", "percent", "credits", "name"]
    assert {row[1] for row in rows} == {started} != {earlier}
    assert rows[0][2] == "seen"
    assert "changed" in {row[2] for row in rows}
    assert rows[-1][2:] == ["ended", "OK", "100", "16", "Roofs of 屋根"]
    assert "\x1b" not in done.out + done.err
    assert f"See it: mapflow open {started}" in done.err
    assert "All 1 have ended with a result; they cost 16 credits." in done.err
    # One request for each poll, whatever runs.
    operations = {seen["operation"] for seen in moving.service.requests()[before:]}
    assert operations == {"listProcessingsV2"}


def test_programs_get_a_line_of_json_for_each_change(moving):
    started = [moving.ok(*RUN).out.strip() for _ in range(2)]
    done = moving.ok("watch", "--json", "--interval", "1")
    changes = [json.loads(line) for line in done.out.splitlines()]
    assert {change["id"] for change in changes} == set(started)
    ended = [change for change in changes if change["change"] == "ended"]
    assert [(each["status"], each["percent"], each["cost"]) for each in ended] == [
        ("OK", 100, 16)
    ] * 2
    assert all(datetime.fromisoformat(each["at"]).tzinfo for each in changes)
    assert done.err == ""


def test_an_end_without_a_result_is_explained(cli, failed):
    done = cli("watch", failed)
    assert done.code == 6
    assert f"mapflow restart {failed}" in done.err
    assert f"`mapflow wait {failed}` explains the first" in done.err


def test_given_ids_and_projects(moving):
    here, there = (
        moving.ok(
            *RUN, "--project", moving.ok("projects", "create", name, "--json").json["id"]
        ).out.strip()
        for name in ("Harbour", "Old town")
    )
    assert moving("watch", here, "--project", "Harbour").code == 2
    assert moving("watch", KEY.format(1)).code == 4
    of_project = moving.ok("watch", "--project", "Harbour", "--interval", "1")
    assert here in of_project.out
    assert there not in of_project.out
    by_id = moving.ok("watch", here, "--interval", "1").out
    assert f"\t{here}\tended\tOK" in by_id
    assert there not in by_id


@pytest.mark.parametrize(
    "fault",
    [
        FaultRule("status", status=503, skip=1, count=3),
        FaultRule("status", status=429, retry_after=0, skip=1, count=3),
        FaultRule("reset-before", skip=1, count=3),
        FaultRule("garbage", skip=1, count=3),
    ],
    ids=lambda rule: f"{rule.fault} {rule.status or ''}",
)
def test_a_service_that_does_not_respond_is_told_and_polled_again(moving, fault):
    started = moving.ok(*RUN).out.strip()
    moving.service.add_faults(fault)
    done = moving.ok("watch", "--interval", "1")
    assert "No usable response, next try in 1 s: " in done.err
    assert f"\t{started}\tended\tOK" in done.out


def test_one_error_too_many_ends_it_and_says_what_goes_on(frozen):
    started = frozen.ok(*RUN).out.strip()
    frozen.service.add_faults(FaultRule("status", status=503, skip=1))
    done = frozen("watch", "--interval", "0")
    assert done.code == 8
    assert f"Processing {started} continues at Mapflow and is charged." in done.err
    assert done.err.count("next try in") == 10
    frozen.service.clear_faults()
    frozen.service.add_faults(FaultRule("status", status=401))
    assert frozen("watch", "--interval", "0").code == 3


def test_the_time_may_be_limited(frozen):
    started = frozen.ok(*RUN).out.strip()
    done = frozen("watch", "--timeout", "0")
    assert done.code == 7
    assert "1 processing has not ended in time." in done.err
    assert f"Watch it again with `mapflow watch {started}`." in done.err


def test_a_deleted_one_is_told(frozen):
    from mapflow.cli import watching

    started = frozen.ok(*RUN).out.strip()
    followed = Followed()
    seen = []
    with frozen.service.client(api_version="v2") as client:
        poller = watching._Poller(client, followed, None)
        view = type("View", (), {"show": staticmethod(seen.extend)})
        poller.poll(view)
        client.processings.delete(started)
        poller.poll(view)
    assert [change.kind for change in seen] == ["seen", "gone"]
    assert followed.running == []


@pytest.mark.slow
def test_ctrl_c_leaves_them_alone_and_says_so(frozen):
    ids = [frozen.ok(*RUN, "--name", f"Roofs {n}").out.strip() for n in range(2)]
    terminal = Terminal("watch", columns=80)
    terminal.until("poll in")
    terminal.press_ctrl_c()
    assert terminal.end() == 130
    assert "Roofs 0" in terminal.text
    assert "2 processings continue at Mapflow and are charged." in terminal.text
    assert "Watch them again with `mapflow watch`." in terminal.text
    # The cursor is given back.
    assert terminal.seen.rindex("\x1b[?25h") > terminal.seen.rindex("\x1b[?25l")
    statuses = {each["id"]: each["status"] for each in frozen.ok("list", "--json").json}
    assert set(statuses) == set(ids)
    assert "CANCELLED" not in statuses.values()


@pytest.mark.slow
@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
def test_plain_text_is_what_some_want(cli, environment):
    started = cli.ok(*RUN).out.strip()
    terminal = Terminal("watch", started, columns=40, **environment)
    assert terminal.end() == 0
    assert "\x1b" not in terminal.seen
    assert f"\t{started}\tended\tOK" in terminal.seen


def test_ids_are_offered_though_none_is_needed():
    assert completer("[PROCESSING]...", "") is completer("PROCESSING", "") is not None


def test_before_the_first_response_it_does_not_say_what_runs(cli):
    terminal = Terminal("watch", "--base-url", "http://127.0.0.1:9/rest", columns=200)
    terminal.until("No usable response, next try in")
    terminal.press_ctrl_c()
    assert terminal.end() == 130
    assert "running" not in terminal.text

"""What may be asked for, and what is said to what may not; the profiles."""

import json

import pytest

from mapflow.sandbox import FaultRule
from mapflow.sandbox.fault_injection import profiles
from mapflow.sandbox.fault_injection.actions import ACTIONS
from mapflow.sandbox.fault_injection.kinds import KINDS
from mapflow.sandbox.fault_injection.rules import in_words, read, written


def test_every_kind_has_its_action():
    assert set(ACTIONS) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_can_be_asked_for_by_its_name_alone(kind):
    rule = read({"fault": kind}, "the rule")
    assert rule.fault == kind
    assert in_words(rule).startswith(f"{kind} (")


def test_a_blackhole_is_a_timeout():
    assert FaultRule("blackhole") == FaultRule("timeout")


@pytest.mark.parametrize(
    "rule",
    [
        {"fault": "latency", "seconds": [0.1, 2], "probability": 0.5},
        {"fault": "status", "status": [429, 503], "retry_after": [None, 2, "huge"]},
        {"fault": "reset-after", "operations": "paid", "methods": ["POST"], "count": 2, "skip": 1},
        {"fault": "drip", "operations": ["getResult"], "pause_s": 0.5, "piece_bytes": 10},
        {"fault": "truncate", "keep": 0, "chunked": True, "every_s": 60, "for_s": 5},
        {"fault": "redirect", "location": "https://example.com/x"},
    ],
)
def test_a_rule_comes_back_as_it_was_sent(rule):
    assert written(read(json.loads(json.dumps(rule)), "the rule")) == rule


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("reset-after", "the rule must be a JSON object"),
        ({}, "fault is missing; known: latency, reset-before"),
        ({"fault": "gremlins"}, "unknown fault 'gremlins'; known: latency"),
        ({"fault": ["latency"]}, "unhashable"),
        ({"fault": "latency", "speed": 1}, "unknown member 'speed'; known: fault, operations"),
        ({"fault": "latency", "keep": 0.5}, "latency takes seconds, not keep"),
        ({"fault": "garbage", "status": 200}, "garbage takes no parameters, not status"),
        ({"fault": "latency", "seconds": -1}, "seconds must be seconds up to a day"),
        ({"fault": "latency", "seconds": [2, 1]}, "or [minimum, maximum], got [2, 1]"),
        ({"fault": "latency", "seconds": "1"}, "got '1'"),
        ({"fault": "latency", "seconds": float("nan")}, "got nan"),
        ({"fault": "truncate", "keep": 1}, "from 0 and below 1, got 1"),
        ({"fault": "truncate", "chunked": 1}, "true or false"),
        ({"fault": "drip", "piece_bytes": 0}, "a whole number from 1"),
        (
            {"fault": "status", "status": 204},
            "a status from 400 to 599, or a list of some, got 204",
        ),
        ({"fault": "status", "status": []}, "a status from 400 to 599"),
        ({"fault": "status", "retry_after": "soon"}, "date, huge, negative, garbage, past"),
        ({"fault": "status", "retry_after": [None, True]}, "got [None, True]"),
        ({"fault": "redirect", "location": "ftp://example.com"}, "http://"),
        ({"fault": "redirect", "location": "http://[x"}, "http://"),
        ({"fault": "stale", "seconds": 1, "reads": 1}, "not both"),
        ({"fault": "stale", "seconds": [1, 2]}, "one number"),
        ({"fault": "stale", "methods": ["POST"]}, "reads only"),
        ({"fault": "stale", "reads": 0}, "a whole number from 1"),
        ({"fault": "empty", "operations": "some"}, "all, paid or a list of names"),
        ({"fault": "empty", "operations": []}, "all, paid or a list of names"),
        ({"fault": "empty", "methods": "GET"}, "a list of some of GET, HEAD, POST, PUT, DELETE"),
        ({"fault": "empty", "methods": ["FETCH"]}, "a list of some of GET"),
        ({"fault": "empty", "probability": 1.5}, "probability must be from 0 to 1"),
        ({"fault": "empty", "probability": True}, "probability must be from 0 to 1"),
        ({"fault": "empty", "count": -1}, "count must be a whole number from 0"),
        ({"fault": "empty", "skip": 0.5}, "skip must be a whole number from 0"),
        ({"fault": "empty", "every_s": 60}, "for_s must be virtual seconds, at most every_s"),
        ({"fault": "empty", "for_s": 60}, "every_s must be virtual seconds"),
        ({"fault": "empty", "every_s": 60, "for_s": 61}, "at most every_s, got 61"),
    ],
)
def test_nonsense_is_refused_in_words(rule, words):
    with pytest.raises(ValueError, match=r"^the rule") as refused:
        read(rule, "the rule")
    assert words in str(refused.value)


def test_a_rule_in_words():
    rule = FaultRule(
        "status", operations=["runProcessing"], methods=["POST"], probability=0.25, skip=2, count=3,
        every_s=60, for_s=10, status=429,
    )  # fmt: skip
    assert in_words(rule) == (
        "status (not carried out, an error status instead), runProcessing, POST, 0.25 of them,"
        " after 2, 3 times, for 10 of every 60 virtual seconds, status 429"
    )


def test_the_bundled_profiles():
    assert profiles.names() == ["flaky", "outage", "slow", "stale", "storm"]
    for name in profiles.names():
        profile = profiles.find(name)
        assert profile.name == name
        assert profile.description.endswith(".")
        assert profile.rules
    storm = {rule.fault for rule in profiles.find("storm").rules}
    assert storm == {
        *("reset-before", "reset-after", "timeout", "timeout-after", "truncate", "drip"),
        *("status", "status-after", "html"),
    }


def test_a_profile_of_ones_own(tmp_path):
    file = tmp_path / "mine.json"
    file.write_text(
        json.dumps({"description": "Mine.", "rules": ["flaky", {"fault": "empty", "count": 1}]})
    )
    profile = profiles.find(str(file))
    assert (profile.name, profile.description) == ("mine", "Mine.")
    assert profile.rules == (*profiles.find("flaky").rules, FaultRule("empty", count=1))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "cannot be read"),
        ("[]", 'must be a JSON object with "rules"'),
        ("{}", 'must be a JSON object with "rules"'),
        ('{"rules": {}}', "rules must be a list"),
        ('{"rules": [], "name": "x"}', "unknown member 'name'"),
        ('{"rules": ["mine"]}', "unknown fault profile 'mine'; known: flaky, outage"),
        ('{"rules": [{"fault": "empty"}, {"fault": "x"}]}', "rule 2: unknown fault 'x'"),
    ],
)
def test_a_file_that_makes_no_sense(tmp_path, text, words):
    file = tmp_path / "mine.json"
    file.write_text(text)
    with pytest.raises(ValueError, match=r"mine") as refused:
        profiles.find(str(file))
    assert words in str(refused.value)


def test_there_is_no_such_profile():
    with pytest.raises(
        ValueError, match="'strom': neither one of flaky, outage, slow, stale, storm,"
    ):
        profiles.find("strom")

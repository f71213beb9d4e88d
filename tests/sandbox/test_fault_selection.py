"""Which rule meets which request, and that it is the same each time."""

import pytest

from mapflow import spec
from mapflow.sandbox import FaultRule, openapi
from mapflow.sandbox.fault_injection import profiles
from mapflow.sandbox.fault_injection.selection import FaultSelector

OPERATIONS = {each.operation_id: each for each in openapi.load(spec.path()).operations}


class Requests:
    """Sends requests past a selector and notes the faults that they meet."""

    def __init__(self, *rules, seed=0):
        self.now = 1000.0
        self.selector = FaultSelector(seed)
        self.selector.replace(rules, self.now)

    def __call__(self, name, method=None, without=frozenset()):
        operation = OPERATIONS.get(name)
        method = method or (operation.method if operation else "GET")
        choice = self.selector.choose(operation, method, self.now, without)
        return choice and choice.rule.fault

    def times(self, count, name):
        return [self(name) for _ in range(count)]


def test_the_paid_operations_are_marked():
    assert {name for name, operation in OPERATIONS.items() if operation.is_paid} == {
        *("runProcessing", "runProcessingV2", "restartProcessing", "restartProcessingV2"),
        *("runTemplate", "runTemplateV2"),
    }


@pytest.mark.parametrize(
    ("rule", "met"),
    [
        (
            {},
            ["listProjects", "createProject", "runProcessing", "runTemplateV2", None],
        ),
        ({"operations": "paid"}, ["runProcessing", "runTemplateV2"]),
        ({"operations": ["listProjects", "createProject"]}, ["listProjects", "createProject"]),
        ({"methods": ["POST"]}, ["createProject", "runProcessing", "runTemplateV2"]),
        ({"operations": "paid", "methods": ["GET"]}, []),
        ({"probability": 0}, []),
    ],
)
def test_which_requests_a_rule_is_about(rule, met):
    send = Requests(FaultRule("empty", **rule))
    names = ["listProjects", "createProject", "runProcessing", "runTemplateV2", None]
    assert [name for name in names if send(name)] == met


def test_skip_and_count():
    send = Requests(FaultRule("empty", operations=["listProjects"], skip=2, count=3))
    assert send("createProject") is None
    assert send.times(7, "listProjects") == [None, None, *["empty"] * 3, None, None]
    [counted] = send.selector.counted
    assert (counted.matched, counted.faulted) == (7, 3)


def test_the_first_rule_that_applies_is_met_and_the_others_count_on():
    send = Requests(
        FaultRule("empty", count=1),
        FaultRule("garbage", skip=1, count=1),
        FaultRule("latency", skip=3),
    )
    assert send.times(5, "listProjects") == ["empty", "garbage", None, "latency", "latency"]


def test_probability():
    send = Requests(FaultRule("empty", probability=0.3))
    met = sum(fault is not None for fault in send.times(5000, "listProjects"))
    assert 0.27 < met / 5000 < 0.33


def test_the_same_seed_gives_the_same_faults_and_another_others():
    def faults(seed):
        send = Requests(*profiles.bundled("storm").rules, seed=seed)
        return [send(name) for name in ("listProjects", "runProcessing") * 300]

    assert faults(7) == faults(7)
    assert faults(7) != faults(8)


def test_what_an_operation_meets_does_not_depend_on_others():
    rules = profiles.bundled("storm").rules
    alone = Requests(*rules).times(300, "listProjects")
    among = Requests(*rules)
    met = []
    for number in range(300):
        among.times(number % 4, "runProcessing")
        met.append(among("listProjects"))
    assert met == alone
    assert len(set(met)) > 5


def test_drawn_parameters_are_the_same_each_time_and_come_all_up():
    def drawn():
        selector = FaultSelector(3)
        statuses, texts = [408, 429, 503], [None, 1, "huge"]
        rules = [FaultRule("status", status=statuses, retry_after=texts)]
        selector.replace(rules, 0)
        choices = [selector.choose(None, "GET", 0, frozenset()) for _ in range(200)]
        return [(choice.one_of("status"), choice.one_of("retry_after")) for choice in choices]

    first = drawn()
    assert first == drawn()
    assert len(set(first)) == 9
    selector = FaultSelector(3)
    selector.replace([FaultRule("latency", seconds=[0.5, 1.5])], 0)
    spans = [selector.choose(None, "GET", 0, frozenset()).span("seconds") for _ in range(200)]
    assert 0.5 <= min(spans) < 0.6
    assert 1.4 < max(spans) <= 1.5


def test_a_storm_faults_a_fifth_and_flaky_a_twentieth():
    for name, least, most in (("storm", 0.18, 0.22), ("flaky", 0.04, 0.06)):
        send = Requests(*profiles.bundled(name).rules, seed=1)
        met = [fault for fault in send.times(5000, "listProjects") if fault]
        assert least < len(met) / 5000 < most
        assert set(met) == {rule.fault for rule in profiles.bundled(name).rules}


def test_an_outage_comes_and_goes_in_virtual_time():
    send = Requests(*profiles.bundled("outage").rules)
    broken = []
    for minute in range(180):
        send.now = 1000.0 + 60 * minute
        if all(send.times(5, "listProjects")):
            broken.append(minute)
        else:
            assert not any(send.times(5, "listProjects"))
    assert broken == [*range(50, 60), *range(110, 120), *range(170, 180)]
    assert {*send.times(20, "listProjects")} == {"status", "reset-before"}


def test_a_rule_with_nothing_to_do_is_passed_over_uncounted():
    send = Requests(FaultRule("stale", reads=1, count=1), FaultRule("empty"))
    assert send("listProjects", without={0}) == "empty"
    assert send.selector.counted[0].matched == 0
    assert send("listProjects") == "stale"

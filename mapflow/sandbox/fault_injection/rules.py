"""Rules: which requests get which fault, how often, and when."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, cast

from mapflow.sandbox.fault_injection.kinds import (
    KINDS,
    OTHER_NAMES,
    FaultName,
    RetryAfter,
    is_integer,
    is_number,
    wrong_parameter,
)

METHODS: Final = ("GET", "HEAD", "POST", "PUT", "DELETE")
READS: Final = ("GET", "HEAD")
_GROUPS: Final = ("all", "paid")
_WHEN: Final = (
    *("fault", "operations", "methods", "probability", "count", "skip", "every_s", "for_s"),
)


@dataclasses.dataclass(frozen=True)
class FaultRule:
    """One rule: a fault, the requests that get it, how often, and when.

    Attributes:
        fault: `latency`, `reset-before`, `reset-after`, `timeout` (also `blackhole`),
            `timeout-after`, `truncate`, `drip`, `status`, `status-after`, `html`, `html-after`,
            `garbage`, `empty`, `redirect`, `redirect-after`, `stale`, `extra-members`,
            `new-values`, `nulls`, `missing-members`, `floats` or `created`.
        operations: `"all"`, `"paid"` for the operations that spend credits, or `operationId`s.
        methods: HTTP methods. Default: all.
        probability: Probability of the fault, from 0 to 1. Default: 1.
        count: Maximum number of faults. Default: no limit.
        skip: Number of matching requests that pass first. Default: 0.
        every_s: With `for_s`, the rule applies only in the last `for_s` of every `every_s` virtual
            seconds, as an outage does.
        for_s: See `every_s`.
        seconds: Real seconds. `latency`: the delay, or its minimum and maximum. `timeout`,
            `timeout-after`: when to close the connection. Default: never. `stale`: how long reads
            do not see a change. Default: 5, unless `reads` is set.
        reads: `stale`: number of reads that do not see a change.
        keep: `truncate`: share of the body that arrives. Default: 0.5.
        chunked: `truncate`: whether to send the body in chunks, without its length.
        pause_s: `drip`: seconds between two pieces. Default: 0.1.
        piece_bytes: `drip`: size of a piece. Default: 1.
        status: HTTP status; from a list, one is drawn. Default: 503 for `status` and
            `status-after`, 502 for `html` and `html-after`.
        retry_after: `status`, `status-after`: the header `Retry-After`: seconds, `"date"` (in two
            seconds), `"huge"`, `"negative"`, `"garbage"` or `"past"` (a date); from a list, one is
            drawn, and None in it stands for no header. Default: no header.
        location: `redirect`, `redirect-after`: where to. Default: a host that does not exist.
        inner: `nulls`, `missing-members`: whether to keep objects and lists, and change what is in
            them instead. Default: False.

    Raises:
        ValueError: If the rule is invalid; the message says what is wrong.

    Example:
        ```python
        from mapflow.sandbox import FaultRule

        lost = FaultRule("reset-after", operations="paid", count=1)
        busy = FaultRule("status", status=429, retry_after=2, probability=0.1)
        ```
    """

    fault: FaultName
    _: dataclasses.KW_ONLY
    operations: Literal["all", "paid"] | Sequence[str] = "all"
    methods: Sequence[str] = ()
    probability: float = 1.0
    count: int | None = None
    skip: int = 0
    every_s: float | None = None
    for_s: float | None = None
    seconds: float | Sequence[float] | None = None
    reads: int | None = None
    keep: float | None = None
    chunked: bool | None = None
    pause_s: float | None = None
    piece_bytes: int | None = None
    status: int | Sequence[int] | None = None
    retry_after: RetryAfter | Sequence[RetryAfter | None] | None = None
    location: str | None = None
    inner: bool | None = None

    def __post_init__(self) -> None:
        """Check the values and normalize them."""
        kind = OTHER_NAMES.get(self.fault, self.fault)
        if kind not in KINDS:
            raise ValueError(f"unknown fault {self.fault!r}; known: {', '.join(KINDS)}")
        self._settle("fault", kind)
        for field in dataclasses.fields(self):
            value: object = getattr(self, field.name)
            if isinstance(value, list | tuple):
                self._settle(field.name, tuple(cast("Sequence[object]", value)))
        self._check()
        for name, value in self.parameters().items():
            if wrong := wrong_parameter(kind, name, value):
                raise ValueError(wrong)
        if kind == "stale":
            self._settle_stale()

    def _settle(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    def _settle_stale(self) -> None:
        if self.seconds is not None and self.reads is not None:
            raise ValueError("stale takes seconds or reads, not both")
        if self.seconds is None and self.reads is None:
            self._settle("seconds", 5.0)
        if self.reads is None and not is_number(self.seconds, 0, float("inf")):
            raise ValueError("stale takes one number of seconds")
        if not set(self.methods) <= set(READS):
            raise ValueError(
                "`stale` applies to reads only: set `methods` to GET, or do not set it"
            )
        self._settle("methods", self.methods or READS)

    def _check(self) -> None:
        names: object = self.operations
        listed = cast("tuple[object, ...]", names) if isinstance(names, tuple) else ()
        if names not in _GROUPS and not (listed and all(isinstance(name, str) for name in listed)):
            raise ValueError(f"operations must be all, paid or a list of names, got {names!r}")
        if isinstance(self.methods, str) or not set(self.methods) <= set(METHODS):
            wanted = f"a list of some of {', '.join(METHODS)}"
            raise ValueError(f"methods must be {wanted}, got {self.methods!r}")
        if not is_number(self.probability, 0, 1):
            raise ValueError(f"probability must be from 0 to 1, got {self.probability!r}")
        if self.count is not None and not is_integer(self.count, 0):
            raise ValueError(f"count must be a whole number from 0, got {self.count!r}")
        if not is_integer(self.skip, 0):
            raise ValueError(f"skip must be a whole number from 0, got {self.skip!r}")
        if (self.every_s, self.for_s) == (None, None):
            return
        century_s = 3.2e9
        if not is_number(self.every_s, 1e-3, century_s):
            raise ValueError(f"every_s must be virtual seconds, got {self.every_s!r}")
        if not is_number(self.for_s, 0, self.every_s or 0):
            raise ValueError(f"for_s must be virtual seconds, at most every_s, got {self.for_s!r}")

    def parameters(self) -> dict[str, Any]:
        """Return what was given beside the fault and the requests that it meets.

        Returns:
            Parameters of the fault, by name.

        Example:
            ```python
            from mapflow.sandbox import FaultRule

            assert FaultRule("drip", pause_s=0.5).parameters() == {"pause_s": 0.5}
            ```
        """
        return {name: value for name, value in written(self).items() if name not in _WHEN}


@dataclasses.dataclass(frozen=True, slots=True)
class CountedRule:
    """A rule of a running sandbox, and what it has met.

    Attributes:
        rule: The rule.
        matched: Requests that fitted it.
        faulted: Requests that met its fault.

    Example:
        ```python
        from mapflow import sandbox

        with sandbox.start(faults="flaky") as running:
            for counted in running.faults():
                print(counted.rule.fault, counted.faulted, "of", counted.matched)
        ```
    """

    rule: FaultRule
    matched: int
    faulted: int


def read(value: object, where: str) -> FaultRule:
    """Return the rule that a JSON object describes.

    Raises:
        ValueError: It describes none.
    """
    if not isinstance(value, dict):
        raise ValueError(f"{where} must be a JSON object, got {value!r}")  # noqa: TRY004 - as all others
    given = cast("dict[str, Any]", value)
    known = [field.name for field in dataclasses.fields(FaultRule)]
    if unknown := [name for name in given if name not in known]:
        raise ValueError(f"{where}: unknown member {unknown[0]!r}; known: {', '.join(known)}")
    if "fault" not in given:
        raise ValueError(f"{where}: fault is missing; known: {', '.join(KINDS)}")
    try:
        return FaultRule(**given)
    except (ValueError, TypeError) as error:
        raise ValueError(f"{where}: {error}") from None


def read_counted(value: Mapping[str, Any]) -> CountedRule:
    """Return a rule with its counts, from the JSON object that the control interface shows."""
    given = dict(value)
    matched, faulted = given.pop("matched"), given.pop("faulted")
    return CountedRule(read(given, "the rule"), matched, faulted)


def written(rule: FaultRule) -> Mapping[str, Any]:
    """Return the JSON object that describes a rule, without what is as usual."""
    given = {field.name: getattr(rule, field.name) for field in dataclasses.fields(rule)}
    usual = {field.name: field.default for field in dataclasses.fields(rule)}
    return {
        name: list(cast("tuple[object]", value)) if isinstance(value, tuple) else value
        for name, value in given.items()
        if value != usual[name]
    }


def setting(rule: FaultRule, name: str) -> Any:  # noqa: ANN401 - parameters are of many types
    """Return a parameter as given, or its default."""
    value = getattr(rule, name)
    return KINDS[rule.fault].takes[name] if value is None else value


def in_words(rule: FaultRule) -> str:
    """Say a rule in one line."""
    requests = rule.operations if isinstance(rule.operations, str) else ", ".join(rule.operations)
    parts = [f"{rule.fault} ({KINDS[rule.fault].says})", requests, *rule.methods]
    if rule.probability < 1:
        parts.append(f"{rule.probability:.3g} of them")
    if rule.skip:
        parts.append(f"after {rule.skip}")
    if rule.count is not None:
        parts.append(f"{rule.count} times")
    if rule.every_s is not None:
        parts.append(f"for {rule.for_s:g} of every {rule.every_s:g} virtual seconds")
    parts += [f"{name} {value}" for name, value in rule.parameters().items()]
    return ", ".join(parts)

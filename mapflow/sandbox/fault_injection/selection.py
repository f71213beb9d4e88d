"""Chooses which rule meets which request, the same way each time.

Each rule numbers the requests that fit it, apart for each operation. What the rule does to request
number n of an operation is drawn from the seed, the place of the rule, the ``operationId`` and n,
and from nothing else: other operations, the time and chance have no part in it.
"""

import dataclasses
import hashlib
import struct
from collections.abc import Sequence
from typing import Any, Final, cast

from mapflow.sandbox.fault_injection.rules import FaultRule, setting
from mapflow.sandbox.openapi import Operation

_FRACTION: Final = 2.0**-53


@dataclasses.dataclass(frozen=True, slots=True)
class SelectedFault:
    """The fault that a request meets, with the numbers drawn for it.

    Attributes:
        rule: The rule.
        place: Where it stands among the rules, counted from 0.
        draws: Numbers from 0 and below 1.
    """

    rule: FaultRule
    place: int
    draws: tuple[float, ...]

    def value(self, name: str) -> Any:  # noqa: ANN401 - parameters are of many types
        """Return a parameter of the fault."""
        return setting(self.rule, name)

    def span(self, name: str) -> float:
        """Return a parameter that may be a minimum and a maximum: a number between them."""
        value = self.value(name)
        if not isinstance(value, tuple):
            return float(value)
        minimum, maximum = cast("tuple[float, float]", value)
        return minimum + (maximum - minimum) * self.draws[1]

    def one_of(self, name: str) -> Any:  # noqa: ANN401 - parameters are of many types
        """Return a parameter that may be several: one of them."""
        value = self.value(name)
        if not isinstance(value, tuple):
            return value
        several = cast("tuple[object, ...]", value)
        # Each parameter is drawn separately, so that every pair of values can occur.
        return several[int(self.draws[2 if name == "status" else 3] * len(several))]


class RuleCounter:
    """A rule, and what it has met.

    Attributes:
        matched: Requests that fitted it.
        faulted: Requests that met its fault.
    """

    def __init__(self, rule: FaultRule, since: float) -> None:
        self.rule = rule
        self.matched: int = 0
        self.faulted: int = 0
        self._since = since
        self._numbers: dict[str, int] = {}

    def fits(self, operation: Operation | None, method: str, now: float) -> bool:
        """Say whether a request is one of those that the rule is about."""
        rule = self.rule
        if rule.methods and method not in rule.methods:
            return False
        if rule.operations == "paid":
            if operation is None or not operation.is_paid:
                return False
        elif rule.operations != "all" and (
            operation is None or operation.operation_id not in rule.operations
        ):
            return False
        if rule.every_s is None or rule.for_s is None:
            return True
        return (now - self._since) % rule.every_s >= rule.every_s - rule.for_s

    def number(self, name: str) -> int:
        """Count a request of this operation, and return its number."""
        self.matched += 1
        self._numbers[name] = number = self._numbers.get(name, 0) + 1
        return number

    @property
    def is_due(self) -> bool:
        """Whether the request that was just counted may meet the fault."""
        rule = self.rule
        return self.matched > rule.skip and (rule.count is None or self.faulted < rule.count)


class FaultSelector:
    """The rules of a sandbox.

    Args:
        seed: Of the sandbox.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self.counted: list[RuleCounter] = []

    def replace(self, rules: Sequence[FaultRule], since: float) -> None:
        """Forget all rules and their counts, and begin with others.

        Args:
            rules: The rules, in their order.
            since: The virtual time, which outages are counted from.
        """
        self.counted = [RuleCounter(rule, since) for rule in rules]

    def add(self, rules: Sequence[FaultRule], since: float) -> None:
        """Add rules after the existing ones, whose counts continue."""
        self.counted += [RuleCounter(rule, since) for rule in rules]

    def choose(
        self, operation: Operation | None, method: str, now: float, without: frozenset[int]
    ) -> SelectedFault | None:
        """Return the fault that a request meets: that of the first rule that applies, if any.

        Args:
            operation: What is asked for; None for what is not part of the API.
            method: Of HTTP.
            now: The virtual time.
            without: Places of rules that have nothing to do at the moment.
        """
        name = operation.operation_id if operation else ""
        chosen: SelectedFault | None = None
        for place, counted in enumerate(self.counted):
            if place in without or not counted.fits(operation, method, now):
                continue
            # Counted even if an earlier rule was chosen: which requests a rule meets does not
            # depend on what the others drew.
            number = counted.number(name)
            if chosen is not None or not counted.is_due:
                continue
            draws = self._draws(place, name, number)
            if draws[0] < counted.rule.probability:
                counted.faulted += 1
                chosen = SelectedFault(counted.rule, place, draws)
        return chosen

    def _draws(self, place: int, name: str, number: int) -> tuple[float, ...]:
        text = f"{self._seed}/{place}/{name}/{number}"
        digest = hashlib.blake2b(text.encode(), digest_size=32).digest()
        return tuple((part >> 11) * _FRACTION for part in struct.unpack("<4Q", digest))

"""The faults of a sandbox, between its log and its API."""

import difflib
from collections.abc import Iterable, Sequence
from typing import Any, Final

from starlette.types import ASGIApp, Receive, Scope, Send

from mapflow.sandbox.clock import Clock
from mapflow.sandbox.control.seen_requests import SEEN
from mapflow.sandbox.fault_injection.actions import ACTIONS, FaultedRequest
from mapflow.sandbox.fault_injection.mutations import ResponseSchemas
from mapflow.sandbox.fault_injection.profiles import Profile
from mapflow.sandbox.fault_injection.rules import READS, FaultRule, written
from mapflow.sandbox.fault_injection.selection import FaultSelector, SelectedFault
from mapflow.sandbox.fault_injection.stale_reads import History
from mapflow.sandbox.fault_injection.transport import CONNECTION
from mapflow.sandbox.openapi import Document, Operation, OperationFinder
from mapflow.sandbox.store import Database

EARLIER: Final = "mapflow.sandbox.earlier"
"""The key of the state in the scope of a read, if the read does not get the present one."""

_CONTROL: Final = "/sandbox"


class Faults:
    """The rules of a sandbox, and what they have done.

    Args:
        document: Where operations are looked up.
        prefix: What comes before the paths of the document.
        seed: What everything is drawn from.
        clock: For outages, which are defined in virtual time.
        database: The state, which stale reads see earlier forms of.
        first: The rules to begin with, and to go back to on a reset.

    Raises:
        ValueError: A rule names an operation that does not exist.
    """

    def __init__(
        self,
        document: Document,
        *,
        prefix: str,
        seed: int,
        clock: Clock,
        database: Database,
        first: Profile | None,
    ) -> None:
        self.operations: list[str] = [each.operation_id for each in document.operations]
        self.shapes: ResponseSchemas = ResponseSchemas(document.components)
        self._finder = OperationFinder(document, prefix=prefix)
        self._clock = clock
        self._database = database
        self._selector = FaultSelector(seed)
        self._histories: dict[int, History] = {}
        self._first = first
        self.seed = seed
        self.restart()

    @property
    def are_on(self) -> bool:
        """Whether there are rules."""
        return bool(self._selector.counted)

    @property
    def rules(self) -> list[FaultRule]:
        """The rules, in their order."""
        return [counted.rule for counted in self._selector.counted]

    def restart(self) -> None:
        """Go back to the rules of the beginning, with nothing counted."""
        self.put(self._first.rules if self._first else (), replace=True)

    def put(self, rules: Sequence[FaultRule], *, replace: bool) -> None:
        """Add rules, or put them in the place of all others.

        Raises:
            ValueError: A rule names an operation that does not exist; nothing is changed.
        """
        for rule in rules:
            self._check(rule.operations)
        if replace:
            self._selector.replace(rules, self._clock.now())
            self._histories = {}
        else:
            self._selector.add(rules, self._clock.now())
        for place, rule in enumerate(self.rules):
            if rule.fault == "stale" and place not in self._histories:
                self._histories[place] = History(rule, self._database)

    def state(self) -> list[dict[str, Any]]:
        """Return the rules and what they have met."""
        return [
            {**written(each.rule), "matched": each.matched, "faulted": each.faulted}
            for each in self._selector.counted
        ]

    def choose(self, operation: Operation | None, method: str) -> SelectedFault | None:
        """Return the fault that a request meets, if any."""
        idle = frozenset(
            place for place, history in self._histories.items() if not history.has_something_to_hide
        )
        return self._selector.choose(operation, method, self._clock.now(), idle)

    def find(self, method: str, path: str) -> Operation | None:
        """Return the operation that a request asks for."""
        return self._finder.find(method, path)

    def earlier(self, selected: SelectedFault) -> Database | None:
        """Return the state that a read is to see, if not the present one."""
        history = self._histories.get(selected.place)
        return history.view() if history else None

    def remember(self) -> "_Change":
        """Keep the state for stale reads; to be asked before every request that changes it."""
        return _Change(self._database, self._histories.values())

    def _check(self, names: Iterable[str] | str) -> None:
        if isinstance(names, str):
            return
        for name in names:
            if name not in self.operations:
                near = difflib.get_close_matches(name, self.operations, 1)
                hint = f"did you mean {near[0]}?" if near else "they are those of openapi.yaml"
                raise ValueError(f"unknown operation {name!r}: {hint}")


class _Change:
    """A change that may be under way; without one, what was kept for it is dropped again."""

    def __init__(self, database: Database, histories: Iterable[History]) -> None:
        self._database = database
        self._kept = [(history, history.remember()) for history in histories]
        self._before = database.changes

    def end(self) -> None:
        if self._database.changes == self._before:
            for history, kept in self._kept:
                history.take_back(kept)


class InjectFaults:
    """Lets requests meet their faults; never those of the control interface."""

    def __init__(self, app: ASGIApp, faults: Faults) -> None:
        self._app = app
        self._faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or do to it what its fault does."""
        if not self._faults.are_on or scope["type"] != "http" or scope["path"].startswith(_CONTROL):
            await self._app(scope, receive, send)
            return
        method = scope["method"]
        operation = self._faults.find(method, scope["path"])
        selected = self._faults.choose(operation, method)
        change = None if method in READS else self._faults.remember()
        try:
            if selected is None:
                await self._app(scope, receive, send)
            else:
                await self._inject(
                    FaultedRequest(
                        app=self._app,
                        scope=scope,
                        receive=receive,
                        send=send,
                        connection=scope[CONNECTION],
                        seen=scope[SEEN],
                        selected=selected,
                        operation=operation,
                        shapes=self._faults.shapes,
                    )
                )
        finally:
            if change is not None:
                change.end()

    async def _inject(self, faulted: FaultedRequest) -> None:
        seen, operation = faulted.seen, faulted.operation
        seen.fault = faulted.selected.rule.fault
        if operation is not None:
            seen.operation, seen.paid = operation.operation_id, operation.is_paid
        earlier = self._faults.earlier(faulted.selected)
        if earlier is not None:
            faulted.scope[EARLIER] = earlier
        faulted.connection.is_faulty = True
        try:
            await ACTIONS[faulted.selected.rule.fault](faulted)
        finally:
            faulted.connection.is_faulty = False

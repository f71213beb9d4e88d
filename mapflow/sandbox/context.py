"""What every handler works with."""

import dataclasses
from collections.abc import Callable, Mapping
from typing import Final, TypeVar, TypeVarTuple

from anyio import CapacityLimiter, to_thread

from mapflow.sandbox.accounts import Account, Accounts
from mapflow.sandbox.clock import Clock
from mapflow.sandbox.error_codes.error_catalogue import ErrorCatalogue
from mapflow.sandbox.openapi import Call
from mapflow.sandbox.openapi.call import Handler
from mapflow.sandbox.scene.border import USUAL, Border
from mapflow.sandbox.store import Database, StateFolder
from mapflow.sandbox.store.upload_reservations import UploadReservations

Result = TypeVar("Result")
Arguments = TypeVarTuple("Arguments")

_WORKERS: Final = 2


def _workers() -> CapacityLimiter:
    return CapacityLimiter(_WORKERS)


@dataclasses.dataclass(frozen=True, slots=True)
class Sandbox:
    """One running sandbox.

    Attributes:
        root_url: Address of the server, without a path: layers and previews are announced under it.
        seed: Decides identifiers and the synthetic scene.
        border: How objects come out at the borders of areas.
        workers: How many uploads are decoded at a time: each takes its share of memory.
        incoming: What is reserved for uploads that are on their way.
    """

    database: Database
    clock: Clock
    folder: StateFolder
    accounts: Accounts
    failures: ErrorCatalogue
    root_url: str
    seed: int
    border: Border = USUAL
    workers: CapacityLimiter = dataclasses.field(default_factory=_workers)
    incoming: UploadReservations = dataclasses.field(default_factory=UploadReservations)

    async def at_work(self, function: Callable[[*Arguments], Result], *args: *Arguments) -> Result:
        """Do something with the pixels of uploads in a thread, when it is its turn."""
        return await to_thread.run_sync(function, *args, limiter=self.workers)


@dataclasses.dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and the sandbox they ask."""

    account: Account
    sandbox: Sandbox


ApiCall = Call[Caller]
ApiHandlers = Mapping[str, Handler[Caller]]

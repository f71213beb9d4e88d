"""What every handler works with."""

import dataclasses
from collections.abc import Mapping

from mapflow.sandbox.accounts import Account, Accounts
from mapflow.sandbox.clock import Clock
from mapflow.sandbox.engine import Call
from mapflow.sandbox.engine.call import Handler
from mapflow.sandbox.failures.catalogue import FailureCatalogue
from mapflow.sandbox.store import Database, StateFolder


@dataclasses.dataclass(frozen=True, slots=True)
class Sandbox:
    """One running sandbox.

    Attributes:
        root_url: Address of the server, without a path: layers and previews are announced under it.
        seed: Decides identifiers and the synthetic scene.
    """

    database: Database
    clock: Clock
    folder: StateFolder
    accounts: Accounts
    failures: FailureCatalogue
    root_url: str
    seed: int


@dataclasses.dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks, and the sandbox they ask."""

    account: Account
    sandbox: Sandbox


ApiCall = Call[Visitor]
ApiHandlers = Mapping[str, Handler[Visitor]]

"""Puts the server together."""

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp

from mapflow import spec
from mapflow.sandbox.accounts import Account, Accounts, tokens
from mapflow.sandbox.accounts.registry import DEFAULT_EMAIL
from mapflow.sandbox.catalog import api as catalog_api
from mapflow.sandbox.catalog.api import preview_routes
from mapflow.sandbox.clock import Clock
from mapflow.sandbox.context import ApiHandlers, Caller, Sandbox
from mapflow.sandbox.control.api import control_routes
from mapflow.sandbox.control.cors import origin, with_cors
from mapflow.sandbox.control.loopback_only import LoopbackOnly
from mapflow.sandbox.control.request_log import LogRequests, RequestLog
from mapflow.sandbox.control.seen_requests import SEEN
from mapflow.sandbox.error_codes.error_catalogue import ErrorCatalogue
from mapflow.sandbox.fault_injection import profiles
from mapflow.sandbox.fault_injection.control import fault_routes
from mapflow.sandbox.fault_injection.middleware import EARLIER, Faults, InjectFaults
from mapflow.sandbox.fault_injection.profiles import Profile
from mapflow.sandbox.imagery import images, mosaics
from mapflow.sandbox.imagery.receive import INCOMING
from mapflow.sandbox.imagery.storage import storage_routes
from mapflow.sandbox.layers.api import layer_routes
from mapflow.sandbox.openapi import Document, Problem, build_routes, load
from mapflow.sandbox.planned import api as planned_api
from mapflow.sandbox.planned import area_api, image_api, run_api
from mapflow.sandbox.processings import api as processing_api
from mapflow.sandbox.processings import review, statistics, v2
from mapflow.sandbox.projects import api as project_api
from mapflow.sandbox.results import api as result_api
from mapflow.sandbox.scene.border import USUAL, Border
from mapflow.sandbox.store import Database, StateFolder
from mapflow.sandbox.user import api as user_api

API: Final = "/rest"
_SEED: Final = "seed"

HANDLERS: Final[ApiHandlers] = {
    **user_api.HANDLERS,
    **project_api.HANDLERS,
    **processing_api.HANDLERS,
    **v2.HANDLERS,
    **statistics.HANDLERS,
    **review.HANDLERS,
    **result_api.HANDLERS,
    **mosaics.HANDLERS,
    **images.HANDLERS,
    **catalog_api.HANDLERS,
    **planned_api.HANDLERS,
    **area_api.HANDLERS,
    **image_api.HANDLERS,
    **run_api.HANDLERS,
}


@dataclasses.dataclass(frozen=True, slots=True)
class Options:
    """How a sandbox is to be.

    Attributes:
        state: The state file; None for a temporary one.
        seed: Decides identifiers and scene; None for that of the state, or 0.
        speed: Virtual seconds for each real second.
        token: Token of the first account; None for a made-up secret of the demo account.
        accounts: E-mail addresses of the other accounts that it has from the start.
        faults: Name of a bundled profile of faults, or the path of one; None for no faults.
        cors: Origins whose pages may use it from a browser, such as ``http://localhost:3000``.
        border: How objects come out at the borders of areas.
    """

    state: Path | None = None
    seed: int | None = None
    speed: float = 60.0
    token: str | None = None
    accounts: Sequence[str] = ()
    faults: str | None = None
    cors: Sequence[str] = ()
    border: Border = USUAL


class Server:
    """An opened sandbox and its ASGI application.

    Args:
        options: How it is to be.
        root_url: The address it is going to have.

    Raises:
        StateInUse: Another sandbox uses the state file.
        ValueError: The state file, the seed, the token, the profile of faults or an origin is not
            usable.
    """

    def __init__(self, options: Options, root_url: str) -> None:
        self._origins = [origin(each) for each in options.cors]
        self.profile: Profile | None = profiles.find(options.faults) if options.faults else None
        self._folder = StateFolder(options.state)
        self._database = Database(self._folder.database)
        try:
            self._folder.make()
            seed = self._use_seed(options.seed)
            clock = Clock(self._database, options.speed)
            accounts = Accounts(self._database, clock)
            self._first = self._first_account(accounts, options.token)
            self._others = [self._other_account(accounts, email) for email in options.accounts]
            document = load(spec.path())
            self.sandbox: Sandbox = Sandbox(
                database=self._database,
                clock=clock,
                folder=self._folder,
                accounts=accounts,
                failures=ErrorCatalogue(document.error_catalogue),
                root_url=root_url,
                seed=seed,
                border=options.border,
            )
            for leftover in self._folder.uploads.glob(f"{INCOMING}*"):
                leftover.unlink()
            self._log = RequestLog()
            self.faults: Faults = Faults(
                document,
                prefix=API,
                seed=seed,
                clock=clock,
                database=self._database,
                first=self.profile,
            )
            self.app: ASGIApp = self._build(document)
        except BaseException:
            self.close()
            raise

    @property
    def token(self) -> str:
        """The token of the first account."""
        return self._first.token

    @property
    def other_tokens(self) -> dict[str, str]:
        """The tokens of the other accounts that it has from the start, by their addresses."""
        return {account.email: account.token for account in self._others}

    def reset(self) -> None:
        """Forget everything but the accounts from the start, their settings put back as well."""
        with self._database.transaction():
            self._database.empty()
            self._use_seed(self.sandbox.seed)
            self.sandbox.clock.restart()
            self.sandbox.accounts.forget()
            for account in (self._first, *self._others):
                self.sandbox.accounts.put(account.email, {}, account.secret)
        self._folder.empty()
        self._log.clear()
        self.faults.restart()

    def close(self) -> None:
        """Close the state file; a temporary one is removed."""
        self._database.close()
        self._folder.close()

    def _use_seed(self, wanted: int | None) -> int:
        stored = self._database.setting(_SEED)
        if stored is not None and wanted not in (None, int(stored)):
            raise ValueError(
                f"the state was made with seed {stored}, not {wanted}; leave the seed out"
            )
        seed = int(stored) if stored is not None else wanted or 0
        self._database.set_setting(_SEED, str(seed))
        self._database.use_seed(seed)
        return seed

    @staticmethod
    def _first_account(accounts: Accounts, token: str | None) -> Account:
        if token is not None:
            pair = tokens.parse_token(token)
            if pair is None:
                raise ValueError("the token must be the base64 text of email:secret")
            return accounts.put(pair[0], {}, pair[1])
        return accounts.find(DEFAULT_EMAIL) or accounts.put(DEFAULT_EMAIL, {})

    @staticmethod
    def _other_account(accounts: Accounts, email: str) -> Account:
        try:
            return accounts.find(email) or accounts.put(email, {})
        except Problem as problem:
            raise ValueError(f"an account needs an e-mail address, got {email!r}") from problem

    def _build(self, document: Document) -> ASGIApp:
        sandbox = self.sandbox

        def authenticate(request: Request) -> Caller:
            account = sandbox.accounts.authenticate(request.headers.get("authorization"))
            request.scope[SEEN].account = account.email
            earlier: Database | None = request.scope.get(EARLIER)
            if earlier is None or not earlier.one(
                "SELECT 1 FROM accounts WHERE id = ?", account.id
            ):
                return Caller(account, sandbox)
            return Caller(account, dataclasses.replace(sandbox, database=earlier))

        app: ASGIApp = Starlette(
            routes=[
                *build_routes(document, HANDLERS, authenticate, prefix=API),
                *layer_routes(sandbox),
                *storage_routes(sandbox),
                *preview_routes(sandbox),
                *control_routes(sandbox, self._log, self.reset),
                *fault_routes(self.faults),
            ],
            exception_handlers={HTTPException: _no_such_path},
        )
        # From the outside in: who may come in at all, what is remembered of them, the faults they
        # meet, the API. So the log shows the response that was really sent.
        app = LogRequests(InjectFaults(app, self.faults), self._log)
        return LoopbackOnly(with_cors(app, self._origins))


async def _no_such_path(request: Request, error: Exception) -> Response:
    """Refuse a path or a method that nothing is bound to, in the envelope of the API."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers: Any = error.headers if isinstance(error, HTTPException) else None
    problem = Problem(status, f"{request.method} {request.url.path} is not part of the API")
    return JSONResponse(problem.body(request.url.path.removeprefix(API)), status, headers=headers)

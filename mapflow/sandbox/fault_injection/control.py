"""The page of faults, under ``/sandbox/faults``."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mapflow.sandbox.control.pages import body_of, page_route
from mapflow.sandbox.fault_injection import profiles, rules
from mapflow.sandbox.fault_injection.kinds import KINDS
from mapflow.sandbox.fault_injection.middleware import Faults
from mapflow.sandbox.fault_injection.rules import FaultRule
from mapflow.sandbox.openapi.problems import bad_request


def fault_routes(faults: Faults) -> list[Route]:
    """Return the route of the page."""
    pages = _Pages(faults)
    return [page_route("/sandbox/faults", GET=pages.show, POST=pages.put, DELETE=pages.clear)]


class _Pages:
    """What can be done with faults."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults

    async def show(self, _request: Request) -> Response:
        return JSONResponse(
            {
                "seed": self._faults.seed,
                "rules": self._faults.state(),
                "profiles": profiles.names(),
                "known": {name: kind.says for name, kind in KINDS.items()},
            }
        )

    async def put(self, request: Request) -> Response:
        body = await body_of(request)
        replace = body.pop("replace", False)
        if not isinstance(replace, bool):
            raise bad_request("replace must be true or false")
        try:
            self._faults.put(_wanted(body), replace=replace)
        except ValueError as error:
            raise bad_request(str(error)) from None
        return await self.show(request)

    async def clear(self, request: Request) -> Response:
        self._faults.put((), replace=True)
        return await self.show(request)


def _wanted(body: dict[str, Any]) -> tuple[FaultRule, ...]:
    """Return the rules that a body asks for: a profile, a list of rules, or a rule itself."""
    if set(body) == {"profile"}:
        return profiles.bundled(body["profile"]).rules
    if set(body) == {"rules"}:
        return profiles.rules_of(body["rules"])
    if "fault" in body:
        return (rules.read(body, "the rule"),)
    raise ValueError(
        'send one of {"profile": name}, {"rules": [...]} or a rule {"fault": name, ...}'
    )

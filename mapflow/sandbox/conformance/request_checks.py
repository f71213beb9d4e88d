"""Finds the requests of each step, and checks them against the scenario."""

import re
from collections.abc import Sequence
from typing import Any, Final, cast

from mapflow.sandbox.conformance.evidence import Evidence
from mapflow.sandbox.conformance.findings import StepFailed
from mapflow.sandbox.conformance.output import at, difference, shown
from mapflow.sandbox.conformance.recorder import Exchange
from mapflow.sandbox.conformance.scenario import Request, Step, filled

_PLACE: Final = re.compile(r"\{[^}]*\}")
_FILE_PART: Final = re.compile(rb'[; ]name="?file"?[;\r ]')


class RequestChecks:
    """What a program sent.

    Args:
        steps: The scenario.
        evidence: What is known.
    """

    def __init__(self, steps: Sequence[Step], evidence: Evidence) -> None:
        self._steps = steps
        self._seen = evidence

    def of(self, step: Step) -> list[Exchange]:
        """Return the requests of a step; none if one of several is missing."""
        for requests in (step.requests, step.instead):
            each = [self._matching(step, request) for request in requests]
            if requests and all(each):
                return self._own(step, [exchange for several in each for exchange in several])
        return []

    def _matching(self, step: Step, request: Request) -> list[Exchange]:
        path = filled(request.path, self._seen.lines)
        if path is not None:
            return [each for each in self._sent(request.method) if each.path == path]
        if self._seen.printed is not None and f"{{{step.name}." not in request.path:
            return []
        # What the program has not said stands for anything, except what other steps ask for.
        anything = re.compile(_PLACE.sub("[^/]+", request.path))
        fixed = {other.path for each in self._steps if each.refused for other in each.requests}
        return [
            each
            for each in self._sent(request.method)
            if anything.fullmatch(each.path) and each.path not in fixed
        ]

    def _sent(self, method: str) -> list[Exchange]:
        return [each for each in self._seen.exchanges if each.method == method]

    def _own(self, step: Step, found: list[Exchange]) -> list[Exchange]:
        """Of requests that several steps send, keep those that look most like this one's."""
        rivals = [other for other in self._steps if other.requests == step.requests]
        if len(rivals) == 1:
            return found
        return [each for each in found if self._meant(rivals, each) is step]

    @staticmethod
    def _meant(rivals: Sequence[Step], exchange: Exchange) -> Step:
        params = at(exchange.json, "params.sourceParams")
        source = cast("dict[str, Any]", params) if isinstance(params, dict) else {}
        for step in rivals:
            wanted = cast("dict[str, Any]", at(dict(step.body), "params.sourceParams") or {})
            if wanted and set(wanted) <= {
                name for name, value in source.items() if value is not None
            }:
                return step
        return rivals[0]

    def check(self, step: Step, exchanges: Sequence[Exchange]) -> None:
        """Check the requests of a step.

        Raises:
            StepFailed: They are not what the step says.
        """
        self._check_requests(step, exchanges)
        if step.is_paid:
            self._check_once(exchanges)
            self._check_tag(step, exchanges[-1])

    def more_paid(self) -> str | None:
        """Name a paid request that the scenario does not ask for."""
        known = {str(request) for step in self._steps if step.is_paid for request in step.requests}
        for each in self._seen.exchanges:
            sent = f"{each.method} {each.path}"
            if each.is_paid and sent not in known:
                return sent
        return None

    def _check_tag(self, step: Step, exchange: Exchange) -> None:
        meta = at(exchange.json, "meta")
        for other in self._steps:
            if other is step:
                return
            if other.is_paid and any(at(each.json, "meta") == meta for each in self.of(other)):
                raise StepFailed(
                    f"its meta is that of the step {other.name}: {shown(meta)}",
                    "Give each paid request a different tag, or a lost one cannot be found.",
                )

    def _check_requests(self, step: Step, exchanges: Sequence[Exchange]) -> None:
        for exchange in exchanges:
            scheme, _, token = exchange.authorization.partition(" ")
            if not exchange.authorization:
                raise StepFailed(
                    f"{exchange.method} {exchange.path} came without a token",
                    "Send `Authorization: Basic TOKEN` with every request.",
                )
            if scheme.lower() != "basic" or token.rstrip("=") != self._seen.token.rstrip("="):
                raise StepFailed(
                    f"the token came as `Authorization: {shown(scheme)} …`, not as Basic with the"
                    " token as it is",
                    "Send `Authorization: Basic TOKEN`; the token is Base64 already.",
                )
        sent = [each for each in exchanges if each.body or each.media]
        if step.media is None:
            return
        last = sent[-1] if sent else exchanges[-1]
        media = last.media.split(";", 1)[0].strip().lower()
        if media != step.media:
            raise StepFailed(
                f"the body came as {media or 'no media type'}, not as {step.media}",
                f"Send the header `Content-Type: {step.media}`.",
            )
        if step.media == "multipart/form-data":
            self._check_upload(last)
        elif wrong := self._body_wrong(step, last):
            raise StepFailed(
                f"in the request, {wrong}",
                "Send the members that the guide names, under 'Conformance'.",
            )

    def _check_upload(self, exchange: Exchange) -> None:
        if not _FILE_PART.search(exchange.body):
            raise StepFailed("the form has no part `file`", "Name the part of the image `file`.")
        if self._seen.image not in exchange.body:
            raise StepFailed(
                "the image that arrived is not that of MAPFLOW_IMAGE",
                "Send the bytes of the file as they are.",
            )

    @staticmethod
    def _body_wrong(step: Step, exchange: Exchange) -> str | None:
        body: object = exchange.json
        wrong = difference(step.body, body)
        others = [difference(each, body) for each in step.body_one_of]
        return wrong or (next(iter(others), None) if others and all(others) else None)

    @staticmethod
    def _check_once(exchanges: Sequence[Exchange]) -> None:
        if len(exchanges) > 1:
            raise StepFailed(
                f"the paid request was sent {len(exchanges)} times: each may be charged",
                "Send a paid request once, even if the response is lost; switch off retries of"
                " POST in the HTTP library.",
            )

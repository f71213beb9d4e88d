"""Holds what a program did and printed against the scenario."""

import dataclasses
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, cast

from mapflow.sandbox.conformance.findings import Finding
from mapflow.sandbox.conformance.modes import Mode
from mapflow.sandbox.conformance.printed import Printed, at, difference, is_same, shown
from mapflow.sandbox.conformance.scenario import Request, Step, filled
from mapflow.sandbox.conformance.witness import Exchange

_PLACE: Final = re.compile(r"\{[^}]*\}")
_FILE_PART: Final = re.compile(rb'[; ]name="?file"?[;\r ]')
_GATEWAY: Final = 502


class _Wrong(Exception):
    """A step went wrong."""

    def __init__(self, wrong: str, cure: str) -> None:
        super().__init__(wrong)
        self.wrong, self.cure = wrong, cure


@dataclasses.dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one run of a program.

    Attributes:
        exchanges: What the service saw and sent, in order.
        printed: What the program printed; None for a client that prints nothing.
        token: What it had to send.
        image: The file it had to upload.
        output: The folder it had to write into; None for a client that writes nothing there.
        ended: How the program ended, where it did not end well.
        meta_of: Finds the `meta` of a processing; None where there is no such processing.
    """

    exchanges: Sequence[Exchange]
    printed: Printed | None
    token: str
    image: bytes
    output: Path | None
    ended: str | None
    meta_of: Callable[[str], object]


class Judge:
    """Judges one run of a program.

    Args:
        steps: The scenario.
        mode: What the service did.
        evidence: What is known.
    """

    def __init__(self, steps: Sequence[Step], mode: Mode, evidence: Evidence) -> None:
        self._steps = steps
        self._mode = mode
        self._seen = evidence
        self._lines = dict(evidence.printed.lines) if evidence.printed else {}

    def findings(self) -> tuple[Finding, ...]:
        """Return how each step went."""
        found: dict[str, Finding] = {}
        stopped = self._stopped_before()
        for place, step in enumerate(self._steps):
            if self._is_needless(step):
                found[step.name] = Finding(step.name, "skipped")
            elif not self._traces(step) and (place >= stopped or self._lacks(step, found)):
                found[step.name] = Finding(step.name, "not reached")
            else:
                found[step.name] = self._finding(step)
        return (*found.values(), *self._about_program(list(found.values())))

    def _finding(self, step: Step) -> Finding:
        try:
            self._check(step)
        except _Wrong as error:
            return Finding(step.name, "failed", error.wrong, error.cure)
        return Finding(step.name, "passed")

    def _stopped_before(self) -> int:
        """Return the place of the first step that cannot be blamed for having left no trace.

        A program that printed the line of a step and ended stumbled over the next one; a program
        that sent the request of a step and printed no line stumbled over that.
        """
        traced = [place for place, step in enumerate(self._steps) if self._traces(step)]
        if not traced:
            return 1
        last = traced[-1]
        return last + 2 if self._steps[last].name in self._lines else last + 1

    @staticmethod
    def _lacks(step: Step, found: Mapping[str, Finding]) -> bool:
        return any(found[name].outcome in ("failed", "not reached") for name in step.needs)

    def _traces(self, step: Step) -> bool:
        return step.name in self._lines or bool(self._of(step))

    def _is_needless(self, step: Step) -> bool:
        """Say whether a step cannot be done because an earlier one was rightly given up."""
        if self._seen.printed is None:
            return self._mode.loses and bool(step.needs) and not self._traces(step)
        given_up = [self._lines.get(name, {}) for name in step.needs]
        return step.name not in self._lines and any(
            line.get("lost") is True and self._mode.loses for line in given_up
        )

    def _about_program(self, found: Sequence[Finding]) -> list[Finding]:
        if self._seen.printed is None:
            return []
        if more := self._more_paid():
            cure = "Send no paid request but those that the README names."
            return [Finding("program", "failed", f"it sent {more}, which is paid", cure)]
        all_well = all(each.outcome in ("passed", "skipped") for each in found)
        if self._seen.printed.wrong:
            cure = "Print one JSON object a line to stdout, and everything else to stderr."
            return [Finding("program", "failed", self._seen.printed.wrong, cure)]
        if self._seen.ended and all_well:
            cure = "End with exit status 0 once all steps are done."
            return [Finding("program", "failed", self._seen.ended, cure)]
        return []

    def _more_paid(self) -> str | None:
        """Name a paid request that the scenario does not ask for."""
        known = {str(request) for step in self._steps if step.is_paid for request in step.requests}
        for each in self._seen.exchanges:
            sent = f"{each.method} {each.path}"
            if each.is_paid and sent not in known:
                return sent
        return None

    # What was sent

    def _check(self, step: Step) -> None:
        exchanges = self._of(step)
        line = self._lines.get(step.name)
        if not exchanges:
            raise self._not_sent(step)
        self._check_sent(step, exchanges)
        if step.is_paid:
            self._check_once(exchanges)
            self._check_tag(step, exchanges[-1])
        if self._seen.printed is not None:
            if step.name in self._seen.printed.repeated:
                raise _Wrong("two lines were printed for this step", "Print one line a step.")
            if line is None:
                raise self._no_line()
            self._check_line(step, line, exchanges)

    def _not_sent(self, step: Step) -> _Wrong:
        wanted = " and ".join(map(str, step.requests))
        wrong = f"the service saw no {wanted}"
        if self._seen.ended and step.name not in self._lines:
            wrong += f": {self._seen.ended}"
        return _Wrong(wrong, f"{self._at_fault()} Send what the README says of this step.".strip())

    def _no_line(self) -> _Wrong:
        ended = f": {self._seen.ended}" if self._seen.ended else ""
        return _Wrong(f"no line was printed for this step{ended}", self._mode.cure)

    def _at_fault(self) -> str:
        return "" if self._mode.name == "plain" else self._mode.cure

    def _check_sent(self, step: Step, exchanges: Sequence[Exchange]) -> None:
        for exchange in exchanges:
            scheme, _, token = exchange.authorization.partition(" ")
            if not exchange.authorization:
                raise _Wrong(
                    f"{exchange.method} {exchange.path} came without a token",
                    "Send `Authorization: Basic TOKEN` with every request.",
                )
            if scheme.lower() != "basic" or token.rstrip("=") != self._seen.token.rstrip("="):
                raise _Wrong(
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
            raise _Wrong(
                f"the body came as {media or 'no media type'}, not as {step.media}",
                f"Send the header `Content-Type: {step.media}`.",
            )
        if step.media == "multipart/form-data":
            self._check_upload(last)
        elif wrong := self._body_wrong(step, last):
            raise _Wrong(f"in the request, {wrong}", "Send the members that the README names.")

    def _check_upload(self, exchange: Exchange) -> None:
        if not _FILE_PART.search(exchange.body):
            raise _Wrong("the form has no part `file`", "Name the part of the image `file`.")
        if self._seen.image not in exchange.body:
            raise _Wrong(
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
            raise _Wrong(
                f"the paid request was sent {len(exchanges)} times: each may be charged",
                "Send a paid request once, whatever becomes of the response; switch off retries of"
                " POST in the HTTP library.",
            )

    def _check_tag(self, step: Step, exchange: Exchange) -> None:
        meta = at(exchange.json, "meta")
        for other in self._steps:
            if other is step:
                return
            if other.is_paid and any(at(each.json, "meta") == meta for each in self._of(other)):
                raise _Wrong(
                    f"its meta is that of the step {other.name}: {shown(meta)}",
                    "Give each paid request a tag of its own, or a lost one cannot be found.",
                )

    # What was printed

    def _check_line(
        self, step: Step, line: Mapping[str, Any], exchanges: Sequence[Exchange]
    ) -> None:
        if step.is_paid and self._mode.loses:
            self._check_lost(line, exchanges[-1])
            return
        last = exchanges[-1]
        if step.refused is not None:
            code = at(last.answer_json, step.refused["code"])
            self._check_error(line, step.refused["status"], code)
        elif "error" in line:
            told = step.name in self._mode.may_tell
            if not told or all(each.status != _GATEWAY for each in exchanges):
                raise _Wrong(f"it printed the error {shown(line['error'])}", self._mode.cure)
            self._check_error(line, _GATEWAY, None)
        elif line.get("lost"):
            raise _Wrong("it printed `lost`, but nothing was lost", self._mode.cure)
        else:
            self._check_success(step, line, exchanges)

    def _check_success(
        self, step: Step, line: Mapping[str, Any], exchanges: Sequence[Exchange]
    ) -> None:
        good = [each for each in exchanges if each.is_success]
        for asked in {(each.method, each.path): each for each in exchanges}.values():
            same = [each for each in good if (each.method, each.path) == (asked.method, asked.path)]
            if not same:
                raise _Wrong(
                    f"the last response to {asked.method} {asked.path} was {asked.status}, and the"
                    " line has no `error`",
                    "Look at the status of each response.",
                )
        # A client may ask the same again later, when there is something else to tell.
        for count, each in enumerate(reversed(good), start=1):
            try:
                self._check_values(step, line, each)
                break
            except _Wrong:
                if count == len(good):
                    raise
        if step.file:
            self._check_file(step.file, good[-1])

    def _check_values(self, step: Step, line: Mapping[str, Any], last: Exchange) -> None:
        for name, value in step.until.items():
            if line.get(name) != value:
                raise _Wrong(
                    f"it stopped when `{name}` was {shown(line.get(name))}, not {shown(value)}",
                    f"Poll until `{name}` is {value}. {self._at_fault()}".strip(),
                )
        for name, place in step.prints.items():
            if place.startswith("{"):
                if not line.get(name):
                    raise _Wrong(f"the line has no `{name}`", self._mode.cure)
                self._check_new(name, line[name], last)
                continue
            sent = len(last.answer) if place == "size" else at(last.answer_json, place)
            if not is_same(line.get(name), sent):
                raise _Wrong(
                    f"it printed {shown(line.get(name))} as `{name}`;"
                    f" the service sent {shown(sent)}",
                    self._mode.cure,
                )

    def _check_new(self, name: str, printed: object, last: Exchange) -> None:
        """Hold an ID that no later request names against what an upload was answered."""
        made = at(last.answer_json, "mosaic_id")
        if made is not None and made != printed:
            raise _Wrong(
                f"it printed {shown(printed)} as `{name}`; the service sent {shown(made)}",
                self._mode.cure,
            )

    def _check_file(self, name: str, last: Exchange) -> None:
        if self._seen.output is None:
            return
        file = self._seen.output / name
        if not file.is_file():
            raise _Wrong(f"there is no file {name} in MAPFLOW_OUTPUT", "Save the response there.")
        if file.read_bytes() != last.answer:
            raise _Wrong(
                f"{name} is not what the service sent",
                "Save the bytes as they are, without decoding them.",
            )

    @staticmethod
    def _check_error(line: Mapping[str, Any], status: int, code: object) -> None:
        error = line.get("error")
        if not isinstance(error, dict):
            raise _Wrong(
                f"the response was {status}, and the line has no `error`",
                "Print the status, the code and a message of what was refused.",
            )
        told = cast("dict[str, Any]", error)
        code = code if isinstance(code, str) else None
        for name, right in (("status", status), ("code", code)):
            if not is_same(told.get(name), right):
                raise _Wrong(
                    f"the error has {shown(told.get(name))} as `{name}`;"
                    f" the service sent {shown(right)}",
                    "Read `code`, or `detail.code` under /rasters; do not expect either.",
                )
        if not isinstance(told.get("message"), str) or not told["message"].strip():
            raise _Wrong(
                "the error has no `message`", "Say in words what happened, if only the status."
            )

    def _check_lost(self, line: Mapping[str, Any], exchange: Exchange) -> None:
        if line.get("lost") is True:
            return
        identifier = line.get("id")
        meta = self._seen.meta_of(identifier) if isinstance(identifier, str) else None
        if meta is None or meta != at(exchange.json, "meta"):
            raise _Wrong(
                f"the response was lost, and it printed {shown(line)}",
                'Print {"step": …, "lost": true}, or find the processing by its tag.',
            )

    # Which requests belong to a step

    def _of(self, step: Step) -> list[Exchange]:
        """Return the requests of a step; none where one of several is missing."""
        for requests in (step.requests, step.instead):
            each = [self._matching(step, request) for request in requests]
            if requests and all(each):
                return self._own(step, [exchange for several in each for exchange in several])
        return []

    def _matching(self, step: Step, request: Request) -> list[Exchange]:
        path = filled(request.path, self._lines)
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

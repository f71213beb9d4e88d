"""Checks what a program printed against the scenario and the responses it got."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

from mapflow.sandbox.conformance.evidence import Evidence
from mapflow.sandbox.conformance.findings import StepFailed
from mapflow.sandbox.conformance.modes import Mode
from mapflow.sandbox.conformance.output import at, is_same, shown
from mapflow.sandbox.conformance.recorder import Exchange
from mapflow.sandbox.conformance.scenario import Step

_GATEWAY: Final = 502


class OutputChecks:
    """What a program told of the responses.

    Args:
        mode: What the service did.
        evidence: What is known.
    """

    def __init__(self, mode: Mode, evidence: Evidence) -> None:
        self._mode = mode
        self._seen = evidence

    def check(self, step: Step, exchanges: Sequence[Exchange]) -> None:
        """Check the line of a step against the step and the responses.

        Raises:
            StepFailed: The line is missing, or differs from the step.
        """
        line = self._seen.lines.get(step.name)
        if self._seen.printed and step.name in self._seen.printed.repeated:
            raise StepFailed("two lines were printed for this step", "Print one line a step.")
        if line is None:
            ended = f": {self._seen.ended}" if self._seen.ended else ""
            raise StepFailed(f"no line was printed for this step{ended}", self._mode.cure)
        self._check_line(step, line, exchanges)

    def _check_line(
        self, step: Step, line: Mapping[str, Any], exchanges: Sequence[Exchange]
    ) -> None:
        if step.is_paid and self._mode.loses:
            self._check_lost(line, exchanges[-1])
            return
        last = exchanges[-1]
        if step.refused is not None:
            code = at(last.response_json, step.refused["code"])
            self._check_error(line, step.refused["status"], code)
        elif "error" in line:
            told = step.name in self._mode.may_tell
            if not told or all(each.status != _GATEWAY for each in exchanges):
                raise StepFailed(f"it printed the error {shown(line['error'])}", self._mode.cure)
            self._check_error(line, _GATEWAY, None)
        elif line.get("lost"):
            raise StepFailed("it printed `lost`, but nothing was lost", self._mode.cure)
        else:
            self._check_success(step, line, exchanges)

    def _check_success(
        self, step: Step, line: Mapping[str, Any], exchanges: Sequence[Exchange]
    ) -> None:
        good = [each for each in exchanges if each.is_success]
        for asked in {(each.method, each.path): each for each in exchanges}.values():
            same = [each for each in good if (each.method, each.path) == (asked.method, asked.path)]
            if not same:
                raise StepFailed(
                    f"the last response to {asked.method} {asked.path} was {asked.status}, and the"
                    " line has no `error`",
                    "Check the status of each response.",
                )
        # A client may ask the same again later, when there is something else to tell.
        for count, each in enumerate(reversed(good), start=1):
            try:
                self._check_values(step, line, each)
                break
            except StepFailed:
                if count == len(good):
                    raise
        if step.file:
            self._check_file(step.file, good[-1])

    def _check_values(self, step: Step, line: Mapping[str, Any], last: Exchange) -> None:
        for name, value in step.until.items():
            if line.get(name) != value:
                raise StepFailed(
                    f"it stopped when `{name}` was {shown(line.get(name))}, not {shown(value)}",
                    f"Poll until `{name}` is {value}. {self._mode.own_cure}".strip(),
                )
        for name, place in step.prints.items():
            if place.startswith("{"):
                if not line.get(name):
                    raise StepFailed(f"the line has no `{name}`", self._mode.cure)
                self._check_new(name, line[name], last)
                continue
            sent = len(last.response_body) if place == "size" else at(last.response_json, place)
            if not is_same(line.get(name), sent):
                raise StepFailed(
                    f"it printed {shown(line.get(name))} as `{name}`;"
                    f" the service sent {shown(sent)}",
                    self._mode.cure,
                )

    def _check_new(self, name: str, printed: object, last: Exchange) -> None:
        """Check an ID that no later request names against the response to an upload."""
        made = at(last.response_json, "mosaic_id")
        if made is not None and made != printed:
            raise StepFailed(
                f"it printed {shown(printed)} as `{name}`; the service sent {shown(made)}",
                self._mode.cure,
            )

    def _check_file(self, name: str, last: Exchange) -> None:
        if self._seen.output is None:
            return
        file = self._seen.output / name
        if not file.is_file():
            raise StepFailed(f"file {name} is not in MAPFLOW_OUTPUT", "Save the response there.")
        if file.read_bytes() != last.response_body:
            raise StepFailed(
                f"{name} is not what the service sent",
                "Save the bytes as they are, without decoding them.",
            )

    @staticmethod
    def _check_error(line: Mapping[str, Any], status: int, code: object) -> None:
        error = line.get("error")
        if not isinstance(error, dict):
            raise StepFailed(
                f"the response was {status}, and the line has no `error`",
                "Print the status, the code and a message of what was refused.",
            )
        told = cast("dict[str, Any]", error)
        code = code if isinstance(code, str) else None
        for name, right in (("status", status), ("code", code)):
            if not is_same(told.get(name), right):
                raise StepFailed(
                    f"the error has {shown(told.get(name))} as `{name}`;"
                    f" the service sent {shown(right)}",
                    "Read `code`, or `detail.code` under /rasters; do not expect either.",
                )
        if not isinstance(told.get("message"), str) or not told["message"].strip():
            raise StepFailed(
                "the error has no `message`", "Say in words what happened, if only the status."
            )

    def _check_lost(self, line: Mapping[str, Any], exchange: Exchange) -> None:
        if line.get("lost") is True:
            return
        identifier = line.get("id")
        meta = self._seen.meta_of(identifier) if isinstance(identifier, str) else None
        if meta is None or meta != at(exchange.json, "meta"):
            raise StepFailed(
                f"the response was lost, and it printed {shown(line)}",
                'Print {"step": …, "lost": true}, or find the processing by its tag.',
            )

"""Says how each step of one run went, and where the program stopped."""

from collections.abc import Mapping, Sequence

from mapflow.sandbox.conformance.evidence import Evidence
from mapflow.sandbox.conformance.findings import Finding, StepFailed
from mapflow.sandbox.conformance.modes import Mode
from mapflow.sandbox.conformance.output_checks import OutputChecks
from mapflow.sandbox.conformance.request_checks import RequestChecks
from mapflow.sandbox.conformance.scenario import Step


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
        self._sent = RequestChecks(steps, evidence)
        self._told = OutputChecks(mode, evidence)

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
        except StepFailed as error:
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
        return last + 2 if self._steps[last].name in self._seen.lines else last + 1

    @staticmethod
    def _lacks(step: Step, found: Mapping[str, Finding]) -> bool:
        return any(found[name].outcome in ("failed", "not reached") for name in step.needs)

    def _traces(self, step: Step) -> bool:
        return step.name in self._seen.lines or bool(self._sent.of(step))

    def _is_needless(self, step: Step) -> bool:
        """Say whether a step cannot be done because an earlier one was rightly given up."""
        if self._seen.printed is None:
            return self._mode.loses and bool(step.needs) and not self._traces(step)
        given_up = [self._seen.lines.get(name, {}) for name in step.needs]
        return step.name not in self._seen.lines and any(
            line.get("lost") is True and self._mode.loses for line in given_up
        )

    def _about_program(self, found: Sequence[Finding]) -> list[Finding]:
        if self._seen.printed is None:
            return []
        if more := self._sent.more_paid():
            cure = "Send no paid request but those that the guide names, under 'Conformance'."
            return [Finding("program", "failed", f"it sent {more}, which is paid", cure)]
        all_well = all(each.outcome in ("passed", "skipped") for each in found)
        if self._seen.printed.wrong:
            cure = "Print one JSON object a line to stdout, and everything else to stderr."
            return [Finding("program", "failed", self._seen.printed.wrong, cure)]
        if self._seen.ended and all_well:
            cure = "End with exit status 0 once all steps are done."
            return [Finding("program", "failed", self._seen.ended, cure)]
        return []

    def _check(self, step: Step) -> None:
        exchanges = self._sent.of(step)
        if not exchanges:
            raise self._not_sent(step)
        self._sent.check(step, exchanges)
        if self._seen.printed is not None:
            self._told.check(step, exchanges)

    def _not_sent(self, step: Step) -> StepFailed:
        wanted = " and ".join(map(str, step.requests))
        wrong = f"the service saw no {wanted}"
        if self._seen.ended and step.name not in self._seen.lines:
            wrong += f": {self._seen.ended}"
        cure = f"{self._mode.own_cure} Send what the guide says of this step, under 'Conformance'."
        return StepFailed(wrong, cure.strip())

"""What was found out about a client: step by step, mode by mode."""

import dataclasses
from typing import Any, Literal

Outcome = Literal["passed", "failed", "skipped", "not reached"]


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """How one step went.

    Attributes:
        step: Its name in the scenario; ``program`` for what belongs to no step.
        outcome: ``skipped`` where a lost or reported failure took away what the step needs.
        wrong: What is wrong, if the step failed.
        cure: What to do about it, if the step failed.
    """

    step: str
    outcome: Outcome
    wrong: str | None = None
    cure: str | None = None

    def written(self) -> dict[str, Any]:
        """Return it as JSON shows it."""
        return dataclasses.asdict(self)


class StepFailed(Exception):
    """A step went wrong.

    Attributes:
        wrong: What is wrong.
        cure: What to do about it.
    """

    def __init__(self, wrong: str, cure: str) -> None:
        super().__init__(wrong)
        self.wrong: str = wrong
        self.cure: str = cure


@dataclasses.dataclass(frozen=True, slots=True)
class ModeReport:
    """How a client did in one mode.

    Attributes:
        mode: Name of the mode.
        says: What the service did.
        findings: One for each step, in their order.
    """

    mode: str
    says: str
    findings: tuple[Finding, ...]

    @property
    def has_passed(self) -> bool:
        """Whether no step failed or was missed."""
        return all(each.outcome in ("passed", "skipped") for each in self.findings)

    def written(self) -> dict[str, Any]:
        """Return it as JSON shows it."""
        return {
            "mode": self.mode,
            "service": self.says,
            "passed": self.has_passed,
            "steps": [each.written() for each in self.findings],
        }

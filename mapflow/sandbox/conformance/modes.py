"""How the service behaves while a client is at work."""

import dataclasses
from typing import Final

from mapflow.sandbox.fault_injection.rules import FaultRule

_POLL: Final = "getProcessing"
_READS: Final = ("getUserStatus", "getDefaultProject", _POLL, "getResult")


@dataclasses.dataclass(frozen=True, slots=True)
class Mode:
    """One way to behave.

    Attributes:
        name: What is typed after ``--only``.
        says: What the service does, as the end of "the service …".
        cure: What a client that fails only here does about it.
        rules: The faults that bring it about.
        may_tell: Steps that may report the failure instead of repeating the request.
        loses: Whether responses to paid requests are lost.
    """

    name: str
    says: str
    cure: str
    rules: tuple[FaultRule, ...] = ()
    may_tell: tuple[str, ...] = ()
    loses: bool = False

    @property
    def own_cure(self) -> str:
        """The cure, if it is specific to this mode; the plain mode has none."""
        return "" if self.name == "plain" else self.cure


_OPTIONAL: Final = (
    "Take every member for optional that is not `required`, and print null for it; with a"
    " generator, start from `mapflow spec --codegen`."
)


def all_modes(operations: list[str]) -> tuple[Mode, ...]:
    """Return the modes, in the order in which they are played.

    Args:
        operations: Every ``operationId``.
    """
    others = [name for name in operations if name != _POLL]
    return (
        Mode(
            "plain",
            "sends what it always sends",
            "Read the line of this step in the guide, under 'Conformance'.",
        ),
        Mode(
            "extra-members",
            "adds unknown members to each object",
            "Ignore members that you do not know. Go by openapi-generator:"
            " disallowAdditionalPropertiesIfNotPresent=false.",
            (FaultRule("extra-members"),),
        ),
        Mode(
            "new-values",
            "sends unknown values for open enumerations",
            'Read open enumerations as text, and take an unknown status for "not finished yet".'
            " With openapi-generator: enumUnknownDefaultCase=true.",
            (
                FaultRule("new-values", operations=[_POLL], count=1),
                FaultRule("new-values", operations=others),
            ),
        ),
        Mode(
            "nulls",
            "sends null for all that is nullable",
            "Take every `nullable` member for one that may be null; with a generator, start from"
            " `mapflow spec --codegen`.",
            (FaultRule("nulls"),),
        ),
        Mode(
            "inner-nulls",
            "sends null for each nullable value, inside objects and lists too",
            "Take every `nullable` member for one that may be null; with a generator, start from"
            " `mapflow spec --codegen`.",
            (FaultRule("nulls", inner=True),),
        ),
        Mode(
            "missing",
            "leaves out every member that is not required",
            _OPTIONAL,
            (FaultRule("missing-members"),),
        ),
        Mode(
            "inner-missing",
            "leaves out every value that is not required, inside objects and lists too",
            _OPTIONAL,
            (FaultRule("missing-members", inner=True),),
        ),
        Mode(
            "created",
            "returns 201 instead of 200 for a POST",
            "Take any 2xx for success, and read the body of each.",
            (FaultRule("created", methods=["POST"]),),
        ),
        Mode(
            "html",
            "returns a 502 in HTML once for reads",
            "Check the status before you parse; repeat the read, or report the status.",
            tuple(FaultRule("html", status=502, operations=[name], count=1) for name in _READS),
            may_tell=("status", "project", "result"),
        ),
        Mode(
            "floats",
            "sends whole numbers as 7.0",
            "Read numbers as decimals, then convert those that have no fraction.",
            (FaultRule("floats"),),
        ),
        Mode(
            "lost",
            "carries out each paid request and loses the response",
            "Send a paid request once: switch off retries of POST in the HTTP library.",
            (
                # More than once, so that a client that repeats one request still loses the others.
                FaultRule("reset-after", operations=["runProcessing"]),
                FaultRule("timeout-after", operations=["runProcessingV2"], seconds=0, count=1),
                FaultRule("html-after", operations=["runProcessingV2"]),
            ),
            loses=True,
        ),
    )

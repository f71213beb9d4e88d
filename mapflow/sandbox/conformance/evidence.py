"""What is known of one run of a program."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from mapflow.sandbox.conformance.output import Printed
from mapflow.sandbox.conformance.recorder import Exchange


@dataclasses.dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one run of a program.

    Attributes:
        exchanges: What the service saw and sent, in order.
        printed: What the program printed; None for a client that prints nothing.
        token: What it had to send.
        image: The file it had to upload.
        output: The folder it had to write into; None for a client that writes nothing there.
        ended: How the program ended, if it did not end well.
        meta_of: Finds the `meta` of a processing; None if the processing does not exist.
    """

    exchanges: Sequence[Exchange]
    printed: Printed | None
    token: str
    image: bytes
    output: Path | None
    ended: str | None
    meta_of: Callable[[str], object]

    @property
    def lines(self) -> Mapping[str, Mapping[str, Any]]:
        """The line of each step that printed one."""
        return self.printed.lines if self.printed else {}

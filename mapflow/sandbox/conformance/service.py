"""The service that a client calls: a sandbox whose clock advances with each poll."""

import json
import re
from pathlib import Path
from typing import Final

from starlette.types import ASGIApp

from mapflow.sandbox.app import Options, Server
from mapflow.sandbox.conformance import scenario
from mapflow.sandbox.conformance.evidence import Evidence
from mapflow.sandbox.conformance.findings import ModeReport
from mapflow.sandbox.conformance.judge import Judge
from mapflow.sandbox.conformance.modes import Mode, all_modes
from mapflow.sandbox.conformance.output import read as read_output
from mapflow.sandbox.conformance.recorder import Exchange, Recorder

_POLL: Final = re.compile(r"/processings?/[0-9a-f-]{36}")
_BETWEEN_POLLS_S: Final = 3600.0


class Service:
    """A service that plays the modes and judges what clients did meanwhile.

    Args:
        root_url: The address it is going to have.
        image: The file that clients must upload.
    """

    def __init__(self, root_url: str, image: Path) -> None:
        self._server = Server(Options(speed=0), root_url)
        self._witness = Recorder(self._server.app, self._pass_time)
        self._image = image.read_bytes()
        self._steps = scenario.load()
        self.modes: tuple[Mode, ...] = all_modes(self._server.faults.operations)
        self.app: ASGIApp = self._witness
        self.base_url: str = f"{root_url}/rest"
        self.token: str = self._server.token

    def begin(self, mode: Mode) -> None:
        """Forget everything, and behave like this from now on."""
        self._server.reset()
        self._server.faults.put(mode.rules, replace=True)
        self._witness.exchanges.clear()

    def report(
        self,
        mode: Mode,
        *,
        text: str | None = None,
        output: Path | None = None,
        ended: str | None = None,
    ) -> ModeReport:
        """Judge what happened since this mode began.

        Args:
            mode: The mode.
            text: What the program printed; None for a client that prints nothing.
            output: The folder that it had to write into, if any.
            ended: How the program ended, if it did not end well.
        """
        names = [step.name for step in self._steps]
        evidence = Evidence(
            exchanges=tuple(self._witness.exchanges),
            printed=None if text is None else read_output(text, names),
            token=self.token,
            image=self._image,
            output=output,
            ended=ended,
            meta_of=self._meta_of,
        )
        return ModeReport(mode.name, mode.says, Judge(self._steps, mode, evidence).findings())

    def close(self) -> None:
        """Close the state."""
        self._server.close()

    def _meta_of(self, identifier: str) -> object:
        database = self._server.sandbox.database
        row = database.one("SELECT meta FROM processings WHERE id = ?", identifier)
        return None if row is None else json.loads(row["meta"])

    def _pass_time(self, exchange: Exchange) -> None:
        if exchange.method == "GET" and exchange.is_success and _POLL.fullmatch(exchange.path):
            self._server.sandbox.clock.advance(_BETWEEN_POLLS_S)

"""Runs a command against the service, once for each mode."""

import contextlib
import json
import os
import re
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Generator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from mapflow.sandbox import server
from mapflow.sandbox.conformance.findings import ModeReport
from mapflow.sandbox.conformance.modes import Mode
from mapflow.sandbox.conformance.pages import PATH, Pages
from mapflow.sandbox.conformance.service import Service

_STARTS_WITHIN_S: Final = 30.0
_PAUSE_S: Final = 0.005
# Languages differ in where in a trace they name the error.
_ERROR: Final = re.compile(r"error|exception|panic|fatal", re.IGNORECASE)


@contextlib.contextmanager
def serving(image: Path) -> Generator[Service]:
    """Serve in a thread, on a free port of this machine.

    Args:
        image: The file that clients must upload.
    """
    import uvicorn

    with server.listen("127.0.0.1", 0) as listener, contextlib.ExitStack() as stack:
        service = Service(f"http://127.0.0.1:{listener.getsockname()[1]}", image)
        stack.callback(service.close)
        running = uvicorn.Server(server.config(service.app))
        thread = threading.Thread(target=running.run, args=([listener],), daemon=True)
        thread.start()
        try:
            deadline = time.monotonic() + _STARTS_WITHIN_S
            while not running.started and time.monotonic() < deadline:
                time.sleep(_PAUSE_S)
            yield service
        finally:
            running.should_exit = True
            thread.join(_STARTS_WITHIN_S)


def serve_by_hand(image: Path, *, port: int, as_json: bool) -> None:
    """Serve until Ctrl-C, for clients that are not a command.

    Args:
        image: The file that clients must upload.
        port: Port; 0 picks a free one.
        as_json: Announce with one line of JSON.

    Raises:
        OSError: The port is taken.
    """
    with server.listen("127.0.0.1", port) as listener, contextlib.ExitStack() as stack:
        root_url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        service = Service(root_url, image)
        stack.callback(service.close)
        where = {
            "base_url": service.base_url,
            "token": service.token,
            "image": str(image),
            "report_url": f"{root_url}{PATH}",
        }
        words = (
            f"Base URL  {service.base_url}\n"
            f"Token     {service.token}\n"
            f"Image     {image}\n"
            f"Report    {root_url}{PATH}\n\n"
            "Begin a mode, use your client, then read the report:\n"
            f'  curl -d \'{{"mode": "nulls"}}\' {root_url}{PATH}\n'
            "Ctrl-C ends it."
        )
        announcement = json.dumps(where) if as_json else words
        server.serve(Pages(service, image).app, listener, announcement)


def play(
    service: Service,
    command: Sequence[str],
    modes: Iterable[Mode],
    image: Path,
    *,
    timeout_s: float,
) -> Iterator[ModeReport]:
    """Run a command once for each mode.

    Args:
        service: The running service.
        command: The command and its arguments.
        modes: The modes to play.
        image: The file that the command must upload.
        timeout_s: How long it may take for one mode, in seconds.

    Raises:
        OSError: The command cannot be run.
    """
    for mode in modes:
        service.begin(mode)
        with tempfile.TemporaryDirectory() as folder:
            text, ended = _run(service, command, Path(folder), image, timeout_s)
            yield service.report(mode, text=text, output=Path(folder), ended=ended)


def _run(
    service: Service, command: Sequence[str], output: Path, image: Path, timeout_s: float
) -> tuple[str, str | None]:
    """Return what a command printed, and how it ended, if it did not end well."""
    # Files, not pipes: a daemon that the program leaves behind holds a pipe open.
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(  # noqa: S603 - what the user asked to be run
            list(command),
            env=environment(service, output, image),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            start_new_session=True,
        )
        try:
            process.wait(timeout_s)
            is_late = False
        except subprocess.TimeoutExpired:
            is_late = True
        finally:
            # What it left behind would run on into the next mode.
            _end(process)
            process.wait()
        out.seek(0)
        err.seek(0)
        text, trace = _text(out.read()), _text(err.read())
    if is_late:
        return text, f"the program was stopped after {timeout_s:g} s"
    if process.returncode == 0:
        return text, None
    said = [line.strip() for line in trace.splitlines() if line.strip()]
    named = [line for line in said if _ERROR.search(line)] or said
    told = f": {named[-1]}" if named else ""
    return text, f"the program ended with exit status {process.returncode}{told}"


def environment(service: Service, output: Path, image: Path) -> dict[str, str]:
    """Return the environment that a program gets."""
    # Nothing of the user's account, and no proxy: they have no business with loopback.
    ours = ("MAPFLOW_", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(ours)}
    return kept | {
        "MAPFLOW_BASE_URL": service.base_url,
        "MAPFLOW_TOKEN": service.token,
        "MAPFLOW_OUTPUT": str(output),
        "MAPFLOW_IMAGE": str(image),
    }


def _text(raw: bytes) -> str:
    return raw.decode(errors="replace")


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End a program with all that it started."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()

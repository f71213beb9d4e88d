"""Starts a sandbox as a child process and controls it."""

import contextlib
import json
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Final, Literal, Self, cast

from mapflow.sandbox.control.seen_requests import SeenRequest
from mapflow.sandbox.fault_injection.rules import CountedRule, FaultRule, read_counted, written

if TYPE_CHECKING:
    from mapflow._async.client import AsyncMapflow
    from mapflow._sync.client import Mapflow

_STARTS_WITHIN_S: Final = 30.0
_STOPS_WITHIN_S: Final = 10.0
_RESPONDS_WITHIN_S: Final = 30.0


class SandboxProcess:
    """A running sandbox, made by `start`. As a context manager it stops at the end of the block.

    Attributes:
        base_url: What a client takes as its base URL.
        token: Token of the first account.
        control_url: Where the sandbox itself is controlled.
        pid: The process.

    Example:
        ```python
        from mapflow import sandbox

        with sandbox.start() as running:
            print(running.base_url, running.control_url, running.pid)
        ```
    """

    base_url: str
    token: str
    control_url: str
    pid: int

    def __init__(self, command: list[str]) -> None:
        # Appending, because both processes share one position in the file, and errors() moves it.
        self._errors: IO[bytes] = tempfile.TemporaryFile("a+b")  # noqa: SIM115 - closed by stop()
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            # Ctrl-C is meant for the parent process; the sandbox ends when its parent does.
            start_new_session=True,
        )
        try:
            announced = json.loads(self._first_line())
        except ValueError:
            self._process.kill()
            self._process.wait()
            reason = self.errors().strip()
            self._close_pipes()
            raise RuntimeError(
                f"the sandbox did not start: {reason or 'it printed nothing'}"
            ) from None
        self.base_url = announced["base_url"]
        self.token = announced["token"]
        self.control_url = announced["control_url"]
        self.pid = announced["pid"]

    def client(
        self,
        *,
        token: str | None = None,
        api_version: Literal["v1", "v2"] = "v1",
        max_retries: int = 4,
    ) -> "Mapflow":
        """Return a client of this sandbox, whatever the environment variables and the profiles are.

        Args:
            token: Token of another account, as `account` returns it. Default: the first account.
            api_version: As for `Mapflow`. Default: "v1".
            max_retries: As for `Mapflow`. Default: 4.

        Returns:
            The client; close it yourself.

        Example:
            ```python
            from mapflow import sandbox

            with sandbox.start() as running, running.client() as mf:
                print(mf.account.status().remaining_credits)
            ```
        """
        from mapflow._sync.client import Mapflow

        return Mapflow(
            token=token or self.token,
            base_url=self.base_url,
            api_version=api_version,
            max_retries=max_retries,
        )

    def async_client(
        self,
        *,
        token: str | None = None,
        api_version: Literal["v1", "v2"] = "v1",
        max_retries: int = 4,
    ) -> "AsyncMapflow":
        """Return an async client of this sandbox, whatever the environment and the profiles are.

        Args:
            token: Token of another account, as `account` returns it. Default: the first account.
            api_version: As for `AsyncMapflow`. Default: "v1".
            max_retries: As for `AsyncMapflow`. Default: 4.

        Returns:
            The client; close it yourself.

        Example:
            ```python
            from mapflow import sandbox

            with sandbox.start() as running:
                async with running.async_client() as mf:
                    print((await mf.account.status()).remaining_credits)
            ```
        """
        from mapflow._async.client import AsyncMapflow

        return AsyncMapflow(
            token=token or self.token,
            base_url=self.base_url,
            api_version=api_version,
            max_retries=max_retries,
        )

    def reset(self) -> None:
        """Delete everything but the first account, and restore the initial faults.

        Example:
            ```python
            from mapflow import sandbox

            with sandbox.start() as running:
                running.reset()
            ```
        """
        self._call("POST", "reset")

    def advance(self, seconds: float) -> None:
        """Advance the virtual clock.

        Args:
            seconds: Virtual seconds.

        Example:
            ```python
            from mapflow import sandbox

            with sandbox.start(speed=0) as running:
                running.advance(3600)
            ```
        """
        self._call("POST", "clock", {"seconds": seconds})

    def set_speed(self, speed: float) -> None:
        """Set how fast the virtual clock goes, until the next reset.

        Args:
            speed: Virtual seconds for each real second; with 0, time stands still until `advance`.

        Raises:
            ValueError: If it is negative or over a million.

        Example:
            ```python
            from mapflow import sandbox

            with sandbox.start() as running:
                running.set_speed(0)
            ```
        """
        self._call("POST", "clock", {"speed": speed})

    def requests(self) -> list[SeenRequest]:
        """Return the requests that the sandbox has seen since the last reset, the oldest first.

        Returns:
            For each request `operation`, `paid`, `fault`, `committed`, `status` and more, never a
            token. Includes unfinished requests.

        Example:
            ```python
            from mapflow import sandbox

            with sandbox.start() as running:
                assert running.requests() == []
            ```
        """
        return cast("list[SeenRequest]", self._call("GET", "requests"))

    def set_faults(self, *faults: str | FaultRule) -> None:
        """Inject faults by these rules, and no others.

        Args:
            *faults: Rules, and names of bundled profiles: `storm`, `flaky`, `slow`, `outage`,
                `stale`. A request gets the fault of the first rule that applies.

        Raises:
            ValueError: If a profile or an operation does not exist; the message lists known ones.

        Example:
            ```python
            from mapflow import sandbox
            from mapflow.sandbox import FaultRule

            with sandbox.start() as running:
                running.set_faults(FaultRule("reset-after", operations="paid", count=1))
            ```
        """
        self._put_faults(faults, replace=True)

    def add_faults(self, *faults: str | FaultRule) -> None:
        """Add rules after the existing ones.

        Args:
            *faults: As in `set_faults`.

        Raises:
            ValueError: If a profile or an operation does not exist; the message lists known ones.

        Example:
            ```python
            from mapflow import sandbox
            from mapflow.sandbox import FaultRule

            with sandbox.start(faults="flaky") as running:
                running.add_faults(FaultRule("garbage", operations=["listProjects"]))
            ```
        """
        self._put_faults(faults, replace=False)

    def faults(self) -> list[CountedRule]:
        """Return the rules, and how many requests each has matched and faulted.

        Returns:
            The rules in their order, with the rules of a profile in its place.

        Example:
            ```python
            from mapflow import sandbox
            from mapflow.sandbox import FaultRule

            with sandbox.start() as running:
                running.set_faults(FaultRule("empty"))
                [counted] = running.faults()
                assert (counted.matched, counted.faulted) == (0, 0)
            ```
        """
        page = cast("dict[str, Any]", self._call("GET", "faults"))
        return [read_counted(each) for each in page["rules"]]

    def clear_faults(self) -> None:
        """Remove all rules: inject no more faults.

        Example:
            ```python
            from mapflow import sandbox

            with sandbox.start(faults="storm") as running:
                running.clear_faults()
                assert running.faults() == []
            ```
        """
        self._call("DELETE", "faults")

    def account(self, email: str, **settings: object) -> str:
        """Create an account, or change one.

        Args:
            email: Its e-mail address.
            **settings: `credits`, `billingType`, `areaLimit`, `aoiAreaLimit`,
                `maxAoisPerProcessing`, `memoryLimit`, `maxUploadFileSize`, `maxPixelCount`,
                `providers` (list of names), `listAllProcessings`.

        Returns:
            The token of the account.

        Raises:
            ValueError: If a setting is unknown or its value is invalid; the message says why.

        Example:
            ```python
            from mapflow import sandbox

            with sandbox.start() as running:
                token = running.account("poor@example.com", credits=1)
            ```
        """
        response = self._call("POST", "accounts", {"email": email, **settings})
        return cast("dict[str, str]", response)["token"]

    def errors(self) -> str:
        """Return what the sandbox has written to its standard error.

        Returns:
            The text so far.

        Example:
            ```python
            from mapflow import sandbox

            with sandbox.start() as running:
                print(running.errors())
            ```
        """
        self._errors.seek(0)
        return self._errors.read().decode(errors="replace")

    def kill(self) -> None:
        """Kill the process, as `kill -9` does; the state file keeps every change with a response.

        Example:
            ```python
            from mapflow import sandbox

            running = sandbox.start()
            running.kill()
            ```
        """
        self._process.kill()
        self.stop()

    def stop(self) -> None:
        """Stop the sandbox and wait until its process has ended. Can be called more than once.

        Example:
            ```python
            from mapflow import sandbox

            running = sandbox.start()
            running.stop()
            ```
        """
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(_STOPS_WITHIN_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
        self._process.wait()
        self._close_pipes()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def __repr__(self) -> str:
        return f"<SandboxProcess {self.base_url} pid={self.pid}>"

    def _first_line(self) -> bytes:
        """Return the first line of output, or nothing after the timeout."""
        stdout = self._process.stdout
        timer = threading.Timer(_STARTS_WITHIN_S, self._process.kill)
        timer.start()
        try:
            return stdout.readline() if stdout else b""
        finally:
            timer.cancel()

    def _close_pipes(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout, self._errors):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _put_faults(self, faults: tuple[str | FaultRule, ...], *, replace: bool) -> None:
        given = [each if isinstance(each, str) else written(each) for each in faults]
        self._call("POST", "faults", {"rules": given, "replace": replace})

    def _call(self, method: str, path: str, body: dict[str, object] | None = None) -> object:
        request = urllib.request.Request(  # noqa: S310 - our own loopback address
            self.control_url + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        # Requests to loopback must not use a proxy from the environment.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=_RESPONDS_WITHIN_S) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            with error:
                raise ValueError(json.load(error)["message"]) from None


def start(
    *,
    port: int = 0,
    state: str | Path | None = None,
    seed: int | None = None,
    speed: float = 60.0,
    token: str | None = None,
    faults: str | Path | None = None,
    cors: Sequence[str] = (),
    border: Literal["owner", "clip", "whole"] | None = None,
    jitter_m: float = 0.0,
    row_houses: bool = False,
) -> SandboxProcess:
    """Start a sandbox in a child process; it ends with the `with` block or this process.

    Args:
        port: Port on 127.0.0.1. Default: 0, which picks a free one.
        state: File that keeps the state across restarts. Default: a temporary file.
        seed: Seed of the identifiers and of the synthetic scene. Default: the seed of the state
            file, or 0.
        speed: Virtual seconds for each real second; with 0, time stands still until `advance`.
            Default: 60.
        token: Token of the first account, the Base64 of `email:secret`. Default: a new token.
        faults: Name of a bundled profile of faults, or the path of a JSON file with rules; a reset
            restores them. Default: no faults.
        cors: Origins whose pages may use the sandbox from a browser, such as
            `http://localhost:3000`. Default: none.
        border: What an area gets of an object that crosses its border. `owner`: the area that
            holds its centroid gets it whole. `clip`: each area gets its piece. `whole`: each area
            gets all of it. Default: `owner` for buildings, `clip` for everything else.
        jitter_m: How far each corner lies off, newly for each area: the standard deviation in
            metres, 0 to 10. Default: 0.
        row_houses: Whether houses stand in rows and share walls. Default: False.

    Returns:
        The running sandbox, ready for requests.

    Raises:
        RuntimeError: If the sandbox does not start; the message says why. Usually the `sandbox`
            extra is not installed, the port is taken, or another sandbox uses the state file.

    Example:
        ```python
        from mapflow import sandbox

        with sandbox.start() as running:
            with running.client() as mf:
                print(mf.account.status().remaining_credits)
        ```
    """
    command = [sys.executable, "-m", "mapflow.sandbox", "--json", "--until-stdin-ends"]
    command += ["--port", str(port), "--speed", str(speed)]
    more = {"--state": state, "--seed": seed, "--token": token, "--faults": faults}
    for name, value in more.items():
        if value is not None:
            command += [name, str(value)]
    if border is not None:
        command += ["--border", border]
    command += ["--jitter", str(jitter_m)]
    if row_houses:
        command.append("--row-houses")
    for each in cors:
        command += ["--cors", each]
    return SandboxProcess(command)

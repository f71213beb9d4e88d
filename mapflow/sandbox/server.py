"""Runs the sandbox, and prints its address when it is ready."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
import threading
from collections.abc import Generator
from typing import TYPE_CHECKING, TextIO

from mapflow.sandbox.app import Options, Server
from mapflow.sandbox.fault_injection.profiles import Profile
from mapflow.sandbox.fault_injection.rules import in_words

if TYPE_CHECKING:
    import uvicorn
    from starlette.types import ASGIApp

BANNER = (
    "This is a sandbox, not the Mapflow service: imagery is synthetic, results are synthetic or\n"
    "simple pixel statistics, and credits are play money. Nothing leaves this machine."
)


def run(
    options: Options,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    as_json: bool = False,
    until_stdin_ends: bool = False,
    out: TextIO | None = None,
) -> None:
    """Serve until Ctrl-C or SIGTERM.

    Args:
        options: State, seed, speed, token and faults.
        host: A loopback address.
        port: Port; 0 picks a free one.
        as_json: Print one line of JSON and nothing else.
        until_stdin_ends: Also end when standard input does: a parent that exits takes its sandbox
            along.
        out: Where to print. Default: standard output.

    Raises:
        StateInUse: Another sandbox uses the state file.
        ValueError: The host is not a loopback address, or the state, the seed, the token or the
            profile of faults is not usable.
        OSError: The port is taken.
    """
    with listen(host, port) as listener:
        port = listener.getsockname()[1]
        root_url = f"http://{f'[{host}]' if ':' in host else host}:{port}"
        server = Server(options, root_url)
        try:
            announcement = _json_line(server, root_url) if as_json else _words(server, root_url)
            serve(server.app, listener, announcement, out, until_stdin_ends=until_stdin_ends)
        finally:
            server.close()


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens on a loopback address.

    Raises:
        ValueError: The host is not a loopback address, or the port is invalid.
        OSError: The port is taken.
    """
    if host not in ("127.0.0.1", "localhost", "::1"):
        raise ValueError(f"the sandbox listens on loopback only, not on {host}")
    # The protocol must be named: asyncio turns off Nagle's algorithm, which costs 40 ms a response
    # here, only on sockets that say they are TCP.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    if not 0 <= port <= 65_535:
        raise ValueError(f"port must be between 0 and 65535, got {port}")
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    # So that a sandbox can be started again on its port at once; on Windows the option would let
    # two share it.
    if os.name == "posix":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener


def serve(
    app: "ASGIApp",
    listener: socket.socket,
    announcement: str,
    out: TextIO | None = None,
    *,
    until_stdin_ends: bool = False,
) -> None:
    """Serve an application until Ctrl-C or SIGTERM; `run` explains the rest."""
    import uvicorn

    class Announcing(uvicorn.Server):
        """Prints the announcement when the server is ready."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            print(announcement, file=out or sys.stdout, flush=True)

        @contextlib.contextmanager
        def capture_signals(self) -> Generator[None, None, None]:
            """Stop on a signal without raising it again, so that the exit code is 0."""
            if threading.current_thread() is not threading.main_thread():
                yield
                return
            wanted = (signal.SIGINT, signal.SIGTERM)
            before = {number: signal.signal(number, self.handle_exit) for number in wanted}
            try:
                yield
            finally:
                for number, handler in before.items():
                    signal.signal(number, handler)

    running = Announcing(config(app))
    if until_stdin_ends:
        threading.Thread(target=_wait_for_stdin, args=(running,), daemon=True).start()
    asyncio.run(running.serve([listener]))


def config(app: "ASGIApp") -> "uvicorn.Config":
    """Return the configuration of the server."""
    import uvicorn

    from mapflow.sandbox.fault_injection.transport import Connection

    # h11 because httptools loses the bodies of clients that offer an upgrade to HTTP/2.
    return uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        lifespan="off",
        loop="asyncio",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=60,
        timeout_graceful_shutdown=2,
    )


def _wait_for_stdin(running: "object") -> None:
    # Not through sys.stdin: a thread that holds its lock makes Python abort when it ends otherwise.
    with contextlib.suppress(OSError, ValueError):
        while os.read(sys.stdin.fileno(), 1024):
            pass
    running.should_exit = True  # type: ignore[attr-defined]


def _json_line(server: Server, root_url: str) -> str:
    facts: dict[str, object] = {
        "base_url": f"{root_url}/rest",
        "token": server.token,
        "pid": os.getpid(),
        "control_url": f"{root_url}/sandbox/",
    }
    if server.other_tokens:
        facts["accounts"] = server.other_tokens
    if server.profile:
        facts["faults"] = server.profile.name
    return json.dumps(facts)


def _words(server: Server, root_url: str) -> str:
    return (
        f"{BANNER}\n\n"
        f"Ready. Set these variables for any program that uses mapflow:\n\n"
        f"  export MAPFLOW_BASE_URL={root_url}/rest\n"
        f"  export MAPFLOW_TOKEN={server.token}\n\n"
        f"{_others_in_words(server.other_tokens)}"
        f"Control: {root_url}/sandbox/   Tiles: {root_url}/imagery/{{z}}/{{x}}/{{y}}.png\n"
        f"{_faults_in_words(server.profile)}"
        "Stop with Ctrl-C."
    )


def _others_in_words(tokens: dict[str, str]) -> str:
    lines = "".join(f"  {email}: {token}\n" for email, token in tokens.items())
    return lines and f"Tokens of the other accounts:\n\n{lines}\n"


def _faults_in_words(profile: Profile | None) -> str:
    if profile is None:
        return ""
    lines = "".join(f"  - {in_words(rule)}\n" for rule in profile.rules)
    return f"\nInjected faults: {profile.name}. {profile.description}\n{lines}\n"

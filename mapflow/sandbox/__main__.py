"""``python -m mapflow.sandbox``."""

import argparse
import sys
from pathlib import Path

from mapflow.sandbox.scene.border import BEHAVIOURS, Border


def main(arguments: list[str] | None = None) -> int:
    """Run the sandbox from the command line and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m mapflow.sandbox",
        description="A local server that implements the Mapflow API. Results are synthetic.",
    )
    parser.add_argument(
        "--port", type=int, default=0, help="port; 0 (the default) picks a free one"
    )
    parser.add_argument("--host", default="127.0.0.1", help="loopback address (default 127.0.0.1)")
    parser.add_argument(
        "--state", type=Path, help="file that keeps the state. Default: a temporary one"
    )
    parser.add_argument(
        "--seed", type=int, help="seed of the identifiers and the scene (default 0)"
    )
    parser.add_argument(
        "--speed",
        type=float,
        default=60.0,
        help="virtual seconds for each real second (default 60)",
    )
    parser.add_argument("--token", help="token of the first account: base64 of email:secret")
    parser.add_argument(
        "--account", action="append", default=[], metavar="EMAIL",
        help="another account; may be repeated",
    )  # fmt: skip
    parser.add_argument("--faults", help="profile of faults, or a JSON file of rules")
    parser.add_argument(
        "--cors", action="append", default=[], metavar="ORIGIN",
        help="allow pages of this origin, such as http://localhost:3000; may be repeated",
    )  # fmt: skip
    parser.add_argument(
        "--border", choices=BEHAVIOURS,
        help="what an area gets of an object that crosses its border",
    )  # fmt: skip
    parser.add_argument(
        "--jitter", type=float, default=0.0, metavar="METRES",
        help="how far corners lie off, newly for each area",
    )  # fmt: skip
    parser.add_argument("--row-houses", action="store_true", help="houses share walls")
    parser.add_argument("--json", action="store_true", help="print one line of JSON when ready")
    parser.add_argument("--until-stdin-ends", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if not 0 <= given.speed <= 1e6:
        parser.error("--speed must be between 0 and 1000000")
    try:
        from mapflow.sandbox.app import Options
        from mapflow.sandbox.server import run
        from mapflow.sandbox.store import StateInUse
    except ModuleNotFoundError as missing:
        print(  # noqa: T201 - the sentence for the user
            f"it needs the library {missing.name}, which is not installed:"
            ' pip install "mapflow-client[sandbox]"',
            file=sys.stderr,
        )
        return 1
    try:
        run(
            Options(
                state=given.state,
                seed=given.seed,
                speed=given.speed,
                token=given.token,
                accounts=given.account,
                faults=given.faults,
                cors=given.cors,
                border=Border(given.border, given.jitter, given.row_houses),
            ),
            host=given.host,
            port=given.port,
            as_json=given.json,
            until_stdin_ends=given.until_stdin_ends,
        )
    except (StateInUse, ValueError, OSError) as error:
        print(f"mapflow sandbox: {error}", file=sys.stderr)  # noqa: T201 - the sentence for the user
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

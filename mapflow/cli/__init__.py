"""The ``mapflow`` command."""

from __future__ import annotations

import sys

__all__ = ["main"]

_NEEDED = ("typer", "rich")


def main() -> None:
    """Run the ``mapflow`` command with the arguments of this process.

    Raises:
        SystemExit: Always; the exit codes are listed by ``mapflow --help``.

    Example:
        ```python
        import sys

        from mapflow.cli import main

        sys.argv = ["mapflow", "spec"]
        try:
            main()
        except SystemExit as end:
            assert end.code == 0
        ```
    """
    # httpx imports its own command line, pygments included, if Rich and Click are installed. This
    # process runs another: with None here, httpx starts as if they were not installed.
    sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]  # None means: not there
    try:
        from mapflow.cli._app import run
    except ModuleNotFoundError as missing:
        if missing.name not in _NEEDED:
            raise
        sys.stderr.write(
            'Error: the command line needs two more libraries: pip install "mapflow-client[cli]"\n'
        )
        sys.exit(2)
    except KeyboardInterrupt:
        # Before there is a command that could say more.
        sys.stderr.write("Interrupted; nothing was changed.\n")
        sys.exit(130)
    sys.exit(run(sys.argv[1:]))

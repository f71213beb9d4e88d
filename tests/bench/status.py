"""What `mapflow status` costs beside importing httpx, Rich and Typer.  Reach: 1.4 times.

Whole processes are compared, so that the command line's own start and its two requests count.
"""

import resource
import subprocess
import sys
from functools import partial

from tests.bench.measure import compare, compiled_environment, report
from tests.bench.server import serving

IMPORTS = "import httpx, rich, typer"
STATUS = "mapflow status"
TOKEN = "bWVAZXhhbXBsZS5jb206c2VjcmV0"


def _cpu_s(arguments: list[str], environment: dict[str, str]) -> float:
    """CPU seconds of a process from its start to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(arguments, env=environment, check=True, capture_output=True, timeout=600)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(rounds: int = 5) -> dict[str, float]:
    with serving() as base_url:
        account = {"MAPFLOW_BASE_URL": base_url, "MAPFLOW_TOKEN": TOKEN}
        environment = compiled_environment() | account
        candidates = {
            IMPORTS: [sys.executable, "-c", IMPORTS],
            STATUS: [sys.executable, "-m", "mapflow.cli", "status"],
        }
        return compare(
            {name: partial(_cpu_s, run, environment) for name, run in candidates.items()}, rounds
        )


if __name__ == "__main__":
    report(f"{STATUS}, CPU time of the process", measure(), IMPORTS, "ms", 1000)

"""Fair comparisons on a busy machine: all take turns, CPU time counts, the best round stands."""

import atexit
import gc
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path


def peak_mb() -> float:
    """The most memory that this process has had."""
    # Not getrusage: its peak is handed down from the process that started this one.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def cpu_s(work: Callable[[], object]) -> float:
    """CPU seconds of one call, in this process; it pays for the garbage of no call before it."""
    gc.collect()
    started = time.process_time()
    work()
    return time.process_time() - started


@cache
def _compiled() -> str:
    """A folder for compiled modules, which lasts as long as this process."""
    folder = tempfile.mkdtemp(prefix="mapflow-bench-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def compare(candidates: dict[str, Callable[[], float]], rounds: int) -> dict[str, float]:
    """Measure each candidate once a round and keep its best: noise only ever adds."""
    best = dict.fromkeys(candidates, float("inf"))
    for _ in range(rounds):
        for name, measure in candidates.items():
            best[name] = min(best[name], measure())
    return best


def compiled_environment() -> dict[str, str]:
    """The environment of a child process that compiles what it imports once, as an installer does.

    The settings of this interpreter do not count: without bytecode, a test would measure the
    compiler.
    """
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": _compiled()}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment


def in_fresh_python(code: str) -> float:
    """Run code that prints one number in a new interpreter, and return the number."""
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, check=True, timeout=600, env=compiled_environment(),
    )  # fmt: skip
    return float(run.stdout)


def report(title: str, figures: dict[str, float], base: str, unit: str, scale: float) -> None:
    """Print figures and how many times the base each is."""
    print(title)
    for name, value in figures.items():
        print(f"  {name:38} {value * scale:10.2f} {unit}   {value / figures[base]:6.2f} x")

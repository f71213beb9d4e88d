"""A large download over loopback: CPU time beside curl and raw httpx.

A result is checked while it arrives, so it has a separate bound.
"""

import resource
import subprocess
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import httpx

from mapflow import Mapflow
from tests.bench.listing import PROJECT
from tests.bench.measure import compare, report
from tests.bench.server import serving

_TOKEN = "YUBleGFtcGxlLmNvbTpi"  # a@example.com:b


def _used_s() -> float:
    """CPU seconds of this process and of those that it started."""
    own, started = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + started.ru_utime + started.ru_stime


def _cpu_s(work: Callable[[], object], file: Path) -> float:
    file.unlink(missing_ok=True)
    started = _used_s()
    work()
    return _used_s() - started


def measure(size: int = 200_000_000, rounds: int = 2) -> dict[str, float]:
    with (
        serving(result_bytes=size) as base_url,
        tempfile.TemporaryDirectory() as folder,
        Mapflow(token=_TOKEN, base_url=base_url) as mf,
    ):
        path, file = f"/processings/{PROJECT}/result", Path(folder) / "a.geojson"

        def curl() -> None:
            subprocess.run(["curl", "--silent", "--output", file, base_url + path], check=True)

        def raw() -> None:
            with httpx.stream("GET", base_url + path) as response, file.open("wb") as out:
                for piece in response.iter_raw():
                    out.write(piece)

        def ours() -> None:
            mf.download(path, file)

        def result() -> None:
            mf.processings.result(PROJECT).save(file)

        ways = {"curl": curl, "httpx": raw, "mapflow": ours, "mapflow, a result": result}
        return compare({name: partial(_cpu_s, way, file) for name, way in ways.items()}, rounds)


if __name__ == "__main__":
    report("200 MB, CPU time", measure(), "curl", "ms", 1000)

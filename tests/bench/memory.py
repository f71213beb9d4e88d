"""How much the memory of a process grows over a large download and a large upload.

Each runs in a fresh process that has done the same with a small file before, so that only what
depends on the size counts.  Reach: less than 16 MB for 1 GB.
"""

import argparse
import asyncio
import subprocess
import sys
import tempfile
from pathlib import Path

from mapflow import AsyncMapflow, Mapflow
from tests.bench.listing import PROJECT
from tests.bench.measure import peak_mb
from tests.bench.server import serving

_TOKEN = "a@example.com:b"
_SMALL = 1 << 20


def _image(folder: Path, size: int) -> Path:
    path = folder / f"{size}.tif"
    with path.open("wb") as file:
        file.write(b"II*\x00")
        file.truncate(size)
    return path


def _sync(direction: str, base_url: str, folder: Path, size: int) -> None:
    with Mapflow(token=_TOKEN, base_url=base_url) as mf:
        if direction == "upload":
            mf.imagery.mosaics.upload(PROJECT, _image(folder, size), check=False)
        else:
            mf.processings.result(PROJECT).save(folder / f"{size}.geojson")


async def _async(direction: str, base_url: str, folder: Path, size: int) -> None:
    async with AsyncMapflow(token=_TOKEN, base_url=base_url) as mf:
        if direction == "upload":
            await mf.imagery.mosaics.upload(PROJECT, _image(folder, size), check=False)
        else:
            await mf.processings.result(PROJECT).save(folder / f"{size}.geojson")


def _child(direction: str, client_kind: str, size: int) -> None:
    def move(amount: int) -> None:
        with serving(result_bytes=amount) as base_url:
            if client_kind == "sync":
                _sync(direction, base_url, Path(folder), amount)
            else:
                asyncio.run(_async(direction, base_url, Path(folder), amount))

    with tempfile.TemporaryDirectory() as folder:
        move(_SMALL)
        before = peak_mb()
        move(size)
    print(peak_mb() - before)


def measure(direction: str, client_kind: str, size: int = 1 << 30) -> float:
    """Megabytes by which the peak grew."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.bench.memory", direction, client_kind, str(size)],
        capture_output=True, text=True, check=True, timeout=600,
        cwd=Path(__file__).resolve().parents[2],
    )  # fmt: skip
    return float(run.stdout)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("direction", nargs="?", choices=["download", "upload"])
    parser.add_argument("client_kind", nargs="?", choices=["sync", "async"])
    parser.add_argument("size", nargs="?", type=int, default=1 << 30)
    asked = parser.parse_args()
    if asked.client_kind:
        _child(asked.direction, asked.client_kind, asked.size)
    else:
        print("Growth of peak memory over 1 GB")
        for direction in ("download", "upload"):
            for client_kind in ("sync", "async"):
                print(f"  {direction} {client_kind:6} {measure(direction, client_kind):8.2f} MB")

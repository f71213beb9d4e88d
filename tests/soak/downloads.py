"""Downloads that are killed at random places, and resumed by the next process.

``scripts/soak downloads [--seed N] [--count N]``; a count of 100 takes some three minutes.
After each kill the file is there whole or not at all, and in the end the service has sent hardly
more than was missing.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from mapflow import Mapflow, sandbox, sources
from mapflow.sandbox import FaultRule

BOX = (37.25, 55.60, 37.30, 55.64)
IMAGE_BYTES = 3_000_000
# What a killed process may have received in vain.
MOST_LOST_BYTES = 1 << 18
NAMES = {"result": "roofs.geojson", "image": "image.tif"}


@dataclass
class Figures:
    """What a run came to."""

    kills: int = 0
    too_late: int = 0
    resumed: int = 0
    begun_again: int = 0
    most_lost_bytes: int = 0


class World:
    """A sandbox with a result and an image, and what they are."""

    def __init__(self, running, folder, client):
        self.running = running
        self.folder = folder
        self.client = client
        running.account("demo@example.com", uploadsDownloadable=True)
        job = self.client.processings.run(
            model="buildings", area=BOX, source=sources.Provider("Mapbox")
        )
        running.advance(100_000)
        job.wait(interval_s=0.05)
        image = self.client.imagery.upload(_image(folder / "upload.tif"))
        self.ids = {"result": str(job.id), "image": str(image.id)}
        self.truth = {}
        for kind, key in self.ids.items():
            path = fetch(self.client, kind, key, folder / "truth")
            self.truth[kind] = path.read_bytes()
            path.unlink()

    def sent_bytes(self, kind):
        """What the service has sent of the file, the last time that it was asked."""
        begin = "/storage/" if kind == "image" else "/rest/processings/"
        asked = [
            seen
            for seen in self.running.requests()
            if seen["path"].startswith(begin)
            and (kind == "image" or seen["operation"] == "getResult")
        ]
        return asked[-1]["response_bytes"]


def _image(path):
    import numpy as np
    import rasterio
    from rasterio import Affine

    side = int((IMAGE_BYTES / 3) ** 0.5)
    pixels = np.random.default_rng(0).integers(0, 255, (3, side, side), dtype="uint8")
    with rasterio.open(
        path, "w", driver="GTiff", width=side, height=side, count=3, dtype="uint8",
        crs="EPSG:32637", transform=Affine(0.5, 0, 400_000, 0, -0.5, 6_170_000),
    ) as file:  # fmt: skip
        file.write(pixels)
    return path


def fetch(client, kind, key, path, on_progress=None):
    if kind == "result":
        return client.processings.result(key).save(path, on_progress=on_progress)
    return client.imagery.images.download(key, path, on_progress=on_progress)


def child(base_url, token, kind, key, path, at_bytes, delay_us):
    """Download, and be killed soon after ``at_bytes`` bytes; at once if there is no delay."""
    reached = threading.Event()

    def die():
        os.kill(os.getpid(), signal.SIGKILL)

    def later():
        reached.wait()
        time.sleep(int(delay_us) / 1e6)
        die()

    def watch(progress):
        if progress.done_bytes >= int(at_bytes):
            if int(delay_us) < 0:
                die()
            reached.set()

    threading.Thread(target=later, daemon=True).start()
    with Mapflow(token=token, base_url=base_url) as client:
        fetch(client, kind, key, Path(path), watch)


def _killed(world, kind, path, at_bytes, delay_us):
    """Run a child; whether it was killed before its end."""
    command = [
        *(sys.executable, "-m", "tests.soak.downloads", "--child"),
        *(world.running.base_url, world.running.token, kind, world.ids[kind]),
        *(str(path), str(at_bytes), str(delay_us)),
    ]
    done = subprocess.run(
        command, cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=60
    )
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode != 0


def _round(world, draw, figures):
    kind = draw.choice(list(NAMES))
    truth, path = world.truth[kind], world.folder / NAMES[kind]
    part = path.with_name(f".{path.name}.part")
    at_bytes = sorted(draw.randrange(len(truth)) for _ in range(draw.choice([1, 1, 2, 3])))
    if draw.random() < 0.2:
        # Into the last steps: when all is there, and has not got its name yet.
        at_bytes[-1] = len(truth) - 1
    for at in at_bytes:
        is_killed = _killed(world, kind, path, at, draw.choice([-1, 0, draw.randrange(3000)]))
        figures.kills += is_killed
        if path.exists():
            figures.too_late += 1
            assert path.read_bytes() == truth, f"{path.name} is there, and not whole"
            break
        assert is_killed, f"{path.name} is not there, though all went well"
    if not path.exists():
        had = part.stat().st_size if part.exists() else 0
        fetch(world.client, kind, world.ids[kind], path)
        sent = world.sent_bytes(kind)
        figures.resumed += sent < len(truth)
        figures.begun_again += sent == len(truth)
        figures.most_lost_bytes = max(figures.most_lost_bytes, sent - (len(truth) - had))
        assert path.read_bytes() == truth, f"{path.name} was put together wrongly"
        assert sent - (len(truth) - had) <= MOST_LOST_BYTES, (had, sent, len(truth))
    path.unlink()
    note = part.with_name(f"{part.name}.json")
    note.unlink(missing_ok=True)  # left by a kill between the renaming and the end
    assert not part.exists()


def run(seed, count):
    """Kill ``count`` downloads; raises AssertionError for the first that is not as it should be."""
    draw, figures = random.Random(seed), Figures()
    with (
        tempfile.TemporaryDirectory() as folder,
        sandbox.start(speed=0) as running,
        Mapflow(token=running.token, base_url=running.base_url) as client,
    ):
        # At different speeds: within a millisecond, all of a file is there.
        running.set_faults(
            FaultRule("drip", operations=["getResult"], piece_bytes=20_000, pause_s=0.001)
        )
        world = World(running, Path(folder), client)
        for _ in range(count):
            _round(world, draw, figures)
    return figures


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 31))
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--child", nargs=7, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        child(*given.child)
        return
    began = time.monotonic()
    print(f"downloads: seed {given.seed}", flush=True)
    figures = run(given.seed, given.count)
    took_s = time.monotonic() - began
    print(f"downloads: seed {given.seed}, {given.count} files, {figures}, {took_s:.0f} s")


if __name__ == "__main__":
    main()

"""What ``import mapflow; mapflow.Mapflow`` costs beside ``import httpx``.  Reach: 1.3 times."""

from functools import partial

from tests.bench.measure import compare, in_fresh_python, report

_CODE = "import time; t = time.process_time(); {}; print(time.process_time() - t)"
STATEMENTS = {
    "import httpx": "import httpx",
    "import mapflow; mapflow.Mapflow": "import mapflow; mapflow.Mapflow",
}


def measure(rounds: int = 25) -> dict[str, float]:
    return compare(
        {name: partial(in_fresh_python, _CODE.format(s)) for name, s in STATEMENTS.items()}, rounds
    )


if __name__ == "__main__":
    report("Import, CPU time", measure(), "import httpx", "ms", 1000)

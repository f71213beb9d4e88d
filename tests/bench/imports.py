"""What importing and making a client costs, beside that of httpx.  Reach: 1.1 times."""

from functools import partial

from tests.bench.measure import compare, in_fresh_python, report

_CODE = "import time; t = time.process_time(); {}; print(time.process_time() - t)"
# The class alone loads no HTTP library: that comes with the first client.
STATEMENTS = {
    "import httpx": "import httpx",
    "import mapflow; mapflow.Mapflow": "import mapflow; mapflow.Mapflow",
    "httpx.Client()": "import httpx; httpx.Client()",
    "Mapflow(token=...)": "import mapflow; mapflow.Mapflow(token='a@example.com:b')",
}


def measure(rounds: int = 8) -> dict[str, float]:
    return compare(
        {name: partial(in_fresh_python, _CODE.format(s)) for name, s in STATEMENTS.items()}, rounds
    )


if __name__ == "__main__":
    report("Import and first client, CPU time", measure(), "import httpx", "ms", 1000)

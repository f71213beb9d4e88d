"""One small read over a kept-alive connection: CPU time beside raw httpx and json.

Reach: 1.1 times.
"""

import json
from functools import partial

import httpx

from mapflow import Mapflow
from tests.bench.listing import PROJECT
from tests.bench.measure import compare, cpu_s, report
from tests.bench.server import serving

_TOKEN = "YUBleGFtcGxlLmNvbTpi"  # a@example.com:b


def measure(calls: int = 300, rounds: int = 4) -> dict[str, float]:
    with (
        serving() as base_url,
        httpx.Client(headers={"Authorization": f"Basic {_TOKEN}"}) as http,
        Mapflow(token=_TOKEN, base_url=base_url) as mf,
    ):
        address = f"{base_url}/processings/{PROJECT}"

        def raw() -> None:
            for _ in range(calls):
                response = http.get(address)
                response.raise_for_status()
                assert json.loads(response.content)["status"] == "OK"

        def ours() -> None:
            for _ in range(calls):
                assert mf.processings.get(PROJECT).status == "OK"

        ways = {"httpx + json": raw, "mapflow": ours}
        found = compare({name: partial(cpu_s, way) for name, way in ways.items()}, rounds)
    return {name: seconds / calls for name, seconds in found.items()}


if __name__ == "__main__":
    report("One small read, CPU time", measure(), "httpx + json", "us", 1e6)

"""Listing 10,000 processings and reading each status, beside ``json.loads`` and pydantic v2.

The bytes are the same for all, and come out of memory. Reach: half of ``json.loads``.
"""

import json
import uuid
from datetime import datetime
from functools import partial
from typing import Any

import httpx
from pydantic import BaseModel, ConfigDict, TypeAdapter

from mapflow import Mapflow
from tests.bench.measure import compare, cpu_s, report

PROJECT = "a45aa059-fc95-4da0-80e9-2f258fa42c3f"


class _Open(BaseModel):
    model_config = ConfigDict(extra="allow")


class _Model(_Open):
    id: uuid.UUID
    name: str
    description: str | None = None
    created: datetime | None = None
    updated: datetime | None = None
    pricePerSqKm: float | None = None
    blocks: list[dict[str, Any]] | None = None


class _Layer(_Open):
    id: uuid.UUID
    tileJsonUrl: str | None = None
    tileUrl: str | None = None


class _Processing(_Open):
    id: uuid.UUID
    name: str | None = None
    projectId: uuid.UUID | None = None
    vectorLayer: _Layer | None = None
    rasterLayer: _Layer | None = None
    workflowDef: _Model | None = None
    aoiCount: int | None = None
    area: float | None = None
    cost: float | None = None
    status: str
    percentCompleted: int | None = None
    params: dict[str, str] | None = None
    meta: dict[str, str] | None = None
    messages: list[dict[str, Any]] | None = None
    created: datetime | None = None
    updated: datetime | None = None


def response(count: int) -> bytes:
    """A list of processings as the service's documentation shows them."""
    return json.dumps([_processing(n) for n in range(count)]).encode()


def _processing(n: int) -> dict[str, object]:
    key = str(uuid.UUID(int=n))
    layer = {
        "id": key,
        "name": f"Processing {n}",
        "tileJsonUrl": f"https://app.mapflow.ai/api/layers/{key}.json",
        "tileUrl": f"https://app.mapflow.ai/api/layers/{key}/tiles/{{z}}/{{x}}/{{y}}.vector.pbf",
    }
    return {
        "id": key,
        "name": f"Processing {n}",
        "description": None,
        "projectId": PROJECT,
        "vectorLayer": layer,
        "rasterLayer": layer,
        "workflowDef": {
            "id": "c6a71c32-972c-4d67-95a1-e9f3dfc033c9",
            "name": "🏠 Buildings",
            "description": "Outlines of roofs",
            "created": "2023-02-07T12:07:35.259144Z",
            "updated": "2023-09-01T13:03:20.905987Z",
            "pricePerSqKm": 13.0,
            "blocks": [
                {"name": "OSM", "displayName": "Merge with OSM", "optional": True, "price": 0}
            ],
        },
        "aoiCount": 1,
        "area": 12010038 + n,
        "cost": 1638,
        "status": ("OK", "IN_PROGRESS", "FAILED")[n % 3],
        "reviewStatus": None,
        "rating": None,
        "percentCompleted": n % 101,
        "params": {"url": "https://tiles.example.com/{z}/{x}/{y}.png", "source_type": "xyz"},
        "blocks": [],
        "meta": {"source-app": "qgis", "version": "1.7.0"},
        "messages": [],
        "created": "2023-03-29T06:48:35.103854Z",
        "updated": "2023-07-09T13:32:25.540726Z",
    }


def measure(count: int = 10_000, rounds: int = 3) -> dict[str, float]:
    body = response(count)
    expected = [item["status"] for item in json.loads(body)]
    peer = TypeAdapter(list[_Processing])

    def reply(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=body, headers={"content-type": "application/json"})

    with httpx.Client(transport=httpx.MockTransport(reply)) as http:
        mf = Mapflow(token="a@example.com:b", base_url="http://127.0.0.1/rest", http_client=http)

        def ours() -> None:
            statuses = [job.status for job in mf.processings.list(PROJECT)]
            assert statuses == expected

        def plain() -> None:
            assert [item["status"] for item in json.loads(body)] == expected

        def pydantic() -> None:
            assert [item.status for item in peer.validate_json(body)] == expected

        ways = {"json.loads": plain, "mapflow": ours, "pydantic v2": pydantic}
        return compare({name: partial(cpu_s, way) for name, way in ways.items()}, rounds)


if __name__ == "__main__":
    report(
        "10,000 processings listed, each status read, CPU time", measure(), "json.loads", "ms", 1000
    )

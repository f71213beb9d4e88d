"""A row is done when its result is one, and only then."""

import json

import httpx
import pytest

from mapflow import Mapflow, batch, sources
from tests.batch.conftest import collection

PREPARED = b'{"message": "being prepared"}'
NO_RESULTS = {
    "message": PREPARED,
    "error": b'{"error": {"code": "X", "message": "being prepared"}}',
    "no features": b'{"type": "FeatureCollection", "features": null}',
    "feature": b'{"type": "Feature", "geometry": null, "properties": {}}',
    "empty": b"",
    "cut": b'{"type": "FeatureCollection", "features": [{}',
}


class InBetween(httpx.BaseTransport):
    """Responds to requests for results itself, as long as a test says so."""

    def __init__(self):
        self.body = None
        self._on = httpx.HTTPTransport()

    def close(self):
        self._on.close()

    def handle_request(self, request):
        if self.body is not None and request.url.path.endswith("/result"):
            return httpx.Response(200, content=self.body)
        return self._on.handle_request(request)


@pytest.mark.parametrize("body", NO_RESULTS.values(), ids=NO_RESULTS)
def test_what_is_no_result_is_fetched_again(running, tmp_path, body):
    between = InBetween()
    between.body = body
    with (
        httpx.Client(transport=between) as http,
        Mapflow(
            token=running.token, base_url=running.base_url, http_client=http, max_retries=1
        ) as mf,
    ):
        mapbox = sources.Provider("Mapbox")
        usual = {"model": "buildings", "source": mapbox, "folder": tmp_path / "b", "interval_s": 0}
        report = batch.run(mf, collection(1), **usual)
        (row,) = report.rows
        assert row.state != "done"
        assert not (tmp_path / "b" / "a0.geojson").exists()
        if body == PREPARED:
            assert "being prepared" in (row.note or "")
        between.body = None
        report = batch.run(mf, collection(1), **usual)
        (row,) = report.rows
        assert row.state == "done"
    saved = json.loads((tmp_path / "b" / "a0.geojson").read_text("utf-8"))
    assert saved["type"] == "FeatureCollection"
    runs = [each for each in running.requests() if each["operation"] == "runProcessing"]
    assert len(runs) == 1

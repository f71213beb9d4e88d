"""What the page of the low-level client says of a lost response is true when one is lost."""

import json
import re

import httpx
import pytest
from mapflow_openapi import AuthenticatedClient

from tests.docs.test_pages import ROOT

ID = "65285409-ac88-4fc0-a937-193cf42c2343"
RUN = {"id": ID, "projectId": ID, "status": "UNPROCESSED", "name": "A"}
ADDRESS = "https://api.example.com/rest"


@pytest.mark.parametrize(
    "lost",
    [
        httpx.ReadError("reset"),
        httpx.Response(502, html="<html>Bad gateway</html>"),
        httpx.Response(503, json={"code": "BUSY"}),
        httpx.Response(302, headers={"location": "https://example.com/"}),
        httpx.Response(200, content=b""),
    ],
    ids=["reset", "page", "code", "elsewhere", "empty"],
)
def test_the_run_is_found_among_others(lost, capsys):
    page = (ROOT / "docs/pages/low-level.md").read_text("utf-8")
    (block,) = re.findall(r"^```python\n(import uuid\n.*?)^```", page, re.MULTILINE | re.DOTALL)
    sent = []

    def service(request):
        if request.method == "POST":
            sent.append(json.loads(request.content)["meta"])
            if isinstance(lost, Exception):
                raise lost
            return lost
        others = [{}, {"meta": None}, {"meta": {}}, {"meta": {"mapflow-client-tag": "another"}}]
        found = [{**RUN, "id": ID.replace("6", "7"), **other} for other in others]
        return httpx.Response(200, json=[*found, {**RUN, "meta": sent[0]}])

    client = AuthenticatedClient(ADDRESS, token="x")
    client.set_httpx_client(httpx.Client(base_url=ADDRESS, transport=httpx.MockTransport(service)))
    exec(block, {"client": client})  # noqa: S102
    assert len(sent) == 1
    assert capsys.readouterr().out.strip() == f"['{ID}']"

"""Addresses with keys are masked however the response is written."""

import json

import pytest

from mapflow._http.responses import read_json
from mapflow._masking.secrets import Masked

KEY = "s3cr3tk3ys3cr3tk3y"


class Asked:
    method, address = "GET", "http://127.0.0.1/rest/x"

    def secrets(self):
        return []

    def credentials(self):
        return []


@pytest.mark.parametrize("address", [
    f"https://tiles.example.com/{{z}}/{{x}}/{{y}}.png?key={KEY}",
    f"https://tiles.example.com/{KEY}/{{z}}/{{x}}/{{y}}.png",
    f"https://user:{KEY}@tiles.example.com/{{z}}/{{x}}/{{y}}.png",
    f"https://tiles.example.com/{{z}}/{{x}}/{{y}}.png#{KEY}",
])  # fmt: skip
@pytest.mark.parametrize("write", [
    lambda text: text.encode(),
    lambda text: text.encode("utf-16"),
    lambda text: text.encode("utf-16-le"),
    lambda text: text.encode("utf-8-sig"),
    lambda text: text.replace("/", r"\/").encode(),
    lambda text: text.replace('"url": ', '"url"\n :\t').encode(),
], ids=range(6))  # fmt: skip
def test_an_address_with_a_key(write, address):
    plain = {"url": "https://tiles.example.com/{z}/{x}/{y}.png"}
    body = write(json.dumps([{"params": plain}, {"params": {"url": address, "n": "[?]"}}]))
    first, second = read_json(body, Asked())
    assert isinstance(second["params"]["url"], Masked)
    assert second["params"]["url"] == address
    assert KEY not in repr(second)
    assert not isinstance(first["params"]["url"], Masked)

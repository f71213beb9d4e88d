"""The sandbox's own handles, as far as recording needs them."""

import json
from urllib.parse import urlsplit
from urllib.request import Request, urlopen


class Control:
    """Resets a sandbox and moves its clock, given the address of its API."""

    def __init__(self, base_url):
        parts = urlsplit(base_url)
        self._root = f"{parts.scheme}://{parts.netloc}/sandbox"

    def reset(self):
        self._post("reset", {})

    def account(self, email, **settings):
        self._post("accounts", {"email": email, **settings})

    def set_clock(self, moment):
        self._post("clock", {"now": moment.timestamp()})

    def set_speed(self, speed):
        self._post("clock", {"speed": speed})

    def advance(self, seconds):
        self._post("clock", {"seconds": seconds})

    def _post(self, name, body):
        request = Request(  # noqa: S310  # the address of a sandbox that this run started
            f"{self._root}/{name}",
            data=json.dumps(body).encode(),
            headers={"content-type": "application/json"},
        )
        with urlopen(request, timeout=10) as response:  # noqa: S310
            response.read()

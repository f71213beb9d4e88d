"""Recording a conversation, and playing it again to a client that must follow it word for word."""

import json

import vcr
from vcr.cassette import Cassette
from vcr.patch import PATCHER_NAMES
from vcr.record_mode import RecordMode

from mapflow._masking.secrets import masked
from tests.support import scrub
from tests.support.cassette import Persister
from tests.support.matching import differences


class NotAsRecorded(AssertionError):
    """A request that was not the next one of the recording."""


class Tape(Cassette):
    """Plays interactions one after the other, each to the one request that it was recorded for.

    A client may swallow what is raised in it, so `faults` keeps what went wrong.
    """

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.faults = []
        self._granted = {}

    @property
    def unplayed(self):
        """The requests that were recorded and not made."""
        return [f"{r.method} {r.uri}" for r in self.requests[self.play_count :]]

    def append(self, request, response):
        """Add an interaction; what comes from a file was cleaned before it was written."""
        if self.record_mode is RecordMode.NONE:
            self.data.append((request, response))
        else:
            super().append(request, response)

    def can_play_response_for(self, request):
        """Take a request as the next one of the recording, or refuse it for what differs."""
        if self.record_mode is not RecordMode.NONE:
            return False
        asked = self.filter_request(request)
        turn = self.play_count
        if turn == len(self):
            self._refuse(asked, turn, ["the recording ends before it"])
        kept, response = self.data[turn]
        found = differences(asked, kept)
        if found:
            self._refuse(asked, turn, [f"expected: {kept.method} {kept.uri}", *found])
        self.play_counts[turn] += 1
        self._granted[id(request)] = response
        return True

    def play_response(self, request):
        """Hand out the response that the request was granted."""
        return self._granted.pop(id(request))

    def _refuse(self, asked, turn, reasons):
        told = "\n  ".join(
            [f"{self.path}, request {turn + 1}: {asked.method} {asked.uri}", *reasons]
        )
        self.faults.append(told)
        raise NotAsRecorded(told)


class Recorder:
    """Opens cassettes.

    Args:
        base_url: The address that is recorded from, for which the cassette has the public one.
        against: What stands there, ``sandbox`` or ``live``.
        record: Whether to record; or else cassettes are played.
        token: The token of the conversation; one that is not it is marked. None takes any.
    """

    def __init__(self, *, base_url=None, against="sandbox", record=False, token=None):
        self._vcr = vcr.VCR(
            record_mode=RecordMode.ALL if record else RecordMode.NONE,
            before_record_request=lambda request: _cleaned(request, base_url, token),
            decode_compressed_response=True,
            record_on_exception=False,
            drop_unused_requests=record,
            # Around what it lets through, vcrpy takes all its patches away, for all threads: while
            # the clock of the sandbox is moved, other requests would go by unrecorded.
            skip_patchers=[name for name in PATCHER_NAMES if name != "httpx"],
        )
        self._vcr.register_persister(Persister(base_url, against))

    def use_cassette(self, path):
        """A context in which requests are recorded to a file, or replayed from it."""
        return Tape.use(**self._vcr.get_merged_config(path=str(path)))


def _cleaned(request, base_url, token):
    """Make a request comparable, and fit to be kept."""
    request.uri = scrub.uri(request.uri, base_url)
    headers = {k.lower(): v for k, v in request.headers.items()}
    headers = {k: v for k, v in headers.items() if k in scrub.REQUEST_HEADERS}
    if "authorization" in headers:
        headers["authorization"] = scrub.credential(headers["authorization"], token)
    if headers.get("content-type", "").startswith("multipart/"):
        request.body, headers["content-type"] = scrub.multipart(
            request.body, headers["content-type"]
        )
    body = scrub.as_json(request.body)
    if body is not None:
        request.body = json.dumps(masked(scrub.without_ours(body)), ensure_ascii=False)
    request.headers = dict(sorted(headers.items()))
    return request

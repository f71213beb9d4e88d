"""A file behind a service that is played by a test: ranges, validators, and responses cut off."""

import re
from gzip import compress

import httpx

PIECE_BYTES = 1000
RESET = httpx.ReadError("reset")


class Cut(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that arrives in pieces, and may end with a broken connection."""

    def __init__(self, content, end, error):
        self._content, self._end, self._error = content, end, error

    def __iter__(self):
        sent = self._content if self._end is None else self._content[: self._end]
        for start in range(0, len(sent), PIECE_BYTES):
            yield sent[start : start + PIECE_BYTES]
        if self._end is not None and self._error is not None:
            raise self._error

    async def __aiter__(self):
        for piece in self:
            yield piece


class Stored:
    """Responds to requests for one file.

    Args:
        content: The file.
        validators: Headers by which it is known again.
        ends: Where the bodies of the responses end too soon, one after the other; None for one
            that does not. When there are no more, all arrive whole.
        error: What such an end looks like; None for one in good order.
        ranges: Whether it returns the rest that is asked for.
        is_packed: Whether it compresses the response.
        tells_length: Whether responses give their length.
    """

    def __init__(
        self,
        content,
        validators=(("etag", '"one"'),),
        *,
        ends=(),
        error=RESET,
        ranges=True,
        is_packed=False,
        tells_length=True,
        change=lambda response: None,
    ):
        self.content = content
        self.validators = dict(validators)
        self.ends = list(ends)
        self.error = error
        self.ranges = ranges
        self.is_packed = is_packed
        self.tells_length = tells_length
        self.change = change
        self.asked = []

    def __call__(self, request):
        wanted = request.headers.get("range")
        condition = request.headers.get("if-range")
        self.asked.append((wanted, condition))
        headers, status, start = dict(self.validators), 200, 0
        body, total = self.content, len(self.content)
        if wanted and self.ranges and condition in self.validators.values():
            start = int(re.fullmatch(r"bytes=(\d+)-", wanted)[1])
            if start >= total:
                return httpx.Response(416, headers={"content-range": f"bytes */{total}"})
            status, body = 206, body[start:]
            headers["content-range"] = f"bytes {start}-{total - 1}/{total}"
        if self.is_packed:
            body, headers["content-encoding"] = compress(body), "gzip"
        if self.tells_length:
            headers["content-length"] = str(len(body))
        end = self.ends.pop(0) if self.ends else None
        response = httpx.Response(status, headers=headers, stream=Cut(body, end, self.error))
        self.change(response)
        return response

    @property
    def ranges_asked(self):
        return [wanted for wanted, _ in self.asked]

# Written by scripts/unasync.py from mapflow/_wire/_async/files.py; edit that file instead.
"""Receives files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mapflow._wire.http import chunks
from mapflow._wire.transfers import OnProgress, Progress, receiving
from mapflow.errors import UndecodableAnswer

if TYPE_CHECKING:
    from pathlib import Path

    from mapflow._wire._sync.wire import Wire


def download(
    wire: Wire,
    kwargs: Mapping[str, Any] | str,
    path: Path,
    *,
    overwrite: bool,
    json: bool,
    on_progress: OnProgress | None,
) -> int:
    """Receive a file in pieces; it appears under its name only when it is whole.

    What is fetched is a request of the API, or a link that the service gave out.

    Returns the number of bytes received.
    """
    with receiving(path, overwrite=overwrite) as target:
        answer = wire.stream_elsewhere(kwargs) if isinstance(kwargs, str) else wire.stream(kwargs)
        with answer as (plan, response):
            if "html" in response.headers.get("content-type", ""):
                raise UndecodableAnswer(
                    "The service answered with a web page where a file was expected.",
                    method=plan.method,
                    url=plan.address,
                    hint="Is the base URL right, and is there a proxy or a login page in between?",
                )
            # With compression the length on the wire is not the length of the content.
            plain = "content-encoding" not in response.headers
            length = response.headers.get("content-length", "") if plain else ""
            expected = int(length) if re.fullmatch("[0-9]{1,18}", length) else None
            for chunk in chunks(response, plan.clock):
                target.write(chunk)
                if on_progress is not None:
                    on_progress(Progress(target.received_bytes, expected))
        target.check(expected, json=json)
    return target.received_bytes

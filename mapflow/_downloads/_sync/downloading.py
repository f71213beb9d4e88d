# Written by scripts/unasync.py from mapflow/_downloads/_async/downloading.py; edit that file instead.
"""Receives files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from mapflow import _arguments
from mapflow._http import timing
from mapflow._http.links import bare
from mapflow._http.retries import RetryState
from mapflow._http.transfers import OnTransfer, Progress
from mapflow._logging import logger
from mapflow.errors import ApiError, ConnectionFailed, IncompleteDownload, InvalidResponse

if TYPE_CHECKING:
    from pathlib import Path

    from mapflow._downloads.download import Download
    from mapflow._http._sync.transport import Transport
    from mapflow._results.contents import Content


def download(
    transport: Transport,
    kwargs: Mapping[str, Any],
    path: Path,
    *,
    overwrite: bool,
    content: Callable[[], Content],
    on_progress: OnTransfer | None = None,
    link: str | None = None,
    repeatable: bool | None = None,
    is_lasting: bool = True,
) -> Content:
    """Receive a file in pieces; it appears under its name only when it is complete.

    An interrupted download resumes, in this call or a later one, if the service sends a validator
    of the content. Otherwise it starts again.

    Args:
        transport: Where to send.
        kwargs: The request of the API that gives the file, or the link to it.
        path: Where to.
        overwrite: Whether there may be a file of that name.
        content: Makes what tells whether it is what it should be.
        on_progress: Called after each piece.
        link: The link to the file, for a file that has one.
        repeatable: True for a POST that changes nothing; None leaves it to the method.
        is_lasting: Whether a later call may find the place again.

    Returns:
        What was found out about the content.
    """
    # Here, so that a client without downloads does not wait for it.
    from mapflow._downloads.download import receiving

    _arguments.function(on_progress, "on_progress")
    is_read = kwargs["method"].upper() == "GET"
    source = _source(transport, kwargs) if is_read else None
    retries = RetryState(
        transport.max_retries if is_read or repeatable else 0, repeatable=repeatable
    )
    what = kwargs if link is None else link
    receiver = receiving(
        path, source=source, overwrite=overwrite, content=content, is_lasting=is_lasting
    )
    with receiver as file:
        for _ in file.recover():
            # Reading a large file again takes seconds, in which others want to work.
            timing.sleep(0)
        while True:
            try:
                if _receive(transport, what, file, retries, on_progress):
                    return file.content
            except ApiError as error:
                if not file.give_up_rest(error.status):
                    raise
            except (ConnectionFailed, IncompleteDownload) as error:
                pause_s = None if file.is_spoiled else retries.pause_s()
                if pause_s is None:
                    raise
                logger.warning("A download broke off and resumes in %.1f s: %s", pause_s, error)
                timing.sleep(pause_s)


def _receive(
    transport: Transport,
    what: Mapping[str, Any] | str,
    file: Download,
    retries: RetryState,
    on_progress: OnTransfer | None,
) -> bool:
    """Receive the file, or its rest.

    Returns:
        False if the download must start again.
    """
    with transport.stream(what, file.asking(), retries) as (prepared, response):
        if "html" in response.headers.get("content-type", ""):
            raise InvalidResponse(
                "Mapflow returned a web page instead of a file.",
                method=prepared.method,
                url=prepared.address,
                hint="Check the base URL, and for a proxy or a login page in between.",
            )
        file.secrets = prepared.secrets()
        if not file.begin(response.status_code, response.headers):
            if file.give_up_rest(response.status_code):
                return False
            raise InvalidResponse(
                "Mapflow returned a part of a file instead of all of it.",
                method=prepared.method,
                url=prepared.address,
                hint="Check for a proxy that changes responses.",
            )
        try:
            for chunk in transport.pieces(prepared, response):
                file.write(chunk)
                if on_progress is not None:
                    on_progress(Progress(file.received_bytes, file.expected_bytes))
            file.check()
        except InvalidResponse as error:
            error.method, error.url = prepared.method, prepared.address
            raise
    return True


def _source(transport: Transport, kwargs: Mapping[str, Any]) -> str:
    """The request as it is written down beside an unfinished file.

    Of a link nothing is: it is known by the request that it was asked for with.
    """
    query = urlencode(kwargs.get("params") or {})
    return f"GET {bare(transport.settings.base_url + kwargs['url'])}{query and '?'}{query}"

"""Requests that a caller writes, sent as carefully as those that this package writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike
    from pathlib import Path

    from mapflow._async.session import AsyncSession
    from mapflow._http.transfers import OnTransfer
    from mapflow._requests.raw import JsonLike, JsonValue, QueryValue


class AsyncRequests:
    """What a client sends of whatever the service has and this package has no name for."""

    _session: AsyncSession

    async def request(
        self,
        method: str,
        path: str,
        *,
        json: JsonLike = None,
        params: Mapping[str, QueryValue] | None = None,
        paid: bool | None = None,
        price: float | None = None,
        repeatable: bool | None = None,
    ) -> JsonValue:
        """Send any request, for what has no method here yet.

        It goes the way of all others: with the token, time limits, retries and errors of this
        client. Requests that cost credits are refused unless you say ``paid=True``, and are sent
        once.

        Args:
            method: ``GET``, ``POST``, ``PUT``, ``PATCH`` or ``DELETE``.
            path: The path below the address of the service, such as ``/projects``; or a whole
                address there. No other address gets the token.
            json: The body. Default: none.
            params: Names and values of the query. A list is sent as several values; None is left
                out. Default: none.
            paid: True if the request may cost credits, which is needed for those that the
                description of the API marks as paid; False if you know that it costs nothing.
                Default: known from the description. What the description does not have must be
                told, unless the method is ``GET``.
            price: Price of a paid request, in credits, as an estimate told. A client with a budget
                needs it, and counts it. Default: not known.
            repeatable: True for a ``POST`` that changes nothing, which is then retried. Default:
                ``GET``, ``PUT`` and ``DELETE`` are retried, all others are not.

        Returns:
            The JSON of the response; the text of a plain text; None if the response is empty.

        Raises:
            InvalidInput: The request is not one of this service, or costs credits and ``paid`` was
                not given; nothing was sent.
            CostLimitExceeded: The price is over the client's budget.
            ApiError: The service refused; the text says why.
            OutcomeUnknown: The response to a paid request was lost; find out its outcome before
                you send it again.

        Example:
            ```python
            projects = await mf.request("GET", "/projects", params={"limit": 10})
            ```

        Operation: any
        """
        from mapflow._async import raw_requests
        from mapflow._requests.raw import read_request

        asked = read_request(method, path, self._session.base_url, json=json, params=params)
        return await raw_requests.send(
            self._session, asked, paid=paid, price=price, repeatable=repeatable
        )

    async def download(
        self,
        path: str,
        file: str | PathLike[str],
        *,
        method: str = "GET",
        json: JsonLike = None,
        params: Mapping[str, QueryValue] | None = None,
        overwrite: bool = False,
        on_progress: OnTransfer | None = None,
    ) -> Path:
        """Save the response to any request, whatever it holds.

        The file takes its name only when it is complete. An interrupted download resumes.

        Args:
            path: The path below the address of the service; see ``request``.
            file: File to write.
            method: HTTP method. Default: ``GET``.
            json: The body. Default: none.
            params: Names and values of the query. Default: none.
            overwrite: Whether an existing file is replaced. Default: False.
            on_progress: Called after each piece with a ``Progress``. Default: None.

        Returns:
            The path of the file.

        Raises:
            InvalidInput: The request is not one of this service, or may cost credits.
            InvalidFile: The file exists already or cannot be written.
            IncompleteDownload: It arrived incomplete, each time; call this again.
            ApiError: The service refused; the text says why.

        Example:
            ```python
            await mf.download(f"/processings/{job.id}/result", folder / "result.geojson")
            ```

        Operation: any
        """
        from mapflow._async import raw_requests
        from mapflow._requests.raw import read_request

        asked = read_request(method, path, self._session.base_url, json=json, params=params)
        return await raw_requests.save(
            self._session, asked, file, overwrite=overwrite, on_progress=on_progress
        )

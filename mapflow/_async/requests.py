"""Requests that a caller writes, sent as carefully as those that this package writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from mapflow_openapi import views
from mapflow_openapi.lazy import Json

from mapflow._downloads._async.downloading import download
from mapflow._files import as_path
from mapflow._logging import PaidRequest
from mapflow._requests.checks import is_amount, is_tag
from mapflow._requests.raw import (
    JsonLike,
    JsonValue,
    QueryValue,
    check_free,
    may_cost,
    read_request,
)
from mapflow._requests.runs import TAG
from mapflow._results.contents import Anything
from mapflow._rules.outcomes import may_have_worked
from mapflow.errors import InvalidInput, MapflowError, OutcomeUnknown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike
    from pathlib import Path

    from mapflow._async.session import AsyncSession
    from mapflow._http.transfers import OnProgress
    from mapflow._requests.raw import RawRequest


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
        asked = read_request(method, path, self._session.base_url, json=json, params=params)
        if may_cost(asked, paid, repeatable=repeatable):
            return cast("JsonValue", await self._pay(asked, price))
        answer = await self._session.transport.value(asked.kwargs, repeatable=repeatable)
        return cast("JsonValue", answer)

    async def download(
        self,
        path: str,
        file: str | PathLike[str],
        *,
        method: str = "GET",
        json: JsonLike = None,
        params: Mapping[str, QueryValue] | None = None,
        overwrite: bool = False,
        on_progress: OnProgress | None = None,
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
        asked = read_request(method, path, self._session.base_url, json=json, params=params)
        check_free(asked)
        target = as_path(file)
        await download(
            self._session.transport,
            asked.kwargs,
            target,
            overwrite=overwrite,
            content=Anything,
            on_progress=on_progress,
        )
        return target

    async def _pay(self, asked: RawRequest, price: float | None) -> object:
        """Send a paid request once, and count what it costs."""
        budget = self._session.budget
        if price is not None and not is_amount(price):
            raise InvalidInput(f"`price` must be 0 or more, in credits, got {price!r:.40}.")
        if budget is not None:
            if price is None:
                raise InvalidInput(
                    "A client with a budget sends nothing paid without its price.",
                    hint="Pass `price`, in credits, as an estimate tells it.",
                )
            budget.take(price)
        tag = _tag_in(asked.kwargs.get("json"))
        with PaidRequest(asked.kwargs, tag=tag, price=price, operation=asked.name) as paid:
            try:
                answer = await self._session.transport.value(asked.kwargs, repeatable=False)
            except MapflowError as error:
                if not may_have_worked(error):
                    if budget is not None and price is not None:
                        budget.give_back(price)
                    raise
                raise OutcomeUnknown(
                    f"No response to {asked.name} came that shows what happened to it"
                    f" ({type(error).__name__}: {error.message}) The request may be charged.",
                    tag=tag,
                    hint="Check what it made before you send it again.",
                ) from error
            except BaseException as stop:
                stop.add_note(f"{asked.name} may have been carried out and charged.")
                raise
            told = views.Processing(cast("Json", answer) if isinstance(answer, dict) else {})
            paid.accepted(told.id or "")
        real = told.cost
        if budget is not None and price is not None and is_amount(real) and real:
            budget.settle(price, real)
        return answer


def _tag_in(body: object) -> str | None:
    """The tag by which ``reconcile`` finds a run, if the caller wrote one."""
    meta = cast("dict[str, object]", body).get("meta") if isinstance(body, dict) else None
    tag = cast("dict[str, object]", meta).get(TAG) if isinstance(meta, dict) else None
    return tag if isinstance(tag, str) and is_tag(tag) else None

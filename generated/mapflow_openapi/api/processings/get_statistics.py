from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.service_error import ServiceError
from ...models.statistics_page import StatisticsPage
from ...models.statistics_request import StatisticsRequest
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: StatisticsRequest,
    type_: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    params: dict[str, Any] = {}

    params["type"] = type_

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/processings/stats",
        "params": params,
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ServiceError | StatisticsPage | None:
    if response.status_code == 400:
        response_400 = ServiceError.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = ServiceError.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = ServiceError.from_dict(response.json())

        return response_403

    if 200 <= response.status_code <= 299:
        response_2xx = StatisticsPage.from_dict(response.json())

        return response_2xx

    if 400 <= response.status_code <= 499:
        response_4xx = ServiceError.from_dict(response.json())

        return response_4xx

    if 500 <= response.status_code <= 599:
        response_5xx = ServiceError.from_dict(response.json())

        return response_5xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ServiceError | StatisticsPage]:
    try:
        parsed = _parse_response(client=client, response=response)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise errors.UndecodableBody(response.status_code, response.content) from error
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=parsed,
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: StatisticsRequest,
    type_: str | Unset = UNSET,
) -> Response[ServiceError | StatisticsPage]:
    """History of processings, as rows or as CSV

     Returns what the caller has processed; for the owner of a team, what all its members have. Rows come
    page by page with sums over all of them.

    With `type=CSV` the response is a CSV file, whose columns, delimiter and encoding are not
    documented. A
    program that reads it takes the body as it comes, without parsing it as JSON.

    Args:
        type_ (str | Unset):
        body (StatisticsRequest): Which processings to report. The documentation has had two
            generations of fields: `page`, `perPage`, `sort` and `filter` since the end of 2025, the
            others before. Whether they mix is not documented.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ServiceError | StatisticsPage]
    """

    kwargs = _get_kwargs(
        body=body,
        type_=type_,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: StatisticsRequest,
    type_: str | Unset = UNSET,
) -> ServiceError | StatisticsPage | None:
    """History of processings, as rows or as CSV

     Returns what the caller has processed; for the owner of a team, what all its members have. Rows come
    page by page with sums over all of them.

    With `type=CSV` the response is a CSV file, whose columns, delimiter and encoding are not
    documented. A
    program that reads it takes the body as it comes, without parsing it as JSON.

    Args:
        type_ (str | Unset):
        body (StatisticsRequest): Which processings to report. The documentation has had two
            generations of fields: `page`, `perPage`, `sort` and `filter` since the end of 2025, the
            others before. Whether they mix is not documented.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ServiceError | StatisticsPage
    """

    return sync_detailed(
        client=client,
        body=body,
        type_=type_,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: StatisticsRequest,
    type_: str | Unset = UNSET,
) -> Response[ServiceError | StatisticsPage]:
    """History of processings, as rows or as CSV

     Returns what the caller has processed; for the owner of a team, what all its members have. Rows come
    page by page with sums over all of them.

    With `type=CSV` the response is a CSV file, whose columns, delimiter and encoding are not
    documented. A
    program that reads it takes the body as it comes, without parsing it as JSON.

    Args:
        type_ (str | Unset):
        body (StatisticsRequest): Which processings to report. The documentation has had two
            generations of fields: `page`, `perPage`, `sort` and `filter` since the end of 2025, the
            others before. Whether they mix is not documented.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ServiceError | StatisticsPage]
    """

    kwargs = _get_kwargs(
        body=body,
        type_=type_,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: StatisticsRequest,
    type_: str | Unset = UNSET,
) -> ServiceError | StatisticsPage | None:
    """History of processings, as rows or as CSV

     Returns what the caller has processed; for the owner of a team, what all its members have. Rows come
    page by page with sums over all of them.

    With `type=CSV` the response is a CSV file, whose columns, delimiter and encoding are not
    documented. A
    program that reads it takes the body as it comes, without parsing it as JSON.

    Args:
        type_ (str | Unset):
        body (StatisticsRequest): Which processings to report. The documentation has had two
            generations of fields: `page`, `perPage`, `sort` and `filter` since the end of 2025, the
            others before. Whether they mix is not documented.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ServiceError | StatisticsPage
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            type_=type_,
        )
    ).parsed


@contextmanager
def stream(
    *,
    client: AuthenticatedClient | Client,
    body: StatisticsRequest,
    type_: str | Unset = UNSET,
) -> Iterator[httpx.Response]:
    """History of processings, as rows or as CSV: the response before its body is read, for ``iter_bytes()``

    Raises:
        errors.UnexpectedStatus: If the server refuses.
    """
    kwargs = _get_kwargs(
        body=body,
        type_=type_,
    )
    with client.get_httpx_client().stream(**kwargs) as response:
        if not response.is_success:
            response.read()
            raise errors.UnexpectedStatus(response.status_code, response.content)
        yield response


@asynccontextmanager
async def asyncio_stream(
    *,
    client: AuthenticatedClient | Client,
    body: StatisticsRequest,
    type_: str | Unset = UNSET,
) -> AsyncIterator[httpx.Response]:
    """History of processings, as rows or as CSV: the response before its body is read, for ``aiter_bytes()``

    Raises:
        errors.UnexpectedStatus: If the server refuses.
    """
    kwargs = _get_kwargs(
        body=body,
        type_=type_,
    )
    async with client.get_async_httpx_client().stream(**kwargs) as response:
        if not response.is_success:
            await response.aread()
            raise errors.UnexpectedStatus(response.status_code, response.content)
        yield response

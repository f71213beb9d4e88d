from typing import Any, cast

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.cost_request_v2 import CostRequestV2
from ...models.service_error import ServiceError
from ...types import Response


def _get_kwargs(
    *,
    body: CostRequestV2,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/processing/cost/v2",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ServiceError | int | None:
    if response.status_code == 400:
        response_400 = ServiceError.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = ServiceError.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = ServiceError.from_dict(response.json())

        return response_403

    if response.status_code == 404:
        response_404 = ServiceError.from_dict(response.json())

        return response_404

    if 200 <= response.status_code <= 299:
        response_2xx = cast(int, response.json())
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
) -> Response[ServiceError | int]:
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
    body: CostRequestV2,
) -> Response[ServiceError | int]:
    """Price of a run with a structured source, without running it

     Returns what `estimateCost` returns, a bare whole number of credits; nothing is created or charged.
    The area is given as a geometry, as a number of square kilometres, or both.

    Args:
        body (CostRequestV2): What to estimate. At least one of `geometry` and `areaSqKm`. One
            published client sends a whole run here; further fields are accepted.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ServiceError | int]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: CostRequestV2,
) -> ServiceError | int | None:
    """Price of a run with a structured source, without running it

     Returns what `estimateCost` returns, a bare whole number of credits; nothing is created or charged.
    The area is given as a geometry, as a number of square kilometres, or both.

    Args:
        body (CostRequestV2): What to estimate. At least one of `geometry` and `areaSqKm`. One
            published client sends a whole run here; further fields are accepted.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ServiceError | int
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: CostRequestV2,
) -> Response[ServiceError | int]:
    """Price of a run with a structured source, without running it

     Returns what `estimateCost` returns, a bare whole number of credits; nothing is created or charged.
    The area is given as a geometry, as a number of square kilometres, or both.

    Args:
        body (CostRequestV2): What to estimate. At least one of `geometry` and `areaSqKm`. One
            published client sends a whole run here; further fields are accepted.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ServiceError | int]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: CostRequestV2,
) -> ServiceError | int | None:
    """Price of a run with a structured source, without running it

     Returns what `estimateCost` returns, a bare whole number of credits; nothing is created or charged.
    The area is given as a geometry, as a number of square kilometres, or both.

    Args:
        body (CostRequestV2): What to estimate. At least one of `geometry` and `areaSqKm`. One
            published client sends a whole run here; further fields are accepted.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ServiceError | int
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx

from ... import errors

if TYPE_CHECKING:
    from uuid import UUID

    from ...client import AuthenticatedClient, Client
    from ...models.mosaic import Mosaic
    from ...models.service_error import ServiceError
    from ...types import Response


def _get_kwargs(
    mosaic_id: UUID,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/rasters/mosaic/{mosaic_id}".format(
            mosaic_id=quote(str(mosaic_id), safe=""),
        ),
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Mosaic | ServiceError | None:

    from ...models.mosaic import Mosaic
    from ...models.service_error import ServiceError

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
        response_2xx = Mosaic.from_dict(response.json())

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
) -> Response[Mosaic | ServiceError]:
    from ...types import Response

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
    mosaic_id: UUID,
    *,
    client: AuthenticatedClient | Client,
) -> Response[Mosaic | ServiceError]:
    """One mosaic

     Returns the mosaic with this id. Another user's mosaic is not found, as if it did not exist.

    Args:
        mosaic_id (UUID):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Mosaic | ServiceError]
    """

    kwargs = _get_kwargs(
        mosaic_id=mosaic_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    mosaic_id: UUID,
    *,
    client: AuthenticatedClient | Client,
) -> Mosaic | ServiceError | None:
    """One mosaic

     Returns the mosaic with this id. Another user's mosaic is not found, as if it did not exist.

    Args:
        mosaic_id (UUID):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Mosaic | ServiceError
    """

    return sync_detailed(
        mosaic_id=mosaic_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    mosaic_id: UUID,
    *,
    client: AuthenticatedClient | Client,
) -> Response[Mosaic | ServiceError]:
    """One mosaic

     Returns the mosaic with this id. Another user's mosaic is not found, as if it did not exist.

    Args:
        mosaic_id (UUID):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Mosaic | ServiceError]
    """

    kwargs = _get_kwargs(
        mosaic_id=mosaic_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    mosaic_id: UUID,
    *,
    client: AuthenticatedClient | Client,
) -> Mosaic | ServiceError | None:
    """One mosaic

     Returns the mosaic with this id. Another user's mosaic is not found, as if it did not exist.

    Args:
        mosaic_id (UUID):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Mosaic | ServiceError
    """

    return (
        await asyncio_detailed(
            mosaic_id=mosaic_id,
            client=client,
        )
    ).parsed

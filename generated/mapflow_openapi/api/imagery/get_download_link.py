from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx

from ... import errors

if TYPE_CHECKING:
    from uuid import UUID

    from ...client import AuthenticatedClient, Client
    from ...models.download_link import DownloadLink
    from ...models.service_error import ServiceError
    from ...types import Response


def _get_kwargs(
    image_id: UUID,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/rasters/image/{image_id}/download".format(
            image_id=quote(str(image_id), safe=""),
        ),
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> DownloadLink | ServiceError | None:

    from ...models.download_link import DownloadLink
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

    if response.status_code == 409:
        response_409 = ServiceError.from_dict(response.json())

        return response_409

    if 200 <= response.status_code <= 299:
        response_2xx = DownloadLink.from_dict(response.json())

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
) -> Response[DownloadLink | ServiceError]:
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
    image_id: UUID,
    *,
    client: AuthenticatedClient | Client,
) -> Response[DownloadLink | ServiceError]:
    """Where to download the file of an image

     Returns an address that works for a while without credentials. It leads to an object storage on
    another host: **do not send the API token there.** `filename` comes from whoever uploaded the image;
    take its last part only.

    Returns 403 for an image that may not be downloaded (only those that the service loaded itself may
    be),
    409 for one whose data is not there yet. Whether the object storage honours `Range` is not known.

    Args:
        image_id (UUID):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DownloadLink | ServiceError]
    """

    kwargs = _get_kwargs(
        image_id=image_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    image_id: UUID,
    *,
    client: AuthenticatedClient | Client,
) -> DownloadLink | ServiceError | None:
    """Where to download the file of an image

     Returns an address that works for a while without credentials. It leads to an object storage on
    another host: **do not send the API token there.** `filename` comes from whoever uploaded the image;
    take its last part only.

    Returns 403 for an image that may not be downloaded (only those that the service loaded itself may
    be),
    409 for one whose data is not there yet. Whether the object storage honours `Range` is not known.

    Args:
        image_id (UUID):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DownloadLink | ServiceError
    """

    return sync_detailed(
        image_id=image_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    image_id: UUID,
    *,
    client: AuthenticatedClient | Client,
) -> Response[DownloadLink | ServiceError]:
    """Where to download the file of an image

     Returns an address that works for a while without credentials. It leads to an object storage on
    another host: **do not send the API token there.** `filename` comes from whoever uploaded the image;
    take its last part only.

    Returns 403 for an image that may not be downloaded (only those that the service loaded itself may
    be),
    409 for one whose data is not there yet. Whether the object storage honours `Range` is not known.

    Args:
        image_id (UUID):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DownloadLink | ServiceError]
    """

    kwargs = _get_kwargs(
        image_id=image_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    image_id: UUID,
    *,
    client: AuthenticatedClient | Client,
) -> DownloadLink | ServiceError | None:
    """Where to download the file of an image

     Returns an address that works for a while without credentials. It leads to an object storage on
    another host: **do not send the API token there.** `filename` comes from whoever uploaded the image;
    take its last part only.

    Returns 403 for an image that may not be downloaded (only those that the service loaded itself may
    be),
    409 for one whose data is not there yet. Whether the object storage honours `Range` is not known.

    Args:
        image_id (UUID):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DownloadLink | ServiceError
    """

    return (
        await asyncio_detailed(
            image_id=image_id,
            client=client,
        )
    ).parsed

from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.service_error import ServiceError
from ...models.upload_form import UploadForm
from ...models.upload_receipt import UploadReceipt
from ...types import Response


def _get_kwargs(
    mosaic_id: UUID,
    *,
    body: UploadForm,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/rasters/mosaic/{mosaic_id}/image".format(
            mosaic_id=quote(str(mosaic_id), safe=""),
        ),
    }

    _kwargs["files"] = body.to_multipart()

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ServiceError | UploadReceipt | None:
    if response.status_code == 401:
        response_401 = ServiceError.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = ServiceError.from_dict(response.json())

        return response_403

    if response.status_code == 404:
        response_404 = ServiceError.from_dict(response.json())

        return response_404

    if response.status_code == 422:
        response_422 = ServiceError.from_dict(response.json())

        return response_422

    if 200 <= response.status_code <= 299:
        response_2xx = UploadReceipt.from_dict(response.json())

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
) -> Response[ServiceError | UploadReceipt]:
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
    body: UploadForm,
) -> Response[ServiceError | UploadReceipt]:
    """Upload an image into a mosaic

     Uploads one GeoTIFF per call. It must fit the account's storage and the other images of the
    mosaic, which have the same number of bands. Whether they also need the same coordinate system and
    resolution is not known: the current API reference demands both, the current user guide says that
    images are reprojected and resampled.

    The documentation asks for a coordinate system (WGS84, Web Mercator or UTM), one, three or four
    bands, pixels of at most 20 m, and names 1 GB and 65,535 pixels a side as limits of the free plan;
    `getStorage` has the limits of the account. Values are processed as 8-bit unsigned.

    Args:
        mosaic_id (UUID):
        body (UploadForm): A file to upload.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ServiceError | UploadReceipt]
    """

    kwargs = _get_kwargs(
        mosaic_id=mosaic_id,
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    mosaic_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: UploadForm,
) -> ServiceError | UploadReceipt | None:
    """Upload an image into a mosaic

     Uploads one GeoTIFF per call. It must fit the account's storage and the other images of the
    mosaic, which have the same number of bands. Whether they also need the same coordinate system and
    resolution is not known: the current API reference demands both, the current user guide says that
    images are reprojected and resampled.

    The documentation asks for a coordinate system (WGS84, Web Mercator or UTM), one, three or four
    bands, pixels of at most 20 m, and names 1 GB and 65,535 pixels a side as limits of the free plan;
    `getStorage` has the limits of the account. Values are processed as 8-bit unsigned.

    Args:
        mosaic_id (UUID):
        body (UploadForm): A file to upload.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ServiceError | UploadReceipt
    """

    return sync_detailed(
        mosaic_id=mosaic_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    mosaic_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: UploadForm,
) -> Response[ServiceError | UploadReceipt]:
    """Upload an image into a mosaic

     Uploads one GeoTIFF per call. It must fit the account's storage and the other images of the
    mosaic, which have the same number of bands. Whether they also need the same coordinate system and
    resolution is not known: the current API reference demands both, the current user guide says that
    images are reprojected and resampled.

    The documentation asks for a coordinate system (WGS84, Web Mercator or UTM), one, three or four
    bands, pixels of at most 20 m, and names 1 GB and 65,535 pixels a side as limits of the free plan;
    `getStorage` has the limits of the account. Values are processed as 8-bit unsigned.

    Args:
        mosaic_id (UUID):
        body (UploadForm): A file to upload.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ServiceError | UploadReceipt]
    """

    kwargs = _get_kwargs(
        mosaic_id=mosaic_id,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    mosaic_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: UploadForm,
) -> ServiceError | UploadReceipt | None:
    """Upload an image into a mosaic

     Uploads one GeoTIFF per call. It must fit the account's storage and the other images of the
    mosaic, which have the same number of bands. Whether they also need the same coordinate system and
    resolution is not known: the current API reference demands both, the current user guide says that
    images are reprojected and resampled.

    The documentation asks for a coordinate system (WGS84, Web Mercator or UTM), one, three or four
    bands, pixels of at most 20 m, and names 1 GB and 65,535 pixels a side as limits of the free plan;
    `getStorage` has the limits of the account. Values are processed as 8-bit unsigned.

    Args:
        mosaic_id (UUID):
        body (UploadForm): A file to upload.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ServiceError | UploadReceipt
    """

    return (
        await asyncio_detailed(
            mosaic_id=mosaic_id,
            client=client,
            body=body,
        )
    ).parsed

from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.legacy_upload_receipt import LegacyUploadReceipt
from ...models.service_error import ServiceError
from ...models.upload_form import UploadForm
from ...types import Response


def _get_kwargs(
    *,
    body: UploadForm,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/rasters",
    }

    _kwargs["files"] = body.to_multipart()

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> LegacyUploadReceipt | ServiceError | None:
    if response.status_code == 401:
        response_401 = ServiceError.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = ServiceError.from_dict(response.json())

        return response_403

    if response.status_code == 422:
        response_422 = ServiceError.from_dict(response.json())

        return response_422

    if 200 <= response.status_code <= 299:
        response_2xx = LegacyUploadReceipt.from_dict(response.json())

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
) -> Response[LegacyUploadReceipt | ServiceError]:
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
    body: UploadForm,
) -> Response[LegacyUploadReceipt | ServiceError]:
    """Upload an image without a mosaic (older way)

     Takes a file and returns its `s3://` address, which a version 1 run takes as `params.url` with
    `source_type` `tif`. The documentation has called it legacy since 2023 and dropped it in 2024; it is
    still served. New programs upload into a mosaic. The same checks of size and storage apply.

    Args:
        body (UploadForm): A file to upload.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[LegacyUploadReceipt | ServiceError]
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
    body: UploadForm,
) -> LegacyUploadReceipt | ServiceError | None:
    """Upload an image without a mosaic (older way)

     Takes a file and returns its `s3://` address, which a version 1 run takes as `params.url` with
    `source_type` `tif`. The documentation has called it legacy since 2023 and dropped it in 2024; it is
    still served. New programs upload into a mosaic. The same checks of size and storage apply.

    Args:
        body (UploadForm): A file to upload.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        LegacyUploadReceipt | ServiceError
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: UploadForm,
) -> Response[LegacyUploadReceipt | ServiceError]:
    """Upload an image without a mosaic (older way)

     Takes a file and returns its `s3://` address, which a version 1 run takes as `params.url` with
    `source_type` `tif`. The documentation has called it legacy since 2023 and dropped it in 2024; it is
    still served. New programs upload into a mosaic. The same checks of size and storage apply.

    Args:
        body (UploadForm): A file to upload.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[LegacyUploadReceipt | ServiceError]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: UploadForm,
) -> LegacyUploadReceipt | ServiceError | None:
    """Upload an image without a mosaic (older way)

     Takes a file and returns its `s3://` address, which a version 1 run takes as `params.url` with
    `source_type` `tif`. The documentation has called it legacy since 2023 and dropped it in 2024; it is
    still served. New programs upload into a mosaic. The same checks of size and storage apply.

    Args:
        body (UploadForm): A file to upload.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        LegacyUploadReceipt | ServiceError
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed

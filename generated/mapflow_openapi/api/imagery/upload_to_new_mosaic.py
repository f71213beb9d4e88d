from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.service_error import ServiceError
from ...models.upload_form import UploadForm
from ...models.upload_receipt import UploadReceipt
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: UploadForm,
    name: str,
    tags: list[str] | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    params: dict[str, Any] = {}

    params["name"] = name

    json_tags: list[str] | Unset = UNSET
    if not isinstance(tags, Unset):
        json_tags = tags

    params["tags"] = json_tags

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/rasters/mosaic/image",
        "params": params,
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
    *,
    client: AuthenticatedClient | Client,
    body: UploadForm,
    name: str,
    tags: list[str] | Unset = UNSET,
) -> Response[ServiceError | UploadReceipt]:
    """Upload an image into a new mosaic

     Creates a mosaic and uploads its first image in one call. The response names the new mosaic.

    Args:
        name (str):
        tags (list[str] | Unset):
        body (UploadForm): A file to upload.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ServiceError | UploadReceipt]
    """

    kwargs = _get_kwargs(
        body=body,
        name=name,
        tags=tags,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: UploadForm,
    name: str,
    tags: list[str] | Unset = UNSET,
) -> ServiceError | UploadReceipt | None:
    """Upload an image into a new mosaic

     Creates a mosaic and uploads its first image in one call. The response names the new mosaic.

    Args:
        name (str):
        tags (list[str] | Unset):
        body (UploadForm): A file to upload.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ServiceError | UploadReceipt
    """

    return sync_detailed(
        client=client,
        body=body,
        name=name,
        tags=tags,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: UploadForm,
    name: str,
    tags: list[str] | Unset = UNSET,
) -> Response[ServiceError | UploadReceipt]:
    """Upload an image into a new mosaic

     Creates a mosaic and uploads its first image in one call. The response names the new mosaic.

    Args:
        name (str):
        tags (list[str] | Unset):
        body (UploadForm): A file to upload.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ServiceError | UploadReceipt]
    """

    kwargs = _get_kwargs(
        body=body,
        name=name,
        tags=tags,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: UploadForm,
    name: str,
    tags: list[str] | Unset = UNSET,
) -> ServiceError | UploadReceipt | None:
    """Upload an image into a new mosaic

     Creates a mosaic and uploads its first image in one call. The response names the new mosaic.

    Args:
        name (str):
        tags (list[str] | Unset):
        body (UploadForm): A file to upload.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ServiceError | UploadReceipt
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            name=name,
            tags=tags,
        )
    ).parsed

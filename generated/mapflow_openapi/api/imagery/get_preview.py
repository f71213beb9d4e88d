from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx

from ... import errors

if TYPE_CHECKING:
    from uuid import UUID

    from ...client import AuthenticatedClient, Client
    from ...models.service_error import ServiceError
    from ...types import File, Response


def _get_kwargs(
    image_id: UUID,
    size: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/rasters/image/{image_id}/preview/{size}".format(
            image_id=quote(str(image_id), safe=""),
            size=quote(str(size), safe=""),
        ),
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> File | ServiceError | None:
    from io import BytesIO

    from ...models.service_error import ServiceError
    from ...types import File

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
        response_2xx = File(payload=BytesIO(response.content))

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
) -> Response[File | ServiceError]:
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
    size: str,
    *,
    client: AuthenticatedClient | Client,
) -> Response[File | ServiceError]:
    """Preview picture of an image

     Returns the bytes of a small picture, a JPEG according to the documentation. An image's own
    `preview_url_s` and `preview_url_l` are the addresses to use.

    Args:
        image_id (UUID):
        size (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[File | ServiceError]
    """

    kwargs = _get_kwargs(
        image_id=image_id,
        size=size,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    image_id: UUID,
    size: str,
    *,
    client: AuthenticatedClient | Client,
) -> File | ServiceError | None:
    """Preview picture of an image

     Returns the bytes of a small picture, a JPEG according to the documentation. An image's own
    `preview_url_s` and `preview_url_l` are the addresses to use.

    Args:
        image_id (UUID):
        size (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        File | ServiceError
    """

    return sync_detailed(
        image_id=image_id,
        size=size,
        client=client,
    ).parsed


async def asyncio_detailed(
    image_id: UUID,
    size: str,
    *,
    client: AuthenticatedClient | Client,
) -> Response[File | ServiceError]:
    """Preview picture of an image

     Returns the bytes of a small picture, a JPEG according to the documentation. An image's own
    `preview_url_s` and `preview_url_l` are the addresses to use.

    Args:
        image_id (UUID):
        size (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[File | ServiceError]
    """

    kwargs = _get_kwargs(
        image_id=image_id,
        size=size,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    image_id: UUID,
    size: str,
    *,
    client: AuthenticatedClient | Client,
) -> File | ServiceError | None:
    """Preview picture of an image

     Returns the bytes of a small picture, a JPEG according to the documentation. An image's own
    `preview_url_s` and `preview_url_l` are the addresses to use.

    Args:
        image_id (UUID):
        size (str):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        File | ServiceError
    """

    return (
        await asyncio_detailed(
            image_id=image_id,
            size=size,
            client=client,
        )
    ).parsed


@contextmanager
def stream(
    image_id: UUID,
    size: str,
    *,
    client: AuthenticatedClient | Client,
) -> Iterator[httpx.Response]:
    """Preview picture of an image: the response before its body is read, for ``iter_bytes()``

    Raises:
        errors.UnexpectedStatus: If the server refuses.
    """
    kwargs = _get_kwargs(
        image_id=image_id,
        size=size,
    )
    with client.get_httpx_client().stream(**kwargs) as response:
        if not response.is_success:
            response.read()
            raise errors.UnexpectedStatus(response.status_code, response.content)
        yield response


@asynccontextmanager
async def asyncio_stream(
    image_id: UUID,
    size: str,
    *,
    client: AuthenticatedClient | Client,
) -> AsyncIterator[httpx.Response]:
    """Preview picture of an image: the response before its body is read, for ``aiter_bytes()``

    Raises:
        errors.UnexpectedStatus: If the server refuses.
    """
    kwargs = _get_kwargs(
        image_id=image_id,
        size=size,
    )
    async with client.get_async_httpx_client().stream(**kwargs) as response:
        if not response.is_success:
            await response.aread()
            raise errors.UnexpectedStatus(response.status_code, response.content)
        yield response

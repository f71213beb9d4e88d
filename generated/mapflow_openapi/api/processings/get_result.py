from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from io import BytesIO
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.service_error import ServiceError
from ...types import UNSET, File, Response, Unset


def _get_kwargs(
    processing_id: UUID,
    *,
    aoi_id: UUID | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_aoi_id: str | Unset = UNSET
    if not isinstance(aoi_id, Unset):
        json_aoi_id = str(aoi_id)
    params["aoiId"] = json_aoi_id

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/processings/{processing_id}/result".format(
            processing_id=quote(str(processing_id), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> File | ServiceError | None:
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
    processing_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    aoi_id: UUID | Unset = UNSET,
) -> Response[File | ServiceError]:
    """Download the result as GeoJSON

     A GeoJSON FeatureCollection in longitude and latitude, as a stream of bytes that can be large.
    Call it when the status is `OK`; what it returns before that is not documented. A collection
    without features is a valid result: nothing was found. The web application hides the download on the
    free plan; whether the API refuses it there is not known. Do not rely on the media type of the
    response.
    Whether the response tells its length, carries an `ETag` or a `Last-Modified`, and whether a request
    with `Range` gets the rest of a download that broke off, is not known: a client must accept a
    `206` that is exactly what it asked for, and with a `200` that starts from the beginning.

    No feature property is guaranteed, and values may be nested. Seen are `id`, `object_type`
    (`buildings` or `building`, `forest`, `roads`, `crown`, `waterbodies`, `landuse`), `area` in square
    metres, `class_id`, `shape_type`, `simplification_confidence_score` from 0 to 1, `GAN` (`True` or
    `False`, as text), `processing_date`, `building_height` and `max_height` in metres, `subtype`.
    Compare
    `class_id` as text: of buildings, 101 apartment block, 102 private house, 103 industrial, 104
    commercial, 105 other; of forest, a range of heights such as `04m-10m`. The collection may have a
    `name`. Geometries are polygons for most models, possibly lines for roads and points for trees;
    samples have rings that are not closed.

    Args:
        processing_id (UUID):
        aoi_id (UUID | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[File | ServiceError]
    """

    kwargs = _get_kwargs(
        processing_id=processing_id,
        aoi_id=aoi_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    processing_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    aoi_id: UUID | Unset = UNSET,
) -> File | ServiceError | None:
    """Download the result as GeoJSON

     A GeoJSON FeatureCollection in longitude and latitude, as a stream of bytes that can be large.
    Call it when the status is `OK`; what it returns before that is not documented. A collection
    without features is a valid result: nothing was found. The web application hides the download on the
    free plan; whether the API refuses it there is not known. Do not rely on the media type of the
    response.
    Whether the response tells its length, carries an `ETag` or a `Last-Modified`, and whether a request
    with `Range` gets the rest of a download that broke off, is not known: a client must accept a
    `206` that is exactly what it asked for, and with a `200` that starts from the beginning.

    No feature property is guaranteed, and values may be nested. Seen are `id`, `object_type`
    (`buildings` or `building`, `forest`, `roads`, `crown`, `waterbodies`, `landuse`), `area` in square
    metres, `class_id`, `shape_type`, `simplification_confidence_score` from 0 to 1, `GAN` (`True` or
    `False`, as text), `processing_date`, `building_height` and `max_height` in metres, `subtype`.
    Compare
    `class_id` as text: of buildings, 101 apartment block, 102 private house, 103 industrial, 104
    commercial, 105 other; of forest, a range of heights such as `04m-10m`. The collection may have a
    `name`. Geometries are polygons for most models, possibly lines for roads and points for trees;
    samples have rings that are not closed.

    Args:
        processing_id (UUID):
        aoi_id (UUID | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        File | ServiceError
    """

    return sync_detailed(
        processing_id=processing_id,
        client=client,
        aoi_id=aoi_id,
    ).parsed


async def asyncio_detailed(
    processing_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    aoi_id: UUID | Unset = UNSET,
) -> Response[File | ServiceError]:
    """Download the result as GeoJSON

     A GeoJSON FeatureCollection in longitude and latitude, as a stream of bytes that can be large.
    Call it when the status is `OK`; what it returns before that is not documented. A collection
    without features is a valid result: nothing was found. The web application hides the download on the
    free plan; whether the API refuses it there is not known. Do not rely on the media type of the
    response.
    Whether the response tells its length, carries an `ETag` or a `Last-Modified`, and whether a request
    with `Range` gets the rest of a download that broke off, is not known: a client must accept a
    `206` that is exactly what it asked for, and with a `200` that starts from the beginning.

    No feature property is guaranteed, and values may be nested. Seen are `id`, `object_type`
    (`buildings` or `building`, `forest`, `roads`, `crown`, `waterbodies`, `landuse`), `area` in square
    metres, `class_id`, `shape_type`, `simplification_confidence_score` from 0 to 1, `GAN` (`True` or
    `False`, as text), `processing_date`, `building_height` and `max_height` in metres, `subtype`.
    Compare
    `class_id` as text: of buildings, 101 apartment block, 102 private house, 103 industrial, 104
    commercial, 105 other; of forest, a range of heights such as `04m-10m`. The collection may have a
    `name`. Geometries are polygons for most models, possibly lines for roads and points for trees;
    samples have rings that are not closed.

    Args:
        processing_id (UUID):
        aoi_id (UUID | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[File | ServiceError]
    """

    kwargs = _get_kwargs(
        processing_id=processing_id,
        aoi_id=aoi_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    processing_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    aoi_id: UUID | Unset = UNSET,
) -> File | ServiceError | None:
    """Download the result as GeoJSON

     A GeoJSON FeatureCollection in longitude and latitude, as a stream of bytes that can be large.
    Call it when the status is `OK`; what it returns before that is not documented. A collection
    without features is a valid result: nothing was found. The web application hides the download on the
    free plan; whether the API refuses it there is not known. Do not rely on the media type of the
    response.
    Whether the response tells its length, carries an `ETag` or a `Last-Modified`, and whether a request
    with `Range` gets the rest of a download that broke off, is not known: a client must accept a
    `206` that is exactly what it asked for, and with a `200` that starts from the beginning.

    No feature property is guaranteed, and values may be nested. Seen are `id`, `object_type`
    (`buildings` or `building`, `forest`, `roads`, `crown`, `waterbodies`, `landuse`), `area` in square
    metres, `class_id`, `shape_type`, `simplification_confidence_score` from 0 to 1, `GAN` (`True` or
    `False`, as text), `processing_date`, `building_height` and `max_height` in metres, `subtype`.
    Compare
    `class_id` as text: of buildings, 101 apartment block, 102 private house, 103 industrial, 104
    commercial, 105 other; of forest, a range of heights such as `04m-10m`. The collection may have a
    `name`. Geometries are polygons for most models, possibly lines for roads and points for trees;
    samples have rings that are not closed.

    Args:
        processing_id (UUID):
        aoi_id (UUID | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        File | ServiceError
    """

    return (
        await asyncio_detailed(
            processing_id=processing_id,
            client=client,
            aoi_id=aoi_id,
        )
    ).parsed


@contextmanager
def stream(
    processing_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    aoi_id: UUID | Unset = UNSET,
) -> Iterator[httpx.Response]:
    """Download the result as GeoJSON: the response before its body is read, for ``iter_bytes()``

    Raises:
        errors.UnexpectedStatus: If the server refuses.
    """
    kwargs = _get_kwargs(
        processing_id=processing_id,
        aoi_id=aoi_id,
    )
    with client.get_httpx_client().stream(**kwargs) as response:
        if not response.is_success:
            response.read()
            raise errors.UnexpectedStatus(response.status_code, response.content)
        yield response


@asynccontextmanager
async def asyncio_stream(
    processing_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    aoi_id: UUID | Unset = UNSET,
) -> AsyncIterator[httpx.Response]:
    """Download the result as GeoJSON: the response before its body is read, for ``aiter_bytes()``

    Raises:
        errors.UnexpectedStatus: If the server refuses.
    """
    kwargs = _get_kwargs(
        processing_id=processing_id,
        aoi_id=aoi_id,
    )
    async with client.get_async_httpx_client().stream(**kwargs) as response:
        if not response.is_success:
            await response.aread()
            raise errors.UnexpectedStatus(response.status_code, response.content)
        yield response

from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.api_error import ApiError
from ...models.data_api_error import DataApiError
from ...models.download_link import DownloadLink
from ...models.message_error import MessageError
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
) -> ApiError | DataApiError | MessageError | DownloadLink | None:
    if response.is_success:
        response_200 = DownloadLink.from_dict(response.json())

        return response_200

    if response.status_code == 401:
        response_401 = ApiError.from_dict(response.json())

        return response_401

    if response.status_code == 403:

        def _parse_response_403(data: object) -> DataApiError | MessageError:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_403_type_0 = DataApiError.from_dict(data)

                return response_403_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            response_403_type_1 = MessageError.from_dict(data)

            return response_403_type_1

        response_403 = _parse_response_403(response.json())

        return response_403

    if response.status_code == 404:

        def _parse_response_404(data: object) -> DataApiError | MessageError:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_404_type_0 = DataApiError.from_dict(data)

                return response_404_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            response_404_type_1 = MessageError.from_dict(data)

            return response_404_type_1

        response_404 = _parse_response_404(response.json())

        return response_404

    if response.status_code == 409:

        def _parse_response_409(data: object) -> DataApiError | MessageError:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_409_type_0 = DataApiError.from_dict(data)

                return response_409_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            response_409_type_1 = MessageError.from_dict(data)

            return response_409_type_1

        response_409 = _parse_response_409(response.json())

        return response_409

    if 400 <= response.status_code <= 499:

        def _parse_response_4xx(data: object) -> DataApiError | MessageError:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_4xx_type_0 = DataApiError.from_dict(data)

                return response_4xx_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            response_4xx_type_1 = MessageError.from_dict(data)

            return response_4xx_type_1

        response_4xx = _parse_response_4xx(response.json())

        return response_4xx

    if 500 <= response.status_code <= 599:
        response_5xx = ApiError.from_dict(response.json())

        return response_5xx

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ApiError | DataApiError | MessageError | DownloadLink]:
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
) -> Response[ApiError | DataApiError | MessageError | DownloadLink]:
    """Where to download the file of an image

     Returns an address that works for a while without credentials. It leads to an object storage on
    another host: **do not send the API token there.** `filename` comes from whoever uploaded the image;
    take its last part only.

    An image that may not be downloaded answers 403 (only those that the service loaded itself may be),
    one whose data is not there yet 409. Whether the object storage answers to `Range` is not known.

    Args:
        image_id (UUID):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ApiError | DataApiError | MessageError | DownloadLink]
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
) -> ApiError | DataApiError | MessageError | DownloadLink | None:
    """Where to download the file of an image

     Returns an address that works for a while without credentials. It leads to an object storage on
    another host: **do not send the API token there.** `filename` comes from whoever uploaded the image;
    take its last part only.

    An image that may not be downloaded answers 403 (only those that the service loaded itself may be),
    one whose data is not there yet 409. Whether the object storage answers to `Range` is not known.

    Args:
        image_id (UUID):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ApiError | DataApiError | MessageError | DownloadLink
    """

    return sync_detailed(
        image_id=image_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    image_id: UUID,
    *,
    client: AuthenticatedClient | Client,
) -> Response[ApiError | DataApiError | MessageError | DownloadLink]:
    """Where to download the file of an image

     Returns an address that works for a while without credentials. It leads to an object storage on
    another host: **do not send the API token there.** `filename` comes from whoever uploaded the image;
    take its last part only.

    An image that may not be downloaded answers 403 (only those that the service loaded itself may be),
    one whose data is not there yet 409. Whether the object storage answers to `Range` is not known.

    Args:
        image_id (UUID):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ApiError | DataApiError | MessageError | DownloadLink]
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
) -> ApiError | DataApiError | MessageError | DownloadLink | None:
    """Where to download the file of an image

     Returns an address that works for a while without credentials. It leads to an object storage on
    another host: **do not send the API token there.** `filename` comes from whoever uploaded the image;
    take its last part only.

    An image that may not be downloaded answers 403 (only those that the service loaded itself may be),
    one whose data is not there yet 409. Whether the object storage answers to `Range` is not known.

    Args:
        image_id (UUID):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ApiError | DataApiError | MessageError | DownloadLink
    """

    return (
        await asyncio_detailed(
            image_id=image_id,
            client=client,
        )
    ).parsed

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx

from ... import errors

if TYPE_CHECKING:
    from uuid import UUID

    from ...client import AuthenticatedClient, Client
    from ...models.service_error import ServiceError
    from ...types import Response


def _get_kwargs(
    processing_id: UUID,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/processings/{processing_id}".format(
            processing_id=quote(str(processing_id), safe=""),
        ),
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | ServiceError | None:
    from typing import cast

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
        response_2xx = cast(Any, None)
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
) -> Response[Any | ServiceError]:
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
    processing_id: UUID,
    *,
    client: AuthenticatedClient | Client,
) -> Response[Any | ServiceError]:
    """Delete a processing and its results

     Removes the processing with its areas and layers. Treat it as irreversible; the documentation says
    that the support can restore it for a time that it does not state.

    Args:
        processing_id (UUID):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ServiceError]
    """

    kwargs = _get_kwargs(
        processing_id=processing_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    processing_id: UUID,
    *,
    client: AuthenticatedClient | Client,
) -> Any | ServiceError | None:
    """Delete a processing and its results

     Removes the processing with its areas and layers. Treat it as irreversible; the documentation says
    that the support can restore it for a time that it does not state.

    Args:
        processing_id (UUID):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ServiceError
    """

    return sync_detailed(
        processing_id=processing_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    processing_id: UUID,
    *,
    client: AuthenticatedClient | Client,
) -> Response[Any | ServiceError]:
    """Delete a processing and its results

     Removes the processing with its areas and layers. Treat it as irreversible; the documentation says
    that the support can restore it for a time that it does not state.

    Args:
        processing_id (UUID):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ServiceError]
    """

    kwargs = _get_kwargs(
        processing_id=processing_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    processing_id: UUID,
    *,
    client: AuthenticatedClient | Client,
) -> Any | ServiceError | None:
    """Delete a processing and its results

     Removes the processing with its areas and layers. Treat it as irreversible; the documentation says
    that the support can restore it for a time that it does not state.

    Args:
        processing_id (UUID):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ServiceError
    """

    return (
        await asyncio_detailed(
            processing_id=processing_id,
            client=client,
        )
    ).parsed

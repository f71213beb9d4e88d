from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.areas_removed import AreasRemoved
from ...models.areas_to_remove import AreasToRemove
from ...models.service_error import ServiceError
from ...types import Response


def _get_kwargs(
    template_id: UUID,
    *,
    body: AreasToRemove,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/processings/template/{template_id}/aoi".format(
            template_id=quote(str(template_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> AreasRemoved | ServiceError | None:
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
        response_2xx = AreasRemoved.from_dict(response.json())

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
) -> Response[AreasRemoved | ServiceError]:
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
    template_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: AreasToRemove,
) -> Response[AreasRemoved | ServiceError]:
    """Remove areas from a planned search

     Removes the areas whose ids **the body of the DELETE request** names. HTTP does not define such a
    body and OpenAPI 3.0 lets tools ignore it, so some generators and proxies drop it; the
    service needs it. If a generated client omits it, send the request by hand.

    Args:
        template_id (UUID):
        body (AreasToRemove): Which areas to remove from a planned search.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AreasRemoved | ServiceError]
    """

    kwargs = _get_kwargs(
        template_id=template_id,
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    template_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: AreasToRemove,
) -> AreasRemoved | ServiceError | None:
    """Remove areas from a planned search

     Removes the areas whose ids **the body of the DELETE request** names. HTTP does not define such a
    body and OpenAPI 3.0 lets tools ignore it, so some generators and proxies drop it; the
    service needs it. If a generated client omits it, send the request by hand.

    Args:
        template_id (UUID):
        body (AreasToRemove): Which areas to remove from a planned search.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AreasRemoved | ServiceError
    """

    return sync_detailed(
        template_id=template_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    template_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: AreasToRemove,
) -> Response[AreasRemoved | ServiceError]:
    """Remove areas from a planned search

     Removes the areas whose ids **the body of the DELETE request** names. HTTP does not define such a
    body and OpenAPI 3.0 lets tools ignore it, so some generators and proxies drop it; the
    service needs it. If a generated client omits it, send the request by hand.

    Args:
        template_id (UUID):
        body (AreasToRemove): Which areas to remove from a planned search.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AreasRemoved | ServiceError]
    """

    kwargs = _get_kwargs(
        template_id=template_id,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    template_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: AreasToRemove,
) -> AreasRemoved | ServiceError | None:
    """Remove areas from a planned search

     Removes the areas whose ids **the body of the DELETE request** names. HTTP does not define such a
    body and OpenAPI 3.0 lets tools ignore it, so some generators and proxies drop it; the
    service needs it. If a generated client omits it, send the request by hand.

    Args:
        template_id (UUID):
        body (AreasToRemove): Which areas to remove from a planned search.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AreasRemoved | ServiceError
    """

    return (
        await asyncio_detailed(
            template_id=template_id,
            client=client,
            body=body,
        )
    ).parsed

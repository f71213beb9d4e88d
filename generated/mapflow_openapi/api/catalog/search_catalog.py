from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.catalog_page import CatalogPage
from ...models.catalog_search import CatalogSearch
from ...models.service_error import ServiceError
from ...types import Response


def _get_kwargs(
    *,
    body: CatalogSearch,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/catalog/meta",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> CatalogPage | ServiceError | None:
    if response.status_code == 400:
        response_400 = ServiceError.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = ServiceError.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = ServiceError.from_dict(response.json())

        return response_403

    if 200 <= response.status_code <= 299:
        response_2xx = CatalogPage.from_dict(response.json())

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
) -> Response[CatalogPage | ServiceError]:
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
    body: CatalogSearch,
) -> Response[CatalogPage | ServiceError]:
    """Search for imagery

     Searches the catalogs of imagery providers, and the caller's own images that are ready, for what
    covers an area. Every filter lets an image pass whose value is not known, so own images always do.

    An image can be processed when its `providerName` is among `searchDataProviders` of the user status;
    a run then names it in `imagerySearch` (version 2) or as `params.url` (version 1). Own images carry
    the providers `my_imagery_images` and `my_imagery_mosaics`.

    The area is limited: by `aoiAreaLimit`, and by `searchAreaLimit` of the account, above which clients
    create a planned search instead. A response can take long; the published client waits a minute.

    Args:
        body (CatalogSearch): What to search for. All filters are optional. Omit a filter rather
            than sending an empty list: no provider means that nothing is searched.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CatalogPage | ServiceError]
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
    body: CatalogSearch,
) -> CatalogPage | ServiceError | None:
    """Search for imagery

     Searches the catalogs of imagery providers, and the caller's own images that are ready, for what
    covers an area. Every filter lets an image pass whose value is not known, so own images always do.

    An image can be processed when its `providerName` is among `searchDataProviders` of the user status;
    a run then names it in `imagerySearch` (version 2) or as `params.url` (version 1). Own images carry
    the providers `my_imagery_images` and `my_imagery_mosaics`.

    The area is limited: by `aoiAreaLimit`, and by `searchAreaLimit` of the account, above which clients
    create a planned search instead. A response can take long; the published client waits a minute.

    Args:
        body (CatalogSearch): What to search for. All filters are optional. Omit a filter rather
            than sending an empty list: no provider means that nothing is searched.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CatalogPage | ServiceError
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: CatalogSearch,
) -> Response[CatalogPage | ServiceError]:
    """Search for imagery

     Searches the catalogs of imagery providers, and the caller's own images that are ready, for what
    covers an area. Every filter lets an image pass whose value is not known, so own images always do.

    An image can be processed when its `providerName` is among `searchDataProviders` of the user status;
    a run then names it in `imagerySearch` (version 2) or as `params.url` (version 1). Own images carry
    the providers `my_imagery_images` and `my_imagery_mosaics`.

    The area is limited: by `aoiAreaLimit`, and by `searchAreaLimit` of the account, above which clients
    create a planned search instead. A response can take long; the published client waits a minute.

    Args:
        body (CatalogSearch): What to search for. All filters are optional. Omit a filter rather
            than sending an empty list: no provider means that nothing is searched.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CatalogPage | ServiceError]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: CatalogSearch,
) -> CatalogPage | ServiceError | None:
    """Search for imagery

     Searches the catalogs of imagery providers, and the caller's own images that are ready, for what
    covers an area. Every filter lets an image pass whose value is not known, so own images always do.

    An image can be processed when its `providerName` is among `searchDataProviders` of the user status;
    a run then names it in `imagerySearch` (version 2) or as `params.url` (version 1). Own images carry
    the providers `my_imagery_images` and `my_imagery_mosaics`.

    The area is limited: by `aoiAreaLimit`, and by `searchAreaLimit` of the account, above which clients
    create a planned search instead. A response can take long; the published client waits a minute.

    Args:
        body (CatalogSearch): What to search for. All filters are optional. Omit a filter rather
            than sending an empty list: no provider means that nothing is searched.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CatalogPage | ServiceError
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed

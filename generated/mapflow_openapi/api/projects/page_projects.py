from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.project_page import ProjectPage
from ...models.project_page_request import ProjectPageRequest
from ...models.service_error import ServiceError
from ...types import Response


def _get_kwargs(
    *,
    body: ProjectPageRequest,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/projects/page",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ProjectPage | ServiceError | None:
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
        response_2xx = ProjectPage.from_dict(response.json())

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
) -> Response[ProjectPage | ServiceError]:
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
    body: ProjectPageRequest,
) -> Response[ProjectPage | ServiceError]:
    """Projects of the caller, page by page

     Returns a part of the caller's projects, shared ones included, sorted and filtered as asked. The
    page is asked for in the body. Ask again with a larger `offset` until `total` is reached.

    Args:
        body (ProjectPageRequest): Which projects to return.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProjectPage | ServiceError]
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
    body: ProjectPageRequest,
) -> ProjectPage | ServiceError | None:
    """Projects of the caller, page by page

     Returns a part of the caller's projects, shared ones included, sorted and filtered as asked. The
    page is asked for in the body. Ask again with a larger `offset` until `total` is reached.

    Args:
        body (ProjectPageRequest): Which projects to return.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProjectPage | ServiceError
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: ProjectPageRequest,
) -> Response[ProjectPage | ServiceError]:
    """Projects of the caller, page by page

     Returns a part of the caller's projects, shared ones included, sorted and filtered as asked. The
    page is asked for in the body. Ask again with a larger `offset` until `total` is reached.

    Args:
        body (ProjectPageRequest): Which projects to return.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProjectPage | ServiceError]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: ProjectPageRequest,
) -> ProjectPage | ServiceError | None:
    """Projects of the caller, page by page

     Returns a part of the caller's projects, shared ones included, sorted and filtered as asked. The
    page is asked for in the body. Ask again with a larger `offset` until `total` is reached.

    Args:
        body (ProjectPageRequest): Which projects to return.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProjectPage | ServiceError
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed

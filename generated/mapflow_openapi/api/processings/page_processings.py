from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.processing_page import ProcessingPage
from ...models.processing_page_request import ProcessingPageRequest
from ...models.service_error import ServiceError
from ...types import Response


def _get_kwargs(
    project_id: UUID,
    *,
    body: ProcessingPageRequest,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/projects/{project_id}/processings/v2/page".format(
            project_id=quote(str(project_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ProcessingPage | ServiceError | None:
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
        response_2xx = ProcessingPage.from_dict(response.json())

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
) -> Response[ProcessingPage | ServiceError]:
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
    project_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: ProcessingPageRequest,
) -> Response[ProcessingPage | ServiceError]:
    """Processings of one project, page by page

     Returns a part of the project's processings in the version 2 form, sorted and filtered as asked. The
    page is asked for in the body. Ask again with a larger `offset` until `total` is reached. The
    published client reads this every six seconds.

    Args:
        project_id (UUID):
        body (ProcessingPageRequest): Which processings to return.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProcessingPage | ServiceError]
    """

    kwargs = _get_kwargs(
        project_id=project_id,
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    project_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: ProcessingPageRequest,
) -> ProcessingPage | ServiceError | None:
    """Processings of one project, page by page

     Returns a part of the project's processings in the version 2 form, sorted and filtered as asked. The
    page is asked for in the body. Ask again with a larger `offset` until `total` is reached. The
    published client reads this every six seconds.

    Args:
        project_id (UUID):
        body (ProcessingPageRequest): Which processings to return.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProcessingPage | ServiceError
    """

    return sync_detailed(
        project_id=project_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    project_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: ProcessingPageRequest,
) -> Response[ProcessingPage | ServiceError]:
    """Processings of one project, page by page

     Returns a part of the project's processings in the version 2 form, sorted and filtered as asked. The
    page is asked for in the body. Ask again with a larger `offset` until `total` is reached. The
    published client reads this every six seconds.

    Args:
        project_id (UUID):
        body (ProcessingPageRequest): Which processings to return.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProcessingPage | ServiceError]
    """

    kwargs = _get_kwargs(
        project_id=project_id,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    project_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: ProcessingPageRequest,
) -> ProcessingPage | ServiceError | None:
    """Processings of one project, page by page

     Returns a part of the project's processings in the version 2 form, sorted and filtered as asked. The
    page is asked for in the body. Ask again with a larger `offset` until `total` is reached. The
    published client reads this every six seconds.

    Args:
        project_id (UUID):
        body (ProcessingPageRequest): Which processings to return.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProcessingPage | ServiceError
    """

    return (
        await asyncio_detailed(
            project_id=project_id,
            client=client,
            body=body,
        )
    ).parsed

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx

from ... import errors

if TYPE_CHECKING:
    from ...client import AuthenticatedClient, Client
    from ...models.project import Project
    from ...models.service_error import ServiceError
    from ...types import Response


def _get_kwargs() -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/projects/default",
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Project | ServiceError | None:

    from ...models.project import Project
    from ...models.service_error import ServiceError

    if response.status_code == 401:
        response_401 = ServiceError.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = ServiceError.from_dict(response.json())

        return response_403

    if 200 <= response.status_code <= 299:
        response_2xx = Project.from_dict(response.json())

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
) -> Response[Project | ServiceError]:
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
    *,
    client: AuthenticatedClient | Client,
) -> Response[Project | ServiceError]:
    """The caller's default project

     The project that is created with every account. Processings that name no project go there. Its
    `user` carries account settings that no other version 1 response has, among them `aoiAreaLimit`, the
    largest area of one processing.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Project | ServiceError]
    """

    kwargs = _get_kwargs()

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
) -> Project | ServiceError | None:
    """The caller's default project

     The project that is created with every account. Processings that name no project go there. Its
    `user` carries account settings that no other version 1 response has, among them `aoiAreaLimit`, the
    largest area of one processing.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Project | ServiceError
    """

    return sync_detailed(
        client=client,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
) -> Response[Project | ServiceError]:
    """The caller's default project

     The project that is created with every account. Processings that name no project go there. Its
    `user` carries account settings that no other version 1 response has, among them `aoiAreaLimit`, the
    largest area of one processing.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Project | ServiceError]
    """

    kwargs = _get_kwargs()

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
) -> Project | ServiceError | None:
    """The caller's default project

     The project that is created with every account. Processings that name no project go there. Its
    `user` carries account settings that no other version 1 response has, among them `aoiAreaLimit`, the
    largest area of one processing.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Project | ServiceError
    """

    return (
        await asyncio_detailed(
            client=client,
        )
    ).parsed

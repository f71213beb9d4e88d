from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx

from ... import errors

if TYPE_CHECKING:
    from ...client import AuthenticatedClient, Client
    from ...models.service_error import ServiceError
    from ...types import Response


def _get_kwargs() -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/version",
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ServiceError | str | None:

    from ...models.service_error import ServiceError

    if 200 <= response.status_code <= 299:
        response_2xx = response.text
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
) -> Response[ServiceError | str]:
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
) -> Response[ServiceError | str]:
    """Version of the desktop plugin that the service expects

     Returns a line of text, `major.minor.patch`; servers from before versioning returned `1`. Only the
    published desktop plugin uses it: the plugin checks the version before it logs in, and sends its
    version as the header `x-plugin-version` with every request. Needs no token.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ServiceError | str]
    """

    kwargs = _get_kwargs()

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
) -> ServiceError | str | None:
    """Version of the desktop plugin that the service expects

     Returns a line of text, `major.minor.patch`; servers from before versioning returned `1`. Only the
    published desktop plugin uses it: the plugin checks the version before it logs in, and sends its
    version as the header `x-plugin-version` with every request. Needs no token.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ServiceError | str
    """

    return sync_detailed(
        client=client,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
) -> Response[ServiceError | str]:
    """Version of the desktop plugin that the service expects

     Returns a line of text, `major.minor.patch`; servers from before versioning returned `1`. Only the
    published desktop plugin uses it: the plugin checks the version before it logs in, and sends its
    version as the header `x-plugin-version` with every request. Needs no token.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ServiceError | str]
    """

    kwargs = _get_kwargs()

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
) -> ServiceError | str | None:
    """Version of the desktop plugin that the service expects

     Returns a line of text, `major.minor.patch`; servers from before versioning returned `1`. Only the
    published desktop plugin uses it: the plugin checks the version before it logs in, and sends its
    version as the header `x-plugin-version` with every request. Needs no token.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ServiceError | str
    """

    return (
        await asyncio_detailed(
            client=client,
        )
    ).parsed

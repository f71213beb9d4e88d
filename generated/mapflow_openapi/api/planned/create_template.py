from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.service_error import ServiceError
from ...models.template_create import TemplateCreate
from ...models.template_detail import TemplateDetail
from ...types import Response


def _get_kwargs(
    *,
    body: TemplateCreate,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/processings/template",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ServiceError | TemplateDetail | None:
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
        response_2xx = TemplateDetail.from_dict(response.json())

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
) -> Response[ServiceError | TemplateDetail]:
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
    body: TemplateCreate,
) -> Response[ServiceError | TemplateDetail]:
    """Create a planned search

     Stores a search for imagery over one or more areas; the service repeats it every day until
    `activeUntil`. Processings can be started from what it finds.

    Areas go into `searchParams.aoiDetails`, one feature with a Polygon each: features with a
    MultiPolygon
    are ignored, and a planned search with nothing else ends up empty and `FAILED`.

    An account that already has as many active ones as its plan allows gets an inactive one
    (`isActive: false`) instead of a refusal. An area above `templateAreaLimit` of the account is
    refused
    with `BAD_REQUEST` and a message that contains "enough limit". How many areas one may have is not
    documented. Planned searches exist in projects only. A user with the role `contributor` may change
    their own, with `maintainer` or `owner` all of the project, with `readonly` none.

    Args:
        body (TemplateCreate): A new planned search.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ServiceError | TemplateDetail]
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
    body: TemplateCreate,
) -> ServiceError | TemplateDetail | None:
    """Create a planned search

     Stores a search for imagery over one or more areas; the service repeats it every day until
    `activeUntil`. Processings can be started from what it finds.

    Areas go into `searchParams.aoiDetails`, one feature with a Polygon each: features with a
    MultiPolygon
    are ignored, and a planned search with nothing else ends up empty and `FAILED`.

    An account that already has as many active ones as its plan allows gets an inactive one
    (`isActive: false`) instead of a refusal. An area above `templateAreaLimit` of the account is
    refused
    with `BAD_REQUEST` and a message that contains "enough limit". How many areas one may have is not
    documented. Planned searches exist in projects only. A user with the role `contributor` may change
    their own, with `maintainer` or `owner` all of the project, with `readonly` none.

    Args:
        body (TemplateCreate): A new planned search.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ServiceError | TemplateDetail
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: TemplateCreate,
) -> Response[ServiceError | TemplateDetail]:
    """Create a planned search

     Stores a search for imagery over one or more areas; the service repeats it every day until
    `activeUntil`. Processings can be started from what it finds.

    Areas go into `searchParams.aoiDetails`, one feature with a Polygon each: features with a
    MultiPolygon
    are ignored, and a planned search with nothing else ends up empty and `FAILED`.

    An account that already has as many active ones as its plan allows gets an inactive one
    (`isActive: false`) instead of a refusal. An area above `templateAreaLimit` of the account is
    refused
    with `BAD_REQUEST` and a message that contains "enough limit". How many areas one may have is not
    documented. Planned searches exist in projects only. A user with the role `contributor` may change
    their own, with `maintainer` or `owner` all of the project, with `readonly` none.

    Args:
        body (TemplateCreate): A new planned search.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ServiceError | TemplateDetail]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: TemplateCreate,
) -> ServiceError | TemplateDetail | None:
    """Create a planned search

     Stores a search for imagery over one or more areas; the service repeats it every day until
    `activeUntil`. Processings can be started from what it finds.

    Areas go into `searchParams.aoiDetails`, one feature with a Polygon each: features with a
    MultiPolygon
    are ignored, and a planned search with nothing else ends up empty and `FAILED`.

    An account that already has as many active ones as its plan allows gets an inactive one
    (`isActive: false`) instead of a refusal. An area above `templateAreaLimit` of the account is
    refused
    with `BAD_REQUEST` and a message that contains "enough limit". How many areas one may have is not
    documented. Planned searches exist in projects only. A user with the role `contributor` may change
    their own, with `maintainer` or `owner` all of the project, with `readonly` none.

    Args:
        body (TemplateCreate): A new planned search.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ServiceError | TemplateDetail
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed

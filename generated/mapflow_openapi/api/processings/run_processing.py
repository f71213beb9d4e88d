from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.processing import Processing
from ...models.processing_run import ProcessingRun
from ...models.service_error import ServiceError
from ...types import Response


def _get_kwargs(
    *,
    body: ProcessingRun,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/processings",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Processing | ServiceError | None:
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
        response_2xx = Processing.from_dict(response.json())

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
) -> Response[Processing | ServiceError]:
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
    body: ProcessingRun,
) -> Response[Processing | ServiceError]:
    """Create a processing and start it

     Starts a run at once and returns its first state. **This spends credits.** The service has no
    idempotency
    keys: a request that is repeated because its response was lost may create, and bill, a second
    processing.

    Optional steps of the model are switched with `blocks`. To process an uploaded image, send its
    `image_url` as `params.url` with `params.source_type` `tif` (newer text says `local`); for an image
    of
    the catalog, its `providerName` as `params.data_provider` and its `id` as `params.url`.

    Many mistakes in the imagery source are not refused here: the processing is created and fails
    later, with codes in `messages`.

    Limits to check before: `aoiAreaLimit` of the project's owner for the sum of the polygons and for
    the bounding box of each, `maxAoisPerProcessing` for their number, and what the account has left
    (`remainingCredits` or `remainingArea`). How the service refuses a run that the account cannot pay,
    when
    credits are taken, and whether a failure returns them, is not documented.

    Args:
        body (ProcessingRun): A run to start. Exactly one of `wdId` and `wdName` is needed to name
            the model.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Processing | ServiceError]
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
    body: ProcessingRun,
) -> Processing | ServiceError | None:
    """Create a processing and start it

     Starts a run at once and returns its first state. **This spends credits.** The service has no
    idempotency
    keys: a request that is repeated because its response was lost may create, and bill, a second
    processing.

    Optional steps of the model are switched with `blocks`. To process an uploaded image, send its
    `image_url` as `params.url` with `params.source_type` `tif` (newer text says `local`); for an image
    of
    the catalog, its `providerName` as `params.data_provider` and its `id` as `params.url`.

    Many mistakes in the imagery source are not refused here: the processing is created and fails
    later, with codes in `messages`.

    Limits to check before: `aoiAreaLimit` of the project's owner for the sum of the polygons and for
    the bounding box of each, `maxAoisPerProcessing` for their number, and what the account has left
    (`remainingCredits` or `remainingArea`). How the service refuses a run that the account cannot pay,
    when
    credits are taken, and whether a failure returns them, is not documented.

    Args:
        body (ProcessingRun): A run to start. Exactly one of `wdId` and `wdName` is needed to name
            the model.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Processing | ServiceError
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: ProcessingRun,
) -> Response[Processing | ServiceError]:
    """Create a processing and start it

     Starts a run at once and returns its first state. **This spends credits.** The service has no
    idempotency
    keys: a request that is repeated because its response was lost may create, and bill, a second
    processing.

    Optional steps of the model are switched with `blocks`. To process an uploaded image, send its
    `image_url` as `params.url` with `params.source_type` `tif` (newer text says `local`); for an image
    of
    the catalog, its `providerName` as `params.data_provider` and its `id` as `params.url`.

    Many mistakes in the imagery source are not refused here: the processing is created and fails
    later, with codes in `messages`.

    Limits to check before: `aoiAreaLimit` of the project's owner for the sum of the polygons and for
    the bounding box of each, `maxAoisPerProcessing` for their number, and what the account has left
    (`remainingCredits` or `remainingArea`). How the service refuses a run that the account cannot pay,
    when
    credits are taken, and whether a failure returns them, is not documented.

    Args:
        body (ProcessingRun): A run to start. Exactly one of `wdId` and `wdName` is needed to name
            the model.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Processing | ServiceError]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: ProcessingRun,
) -> Processing | ServiceError | None:
    """Create a processing and start it

     Starts a run at once and returns its first state. **This spends credits.** The service has no
    idempotency
    keys: a request that is repeated because its response was lost may create, and bill, a second
    processing.

    Optional steps of the model are switched with `blocks`. To process an uploaded image, send its
    `image_url` as `params.url` with `params.source_type` `tif` (newer text says `local`); for an image
    of
    the catalog, its `providerName` as `params.data_provider` and its `id` as `params.url`.

    Many mistakes in the imagery source are not refused here: the processing is created and fails
    later, with codes in `messages`.

    Limits to check before: `aoiAreaLimit` of the project's owner for the sum of the polygons and for
    the bounding box of each, `maxAoisPerProcessing` for their number, and what the account has left
    (`remainingCredits` or `remainingArea`). How the service refuses a run that the account cannot pay,
    when
    credits are taken, and whether a failure returns them, is not documented.

    Args:
        body (ProcessingRun): A run to start. Exactly one of `wdId` and `wdName` is needed to name
            the model.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Processing | ServiceError
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed

from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.processing_run_v2 import ProcessingRunV2
from ...models.processing_v2 import ProcessingV2
from ...models.service_error import ServiceError
from ...types import Response


def _get_kwargs(
    *,
    body: ProcessingRunV2,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/processings/v2",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ProcessingV2 | ServiceError | None:
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
        response_2xx = ProcessingV2.from_dict(response.json())

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
) -> Response[ProcessingV2 | ServiceError]:
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
    body: ProcessingRunV2,
) -> Response[ProcessingV2 | ServiceError]:
    """Create a processing with a structured source and start it

     Does what `runProcessing` does, and **spends credits** in the same way; the service has no
    idempotency keys
    here either. What differs is the imagery: `params.sourceParams` holds exactly one member, and which
    one says what kind of source it is. The current documentation recommends this version.

    Leave `blocks` out rather than sending null. Images that a search found are named in
    `imagerySearch`;
    the published client puts only images of one provider and one product type into one run, and only
    mosaics of one zoom. The service refuses a run that mixes images, other than mosaics, of several
    providers.

    Args:
        body (ProcessingRunV2): A run to start. Exactly one of `wdId` and `wdName` is needed to
            name the model.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProcessingV2 | ServiceError]
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
    body: ProcessingRunV2,
) -> ProcessingV2 | ServiceError | None:
    """Create a processing with a structured source and start it

     Does what `runProcessing` does, and **spends credits** in the same way; the service has no
    idempotency keys
    here either. What differs is the imagery: `params.sourceParams` holds exactly one member, and which
    one says what kind of source it is. The current documentation recommends this version.

    Leave `blocks` out rather than sending null. Images that a search found are named in
    `imagerySearch`;
    the published client puts only images of one provider and one product type into one run, and only
    mosaics of one zoom. The service refuses a run that mixes images, other than mosaics, of several
    providers.

    Args:
        body (ProcessingRunV2): A run to start. Exactly one of `wdId` and `wdName` is needed to
            name the model.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProcessingV2 | ServiceError
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: ProcessingRunV2,
) -> Response[ProcessingV2 | ServiceError]:
    """Create a processing with a structured source and start it

     Does what `runProcessing` does, and **spends credits** in the same way; the service has no
    idempotency keys
    here either. What differs is the imagery: `params.sourceParams` holds exactly one member, and which
    one says what kind of source it is. The current documentation recommends this version.

    Leave `blocks` out rather than sending null. Images that a search found are named in
    `imagerySearch`;
    the published client puts only images of one provider and one product type into one run, and only
    mosaics of one zoom. The service refuses a run that mixes images, other than mosaics, of several
    providers.

    Args:
        body (ProcessingRunV2): A run to start. Exactly one of `wdId` and `wdName` is needed to
            name the model.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ProcessingV2 | ServiceError]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: ProcessingRunV2,
) -> ProcessingV2 | ServiceError | None:
    """Create a processing with a structured source and start it

     Does what `runProcessing` does, and **spends credits** in the same way; the service has no
    idempotency keys
    here either. What differs is the imagery: `params.sourceParams` holds exactly one member, and which
    one says what kind of source it is. The current documentation recommends this version.

    Leave `blocks` out rather than sending null. Images that a search found are named in
    `imagerySearch`;
    the published client puts only images of one provider and one product type into one run, and only
    mosaics of one zoom. The service refuses a run that mixes images, other than mosaics, of several
    providers.

    Args:
        body (ProcessingRunV2): A run to start. Exactly one of `wdId` and `wdName` is needed to
            name the model.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ProcessingV2 | ServiceError
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed

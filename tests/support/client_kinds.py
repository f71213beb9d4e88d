"""Lets one test body drive the sync and the async client."""

import inspect


async def maybe_await(value):
    """Await what is awaitable; hand on everything else."""
    return await value if inspect.isawaitable(value) else value


async def gathered(items):
    """Read an iterator of either kind into a list."""
    if hasattr(items, "__aiter__"):
        return [item async for item in items]
    return list(items)


async def closed(client):
    """Close a client of either kind."""
    await maybe_await(client.aclose() if hasattr(client, "aclose") else client.close())

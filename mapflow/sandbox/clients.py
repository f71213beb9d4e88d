"""Clients of a sandbox: with its address and its token, whatever the environment variables are."""

from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mapflow.sandbox.process import start

if TYPE_CHECKING:
    from mapflow._async.client import AsyncMapflow
    from mapflow._sync.client import Mapflow


@contextmanager
def client(
    *,
    state: str | Path | None = None,
    seed: int | None = None,
    speed: float = 60.0,
    faults: str | Path | None = None,
    api_version: Literal["v1", "v2"] = "v1",
    max_retries: int = 4,
) -> "Generator[Mapflow]":
    """Start a sandbox and yield a client of it; the end of the block closes both.

    Args:
        state: As for `start`.
        seed: As for `start`.
        speed: As for `start`. Default: 60 virtual seconds for each real second.
        faults: As for `start`.
        api_version: As for `Mapflow`. Default: "v1".
        max_retries: As for `Mapflow`. Default: 4.

    Yields:
        A client that reaches that sandbox only.

    Raises:
        RuntimeError: If the sandbox does not start; the message says why.

    Example:
        ```python
        from mapflow import sandbox

        with sandbox.client() as mf:
            print(mf.account.status().remaining_credits)
        ```
    """
    with (
        start(state=state, seed=seed, speed=speed, faults=faults) as running,
        running.client(api_version=api_version, max_retries=max_retries) as made,
    ):
        yield made


@asynccontextmanager
async def async_client(
    *,
    state: str | Path | None = None,
    seed: int | None = None,
    speed: float = 60.0,
    faults: str | Path | None = None,
    api_version: Literal["v1", "v2"] = "v1",
    max_retries: int = 4,
) -> "AsyncGenerator[AsyncMapflow]":
    """Start a sandbox and yield an async client of it; the end of the block closes both.

    Args:
        state: As for `start`.
        seed: As for `start`.
        speed: As for `start`. Default: 60 virtual seconds for each real second.
        faults: As for `start`.
        api_version: As for `AsyncMapflow`. Default: "v1".
        max_retries: As for `AsyncMapflow`. Default: 4.

    Yields:
        A client that reaches that sandbox only.

    Raises:
        RuntimeError: If the sandbox does not start; the message says why.

    Example:
        ```python
        from mapflow import sandbox

        async with sandbox.async_client() as mf:
            print((await mf.account.status()).remaining_credits)
        ```
    """
    with start(state=state, seed=seed, speed=speed, faults=faults) as running:
        async with running.async_client(api_version=api_version, max_retries=max_retries) as made:
            yield made

"""The client: everything hangs off it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal, Self

from mapflow import _arguments
from mapflow._async.requests import AsyncRequests
from mapflow._async.session import AsyncSession
from mapflow._masking.secrets import Masked
from mapflow.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from mapflow._async.account import AsyncAccount
    from mapflow._async.catalog.resource import AsyncCatalog
    from mapflow._async.imagery.resource import AsyncImagery
    from mapflow._async.models import AsyncModels
    from mapflow._async.planned.resource import AsyncPlanned
    from mapflow._async.processings.resource import AsyncProcessings
    from mapflow._async.projects import AsyncProjects
    from mapflow._http.requests import AsyncClient
    from mapflow._rules.budget import Budget
    from mapflow.config._tokens import TokenFunction


# A request that takes longer than a day has been forgotten by whoever sent it.
_LONGEST_S = 86_400


class AsyncMapflow(AsyncRequests):
    """A client of the Mapflow service, for one account.

    Safe to share between tasks. Close it, or use it in a ``with`` block. A process that was forked
    opens new connections, and so does another event loop.

    Args:
        token: API token as issued, or a function that returns one for each request. Default: that
            of the profile if you name one, else ``MAPFLOW_TOKEN``, else that of the default
            profile.
        base_url: Address of the service, ending in ``/rest``. Default: that of the profile if you
            name one, else ``MAPFLOW_BASE_URL``, else the public service. A token of the environment
            never goes to the address of a profile, nor the reverse.
        profile: Name of a profile that ``mapflow login`` saved. Default: ``MAPFLOW_PROFILE``, then
            ``default``, which are read only if nothing else gives a token.
        timeout_s: Time for one attempt of a request, from the connection to the last byte of the
            response, in seconds. Default: 30. A request takes at most
            ``timeout_s * (max_retries + 1)`` and 120 seconds of pauses, and a call that sends
            several takes that for each.
        transfer_timeout_s: The same for results, previews, downloads and uploads, which are given
            this much again for each megabyte that is moved, in seconds. Default 600: a transfer
            that moves less than a megabyte in 600 seconds ends.
        api_version: ``"v1"``, the version of the service's document, or ``"v2"``, which newer
            clients use. What only version 2 can carry goes through it in either case.
        max_retries: How often a request that changes nothing, or the same way each time, is
            repeated after a network failure or a response that says "later". Default 4. Requests
            that cost credits are never repeated. Interrupted downloads resume within the same
            limit.
        budget: Maximum that this client may spend, in credits; or a ``Budget``, which several
            clients may share. With one, nothing that costs is sent unless the service named a
            price and that much remains. Default: None, only the account's limit.
        http_client: Your HTTP client (proxies, certificates). It is used as it is,
            without the retries of this package, and stays yours to close. Paid requests tell
            httpx-retries not to repeat them; other transports that repeat POST cannot be told, so
            do not use one.

    Raises:
        ConfigurationError: No token, a malformed one, or an insecure address; the text says what
            to do.
        InvalidInput: A number is out of range.

    Example:
        ```python
        from mapflow import AsyncMapflow

        async with AsyncMapflow() as mf:
            status = await mf.account.status()
            print(status.email, status.remaining_credits)
        ```
    """

    def __init__(
        self,
        *,
        token: str | TokenFunction | None = None,
        base_url: str | None = None,
        profile: str | None = None,
        timeout_s: float = 30.0,
        transfer_timeout_s: float = 600.0,
        api_version: Literal["v1", "v2"] = "v1",
        max_retries: int = 4,
        budget: float | Budget | None = None,
        http_client: AsyncClient | None = None,
    ) -> None:
        # Here, because the HTTP library takes ten times as long as all of this package.
        from mapflow._http._async.transport import AsyncTransport
        from mapflow.config import resolve

        # What is masked here is not shown by tools that show the variables of a traceback.
        token = Masked(token) if isinstance(token, str) else token
        base_url = Masked(base_url) if isinstance(base_url, str) else base_url
        for name, given in (("timeout_s", timeout_s), ("transfer_timeout_s", transfer_timeout_s)):
            is_number = isinstance(given, (int, float)) and not isinstance(given, bool)  # pyright: ignore[reportUnnecessaryIsInstance]
            if not is_number or not 0 < given <= _LONGEST_S:
                raise InvalidInput(
                    f"{name} must be more than 0 and at most {_LONGEST_S} seconds, got {given!r}."
                )
        if api_version not in ("v1", "v2"):
            raise InvalidInput(f"api_version is 'v1' or 'v2', not {api_version!r}.")
        _arguments.whole(max_retries, "max_retries")
        shared = None
        if budget is not None:
            from mapflow._rules.budget import Budget

            shared = budget if isinstance(budget, Budget) else Budget(budget)
        self._session = AsyncSession(
            AsyncTransport(
                resolve(token=token, base_url=base_url, profile=profile),
                timeout_s=timeout_s,
                transfer_timeout_s=transfer_timeout_s,
                max_retries=max_retries,
                http_client=http_client,
            ),
            v2=api_version == "v2",
            budget=shared,
        )

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Make a client of what environment variables say, such as in a container.

        The token and the address are found as always. ``MAPFLOW_TIMEOUT_S``,
        ``MAPFLOW_TRANSFER_TIMEOUT_S``, ``MAPFLOW_MAX_RETRIES``, ``MAPFLOW_BUDGET`` (credits) and
        ``MAPFLOW_API_VERSION`` set the arguments of these names; what is not set has its default.

        Args:
            environ: The variables. Default: those of this process.

        Returns:
            The client.

        Raises:
            ConfigurationError: There is no token, or a variable cannot be used; the text names it.
            InvalidInput: A number is out of range.

        Example:
            ```python
            from mapflow import AsyncMapflow

            async with AsyncMapflow.from_env() as mf:
                print((await mf.account.status()).remaining_credits)
            ```
        """
        from mapflow.config._environment import client_options

        return cls(**client_options(environ))

    # Each resource is imported when it is first used, so that importing the client costs little.

    @cached_property
    def account(self) -> AsyncAccount:
        """The account: limits, credits, providers, teams."""
        from mapflow._async.account import AsyncAccount

        return AsyncAccount(self._session)

    @cached_property
    def models(self) -> AsyncModels:
        """The AI models the account may run."""
        from mapflow._async.models import AsyncModels

        return AsyncModels(self._session)

    @cached_property
    def projects(self) -> AsyncProjects:
        """The folders that processings live in."""
        from mapflow._async.projects import AsyncProjects

        return AsyncProjects(self._session)

    @cached_property
    def processings(self) -> AsyncProcessings:
        """Runs of a model over an area."""
        from mapflow._async.processings.resource import AsyncProcessings

        return AsyncProcessings(self._session)

    @cached_property
    def imagery(self) -> AsyncImagery:
        """Your imagery: mosaics, images, storage."""
        from mapflow._async.imagery.resource import AsyncImagery

        return AsyncImagery(self._session)

    def __repr__(self) -> str:
        # Tools that show the variables of a traceback show one that was never finished, too.
        made = hasattr(self, "_session")
        return f"<{type(self).__name__} {self.base_url if made else 'that could not be made'}>"

    @cached_property
    def catalog(self) -> AsyncCatalog:
        """Images of a place, from providers and from your mosaics."""
        from mapflow._async.catalog.resource import AsyncCatalog

        return AsyncCatalog(self._session)

    @cached_property
    def planned(self) -> AsyncPlanned:
        """Searches of the catalog that the service repeats by itself."""
        from mapflow._async.planned.resource import AsyncPlanned

        return AsyncPlanned(self._session)

    async def version(self) -> str:
        """Read which version of the QGIS plugin the service expects; it needs no token.

        Returns:
            The version, as the service writes it.

        Raises:
            TransportError: The service could not be reached; try again later.

        Example:
            ```python
            print(await mf.version())
            ```

        Operation: getVersion (GET /version)
        """
        from mapflow_openapi.api.service import get_version

        return (await self._session.transport.text(get_version._get_kwargs(), token=False)).strip()

    def __copy__(self) -> Self:
        # Within a process it is one more name for the same connections.
        made = object.__new__(type(self))
        made.__dict__.update(self.__dict__)
        return made

    def __reduce__(self) -> tuple[object, ...]:
        return self._session.__reduce__()

    @property
    def budget(self) -> Budget | None:
        """What this client may spend and has spent, or None if it has no budget."""
        return self._session.budget

    @property
    def base_url(self) -> str:
        """The address of the service."""
        return self._session.base_url

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections. A call that another thread or task is still making fails.

        A paid request may have been sent by then; what its error says tells what to do. An
        `httpx` client of your own stays open.

        Example:
            ```python
            from mapflow import AsyncMapflow

            client = AsyncMapflow()
            await client.aclose()
            ```
        """
        await self._session.transport.aclose()

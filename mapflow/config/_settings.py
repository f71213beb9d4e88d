"""Finds the token and the address that a client uses."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from mapflow._masking import Masked
from mapflow.config import _keyring
from mapflow.config._address import DEFAULT_BASE_URL, check_base_url
from mapflow.config._profiles import load_profile, profile_path, profiles
from mapflow.config._tokens import authorization
from mapflow.errors import ConfigurationError

_WHERE_FROM: Final = (
    "Create one at https://app.mapflow.ai/account/api, then run `mapflow login`, "
    "set MAPFLOW_TOKEN, or pass the argument token."
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a client needs to reach the service.

    Args:
        base_url: Address of the service, without a slash at the end.
        token: The token, or a function that gives one for each request.
        token_from: Which of the possible places the token was found in.
        profile: Name of the profile that was read.
    """

    base_url: str
    token: str | Callable[[], str] = field(repr=False)
    token_from: str
    profile: str

    def __post_init__(self) -> None:
        if isinstance(self.token, str):
            object.__setattr__(self, "token", Masked(self.token))

    def __reduce__(self) -> tuple[object, ...]:
        # A pickle is a file or a message in the making, and this would write the token into it.
        raise TypeError("Settings hold a token and are not pickled: call resolve() over there.")

    @property
    def renews_token(self) -> bool:
        """Whether the token is asked for anew for each request."""
        return callable(self.token)

    def authorization(self) -> str:
        """Give the value of the ``Authorization`` header for the next request.

        Returns:
            The header's value; it is a secret.

        Raises:
            ConfigurationError: The token has none of the accepted forms; correct it.

        Example:
            ```python
            from mapflow.config import resolve

            assert resolve(token="me@example.com:secret").authorization().startswith("Basic ")
            ```
        """
        if callable(self.token):
            return authorization(self.token())
        return authorization(self.token)


class _Told(NamedTuple):
    """What environment variables say."""

    token: Masked
    base_url: Masked
    profile: str


def _told(environ: Mapping[str, str]) -> _Told:
    return _Told(
        Masked(environ.get("MAPFLOW_TOKEN", "")),
        Masked(environ.get("MAPFLOW_BASE_URL", "")),
        environ.get("MAPFLOW_PROFILE", ""),
    )


def resolve(
    *,
    token: str | Callable[[], str] | None = None,
    base_url: str | None = None,
    profile: str | None = None,
    environ: Mapping[str, str] | None = None,
) -> Settings:
    """Find the token and the address to use.

    Args:
        token: The token, or a function called before each request; None looks further.
        base_url: Address of the service; None looks further.
        profile: Name of the profile; None means ``MAPFLOW_PROFILE`` or ``default``.
        environ: Environment variables; None for those of this process.

    Returns:
        The settings, with a word on where the token was found.

    Raises:
        ConfigurationError: There is no token, it is malformed, the address is insecure, or the
            profile cannot be read; the text says which and what to do.

    Example:
        ```python
        from mapflow.config import resolve

        settings = resolve(token="me@example.com:secret", environ={})
        print(settings.base_url, settings.token_from)
        ```
    """
    # No variable here may hold a secret openly: tools show the variables of a traceback.
    token = Masked(token) if isinstance(token, str) else token
    base_url = None if base_url is None else Masked(base_url)
    told, environ = _told(os.environ if environ is None else environ), None
    named = profile or told.profile or None
    name = named or "default"
    stored = load_profile(name)
    if stored is None and profile is not None:
        known = ", ".join(profiles()) or "none"
        raise ConfigurationError(
            f"There is no profile named {name!r} (known: {known}).",
            hint=f"Create it with `mapflow login --profile {name}`.",
        )
    address = base_url or told.base_url or (stored and stored.base_url)
    found: str | Callable[[], str] | None
    if token is not None:
        found, origin = token, "argument"
    elif told.token:
        found, origin = told.token, "MAPFLOW_TOKEN"
    elif stored and stored.token:
        found, origin = stored.token, f"profile {name} ({profile_path()})"
    else:
        kept = _keyring.read(name) if stored and stored.keyring else None
        found, origin = None if kept is None else Masked(kept), "keyring"
    if found is None:
        raise ConfigurationError("No Mapflow token was found.", hint=_WHERE_FROM)
    if isinstance(found, str):
        authorization(found)
    return Settings(check_base_url(address or DEFAULT_BASE_URL), found, origin, name)

"""Finds the token and the address that a client uses."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from inspect import iscoroutinefunction
from typing import Final, NamedTuple

from mapflow._base_errors import ConfigurationError, NotPicklable
from mapflow._hints import Hint, joined
from mapflow._masking.secrets import Masked
from mapflow._masking.urls import mask_url
from mapflow.config import _keyring
from mapflow.config._address import DEFAULT_BASE_URL, check_base_url
from mapflow.config._profiles import (
    DEFAULT_PROFILE,
    Profile,
    load_profile,
    profile_path,
    profiles,
)
from mapflow.config._tokens import TokenFunction, authorization

#: How many known profiles an error names, and how much of each name.
_SHOWN_NAMES: Final = 10
_SHOWN_CHARS: Final = 40
_ARGUMENT: Final = "argument"
_PUBLIC: Final = "the public service"
_WHERE_FROM: Final = joined(
    "Create one at https://app.mapflow.ai/account/api, then run `mapflow login`",
    Hint(
        python=", set MAPFLOW_TOKEN, or pass the argument token",
        command=" or set MAPFLOW_TOKEN",
        tool=" on the machine of this server, or set MAPFLOW_TOKEN in its configuration",
    ),
    ".",
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a client needs to reach the service.

    Args:
        base_url: Address of the service, without a slash at the end.
        token: The token, or a function that gives one for each request.
        token_from: Which of the possible places the token was found in.
        profile: Name of the profile that was read, or would have been.
        base_url_from: Which of the possible places the address was found in.
    """

    base_url: str
    token: str | TokenFunction = field(repr=False)
    token_from: str
    profile: str
    base_url_from: str = _ARGUMENT

    def __post_init__(self) -> None:
        if isinstance(self.token, str):
            object.__setattr__(self, "token", Masked(self.token))

    def __reduce__(self) -> tuple[object, ...]:
        # A pickle is a file or a message in the making, and this would write the token into it.
        raise NotPicklable(
            "Settings hold a token and are not pickled.", hint="Call resolve() over there."
        )

    @property
    def renews_token(self) -> bool:
        """Whether the token is requested again for each request."""
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
    token: str | TokenFunction | None = None,
    base_url: str | None = None,
    profile: str | None = None,
    environ: Mapping[str, str] | None = None,
) -> Settings:
    """Find the token and the address to use.

    An argument wins over the environment, and the environment over the default profile. A
    token of the environment is never sent to the address of a profile, nor the reverse.

    Args:
        token: The token, or a function called before each request. Default: that of the profile if
            one is named, else ``MAPFLOW_TOKEN``, else that of the default profile.
        base_url: Address of the service. Default: that of the profile if one is named, else
            ``MAPFLOW_BASE_URL``, else the address that belongs to the token.
        profile: Name of the profile. Default: ``MAPFLOW_PROFILE``, else ``default``; such a profile
            is read only if neither an argument nor ``MAPFLOW_TOKEN`` gives a token.
        environ: Environment variables. Default: those of this process.

    Returns:
        The settings, with the places where the token and the address were found.

    Raises:
        ConfigurationError: If the token is missing, if it is malformed, if the address is insecure,
            if the token and the address are of different places, or if the profile cannot be read.
            The text says which and what to do.

    Example:
        ```python
        from mapflow.config import resolve

        settings = resolve(token="me@example.com:secret", environ={})
        print(settings.base_url, settings.token_from)
        ```
    """
    # No variable here may hold a secret openly: tools show the variables of a traceback.
    token = Masked(token) if isinstance(token, str) else token
    for what, given in (("base_url", base_url), ("profile", profile)):
        if not (given is None or isinstance(given, str)):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ConfigurationError(f"`{what}` must be a text, got {type(given).__name__}.")
    if not (environ is None or isinstance(environ, Mapping)):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ConfigurationError("`environ` must hold the environment variables, like a dict.")
    base_url = Masked(base_url) if base_url else None
    if not (token is None or isinstance(token, str) or callable(token)):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ConfigurationError(
            f"`token` must be a text or a function, got {type(token).__name__}.", hint=_WHERE_FROM
        )
    if iscoroutinefunction(token):
        raise ConfigurationError(
            "`token` must be a plain function, got an async one.", hint=_WHERE_FROM
        )
    told, environ = _told(os.environ if environ is None else environ), None
    if profile:
        found = _of_profile(profile, token, base_url)
    elif token is not None:
        found = _typed(token, base_url, told)
    elif told.token:
        found = _of_environment(base_url, told)
    else:
        found = _usual(base_url, told)
    if isinstance(found.token, str):
        authorization(found.token)
    return replace(found, base_url=check_base_url(found.base_url))


def _of_profile(name: str, token: str | TokenFunction | None, base_url: str | None) -> Settings:
    """A profile was named: what is not given comes from it, whatever the environment says."""
    stored = load_profile(name)
    if stored is None:
        raise _no_profile(name, f"Create it with `mapflow login --profile {name}`.")
    address, address_from = _address(base_url, stored, name)
    if token is not None:
        return Settings(address, token, _ARGUMENT, name, address_from)
    kept, kept_from = _kept_token(stored, name)
    if kept is None:
        raise ConfigurationError(
            f"Profile {name!r} has no token, and MAPFLOW_TOKEN is not used with a named profile.",
            hint=f"Run `mapflow login --profile {name}`, or pass the argument token.",
        )
    return Settings(address, kept, kept_from, name, address_from)


def _typed(token: str | TokenFunction, base_url: str | None, told: _Told) -> Settings:
    """A token was given: it goes to the address that is given with it."""
    name = told.profile or DEFAULT_PROFILE
    if base_url is None and told.base_url:
        return Settings(told.base_url, token, _ARGUMENT, name, "MAPFLOW_BASE_URL")
    stored = None
    if base_url is None and told.profile:
        stored = load_profile(name)
        if stored is None:
            raise _no_profile(name, "Correct or unset MAPFLOW_PROFILE, which names it.")
    address, address_from = _address(base_url, stored, name)
    return Settings(address, token, _ARGUMENT, name, address_from)


def _of_environment(base_url: str | None, told: _Told) -> Settings:
    """The environment has a token: the address of a profile is not for it."""
    name = told.profile or DEFAULT_PROFILE
    if base_url is None and told.base_url:
        return Settings(told.base_url, told.token, "MAPFLOW_TOKEN", name, "MAPFLOW_BASE_URL")
    if base_url is None and told.profile:
        stored = load_profile(name)
        other = DEFAULT_BASE_URL if stored is None else stored.base_url or DEFAULT_BASE_URL
        if _is_other(other, DEFAULT_BASE_URL):
            raise ConfigurationError(
                f"MAPFLOW_TOKEN and MAPFLOW_PROFILE are both set, and profile {name!r} is for"
                f" {mask_url(other)}: the token is not sent there.",
                hint="Unset one of the two, or set MAPFLOW_BASE_URL to the service of the token.",
            )
    address, address_from = _address(base_url, None, name)
    return Settings(address, told.token, "MAPFLOW_TOKEN", name, address_from)


def _usual(base_url: str | None, told: _Told) -> Settings:
    """Nothing but a profile has a token: that which the environment names, or the default one."""
    name = told.profile or DEFAULT_PROFILE
    stored = load_profile(name)
    if stored is None and told.profile:
        raise _no_profile(name, "Correct or unset MAPFLOW_PROFILE, which names it.")
    kept, kept_from = (None, "") if stored is None else _kept_token(stored, name)
    if kept is None:
        raise ConfigurationError("No Mapflow token was found.", hint=_WHERE_FROM)
    address, address_from = _address(base_url, stored, name)
    if base_url is None and told.base_url and _is_other(address, told.base_url):
        raise ConfigurationError(
            f"MAPFLOW_BASE_URL is {mask_url(told.base_url)}, and the token of profile {name!r} is"
            f" for {mask_url(address)}: the token is not sent elsewhere.",
            hint="Set MAPFLOW_TOKEN too, name the profile with --profile or the argument profile,"
            " or unset MAPFLOW_BASE_URL.",
        )
    return Settings(address, kept, kept_from, name, address_from)


def _address(base_url: str | None, stored: Profile | None, name: str) -> tuple[str, str]:
    if base_url is not None:
        return base_url, _ARGUMENT
    if stored is not None and stored.base_url:
        return stored.base_url, f"profile {name}"
    return DEFAULT_BASE_URL, _PUBLIC


def _kept_token(stored: Profile, name: str) -> tuple[Masked | None, str]:
    if stored.token:
        return Masked(stored.token), f"profile {name} ({profile_path()})"
    kept = _keyring.read(name) if stored.keyring else None
    return (Masked(kept) if kept else None), "keyring"


def _is_other(one: str, other: str) -> bool:
    """Whether two addresses are of different services; an unusable one is reported later."""
    return check_base_url(one) != check_base_url(other)


def _no_profile(name: str, hint: str) -> ConfigurationError:
    names = [f"{each[:_SHOWN_CHARS]}{'…' * (len(each) > _SHOWN_CHARS)}" for each in profiles()]
    more = f" and {len(names) - _SHOWN_NAMES} more" if names[_SHOWN_NAMES:] else ""
    known = ", ".join(names[:_SHOWN_NAMES]) + more or "none"
    return ConfigurationError(f"There is no profile named {name!r} (known: {known}).", hint=hint)

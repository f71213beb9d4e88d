"""Tokens in the system's keyring. Needs the extra ``keyring``."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from mapflow._base_errors import ConfigurationError

_SERVICE: Final = "mapflow-client"


def read(name: str) -> str | None:
    try:
        import keyring
    except ImportError:
        raise _no_keyring() from None
    try:
        return keyring.get_password(_SERVICE, name)
    except Exception as error:  # noqa: BLE001 - a back end raises what its system raises
        raise ConfigurationError(
            f"The keyring did not give the token of profile {name!r} ({type(error).__name__}).",
            hint="Unlock it, or pass the argument token, or set MAPFLOW_TOKEN.",
        ) from None


def store(name: str, token: str) -> None:
    try:
        import keyring
    except ImportError:
        raise _no_keyring() from None
    try:
        keyring.set_password(_SERVICE, name, token)
    except Exception as error:  # noqa: BLE001 - a back end raises what its system raises
        raise ConfigurationError(
            f"The keyring did not take the token ({type(error).__name__}).",
            hint="Save the profile without the keyring, or set MAPFLOW_TOKEN.",
        ) from None


def forget(name: str) -> None:
    with suppress(ImportError):
        import keyring

        with suppress(Exception):
            keyring.delete_password(_SERVICE, name)


def _no_keyring() -> ConfigurationError:
    return ConfigurationError(
        "This profile keeps its token in the keyring, and the keyring library is not installed.",
        hint='Install it with `pip install "mapflow-client[keyring]"`.',
    )

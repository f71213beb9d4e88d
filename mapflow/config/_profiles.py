"""Profiles: named tokens and addresses, in a file that only its owner can read."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, cast

from mapflow._base_errors import ConfigurationError, NotPicklable
from mapflow._masking.secrets import Masked
from mapflow.config import _keyring, _private_file
from mapflow.config._address import check_base_url
from mapflow.config._tokens import authorization

#: The default profile.
DEFAULT_PROFILE: Final = "default"


@dataclass(frozen=True, slots=True)
class Profile:
    """A named pair of token and address, as kept by ``mapflow login``.

    Args:
        token: The API token, or None when it is kept in the keyring.
        base_url: Address of the service, or None for the public one.
        keyring: Whether the token is kept in the system's keyring.
    """

    token: str | None = field(default=None, repr=False)
    base_url: str | None = None
    keyring: bool = False

    def __post_init__(self) -> None:
        if self.token is not None:
            object.__setattr__(self, "token", Masked(self.token))
        if self.base_url is not None:
            object.__setattr__(self, "base_url", Masked(self.base_url))

    def __reduce__(self) -> tuple[object, ...]:
        # A pickle is a file or a message in the making, and this would write the token into it.
        raise NotPicklable(
            "A Profile holds a token and is not pickled.", hint="Call load_profile() over there."
        )


def profile_path() -> Path:
    """Give the path of the file that keeps the profiles.

    Returns:
        A path in the user's configuration folder; the file need not exist. The variable
        ``MAPFLOW_CONFIG_DIR`` moves the folder.

    Raises:
        ConfigurationError: If this user has no home folder; set ``MAPFLOW_CONFIG_DIR``.

    Example:
        ```python
        from mapflow.config import profile_path

        print(profile_path().name)
        ```
    """
    folder = os.environ.get("MAPFLOW_CONFIG_DIR")
    if folder:
        return Path(folder) / "profiles.json"
    from platformdirs import user_config_path

    try:
        place = user_config_path("mapflow")
    except (OSError, RuntimeError, KeyError):
        place = Path("~")
    if not place.is_absolute():
        # Without a home folder, the profiles would go to the current folder.
        raise ConfigurationError(
            "This user has no home folder, so profiles cannot be stored.",
            hint="Set MAPFLOW_CONFIG_DIR to a folder of yours, or use MAPFLOW_TOKEN.",
        )
    return place / "profiles.json"


def profiles() -> dict[str, Profile]:
    """Read all profiles.

    Returns:
        The profiles by name; empty when none was ever saved.

    Raises:
        ConfigurationError: Other users can read the file or replace it, or it is damaged; the
            text says what to do.

    Example:
        ```python
        from mapflow.config import profiles

        print(list(profiles()))
        ```
    """
    path = profile_path()
    content = _private_file.read(path)
    if content is None:
        return {}
    found = _read_profiles(content)
    if found is None:
        raise _private_file.unreadable(path, "it does not hold profiles")
    return found


def _read_profiles(content: bytes) -> dict[str, Profile] | None:
    """The profiles in the file's content; nothing is raised here, where tokens lie open."""
    try:
        entries: object = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(entries, dict):
        return None
    return {
        name: _read_profile(entry) for name, entry in cast("dict[str, object]", entries).items()
    }


def _read_profile(entry: object) -> Profile:
    values = cast("dict[str, object]", entry) if isinstance(entry, dict) else {}
    token, base_url = values.get("token"), values.get("base_url")
    return Profile(
        token=token if isinstance(token, str) else None,
        base_url=base_url if isinstance(base_url, str) else None,
        keyring=values.get("keyring") is True,
    )


def load_profile(name: str) -> Profile | None:
    """Read one profile.

    Args:
        name: Name of the profile.

    Returns:
        The profile, or None if no profile has that name.

    Raises:
        ConfigurationError: Other users can read the file, or it is damaged.

    Example:
        ```python
        from mapflow.config import load_profile

        assert load_profile("no-such-profile") is None
        ```
    """
    _check_name(name)
    return profiles().get(name)


def save_profile(name: str, profile: Profile, *, replace: bool = True) -> Path:
    """Keep a profile in a file that only its owner can read, from the moment it exists.

    Args:
        name: Name of the profile.
        profile: What to keep. With ``keyring=True`` the token goes to the system's keyring.
        replace: Whether a profile of this name may be replaced. Default: True.

    Returns:
        The path of the file.

    Raises:
        ConfigurationError: The token or address is unusable, the keyring is not available, the
            file cannot be written, or with ``replace=False`` there is a profile of this name.

    Example:
        ```python
        from mapflow.config import Profile, delete_profile, save_profile

        save_profile("example", Profile(token="me@example.com:secret"))
        delete_profile("example")
        ```
    """
    _check_name(name)
    if not isinstance(profile, Profile):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ConfigurationError(f"`profile` must be a Profile, got {type(profile).__name__}.")
    if profile.token is not None:
        authorization(profile.token)
    base_url = None if profile.base_url is None else check_base_url(profile.base_url)
    with _private_file.alone(profile_path()):
        entries = profiles()
        if name in entries and not replace:
            raise ConfigurationError(
                f"There is a profile named {name!r} already, and it was not replaced.",
                hint="Use it, or save this one under another name.",
            )
        if profile.keyring and profile.token is not None:
            _keyring.store(name, profile.token)
        token = None if profile.keyring else profile.token
        return _write(entries | {name: Profile(token, base_url, profile.keyring)})


def delete_profile(name: str) -> bool:
    """Forget a profile and its token.

    Args:
        name: Name of the profile.

    Returns:
        Whether there was one.

    Raises:
        ConfigurationError: The file cannot be read or written.

    Example:
        ```python
        from mapflow.config import delete_profile

        assert not delete_profile("no-such-profile")
        ```
    """
    _check_name(name)
    if name not in profiles():
        return False
    with _private_file.alone(profile_path()):
        kept = profiles()
        gone = kept.pop(name, None)
        if gone is None:
            return False
        if gone.keyring:
            _keyring.forget(name)
        _write(kept)
    return True


def _check_name(name: object) -> None:
    if not isinstance(name, str):
        raise ConfigurationError(f"`name` must be a text, got {type(name).__name__}.")


def _write(entries: dict[str, Profile]) -> Path:
    path = profile_path()
    # The tokens in it are masked texts, as those of the profiles are.
    content = {
        name: {"token": entry.token, "base_url": entry.base_url, "keyring": entry.keyring}
        for name, entry in entries.items()
    }
    _private_file.write(path, Masked(json.dumps(content, indent=2)))
    return path

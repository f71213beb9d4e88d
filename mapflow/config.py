"""Where the token and the address of the service come from, and where they are kept.

The first of these that has a token wins: the argument, the environment variable
``MAPFLOW_TOKEN``, the profile file, the system's keyring (extra ``keyring``). The address follows
the same order with ``MAPFLOW_BASE_URL`` and the profile, and falls back to the public service.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import urlsplit

from mapflow.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "DEFAULT_BASE_URL",
    "Profile",
    "Settings",
    "authorization",
    "delete_profile",
    "load_profile",
    "profile_path",
    "profiles",
    "resolve",
    "save_profile",
]

DEFAULT_BASE_URL: Final = "https://api.mapflow.ai/rest"
_KEYRING_SERVICE: Final = "mapflow-client"
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_WHERE_FROM: Final = (
    "Create one at https://app.mapflow.ai/account/api, then run `mapflow login`, "
    "set MAPFLOW_TOKEN, or pass token=... ."
)


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

    def authorization(self) -> str:
        """Give the value of the ``Authorization`` header for the next request.

        Returns:
            The header's value; it is a secret.

        Raises:
            ConfigurationError: The token has none of the accepted forms; correct it.
        """
        if callable(self.token):
            return authorization(self.token())
        return authorization(self.token)


def authorization(token: str) -> str:
    """Make the value of the ``Authorization`` header from a token.

    Args:
        token: As issued (Base64 of ``email:secret``, with or without padding), or the decoded
            ``email:secret`` pair, or either scheme written out (``Basic ...``, ``Bearer ...``).

    Returns:
        The header's value; it is a secret.

    Raises:
        ConfigurationError: The token has none of these forms; copy it again, whole.

    Example:
        ```python
        from mapflow.config import authorization

        assert authorization("me@example.com:secret").startswith("Basic ")
        ```
    """
    token = token.strip()
    scheme, _, rest = token.partition(" ")
    if scheme.lower() == "bearer" and rest.strip() and rest.isascii():
        return f"Bearer {rest.strip()}"
    if scheme.lower() == "basic":
        token = rest.strip()
    if ":" in token:
        if not all(token.partition(":")[::2]):
            raise _malformed()
        return "Basic " + base64.b64encode(token.encode()).decode()
    padded = token + "=" * (-len(token) % 4)
    try:
        user, mark, secret = base64.b64decode(padded, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        raise _malformed() from None
    if not (user and mark and secret):
        raise _malformed()
    return f"Basic {padded}"


def _malformed() -> ConfigurationError:
    # The token itself is never repeated: error texts end up in logs.
    return ConfigurationError(
        "The Mapflow token is malformed: it does not decode to `email:secret`.",
        hint="Copy it again, whole, from https://app.mapflow.ai/account/api.",
    )


def check_base_url(base_url: str) -> str:
    """Check an address and take the slash off its end; plain http goes to this machine only."""
    try:
        parts = urlsplit(base_url.strip())
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise ConfigurationError(
            f"The base URL {base_url!r} cannot be read ({error}).",
            hint=f"It looks like {DEFAULT_BASE_URL}.",
        ) from None
    if parts.scheme not in ("http", "https") or not host:
        raise ConfigurationError(
            f"The base URL {base_url!r} is not an http(s) address.",
            hint=f"It looks like {DEFAULT_BASE_URL}.",
        )
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ConfigurationError(
            f"The base URL for {host} carries a login, a query or a fragment.",
            hint="Give the bare address, and the token apart from it.",
        )
    if parts.scheme == "http" and host not in _LOOPBACK:
        raise ConfigurationError(
            f"The base URL {base_url!r} would send the token unencrypted over the network.",
            hint="Use https; plain http is accepted for this machine (127.0.0.1) only.",
        )
    location = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{location}{f':{port}' if port else ''}{parts.path.rstrip('/')}"


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
    env = os.environ if environ is None else environ
    named = profile or env.get("MAPFLOW_PROFILE") or None
    name = named or "default"
    stored = load_profile(name)
    if stored is None and profile is not None:
        known = ", ".join(profiles()) or "none"
        raise ConfigurationError(
            f"There is no profile named {name!r} (known: {known}).",
            hint=f"Create it with `mapflow login --profile {name}`.",
        )
    address = base_url or env.get("MAPFLOW_BASE_URL") or (stored and stored.base_url)
    found: str | Callable[[], str] | None
    if token is not None:
        found, origin = token, "argument"
    elif env.get("MAPFLOW_TOKEN"):
        found, origin = env["MAPFLOW_TOKEN"], "MAPFLOW_TOKEN"
    elif stored and stored.token:
        found, origin = stored.token, f"profile {name} ({profile_path()})"
    else:
        found, origin = (_from_keyring(name) if stored and stored.keyring else None), "keyring"
    if found is None:
        raise ConfigurationError("No Mapflow token was found.", hint=_WHERE_FROM)
    if isinstance(found, str):
        authorization(found)
    return Settings(check_base_url(address or DEFAULT_BASE_URL), found, origin, name)


def profile_path() -> Path:
    """Give the path of the file that keeps the profiles.

    Returns:
        A path in the user's configuration folder; the file need not exist. The variable
        ``MAPFLOW_CONFIG_DIR`` moves the folder.

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

    return user_config_path("mapflow") / "profiles.json"


def profiles() -> dict[str, Profile]:
    """Read all profiles.

    Returns:
        The profiles by name; empty when none was ever saved.

    Raises:
        ConfigurationError: Other users can read the file, or it is damaged; the text says what
            to do.

    Example:
        ```python
        from mapflow.config import profiles

        print(list(profiles()))
        ```
    """
    path = profile_path()
    try:
        with path.open(encoding="utf-8") as file:
            if os.name == "posix" and os.fstat(file.fileno()).st_mode & 0o077:
                raise ConfigurationError(
                    f"Other users of this machine can read {path}, which holds tokens.",
                    hint=f"Run `chmod 600 {path}`, and consider issuing a new token.",
                )
            content: object = json.load(file)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            f"The profile file {path} cannot be read ({error}).",
            hint="Correct or delete it, then run `mapflow login`.",
        ) from None
    entries = cast("dict[str, object]", content) if isinstance(content, dict) else {}
    return {name: _read_profile(entry) for name, entry in entries.items()}


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
        The profile, or None when there is none of that name.

    Raises:
        ConfigurationError: Other users can read the file, or it is damaged.

    Example:
        ```python
        from mapflow.config import load_profile

        assert load_profile("no-such-profile") is None
        ```
    """
    return profiles().get(name)


def save_profile(name: str, profile: Profile) -> Path:
    """Keep a profile in a file that only its owner can read, from the moment it exists.

    Args:
        name: Name of the profile.
        profile: What to keep. With ``keyring=True`` the token goes to the system's keyring.

    Returns:
        The path of the file.

    Raises:
        ConfigurationError: The token or address is unusable, the keyring is not available, or
            the file cannot be written.

    Example:
        ```python
        from mapflow.config import Profile, delete_profile, save_profile

        save_profile("example", Profile(token="me@example.com:secret"))
        delete_profile("example")
        ```
    """
    if profile.token is not None:
        authorization(profile.token)
    base_url = None if profile.base_url is None else check_base_url(profile.base_url)
    if profile.keyring and profile.token is not None:
        _keyring_set(name, profile.token)
    token = None if profile.keyring else profile.token
    return _write(profiles() | {name: Profile(token, base_url, profile.keyring)})


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
    kept = profiles()
    gone = kept.pop(name, None)
    if gone is None:
        return False
    if gone.keyring:
        _keyring_delete(name)
    _write(kept)
    return True


def _write(entries: dict[str, Profile]) -> Path:
    path = profile_path()
    content = {
        name: {"token": entry.token, "base_url": entry.base_url, "keyring": entry.keyring}
        for name, entry in entries.items()
    }
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # mkstemp creates the file for its owner alone, whatever the umask.
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".profiles-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(content, file, indent=2)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise ConfigurationError(
            f"The profile file {path} cannot be written ({error}).",
            hint="Set MAPFLOW_CONFIG_DIR to a folder of yours, or use MAPFLOW_TOKEN.",
        ) from None
    return path


def _from_keyring(name: str) -> str | None:
    try:
        import keyring
        import keyring.errors
    except ImportError:
        raise _no_keyring() from None
    try:
        return keyring.get_password(_KEYRING_SERVICE, name)
    except keyring.errors.KeyringError as error:
        raise ConfigurationError(
            f"The keyring did not give the token of profile {name!r} ({type(error).__name__}).",
            hint="Unlock it, or set MAPFLOW_TOKEN.",
        ) from None


def _keyring_set(name: str, token: str) -> None:
    try:
        import keyring
        import keyring.errors
    except ImportError:
        raise _no_keyring() from None
    try:
        keyring.set_password(_KEYRING_SERVICE, name, token)
    except keyring.errors.KeyringError as error:
        raise ConfigurationError(
            f"The keyring did not take the token ({type(error).__name__}).",
            hint="Save the profile without the keyring, or set MAPFLOW_TOKEN.",
        ) from None


def _keyring_delete(name: str) -> None:
    with suppress(ImportError):
        import keyring
        import keyring.errors

        with suppress(keyring.errors.KeyringError):
            keyring.delete_password(_KEYRING_SERVICE, name)


def _no_keyring() -> ConfigurationError:
    return ConfigurationError(
        "This profile keeps its token in the keyring, and the keyring library is not installed.",
        hint='Install it with `pip install "mapflow-client[keyring]"`.',
    )

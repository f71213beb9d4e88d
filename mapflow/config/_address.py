"""The address of the service."""

from __future__ import annotations

from typing import Final, NamedTuple
from urllib.parse import urlsplit

from mapflow._base_errors import ConfigurationError
from mapflow._masking.secrets import Masked
from mapflow._masking.urls import MASK, mask_url

DEFAULT_BASE_URL: Final = "https://api.mapflow.ai/rest"
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


def check_base_url(base_url: str) -> str:
    """Check the address of a service; plain http is accepted for this machine only.

    Args:
        base_url: The address, ending in ``/rest`` for the public service.

    Returns:
        The address without a slash at its end.

    Raises:
        ConfigurationError: It is not an http(s) address, carries a login, or would send the token
            over the network unencrypted; the text says which.

    Example:
        ```python
        from mapflow.config import check_base_url

        assert check_base_url("https://api.mapflow.ai/rest/") == "https://api.mapflow.ai/rest"
        ```
    """
    # Tools show the variables of a traceback, and an unusable address may hold a secret.
    base_url = Masked(base_url)
    told = _shown(base_url)
    parts = _parts(base_url)
    if parts is None:
        raise ConfigurationError(
            f"The base URL {told} cannot be read.",
            hint=f"It looks like {DEFAULT_BASE_URL}.",
        )
    if parts.scheme not in ("http", "https") or not parts.host:
        raise ConfigurationError(
            f"The base URL {told} is not an http(s) address.",
            hint=f"It looks like {DEFAULT_BASE_URL}.",
        )
    if parts.has_more:
        raise ConfigurationError(
            f"The base URL for {parts.host} carries a login, a query or a fragment.",
            hint="Give the bare address, and the token apart from it.",
        )
    if parts.scheme == "http" and parts.host not in _LOOPBACK:
        raise ConfigurationError(
            f"The base URL {told} would send the token unencrypted over the network.",
            hint="Use https; plain http is accepted for this machine (127.0.0.1) only.",
        )
    return parts.address


def _shown(base_url: str) -> str:
    # What is not an address, and has a sign of a login in it, may be the token in the wrong place.
    is_odd = "@" in base_url and not base_url.lower().startswith(("http://", "https://"))
    return repr(MASK if is_odd else mask_url(base_url))


class _Parts(NamedTuple):
    """What an address is made of, without its secrets."""

    scheme: str
    host: str
    address: str
    has_more: bool


def _parts(base_url: str) -> _Parts | None:
    """Take an address apart; nothing is raised here, where a secret may lie open."""
    try:
        parts = urlsplit(base_url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    location = f"[{host}]" if ":" in host else host
    address = f"{parts.scheme}://{location}{f':{port}' if port else ''}{parts.path.rstrip('/')}"
    more = parts.username or parts.password or parts.query or parts.fragment
    return _Parts(parts.scheme, host, address, bool(more))

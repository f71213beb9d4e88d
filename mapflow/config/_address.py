"""The address of the service."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from mapflow._masking import mask_url
from mapflow.errors import ConfigurationError

DEFAULT_BASE_URL: Final = "https://api.mapflow.ai/rest"
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


def check_base_url(base_url: str) -> str:
    """Check the address of a service; plain http is accepted for this machine only.

    Args:
        base_url: The address, ending in ``/rest`` for the public service.

    Returns:
        The address without a slash at its end.

    Raises:
        ConfigurationError: It is no http(s) address, carries a login, or would send the token
            over the network unencrypted; the text says which.

    Example:
        ```python
        from mapflow.config import check_base_url

        assert check_base_url("https://api.mapflow.ai/rest/") == "https://api.mapflow.ai/rest"
        ```
    """
    try:
        parts = urlsplit(base_url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        raise ConfigurationError(
            f"The base URL {mask_url(base_url)!r} cannot be read.",
            hint=f"It looks like {DEFAULT_BASE_URL}.",
        ) from None
    if parts.scheme not in ("http", "https") or not host:
        raise ConfigurationError(
            f"The base URL {mask_url(base_url)!r} is not an http(s) address.",
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

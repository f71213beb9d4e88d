"""The forms a token may have."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from typing import TypeAlias

from mapflow._base_errors import ConfigurationError
from mapflow._masking.secrets import Masked

TokenFunction: TypeAlias = Callable[[], str]
"""What a client calls for its token before each request, so that a token may change.

It returns the token as issued (Base64 of ``email:secret``), or ``email:secret``. A plain function,
not an ``async`` one, that several threads may call. What it raises ends the call.
"""


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
    # Masked before anything can fail: tools show the variables of a traceback.
    token = Masked(token) if isinstance(token, str) else ""  # pyright: ignore[reportUnnecessaryIsInstance]
    value = _value(token)
    if value is None:
        # The token itself is never repeated: error texts end up in logs.
        raise ConfigurationError(
            "The Mapflow token is malformed: it does not decode to `email:secret`.",
            hint="Copy it again, whole, from https://app.mapflow.ai/account/api.",
        )
    return value


def _value(token: str) -> Masked | None:
    """The header's value, or None; nothing is raised here, as a traceback shows the token."""
    token = token.strip()
    scheme, _, rest = token.partition(" ")
    if scheme.lower() == "bearer":
        # The HTTP library repeats an unprintable header in its error: the token would leak.
        return Masked(f"Bearer {rest.strip()}") if re.fullmatch("[!-~]+", rest.strip()) else None
    if scheme.lower() == "basic":
        token = rest.strip()
    try:
        if ":" in token:
            pair = token
            encoded = base64.b64encode(pair.encode()).decode()
        else:
            encoded = token + "=" * (-len(token) % 4)
            pair = base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, ValueError):
        return None
    return Masked(f"Basic {encoded}") if all(pair.partition(":")) else None

"""The forms a token may have."""

from __future__ import annotations

import base64
import binascii
import re

from mapflow.errors import ConfigurationError


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
    if not isinstance(token, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise _malformed()
    token = token.strip()
    scheme, _, rest = token.partition(" ")
    if scheme.lower() == "bearer":
        # The HTTP library repeats an unprintable header in its error: the token would leak.
        if not re.fullmatch(r"[!-~]+", rest.strip()):
            raise _malformed()
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

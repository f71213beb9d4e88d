"""Tokens: what a client sends, and what it means."""

import base64
import binascii
import secrets


def new_secret() -> str:
    """Return a secret for a new account."""
    return secrets.token_urlsafe(24)


def token_of(email: str, secret: str) -> str:
    """Return the token that the owner of the account uses."""
    return base64.b64encode(f"{email}:{secret}".encode()).decode()


def parse_token(token: str) -> tuple[str, str] | None:
    """Return e-mail and secret of a token, or None if it is malformed. Padding may be missing."""
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), validate=True).decode()
    except (binascii.Error, ValueError):
        return None
    email, separator, secret = raw.partition(":")
    return (email, secret) if separator and email and secret and ":" not in secret else None

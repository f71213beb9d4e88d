"""Addresses that carry their own permission, as those of an object storage do."""

import hashlib
import hmac
import secrets

from mapflow.sandbox.store import Database

_SETTING = "link-key"


def sign(database: Database, what: str) -> str:
    """Return the signature of an address; the key is made when it is first needed."""
    with database.transaction():
        key = database.setting(_SETTING)
        if key is None:
            key = secrets.token_hex(32)
            database.set_setting(_SETTING, key)
    return hmac.new(key.encode(), what.encode(), hashlib.sha256).hexdigest()


def is_signed(database: Database, what: str, signature: str) -> bool:
    """Say whether a signature belongs to an address."""
    return hmac.compare_digest(sign(database, what).encode(), signature.encode())

"""Links that are signed, as those of an object storage are."""

import hashlib
import hmac
import secrets

from mapflow.sandbox.store import Database

_SETTING = "link-key"


def sign(database: Database, what: str) -> str:
    """Return the signature of an address; the key is made when first needed."""
    return hmac.new(make_key(database).encode(), what.encode(), hashlib.sha256).hexdigest()


def make_key(database: Database) -> str:
    """Return the key that addresses are signed with, created on first use."""
    with database.transaction():
        key = database.setting(_SETTING)
        if key is None:
            key = secrets.token_hex(32)
            database.set_setting(_SETTING, key)
    return key


def is_signed(database: Database, what: str, signature: str) -> bool:
    """Say whether a signature belongs to an address."""
    return hmac.compare_digest(sign(database, what).encode(), signature.encode())

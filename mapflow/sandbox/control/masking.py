"""Takes secrets out of what the log keeps."""

from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

REDACTED: Final = "REDACTED"
_SECRET_WORDS: Final = (
    *("token", "passw", "pwd", "secret", "key", "login", "username"),
    *("authoriz", "credential", "signature", "session"),
)
_SECRET_NAMES: Final = frozenset({"auth", "pass", "sig", "user"})


def masked_query(query: str) -> str:
    """Return a query without passwords, logins, signatures, and what links in it carry."""
    if not query:
        return ""
    pairs = parse_qsl(query, keep_blank_values=True)
    return urlencode([(name, _masked(name, value)) for name, value in pairs])


def _masked(name: str, value: str) -> str:
    name = name.lower()
    if name in _SECRET_NAMES or any(word in name for word in _SECRET_WORDS):
        return REDACTED
    return _masked_link(value) if "://" in value else value


def _masked_link(link: str) -> str:
    """Return a link as far as its path: the query of a tile address is where its key stands."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return REDACTED
    host = parts.netloc.rpartition("@")[2]
    netloc = f"{REDACTED}@{host}" if "@" in parts.netloc else host
    query = REDACTED if parts.query else ""
    fragment = REDACTED if parts.fragment else ""
    return urlunsplit((parts.scheme, netloc, parts.path, query, fragment))

"""Which certificates are trusted, read when the first connection needs them."""

from __future__ import annotations

import os
import ssl
import stat
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import httpx

from mapflow.errors import ConfigurationError

_FILE: Final = "SSL_CERT_FILE"
_FOLDER: Final = "SSL_CERT_DIR"
# Other programs read these; whoever set one and not ours has most likely forgotten it.
_OF_OTHERS: Final = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
_KEYS: Final = "SSLKEYLOGFILE"
_WRONG_TIME: Final = (9, 10)
_WRONG_HOST: Final = (62, 64)


def trust() -> ssl.SSLContext:
    """The certificates that the environment names, or those that come with the library.

    Raises:
        ConfigurationError: They cannot be read; the text says which and why.
    """
    return _loaded(*(os.environ.get(name, "") for name in (_FILE, _FOLDER, _KEYS)))


@cache
def no_trust() -> ssl.SSLContext:
    """A context that takes no certificate at all; it stands in until one is needed.

    Loading certificates takes longer than everything else a client does at its start, and a client
    of the sandbox needs none.
    """
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@lru_cache(maxsize=4)
def _loaded(file: str, folder: str, keys: str) -> ssl.SSLContext:
    _check(file, folder, keys)
    try:
        context = httpx.create_ssl_context()
    except OSError as error:
        # What was checked can be read, so what cannot be opened is the other file.
        if keys and not isinstance(error, ssl.SSLError):
            raise ConfigurationError(
                f"{_KEYS} names {keys}, which cannot be written: {error.strerror}.",
                hint=f"Correct or unset {_KEYS}.",
            ) from None
        where = f"{_FILE} names {file}" if file else "The certificates of the package certifi"
        raise ConfigurationError(
            f"{where}{', which' if file else ''} cannot be read as certificates: {error}.",
            hint=f"Set {_FILE} to a PEM file of certificates, or unset it.",
        ) from None
    context.set_alpn_protocols(["http/1.1"])
    return context


def _check(file: str, folder: str, keys: str) -> None:
    """Say what is wrong before the library does, in words that name the variable."""
    if file:
        mode = _mode(_FILE, file)
        if stat.S_ISDIR(mode):
            raise _unusable(_FILE, file, f"is a folder; for folders there is {_FOLDER}")
        if not stat.S_ISREG(mode):
            # Reading a pipe would wait for whoever writes into it.
            raise _unusable(_FILE, file, "is not a file")
        try:
            Path(file).open("rb").close()
        except OSError as error:
            raise _unusable(_FILE, file, _why(error)) from None
    elif folder and not any(
        stat.S_ISDIR(_mode(_FOLDER, part)) for part in folder.split(os.pathsep) if part
    ):
        raise _unusable(_FOLDER, folder, "is not a folder")
    with suppress(OSError):
        if keys and Path(keys).is_fifo():
            raise _unusable(_KEYS, keys, "is a pipe")


def _mode(variable: str, path: str) -> int:
    try:
        return Path(path).stat().st_mode
    except (OSError, ValueError) as error:
        raise _unusable(variable, path, _why(error)) from None


def _why(error: Exception) -> str:
    return f"cannot be read: {getattr(error, 'strerror', None) or error}"


def _unusable(variable: str, value: str, why: str) -> ConfigurationError:
    return ConfigurationError(
        f"{variable} names {value!r}, which {why}.",
        hint=f"Correct {variable}, or unset it to trust the usual authorities.",
    )


def refusal_in(error: BaseException) -> ssl.SSLCertVerificationError | None:
    """The refusal of a certificate that an exception of the library stands for, if any."""
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        if isinstance(at, ssl.SSLCertVerificationError):
            return at
        seen.add(id(at))
        at = at.__cause__ or at.__context__
    return None


def advice(refusal: ssl.SSLCertVerificationError) -> str:
    """What to do about a certificate that was refused."""
    code = getattr(refusal, "verify_code", 0)
    if code in _WRONG_TIME:
        return (
            f"Check the clock of this machine. If a proxy or firewall made the certificate, set"
            f" {_FILE} to its PEM file."
        )
    if code in _WRONG_HOST:
        return (
            f"Check the base URL. If a proxy or firewall made the certificate, set {_FILE} to its"
            " PEM file."
        )
    for name in (_FILE, _FOLDER):
        if os.environ.get(name):
            return f"{name} is set to {os.environ[name]}: add the authority's certificate there."
    told = [name for name in _OF_OTHERS if os.environ.get(name)]
    if told:
        return f"{told[0]} is not read: set {_FILE} to the same file."
    return (
        f"If your network inspects connections, set {_FILE} to a PEM file that holds its"
        " certificate as well."
    )

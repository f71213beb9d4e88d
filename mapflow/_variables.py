"""Every environment variable that is read, for the help of the command line and for the guide."""

from __future__ import annotations

from typing import Final, NamedTuple

_CLIENT: Final = "clients, command line"
_FROM_ENV: Final = "`from_env()`"
_CLI: Final = "command line"


class Variable(NamedTuple):
    """An environment variable.

    Attributes:
        name: Its name.
        meaning: What it sets, as a phrase of plain text.
        readers: What reads it.
        default: What holds if it is not set.
    """

    name: str
    meaning: str
    readers: str
    default: str = ""

    @property
    def is_for_commands(self) -> bool:
        """Whether the command line reads it, and none but this package gave it its name."""
        return self.name.startswith("MAPFLOW_") and _CLI in self.readers


VARIABLES: Final = (
    Variable("MAPFLOW_TOKEN", "API token", _CLIENT, "that of the profile"),
    Variable("MAPFLOW_PROFILE", "profile, as --profile", _CLIENT, "default"),
    Variable("MAPFLOW_BASE_URL", "URL of the service, as --base-url", _CLIENT, "that of the token"),
    Variable(
        "MAPFLOW_CONFIG_DIR", "folder of the profiles", _CLIENT, "that of your system for settings"
    ),
    Variable(
        "MAPFLOW_API_VERSION",
        "version of the API, as --api: v1 or v2",
        f"{_CLI}, {_FROM_ENV}",
        "v1",
    ),
    Variable(
        "MAPFLOW_TIMEOUT_S", "seconds for one attempt of a request, as timeout_s=", _FROM_ENV, "30"
    ),
    Variable(
        "MAPFLOW_TRANSFER_TIMEOUT_S",
        "seconds for one attempt of a download or upload, as transfer_timeout_s=",
        _FROM_ENV,
        "600",
    ),
    Variable(
        "MAPFLOW_MAX_RETRIES",
        "how often a request that costs nothing is repeated, as max_retries=",
        _FROM_ENV,
        "4",
    ),
    Variable(
        "MAPFLOW_BUDGET", "credits that the client may spend, as budget=", _FROM_ENV, "no limit"
    ),
    Variable("MAPFLOW_SOURCE_PASSWORD", "password for --source-login", _CLI, "none"),
    Variable(
        "MAPFLOW_SANDBOX_TOKEN",
        "token of the sandbox's first account",
        f"{_CLI}: `mapflow sandbox`",
        "a new one",
    ),
    Variable("MAPFLOW_DEBUG", "1 shows where an error happened", f"{_CLI}, notebooks"),
    Variable("HTTPS_PROXY", "proxy for https, in lower case too", _CLIENT, "ALL_PROXY"),
    Variable("HTTP_PROXY", "proxy for http, in lower case too", _CLIENT, "ALL_PROXY"),
    Variable("ALL_PROXY", "proxy for both, in lower case too", _CLIENT, "no proxy"),
    Variable(
        "NO_PROXY", "hosts that are reached without a proxy", _CLIENT, "none but this machine"
    ),
    Variable("SSL_CERT_FILE", "PEM file of trusted certificates", _CLIENT, "those of certifi"),
    Variable("SSL_CERT_DIR", "folder of trusted certificates", _CLIENT, "those of certifi"),
    Variable(
        "SSLKEYLOGFILE", "file for the keys of TLS connections; only to debug a network", _CLIENT
    ),
    Variable("BROWSER", "program that opens a map or a page", f"{_CLI}: `mapflow open`"),
    Variable("NO_COLOR", "any text turns colours off", _CLI),
    Variable("TERM", "dumb turns colours and moving bars off", _CLI),
    Variable("COLUMNS", "width of tables in characters", _CLI, "that of the terminal"),
)

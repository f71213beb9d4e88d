"""All that environment variables say of a client, for programs that are set up by nothing else."""

from __future__ import annotations

import math
import os
from typing import TYPE_CHECKING, Final, Literal, TypedDict

from mapflow._base_errors import ConfigurationError
from mapflow.config._settings import resolve

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mapflow.config._tokens import TokenFunction


_VERSIONS: Final[dict[str, Literal["v1", "v2"]]] = {"v1": "v1", "v2": "v2"}


class ClientOptions(TypedDict, total=False):
    """What a client is made with."""

    token: str | TokenFunction
    base_url: str
    timeout_s: float
    transfer_timeout_s: float
    max_retries: int
    budget: float
    api_version: Literal["v1", "v2"]


def client_options(environ: Mapping[str, str] | None = None) -> ClientOptions:
    """Read what the environment says; what it does not say is omitted."""
    settings = resolve(environ=environ)
    told = os.environ if environ is None else environ
    options: ClientOptions = {"token": settings.token, "base_url": settings.base_url}
    if (timeout_s := _number(told, "MAPFLOW_TIMEOUT_S", "seconds")) is not None:
        options["timeout_s"] = timeout_s
    if (transfer_timeout_s := _number(told, "MAPFLOW_TRANSFER_TIMEOUT_S", "seconds")) is not None:
        options["transfer_timeout_s"] = transfer_timeout_s
    if (budget := _number(told, "MAPFLOW_BUDGET", "credits")) is not None:
        options["budget"] = budget
    if retries := told.get("MAPFLOW_MAX_RETRIES"):
        if not (retries.isascii() and retries.isdigit()):
            raise _unusable("MAPFLOW_MAX_RETRIES", retries, "a number of repetitions, such as 4")
        options["max_retries"] = int(retries)
    if version := told.get("MAPFLOW_API_VERSION"):
        if (known := _VERSIONS.get(version)) is None:
            raise _unusable("MAPFLOW_API_VERSION", version, "v1 or v2")
        options["api_version"] = known
    return options


def _number(told: Mapping[str, str], name: str, unit: str) -> float | None:
    text = told.get(name)
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 <= number < math.inf:
        raise _unusable(name, text, f"a number of {unit}, such as 60")
    return number


def _unusable(name: str, text: str, wanted: str) -> ConfigurationError:
    return ConfigurationError(
        f"The environment variable {name} is {text!r}.", hint=f"Set it to {wanted}, or unset it."
    )

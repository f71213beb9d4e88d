"""A token on its way into a profile: asked for, tried, and saved."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mapflow.cli._exits import Exit, Stop
from mapflow.cli._output import note, warn

if TYPE_CHECKING:
    from mapflow import AccountStatus


def typed_address(base_url: str | None) -> str | None:
    """The address of the service that goes with a token that is typed; None for the usual one."""
    return base_url or os.environ.get("MAPFLOW_BASE_URL")


def read_token(question: str = "API token", *, may_be_empty: bool = False) -> str:
    """Ask for a token without showing it; without a terminal, read it from stdin.

    Raises:
        Stop: None was given, and that is not allowed.
    """
    if sys.stdin.isatty():
        default = "" if may_be_empty else None
        token = typer.prompt(
            question, default=default, hide_input=True, show_default=False, err=True
        )
    else:
        token = sys.stdin.readline()
    token = str(token).strip()
    if not token and not may_be_empty:
        raise Stop(
            "No token was given, and nothing was changed. Type it at the question, or pipe it in,"
            " as in `mapflow login < token.txt`.",
            Exit.AUTHENTICATION,
        )
    return token


def check_form(token: str) -> None:
    """Refuse a token that cannot be one.

    Raises:
        ConfigurationError: It is malformed; the text says how.
    """
    from mapflow import config

    config.authorization(token)


def try_token(token: str, address: str | None) -> AccountStatus:
    """Ask the service whose token it is.

    Raises:
        AuthenticationError: The service refuses it.
    """
    from mapflow import Mapflow, config

    with Mapflow(token=token, base_url=address or config.DEFAULT_BASE_URL, max_retries=0) as client:
        return client.account.status()


def keep(
    profile: str,
    token: str,
    *,
    base_url: str | None,
    account: str | None,
    keyring: bool,
    replace: bool = True,
) -> Path:
    """Save a token as a profile, all of it or nothing, and say so.

    Args:
        profile: Name of the profile.
        token: The token.
        base_url: The address that was typed, or None.
        account: Whose token it is, if that is known.
        keyring: Whether the token goes into the keyring.
        replace: Whether a profile may be replaced that another program saved meanwhile.
    """
    from mapflow import config

    address = typed_address(base_url)
    path = config.save_profile(profile, config.Profile(token, address, keyring), replace=replace)
    note(f"Saved profile {profile!r}{f' for {account}' if account else ''} in {path}.")
    if address and not base_url:
        warn(f"The profile is for {config.check_base_url(address)}, from MAPFLOW_BASE_URL.")
    if os.environ.get("MAPFLOW_TOKEN"):
        warn(f"MAPFLOW_TOKEN is set and is used unless you pass --profile {profile}.")
    return path

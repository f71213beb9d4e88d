"""``mapflow login``, ``logout`` and ``doctor``: the token and the way to the service."""

from __future__ import annotations

import os
import platform
from typing import Annotated

import typer

from mapflow.cli._command import BaseUrlOption, Session, command
from mapflow.cli._exits import Stop, exit_code, sentence
from mapflow.cli._login import check_form, keep, read_token, try_token, typed_address
from mapflow.cli._output import note, show_facts, show_json, warn

_LIBRARIES = ("httpx", "attrs", "typer", "rich", "Pillow", "shapely", "rasterio", "starlette")
ProfileNameOption = Annotated[
    str, typer.Option(help="Name of the profile.", envvar="MAPFLOW_PROFILE", show_default=True)
]

KeyringOption = Annotated[
    bool, typer.Option("--keyring", help="Keep the token in the system's keyring.")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    command(app, "login", service=False)(login)
    command(app, "logout", service=False)(logout)
    command(app, "doctor")(doctor)


def login(
    session: Session,
    profile: ProfileNameOption = "default",
    base_url: BaseUrlOption = None,
    keyring: KeyringOption = False,
    check: Annotated[
        bool, typer.Option("--check/--no-check", help="Try the token before it is saved.")
    ] = True,
) -> None:
    """Save an API token.

    The token is read without showing it, or from stdin. The profile file can be read by its owner
    alone.
    """
    token = read_token()
    check_form(token)
    account = try_token(token, typed_address(base_url)).email if check else None
    path = keep(profile, token, base_url=base_url, account=account, keyring=keyring)
    if session.json:
        show_json({"profile": profile, "account": account, "path": path})


def logout(session: Session, profile: ProfileNameOption = "default") -> None:
    """Remove a saved token."""
    from mapflow import config

    if not config.delete_profile(profile):
        known = ", ".join(config.profiles()) or "none"
        raise Stop(f"Profile {profile!r} does not exist (known: {known}).")
    if session.json:
        show_json({"profile": profile})
    note(f"Forgot profile {profile!r}.")
    if os.environ.get("MAPFLOW_TOKEN"):
        warn("MAPFLOW_TOKEN is still set.")


def doctor(session: Session) -> None:
    """Check the installation, the token and the connection.

    Shows what is installed, which token is used and whether the service responds.

    No secret is printed, so the output can be pasted into a bug report.
    """
    import mapflow
    from mapflow import config

    facts: list[tuple[str, str | None]] = [
        ("mapflow-client", mapflow.__version__),
        ("Python", f"{platform.python_version()} ({platform.system()} {platform.machine()})"),
        ("Libraries", ", ".join(_installed())),
        ("Profiles", str(config.profile_path())),
    ]
    failure: Exception | None = None
    try:
        session.check_address()
        settings = config.resolve(profile=session.profile, base_url=session.base_url)
        given = settings.token if isinstance(settings.token, str) else settings.token()
        facts += [
            ("Token", f"from {settings.token_from}, {len(given)} characters, not shown"),
            ("Service", settings.base_url),
            ("Service from", settings.base_url_from),
        ]
        with session.client(max_retries=0) as client:
            account = client.account.status()
        facts.append(
            ("Response", f"ok, {len(account.models)} models, account {_masked(account.email)}")
        )
    except Exception as error:  # noqa: BLE001 - whatever it is, it belongs into the report
        failure = error
        facts.append(("Error", sentence(error).removeprefix("Error: ")))
    if session.json:
        show_json(
            {name.lower().replace("-", "_").replace(" ", "_"): value for name, value in facts}
        )
    else:
        show_facts(facts)
    if failure is not None:
        raise typer.Exit(exit_code(failure))


def _installed() -> list[str]:
    from importlib.metadata import PackageNotFoundError, version

    found: list[str] = []
    for name in _LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"no {name}")
    return found


def _masked(email: str) -> str:
    """An e-mail address that only its owner recognises."""
    user, at, host = email.partition("@")
    return f"{user[:1]}***{at}{host}"

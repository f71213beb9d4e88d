"""Ways into an account for a newcomer: a profile, a token, the sandbox."""

from __future__ import annotations

import os
import shlex
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlsplit

from mapflow.cli._command import Session
from mapflow.cli._exits import Exit, Stop, sentence
from mapflow.cli._login import check_form, keep, read_token, try_token, typed_address
from mapflow.cli._output import note, say
from mapflow.errors import AuthenticationError, ConfigurationError, TransportError

if TYPE_CHECKING:
    from mapflow import Mapflow
    from mapflow.cli._questions import Questions
    from mapflow.config import Profile
    from mapflow.sandbox import SandboxProcess

_USUAL: Final = "default"
_SANDBOX: Final = "sandbox"
_LOCAL: Final = ("127.0.0.1", "localhost", "::1")


class Way(NamedTuple):
    """A way into an account.

    Attributes:
        client: A client for it.
        profile: The profile that has its token; None for MAPFLOW_TOKEN.
        options: What commands need to go the same way.
        server: The command that starts the sandbox; None for the service.
    """

    client: Mapflow
    profile: str | None
    options: tuple[str, ...] = ()
    server: str | None = None


@contextmanager
def way_in(
    questions: Questions,
    *,
    profile: str,
    base_url: str | None,
    keyring: bool,
    replace: bool,
    sandbox: bool,
    saved: list[str],
) -> Generator[Way, None, None]:
    """Find a way into an account, asking for what is missing.

    Args:
        questions: Asks, or takes the defaults.
        profile: Name of the profile to use, or to save.
        base_url: Address of the service, if it was typed.
        keyring: Whether a new token goes into the keyring.
        replace: Whether the token of a profile that exists may be replaced.
        sandbox: Whether the sandbox is wanted.
        saved: Gets the name of the profile as soon as one is saved.
    """
    Session(base_url=base_url).check_address()
    with ExitStack() as stack:
        if not sandbox:
            found = _account(
                questions,
                profile=profile,
                base_url=base_url,
                keyring=keyring,
                replace=replace,
                saved=saved,
            )
            if found is not None:
                session, options = found
                client = stack.enter_context(session.client())
                yield Way(client, session.profile, options)
                return
        yield _sandbox(stack, _SANDBOX if profile == _USUAL else profile, saved)


def _account(
    questions: Questions,
    *,
    profile: str,
    base_url: str | None,
    keyring: bool,
    replace: bool,
    saved: list[str],
) -> tuple[Session, tuple[str, ...]] | None:
    """The account of a profile, of the environment or of a token; None for the sandbox."""
    from mapflow import config

    has_token = bool(os.environ.get("MAPFLOW_TOKEN"))
    address = () if base_url is None else ("--base-url", base_url)
    if has_token and profile == _USUAL and not replace:
        note("The token is that of MAPFLOW_TOKEN.")
        return Session(base_url=base_url), address
    named = () if profile == _USUAL and not has_token else ("--profile", profile)
    there = config.load_profile(profile)
    if there is not None and not replace:
        known = f"Profile {profile!r} is there already, for {there.base_url or 'Mapflow'}."
        if _is_usable(questions, known, profile, base_url):
            return Session(profile=profile, base_url=base_url), (*named, *address)
    token = _token(questions, base_url)
    if token is None:
        return None
    keep(
        profile,
        token[0],
        base_url=base_url,
        account=token[1],
        keyring=keyring,
        replace=replace or there is not None,
    )
    saved.append(profile)
    return Session(profile=profile), named


def _is_usable(questions: Questions, known: str, profile: str, base_url: str | None) -> bool:
    """Whether a profile that is there is used; False if its token is to be replaced.

    Raises:
        Stop: Neither is wanted.
        AuthenticationError: Its token is refused, and no question can be asked.
    """
    kept = f"Nothing was changed. Name another profile with --profile, such as {profile}-2."
    if questions.confirm(f"{known} Use it?", default=True):
        try:
            with Session(profile=profile, base_url=base_url).client() as client:
                client.account.status()
        except (AuthenticationError, ConfigurationError) as error:
            if not questions.is_asking:
                raise
            say(sentence(error))
        else:
            return True
    if not questions.confirm(f"Replace the token of profile {profile!r}?", default=False):
        raise Stop(kept)
    return False


def _token(questions: Questions, base_url: str | None) -> tuple[str, str | None] | None:
    """A token that the service takes, with its account; None to try it without an account."""
    if questions.is_asking:
        say("Create an API token at https://app.mapflow.ai/account/api; it is shown there once.")
    while True:
        token = read_token(
            "API token (Enter if you have no account)" if questions.is_asking else "API token",
            may_be_empty=True,
        )
        if not token and not questions.is_asking:
            raise Stop(
                "No token was given. Set MAPFLOW_TOKEN or pipe a token in; without an account,"
                " pass --sandbox.",
                Exit.AUTHENTICATION,
            )
        if not token:
            if questions.confirm("Try it without an account, in the sandbox?", default=True):
                return None
            continue
        try:
            check_form(token)
            return token, try_token(token, typed_address(base_url)).email
        except (AuthenticationError, ConfigurationError) as error:
            if not questions.is_asking:
                raise
            say(sentence(error))


def _sandbox(stack: ExitStack, profile: str, saved: list[str]) -> Way:
    """A sandbox for the time of the command, and a profile for later ones."""
    from mapflow import config

    there = config.load_profile(profile)
    server = None
    if there is None or not _responds(profile, there):
        service = stack.enter_context(_started(there))
        port = str(urlsplit(service.base_url).port)
        server = shlex.join(["mapflow", "sandbox", "--port", port, "--token", service.token])
        if there is None:
            keep(
                profile,
                service.token,
                base_url=service.base_url,
                account="the sandbox",
                keyring=False,
                replace=False,
            )
            saved.append(profile)
    client = stack.enter_context(Session(profile=profile).client())
    note("A sandbox on this machine stands in for Mapflow: results are synthetic and free.")
    return Way(client, profile, ("--profile", profile), server)


def _responds(profile: str, there: Profile) -> bool:
    """Whether the sandbox of a profile runs."""
    if urlsplit(there.base_url or "").hostname not in _LOCAL:
        raise Stop(
            f"Profile {profile!r} is of another service. Name one for the sandbox with --profile."
        )
    try:
        with Session(profile=profile).client(max_retries=0) as client:
            client.account.status()
    except TransportError:
        return False
    return True


def _started(there: Profile | None) -> SandboxProcess:
    """A new sandbox, at the address that a profile has."""
    from mapflow import sandbox

    port = None if there is None else urlsplit(there.base_url or "").port
    try:
        return sandbox.start(port=port or 0, token=None if there is None else there.token)
    except RuntimeError as error:
        raise Stop(f"{error}.") from error

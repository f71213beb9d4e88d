"""Commands that are advised: they go to the account that the user has named."""

from __future__ import annotations

import re
import shlex
from typing import Final

#: What talks to no account, and has no ``--profile``.
_OF_NO_ACCOUNT: Final = frozenset(
    {
        "batch collect",
        "batch dataset",
        "batch status",
        "conform",
        "demo",
        "explain",
        "sandbox",
        "spec",
    }
)
# In backticks within a sentence, or the last thing on a line of next steps.
_COMMAND: Final = re.compile(
    r"`(?P<said>mapflow [a-z][^`\n]*)`|(?<=: )(?P<listed>mapflow [a-z][^`\n]*)$", re.MULTILINE
)


def account_options(profile: str | None, base_url: str | None) -> str:
    """The options that name an account, as they are typed.

    Args:
        profile: The profile that was named, or None.
        base_url: The address that was named, or None.
    """
    named = {"--profile": profile, "--base-url": base_url}
    words = (word for name, value in named.items() if value for word in (name, value))
    return shlex.join(words)


def in_same_account(message: str, options: str) -> str:
    """Let the commands in a message go to the account of the command that says it.

    Args:
        message: What is said; other text stays as it is.
        options: What ``account_options`` made.
    """
    if not options or "mapflow " not in message:
        return message

    def complete(found: re.Match[str]) -> str:
        line: str = found["said"] or found["listed"]
        words = line.split()[1:]
        known = {words[0], " ".join(words[:2])}
        if known & _OF_NO_ACCOUNT or {"--", "--help", "--profile", "--base-url"} & set(words):
            return found[0]
        return found[0].replace(line, f"{line} {options}")

    return _COMMAND.sub(complete, message)

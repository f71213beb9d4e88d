"""The requests of the control interface: one table, shown as JSON and as a page."""

import html
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Final, cast

from mapflow.sandbox.accounts.settings import AccountSettings

_SETTING: Final = re.compile(r"^ {4,8}(\w+): (.+(?:\n {12}.+)*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One request.

    Attributes:
        method: HTTP method.
        path: Path under the root of the sandbox.
        does: What the request does.
        takes: Members of the JSON object that is sent, with what they mean.
        gives: The JSON of the response.
    """

    method: str
    path: str
    does: str
    gives: str
    takes: Mapping[str, str] = field(default_factory=dict[str, str])


def account_settings() -> dict[str, str]:
    """Return the settings of an account with what they mean, type and default included."""
    default = AccountSettings()
    found = dict(_SETTING.findall(AccountSettings.__doc__ or ""))
    return {
        each.name: (
            f"{' '.join(found.get(each.name, '').split()).replace('``', '')}"
            f" Default: {_shown(getattr(default, each.name))}."
        ).strip()
        for each in fields(AccountSettings)
    }


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(map(str, cast("tuple[object, ...]", value)))
    return str(value) or "empty"


ENDPOINTS: Final = (
    Endpoint(
        "GET", "/sandbox/", "Describes the sandbox and this interface.",
        "this description; as a page where text/html is accepted",
    ),
    Endpoint(
        "POST", "/sandbox/reset",
        "Deletes everything but the accounts from the start, and restores the initial faults.",
        "{reset: true}",
    ),
    Endpoint("GET", "/sandbox/clock", "Reads the virtual clock.", "{now, seconds, speed}"),
    Endpoint(
        "POST", "/sandbox/clock", "Sets the virtual clock.", "the clock",
        {
            "seconds": "Virtual seconds to advance by.",
            "now": "Seconds since 1970 to jump to.",
            "speed": "Virtual seconds for each real second; with 0, time stands still.",
        },
    ),
    Endpoint(
        "GET", "/sandbox/requests", "Lists the requests seen, without tokens and bodies.",
        "a list of {number, time, method, path, query, operation, paid, account, fault, committed,"
        " status, body_bytes, response_bytes, duration_ms}",
    ),
    Endpoint("DELETE", "/sandbox/requests", "Clears the list of requests seen.", "{cleared: true}"),
    Endpoint(
        "GET", "/sandbox/accounts", "Lists the accounts, without tokens.",
        "a list of {id, email} and the settings of each",
    ),
    Endpoint(
        "POST", "/sandbox/accounts",
        "Creates an account, or changes the settings of the one with this e-mail address.",
        "the account and its token, which goes into the header Authorization: Basic TOKEN",
        {"email": "E-mail address. Required.", **account_settings()},
    ),
    Endpoint(
        "GET", "/sandbox/faults", "Lists the rules, with how many requests each has matched.",
        "{seed, rules, profiles, known}",
    ),
    Endpoint(
        "POST", "/sandbox/faults", "Adds rules: a profile, several rules, or one.",
        "the rules",
        {
            "profile": "Name of a bundled profile.",
            "rules": "List of rules and names of profiles.",
            "fault": "Name of a fault; its parameters are members beside it.",
            "replace": "true: remove all other rules.",
        },
    ),
    Endpoint("DELETE", "/sandbox/faults", "Removes all rules.", "the rules"),
)  # fmt: skip

META: Final = {
    "sandbox:fail": "Code that the processing fails with, one of `failures`.",
    "sandbox:fail-areas": "Which areas fail, counted from 0, separated by commas. Default: all.",
    "sandbox:fail-parameters": "JSON object instead of made-up parameters.",
    "sandbox:fail-always": "true: restarts fail too.",
    "sandbox:status": "AWAITING, CANCELLED or REFUNDED instead of a plain run.",
}


def listed() -> list[dict[str, Any]]:
    """Return the table for programs."""
    return [{**asdict(each), "takes": dict(each.takes)} for each in ENDPOINTS]


def page(about: Mapping[str, Any]) -> str:
    """Return the description as a page for people."""
    rows = "".join(
        f"<tr><td><code>{each.method} {each.path}</code>"
        f"<td>{_text(each.does)}{_members(each.takes)}<td>{_text(each.gives)}"
        for each in ENDPOINTS
    )
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><title>Mapflow sandbox</title>"
        "<style>body{font:16px/1.5 sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}"
        "td,th{text-align:left;vertical-align:top;padding:.4rem .8rem .4rem 0}"
        "dd{margin:0 0 .3rem 1.5rem}</style><h1>Mapflow sandbox</h1>"
        f"<p>{_text(about['notice'])}"
        f"<p>Base URL of the API: <code>{_text(about['base_url'])}</code>. Programs get the same"
        " description from this address with <code>Accept: application/json</code>."
        f"<h2>Control</h2><table><tr><th>Request<th>What it does<th>Response{rows}</table>"
        "<h2>Directives in the <code>meta</code> of a run</h2>"
        f"{_members(META)}<h2>Error codes</h2><p>{_text(', '.join(about['failures']))}</html>"
    )


def _members(takes: Mapping[str, str]) -> str:
    pairs = "".join(
        f"<dt><code>{_text(name)}</code><dd>{_text(says)}" for name, says in takes.items()
    )
    return f"<dl>{pairs}</dl>" if pairs else ""


def _text(text: str) -> str:
    return html.escape(text)

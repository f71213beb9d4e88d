# Written by scripts/unasync.py from mapflow/batch/_async/origins.py; edit that file instead.
"""Finds out where a batch runs and for whom, and refuses to work on it for anybody else."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from mapflow.batch import _states
from mapflow.batch._ledger import Origin
from mapflow.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from mapflow._sync.client import Mapflow
    from mapflow.batch._sync.ledger_writer import LedgerWriter

#: This many processings are searched for before the account counts as the wrong one.
_LOOKED_FOR = 3


def origin_of(client: Mapflow, project: str | None) -> Origin:
    """Return the service, account and project of this client."""
    marks = _marks_of(client)
    projects = client.projects
    home = projects.default() if project is None else projects.get(project)
    return Origin(client.base_url, marks, home.id)


def check_origin(client: Mapflow, writer: LedgerWriter, project: str | None) -> Origin:
    """Make sure that the batch was started with this account, at this service.

    Raises:
        InvalidInput: It was not.
    """
    ledger = writer.cache.ledger
    known = ledger.origin
    if known is None:
        _check_visible(client, writer)
        known = origin_of(client, project)
        writer.set_origin(known)
        return known
    if known.service != client.base_url:
        raise InvalidInput(
            f"The batch in {ledger.path.parent} runs at {known.service}, and this client talks to"
            f" {client.base_url}.",
            hint="Resume it with the address that it was started with, or choose another folder"
            " for a new batch.",
        )
    if not _is_same_account(known.account, _marks_of(client)):
        raise _other_account(writer)
    return known


def _marks_of(client: Mapflow) -> str:
    account = client.account.status()
    default = client.projects.default()
    # Which of them the service tells, and keeps the same, is not documented: either will do.
    return f"{_fingerprint('email', account.email)} {_fingerprint('project', default.id)}"


def _check_visible(client: Mapflow, writer: LedgerWriter) -> None:
    """An older ledger does not say whose it is; its processings do."""
    there = [row for row in writer.cache if row.processing_id is not None]
    open_first = sorted(there, key=lambda row: row.state not in _states.OPEN)
    for row in open_first[:_LOOKED_FOR]:
        try:
            client.processings.get(str(row.processing_id))
        except NotFound:
            continue
        return
    if there:
        raise _other_account(writer)


def _other_account(writer: LedgerWriter) -> InvalidInput:
    return InvalidInput(
        f"The batch in {writer.cache.ledger.path.parent} was started with another account: what it"
        " started is not visible with this token.",
        hint="Resume it with a token of the account that started it, or choose another folder for"
        " a new batch.",
    )


def _is_same_account(known: str, here: str) -> bool:
    marks = zip(known.split(" "), here.split(" "), strict=False)
    return any(before == now != _UNTOLD for before, now in marks)


def _fingerprint(kind: str, value: str) -> str:
    if not value:
        return _UNTOLD
    return hashlib.sha256(f"mapflow {kind} {value.casefold()}".encode()).hexdigest()[:16]


_UNTOLD = "-"

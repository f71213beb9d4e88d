"""Finds out where a batch runs and for whom, and refuses to work on it for anybody else."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from mapflow.batch import _states
from mapflow.batch._ledger import Origin
from mapflow.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from mapflow._async.client import AsyncMapflow
    from mapflow.batch._async.ledger_writer import AsyncLedgerWriter

#: This many processings are searched for before the account counts as the wrong one.
_LOOKED_FOR = 3


async def origin_of(client: AsyncMapflow, project: str | None) -> Origin:
    """Return the service, account and project of this client."""
    marks = await _marks_of(client)
    projects = client.projects
    home = await (projects.default() if project is None else projects.get(project))
    return Origin(client.base_url, marks, home.id)


async def check_origin(
    client: AsyncMapflow, writer: AsyncLedgerWriter, project: str | None
) -> Origin:
    """Make sure that the batch was started with this account, at this service.

    Raises:
        InvalidInput: It was not.
    """
    ledger = writer.cache.ledger
    known = ledger.origin
    if known is None:
        await _check_visible(client, writer)
        known = await origin_of(client, project)
        await writer.set_origin(known)
        return known
    if known.service != client.base_url:
        raise InvalidInput(
            f"The batch in {ledger.path.parent} runs at {known.service}, and this client talks to"
            f" {client.base_url}.",
            hint="Resume it with the address that it was started with, or choose another folder"
            " for a new batch.",
        )
    if not _is_same_account(known.account, await _marks_of(client)):
        raise _other_account(writer)
    return known


async def _marks_of(client: AsyncMapflow) -> str:
    account = await client.account.status()
    default = await client.projects.default()
    # Which of them the service tells, and keeps the same, is not documented: either will do.
    return f"{_fingerprint('email', account.email)} {_fingerprint('project', default.id)}"


async def _check_visible(client: AsyncMapflow, writer: AsyncLedgerWriter) -> None:
    """An older ledger does not say whose it is; its processings do."""
    there = [row for row in writer.cache if row.processing_id is not None]
    open_first = sorted(there, key=lambda row: row.state not in _states.OPEN)
    for row in open_first[:_LOOKED_FOR]:
        try:
            await client.processings.get(str(row.processing_id))
        except NotFound:
            continue
        return
    if there:
        raise _other_account(writer)


def _other_account(writer: AsyncLedgerWriter) -> InvalidInput:
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

"""Names and IDs of an account for completion: what was kept, or told within a second."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    import typer

    from mapflow import AccountStatus, Mapflow

_WAIT_S: Final = 1.0
# How long what was fetched is offered without asking again. New processings come often.
_FRESH_S: Final = {"processings": 20.0}
_USUALLY_FRESH_S: Final = 600.0
#: Maximum number of processings that are offered, the newest ones.
_MANY: Final = 100
# Kinds that one request tells at once.
_IN_STATUS: Final = ("models", "options", "providers")
_FILE: Final = "completions.json"


def known(ctx: typer.Context, kind: str) -> list[tuple[str, str]]:
    """The names of one kind, fetched beside the main thread so that nothing can block it."""
    found: list[tuple[str, str]] = []
    worker = threading.Thread(target=_look_up, args=(ctx, kind, found), daemon=True)
    worker.start()
    worker.join(_WAIT_S)
    return list(found)


def _look_up(ctx: typer.Context, kind: str, found: list[tuple[str, str]]) -> None:
    with suppress(Exception):
        from mapflow import config

        profile, base_url = ctx.params.get("profile"), ctx.params.get("base_url")
        settings = config.resolve(profile=profile, base_url=base_url)
        token = settings.token if isinstance(settings.token, str) else settings.token()
        # A fingerprint, so that one account's names are not offered to another.
        account = sha256(f"{settings.base_url} {token}".encode()).hexdigest()[:16]
        kept = _read().get(f"{account} {kind}")
        if kept is not None:
            found.extend((str(name), str(told)) for name, told in kept[1])
            if 0 <= time.time() - kept[0] < _FRESH_S.get(kind, _USUALLY_FRESH_S):
                return
        from mapflow import Mapflow

        with Mapflow(
            profile=profile, base_url=base_url, timeout_s=_WAIT_S, max_retries=0
        ) as client:
            fetched = _fetched(client, kind)
        found[:] = fetched[kind]
        _write({f"{account} {each}": (time.time(), names) for each, names in fetched.items()})


def _fetched(client: Mapflow, kind: str) -> dict[str, list[tuple[str, str]]]:
    """The names of a kind, and of those that the same request tells."""
    if kind in _IN_STATUS:
        account = client.account.status()
        return {each: _unique(_in_status(account, each)) for each in _IN_STATUS}
    return {kind: _unique(_listed(client, kind))}


def _unique(found: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return list(dict.fromkeys(found))


def _in_status(account: AccountStatus, kind: str) -> Iterator[tuple[str, str]]:
    from mapflow._requests.references import plain

    for model in account.models if kind != "providers" else ():
        if kind == "models":
            yield plain(model.name), ""
        else:
            yield from ((option.name, plain(model.name)) for option in model.options)
    if kind == "providers":
        yield from ((each.name, each.label) for each in account.providers)


def _listed(client: Mapflow, kind: str) -> Iterator[tuple[str, str]]:
    """Names or IDs of a kind, each with what is shown beside it."""
    if kind == "projects":
        yield from ((each.name or "", "") for each in client.projects.list())
    elif kind == "processings":
        newest = sorted(client.processings.list(), key=lambda each: str(each.created), reverse=True)
        for job in islice(newest, _MANY):
            yield job.id, f"{job.name or job.model_name or ''} {job.status}"
    elif kind == "mosaics":
        yield from ((each.id, each.name or "") for each in client.imagery.mosaics.list())
    elif kind == "plans":
        yield from ((each.id, each.name or "") for each in client.planned.list())


def _read() -> dict[str, tuple[float, list[tuple[str, str]]]]:
    """What is kept: the names of each kind and account, with the time they were fetched."""
    from mapflow import config

    try:
        content: object = json.loads(config.profile_path().with_name(_FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return (
        cast("dict[str, tuple[float, list[tuple[str, str]]]]", content)
        if isinstance(content, dict)
        else {}
    )


def _write(fetched: dict[str, tuple[float, list[tuple[str, str]]]]) -> None:
    from mapflow import config

    path = config.profile_path().with_name(_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = _read() | fetched
    beside = path.with_name(f"{_FILE}.{os.getpid()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(kept, file, ensure_ascii=False)
    beside.replace(path)

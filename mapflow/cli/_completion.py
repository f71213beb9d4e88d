"""What a shell offers for models, projects and imagery: what was kept, or told within a second.

If anything fails, nothing is offered: the Tab key must neither wait nor print errors.
"""

from __future__ import annotations

import json
import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Final, cast

import typer

if TYPE_CHECKING:
    from mapflow import Mapflow

_WAIT_S: Final = 1.0
_FRESH_S: Final = 600.0
_SPECIAL: Final = re.compile(r"[^\w@%+=:,./-]")
_FILE: Final = "completions.json"
_KINDS_OF_SOURCES: Final = ("xyz:", "tms:", "quadkey:", "wms:", "sentinel:", "geotiff:", "image:")


def complete_model(ctx: typer.Context, incomplete: str) -> list[str]:
    """Names of models, as they can be typed: without emoji, in small letters."""
    from mapflow._requests.references import plain

    return _offered(_names(ctx, "models"), incomplete, plain)


def complete_project(ctx: typer.Context, incomplete: str) -> list[str]:
    """Names of projects."""
    return _offered(_names(ctx, "projects"), incomplete, str)


def complete_provider(ctx: typer.Context, incomplete: str) -> list[str]:
    """Names of imagery providers."""
    return _offered(_names(ctx, "providers"), incomplete, str)


def complete_source(ctx: typer.Context, incomplete: str) -> list[str]:
    """Imagery providers of the account, and the kinds of other imagery."""
    found = [f"provider:{name}" for name in _names(ctx, "providers")]
    return _offered([*found, *_KINDS_OF_SOURCES], incomplete, str)


def _offered(names: list[str], incomplete: str, written: Callable[[str], str]) -> list[str]:
    typed = incomplete.casefold()
    found = [written(name) for name in names]
    fitting = [name for name in found if name.casefold().startswith(typed)]
    if os.environ.get("_MAPFLOW_COMPLETE", "").endswith("bash"):
        # The other shells quote by themselves, and what begins with a quote would not be offered.
        return [_SPECIAL.sub(r"\\\g<0>", name) for name in fitting]
    return fitting


def _names(ctx: typer.Context, kind: str) -> list[str]:
    """The names of one kind, fetched beside the main thread so that nothing can block it."""
    found: list[str] = []
    worker = threading.Thread(target=_look_up, args=(ctx, kind, found), daemon=True)
    worker.start()
    worker.join(_WAIT_S)
    return list(found)


def _look_up(ctx: typer.Context, kind: str, found: list[str]) -> None:
    with suppress(Exception):
        from mapflow import config

        profile, base_url = ctx.params.get("profile"), ctx.params.get("base_url")
        settings = config.resolve(profile=profile, base_url=base_url)
        token = settings.token if isinstance(settings.token, str) else settings.token()
        # A fingerprint, so that one account's names are not offered to another.
        account = sha256(f"{settings.base_url} {token}".encode()).hexdigest()[:16]
        kept = _read().get(f"{account} {kind}")
        if kept is not None:
            found.extend(kept[1])
            if 0 <= time.time() - kept[0] < _FRESH_S:
                return
        from mapflow import Mapflow

        with Mapflow(
            profile=profile, base_url=base_url, timeout_s=_WAIT_S, max_retries=0
        ) as client:
            names = list(dict.fromkeys(_fetched(client, kind)))
        found[:] = names
        _write(f"{account} {kind}", names)


def _fetched(client: Mapflow, kind: str) -> Iterator[str]:
    if kind == "projects":
        yield from (project.name or "" for project in client.projects.list())
    elif kind == "models":
        yield from (model.name for model in client.account.status().models)
    else:
        yield from (provider.name for provider in client.account.status().providers)


def _read() -> dict[str, tuple[float, list[str]]]:
    """What is kept: the names of each kind and account, with the time they were fetched."""
    from mapflow import config

    try:
        content: object = json.loads(config.profile_path().with_name(_FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return cast("dict[str, tuple[float, list[str]]]", content) if isinstance(content, dict) else {}


def _write(key: str, names: list[str]) -> None:
    from mapflow import config

    path = config.profile_path().with_name(_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = _read() | {key: (time.time(), names)}
    beside = path.with_name(f"{_FILE}.{os.getpid()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(kept, file, ensure_ascii=False)
    beside.replace(path)

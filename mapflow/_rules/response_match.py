"""Checks a response against its request: whatever carries an id or a tag must be what was asked.

What stands between client and service may deliver a response twice. All later ones on the same
connection are then one behind, and each is a good answer to another question.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, cast
from uuid import UUID

from mapflow._requests.checks import is_tag
from mapflow._views.base import Json, as_list, as_object, mapping, objects, text, undecodable

if TYPE_CHECKING:
    from mapflow._requests.run_spec import RunSpec

#: Raises for a response that belongs to another request.
Check = Callable[[object], None]
_OF_ACCOUNTS: Final = frozenset(
    {
        "areaLimit",
        "billingType",
        "dataProviders",
        "email",
        "maxAoisPerProcessing",
        "memoryLimit",
        "models",
        "processedArea",
        "remainingArea",
        "remainingCredits",
        "teams",
    }
)


def about(kind: str, key: object, member: str = "id") -> Check:
    """Check that a response is the thing that was asked for, by its id."""

    def check(answer: object) -> None:
        _compare(as_object(answer, kind), member, kind, str(key))

    return check


def all_in(kind: str, key: object, member: str, *, inside: str | None = None) -> Check:
    """Check that a list is that of what it was asked of, where its items say so.

    One item that is elsewhere may be the service's own mistake; a list of such is another list.
    """

    def check(answer: object) -> None:
        if inside is not None:
            items: Sequence[object] = objects(as_object(answer, kind), inside)
        else:
            items = as_list(answer, kind)
        owners: set[str] = set()
        for item in items:
            owner = text(cast("Json", item), member) if isinstance(item, dict) else None
            if owner is not None:
                # Mostly the first one tells, of ten thousand.
                if _same(owner, str(key)):
                    return
                owners.add(owner)
        if owners:
            told = ", ".join(sorted(owners)[:3])
            raise undecodable(kind, f"those of {key} were asked for, and they are of {told}")

    return check


def about_account(answer: object) -> None:
    """Check that a response describes an account, which has no id."""
    if _OF_ACCOUNTS.isdisjoint(as_object(answer, "account")):
        raise undecodable("account", "it holds nothing that an account has")


def about_default_project(answer: object) -> None:
    """Check that a response is not another project, which a run would go to."""
    if as_object(answer, "project").get("isDefault") is False:
        raise undecodable("project", "it is not the default project")


def about_run(spec: RunSpec, tag_key: str) -> Check:
    """Check that a response is the processing that a request started."""

    def check(answer: object) -> None:
        raw = as_object(answer, "run")
        if spec.plan is not None and _same(text(raw, "id"), spec.plan.id):
            # What answers is not documented: it may be the processing, or the planned search.
            raise undecodable("run", "it is the planned search, not the processing")
        if text(raw, "id") is None or text(raw, "status") is None:
            raise undecodable("run", "it is not a processing")
        # A service need not repeat the meta here, so it cannot be checked, and a text that
        # is not a tag was rewritten on the way, as recordings do.
        meta = mapping(raw, "meta")
        found = text(meta, tag_key) if meta else spec.tag
        if found is None or (is_tag(found) and found != spec.tag):
            raise undecodable("run", "it carries the tag of another request, or none")
        _compare(raw, "projectId", "run", spec.project_id)

    return check


def _compare(raw: Json, member: str, kind: str, key: str) -> None:
    found = text(raw, member)
    if found is not None and not _same(found, key):
        raise undecodable(kind, f"{key} was asked for, and it is about {found}")


def _same(one: str | None, other: str) -> bool:
    if one is None:
        return False
    try:
        return UUID(one) == UUID(other)
    except ValueError:
        return one == other

"""Checks a response against its request: an id or a tag must be the one that was requested.

What stands between client and service may deliver a response twice. All later ones on the same
connection are then one behind, and each is a good response to another request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, cast
from uuid import UUID

from mapflow_openapi import views
from mapflow_openapi.lazy import Json

from mapflow._requests.checks import is_tag
from mapflow._views.base import ViewWithId, as_list, as_object, as_source, undecodable
from mapflow._views.deferred import DeferredObject

if TYPE_CHECKING:
    from mapflow._requests.run_spec import PricedRun

#: Raises for a response that belongs to another request.
Check = Callable[[object], None]


def about(kind: str, key: object, viewer: Callable[[Json], ViewWithId]) -> Check:
    """Check that a response is the thing that was requested, by its id."""

    def check(response: object) -> None:
        _compare(viewer(as_object(response, kind)).id, kind, str(key))

    return check


def about_image_status(key: object) -> Check:
    """Check that a response is the status of the image that was requested."""

    def check(response: object) -> None:
        _compare(views.ImageStatus(as_object(response, "image")).image_id, "image", str(key))

    return check


def of_project(key: object) -> Check:
    """Check that processings, in a list or on a page, are those of a project."""

    def check(response: object) -> None:
        items: Iterable[object]
        if isinstance(response, dict):
            page = views.ProcessingPage(cast("Json", response))
            items = [each.raw for each in page.results or ()]
        else:
            items = as_list(response, "processings")
        owners = (
            views.Processing(as_source(x, "processing")).project_id for x in items if _is_object(x)
        )
        _check_owners("processings", key, owners)

    return check


def of_mosaic(key: object) -> Check:
    """Check that images are those of a mosaic."""

    def check(response: object) -> None:
        items = as_list(response, "images")
        owners = (views.Image(cast("Json", x)).mosaic_id for x in items if _is_object(x))
        _check_owners("images", key, owners)

    return check


def _is_object(value: object) -> bool:
    return isinstance(value, (dict, DeferredObject))


def _check_owners(kind: str, key: object, owners: Iterable[str | None]) -> None:
    """Refuse a list of what others own.

    One item that is elsewhere may be the service's own mistake; a list of such is another list.
    """
    others: set[str] = set()
    for owner in owners:
        if owner is not None:
            # Mostly the first one tells, of ten thousand.
            if _same(owner, str(key)):
                return
            others.add(owner)
    if others:
        told = ", ".join(sorted(others)[:3])
        raise undecodable(kind, f"those of {key} were asked for, and they are of {told}")


def about_account(response: object) -> None:
    """Check that a response describes an account, which has no id."""
    if as_object(response, "account").keys().isdisjoint(views.UserStatus.MEMBERS):
        raise undecodable("account", "it holds nothing that an account has")


def about_default_project(response: object) -> None:
    """Check that a response is not another project, which a run would go to."""
    if views.Project(as_object(response, "project")).is_default is False:
        raise undecodable("project", "it is not the default project")


def about_run(run: PricedRun, tag_key: str) -> Check:
    """Check that a response is the processing that a request started."""

    def check(response: object) -> None:
        told = views.Processing(as_object(response, "run"))
        if run.spec.plan is not None and _same(told.id, run.spec.plan.id):
            # The response is not documented: it may be the processing, or the planned search.
            raise undecodable("run", "it is the planned search, not the processing")
        if told.id is None or told.status is None:
            raise undecodable("run", "it is not a processing")
        # A service need not repeat the meta here, so it cannot be checked, and a text that
        # is not a tag was rewritten on the way, as recordings do.
        found = told.meta.get(tag_key) if told.meta else run.tag
        if not isinstance(found, str) or (is_tag(found) and found != run.tag):
            raise undecodable("run", "it carries the tag of another request, or none")
        _compare(told.project_id, "run", run.home.id)

    return check


def _compare(found: str | None, kind: str, key: str) -> None:
    if found is not None and not _same(found, key):
        raise undecodable(kind, f"{key} was requested, and it is about {found}")


def _same(one: str | None, other: str) -> bool:
    if one is None or one == other:
        return one == other
    try:
        return UUID(one) == UUID(other)
    except ValueError:
        return False

"""The operations on what a planned search found."""

from collections.abc import Set as AbstractSet
from typing import Any, Final

from mapflow.sandbox import paging
from mapflow.sandbox.catalog.api import NEWEST_FIRST, PAGE, SORT_KEYS
from mapflow.sandbox.context import ApiCall, ApiHandlers
from mapflow.sandbox.openapi.problems import not_found
from mapflow.sandbox.planned import filters, findings, permissions
from mapflow.sandbox.planned.captures import as_found
from mapflow.sandbox.planned.findings import Finding
from mapflow.sandbox.planned.rows import Template

_FILTERS: Final = (
    "acquisitionDateFrom",
    "acquisitionDateTo",
    "minResolution",
    "maxResolution",
    "maxCloudCover",
    "minOffNadirAngle",
    "maxOffNadirAngle",
)


def list_template_images(call: ApiCall) -> dict[str, Any]:
    """Return a page of what was found, the newest first by default."""
    template = permissions.readable(call)
    sandbox, body = call.caller.sandbox, call.body
    wanted = filters.read({name: body[name] for name in _FILTERS if name in body})
    areas = {area["id"] for area in template.areas}
    if "aoiIds" in body:
        areas &= {identifier.lower() for identifier in body["aoiIds"]}
    matching = [
        finding
        for finding in findings.find(sandbox, template)
        if areas & finding.shares.keys() and filters.let_pass(wanted, finding.capture, frozenset())
    ]
    images = paging.ordered(
        [
            as_found(finding.capture, sandbox.root_url, _covered(finding, template, areas))
            for finding in matching
        ],
        SORT_KEYS,
        body.get("sortBy"),
        body.get("sortOrder"),
        default=NEWEST_FIRST,
    )
    new = {finding.capture.id for finding in matching if finding.is_new}
    limit, offset = paging.window(body, PAGE)
    return {
        "images": [
            {**image.view(), "isNew": image.id in new} for image in paging.cut(images, body, PAGE)
        ],
        "total": len(images),
        "limit": limit,
        "offset": offset,
    }


def mark_image_seen(call: ApiCall) -> None:
    """Mark one image as seen; once more changes nothing."""
    template = permissions.readable(call)
    sandbox, image_id = call.caller.sandbox, call.path["imageId"]
    known = findings.find(sandbox, template)
    if image_id not in {finding.capture.id for finding in known}:
        raise not_found("Image", image_id)
    findings.mark_seen(sandbox, template, [image_id])


def mark_all_images_seen(call: ApiCall) -> None:
    """Mark everything that was found as seen."""
    template = permissions.readable(call)
    sandbox = call.caller.sandbox
    known = findings.find(sandbox, template)
    findings.mark_seen(sandbox, template, [finding.capture.id for finding in known])


def _covered(finding: Finding, template: Template, area_ids: AbstractSet[str]) -> float:
    """Return the percent of some areas together that an image covers."""
    areas = [area for area in template.areas if area["id"] in area_ids]
    whole = sum(area["area_m2"] for area in areas)
    covered = sum(area["area_m2"] * finding.shares.get(area["id"], 0.0) for area in areas)
    return round(min(100.0, covered / whole), 2) if whole else 0.0


HANDLERS: ApiHandlers = {
    "listTemplateImages": list_template_images,
    "markImageSeen": mark_image_seen,
    "markAllImagesSeen": mark_all_images_seen,
}

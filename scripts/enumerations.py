"""Names for the open enumerations of openapi.yaml, for whatever is derived from them.

In openapi.yaml an open enumeration is a list under `x-extensible-enum`, and the same list stands in
several places. A name is chosen by people once and stays: constants in generated code are called
after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

METHODS = ("get", "put", "post", "delete", "patch", "head", "options")
#: The name of each open enumeration, by one of the places where it stands.
NAMES = {
    "UserStatus.billingType": "BillingType",
    "Team.role": "TeamRole",
    "ProjectAccount.role": "AccountRole",
    "ShareUser.role": "ProjectRole",
    "Processing.status": "ProcessingStatus",
    "StatisticsRequest.statuses": "StatisticsStatus",
    "ReviewState.reviewStatus": "ReviewStatus",
    "RunParams.source_type": "SourceType",
    "UserDefinedSource.sourceType": "TileSourceType",
    "UserDefinedSource.crs": "TileCrs",
    "RunParams.projection": "TileProjection",
    "ProjectPageRequest.sortBy": "ProjectSortKey",
    "ProcessingPageRequest.sortBy": "ProcessingSortKey",
    "CatalogSearch.sortBy": "ImageSortKey",
    "ProjectPageRequest.sortOrder": "SortOrder",
    "CatalogSearch.productTypes": "SearchedProductType",
    "CatalogImage.productType": "FoundProductType",
    "CatalogImage.previewType": "PreviewType",
    "ImageStatus.preprocessing_status": "PreprocessingStatus",
    "Template.status": "TemplateStatus",
    "getStatistics?type": "StatisticsForm",
    "getPreview?size": "PreviewSize",
}


class Enumeration(NamedTuple):
    """The values of one open enumeration that are known, and where they may stand.

    Attributes:
        name: What people call it.
        named_by: The place that it is called after.
        values: Every value that is known; there may be others.
        places: `Schema.member` of a request or a response, or `operation?parameter`.
    """

    name: str
    named_by: str
    values: tuple[str, ...]
    places: tuple[str, ...]


def enumerations(document: dict[str, Any]) -> list[Enumeration]:
    """List the open enumerations of a description, in its order.

    Raises:
        SystemExit: One has no name here, or a name has lost its enumeration.
    """
    places: dict[tuple[str, ...], list[str]] = {}
    for place, schema, _ in _places(document):
        values = schema.get("items", schema).get("x-extensible-enum")
        if values:
            places.setdefault(tuple(values), []).append(place)
    found = []
    for values, where in places.items():
        named = [place for place in where if place in NAMES]
        if len(named) != 1:
            raise SystemExit(
                f"the values {', '.join(values)} of {', '.join(where)} have {len(named)} names; "
                "give one of these places exactly one name in scripts/enumerations.py"
            )
        found.append(Enumeration(NAMES[named[0]], named[0], values, tuple(where)))
    gone = set(NAMES) - {place for each in found for place in each.places}
    if gone:
        raise SystemExit(
            f"{', '.join(sorted(gone))}: no open enumeration any more; "
            "take the place out of NAMES in scripts/enumerations.py"
        )
    return found


def meaning(document: dict[str, Any], place: str) -> str:
    """Read what a description says of one place."""
    words = next(said for where, _, said in _places(document) if where == place)
    return " ".join(words.split())


def _places(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], str]]:
    for item in document["paths"].values():
        for method in METHODS:
            operation = item.get(method)
            if operation is None:
                continue
            for given in item.get("parameters", []) + operation.get("parameters", []):
                parameter = given
                if "$ref" in given:
                    parameter = document["components"]["parameters"][
                        given["$ref"].rsplit("/", 1)[1]
                    ]
                where = f"{operation['operationId']}?{parameter['name']}"
                yield where, parameter["schema"], parameter["description"]
    for name, schema in document["components"]["schemas"].items():
        for key, member in schema.get("properties", {}).items():
            yield f"{name}.{key}", member, member.get("description", "")

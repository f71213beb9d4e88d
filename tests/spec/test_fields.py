"""Every member of every request and response is what the sources show, by a list kept apart."""

from functools import cache
from pathlib import Path

import pytest

from tests.spec.document import EVIDENCE, operations, properties, schemas

STATUSES = "UNPROCESSED IN_PROGRESS OK FAILED AWAITING CANCELLED REFUNDED"
IMAGE_KEYS = (
    "PROVIDER_NAME SAT_ID CLOUD_COVER OFF_NADIR_ANGLE ACQUISITION_DATE ZOOM PIXEL_RESOLUTION"
)
#: Every value that some source shows, of members that may take further ones.
KNOWN_VALUES = {
    "UserStatus.billingType": "CREDITS AREA NONE",
    "Project.billingType": "CREDITS AREA NONE",
    "Team.role": "OWNER",
    "ProjectAccount.role": "USER ADMIN",
    "ShareUser.role": "readonly contributor maintainer owner",
    "ShareRequest.role": "readonly contributor maintainer owner",
    "ProgressSummary.status": STATUSES,
    "ProgressDetail.status": STATUSES,
    "Processing.status": STATUSES,
    "ProcessingV2.status": STATUSES,
    "Area.status": STATUSES,
    "StatisticsRow.status": STATUSES,
    "PlannedAreaRun.processingStatus": STATUSES,
    "TemplateRunReceipt.status": STATUSES,
    "StatisticsRequest.statuses": "OK IN_PROGRESS FAILED CANCELED REFUNDED",
    "ReviewState.reviewStatus": "IN_REVIEW NOT_ACCEPTED ACCEPTED REFUNDED",
    "ReviewState.status": "IN_REVIEW NOT_ACCEPTED ACCEPTED REFUNDED",
    "RunParams.source_type": "xyz tms quadkey tif tiff local sentinel_l2a wms",
    "RunParams.crs": "EPSG:3857 EPSG:3395",
    "RunParams.projection": "epsg:3857 epsg:3395",
    "UserDefinedSource.sourceType": "XYZ TMS QUADKEY SENTINEL_L2A LOCAL",
    "UserDefinedSource.crs": "EPSG:3857 EPSG:3395",
    "ProjectPageRequest.sortBy": "NAME CREATED UPDATED",
    "ProcessingPageRequest.sortBy": (
        "SCENARIO NAME PROJECT EMAIL CREATED STATUS PROGRESS COMPLETED COST AREA PROVIDER"
    ),
    "CatalogSearch.sortBy": IMAGE_KEYS,
    "FoundImagesRequest.sortBy": IMAGE_KEYS,
    **{
        f"{schema}.sortOrder": "ASC DESC"
        for schema in (
            "ProjectPageRequest",
            "ProcessingPageRequest",
            "CatalogSearch",
            "FoundImagesRequest",
        )
    },
    "CatalogSearch.productTypes": "IMAGE MOSAIC",
    "SearchParams.productTypes": "IMAGE MOSAIC",
    "CatalogImage.productType": "Scene Image Mosaic",
    "CatalogImage.previewType": "png jpg xyz tms wms",
    "ImageStatus.preprocessing_status": "NONE PENDING IN_PROGRESS COMPLETED FAILED",
    "Template.status": "READY SEARCHING FAILED",
}
#: Words that the description of a member must contain, by the member's name.
UNITS = {
    "square metres": [
        *("area", "aoiArea", "areaLimit", "aoiAreaLimit", "templateAreaLimit", "searchAreaLimit"),
        *("processedArea", "remainingArea", "totalArea"),
    ],
    "square kilometres": ["areaSqKm", "minAreaSqKm", "minAreaSqkm"],
    "redits per square kilometre": ["pricePerSqKm", "priceSqKm", "price"],
    "redits": ["cost", "totalCost", "remainingCredits", "creditsLimit"],
    "ytes": [
        *("memoryLimit", "memoryUsed", "memoryFree", "maxUploadFileSize"),
        *("file_size", "sizeInBytes"),
    ],
    "metres": ["pixelResolution", "minResolution", "maxResolution"],
    "degrees": ["offNadirAngle", "minOffNadirAngle", "maxOffNadirAngle"],
    "percent": ["maxCloudCover", "minAoiIntersectionPercent", "aoiIntersectionPercent"],
    "0 to 100": ["percentCompleted"],
    "seconds": ["expires_in"],
    "ixels": ["width", "height", "maxPixelCount"],
    "ISO 8601|as for an image": ["uploaded_at"],
}


@cache
def listed():
    """What fields.txt says: {schema: {member: (type, sources)}}."""
    found = {}
    for line in Path(__file__).with_name("fields.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            members = found[line.strip("[]")] = {}
        elif line and not line.startswith("#"):
            name, kind, *sources = line.split()
            members[name] = (kind, None if sources == ["-"] else set(sources))
    return found


def kind_of(definition):
    """The type of a member in the words of fields.txt, and whether it may be null."""
    null = definition.get("nullable", False)
    if "$ref" in definition:
        return definition["$ref"].rsplit("/", 1)[1], False
    options = definition.get("allOf") or definition.get("anyOf")
    if options:
        kinds = [(option, *kind_of(option)) for option in options]
        names = [name for option, name, _ in kinds if option.get("enum") != [None]]
        return "|".join(names), null or any(nullable for _, _, nullable in kinds)
    if definition.get("type") == "array":
        return f"[{kind_of(definition['items'])[0]}]", null
    plain = {"integer": "int", "number": "num", "boolean": "bool", "string": "str", None: "any"}
    formats = {"uuid": "uuid", "date-time": "time", "binary": "file"}
    return formats.get(definition.get("format"), plain[definition.get("type")]), null


def described(schema):
    found = {}
    for name, definition in schema["properties"].items():
        kind, null = kind_of(definition)
        mark = "!" if name in schema.get("required", ()) else "0" if null else ""
        found[name] = (kind + mark, set(definition["x-evidence"]))
    return found


def test_every_object_is_listed():
    assert set(listed()) == {name for name, schema in schemas().items() if "properties" in schema}


@pytest.mark.parametrize("name", listed())
def test_members_are_those_of_the_sources(name):
    expected, found = listed()[name], described(schemas()[name])
    assert {key: kind for key, (kind, _) in found.items()} == {
        key: kind for key, (kind, _) in expected.items()
    }
    assert {key: sources for key, (_, sources) in found.items() if expected[key][1]} == {
        key: sources for key, (_, sources) in expected.items() if sources
    }


def test_other_parameters_than_identifiers_are_those_of_the_sources():
    found = {
        (name, parameter["name"]): (
            parameter["in"],
            parameter["required"],
            kind_of(parameter["schema"])[0],
            set(parameter["x-evidence"]),
        )
        for name, (*_, parameters) in operations().items()
        for parameter in parameters
        if not parameter["name"].endswith("Id") or parameter["in"] == "query"
    }
    assert found == {
        ("getResult", "aoiId"): ("query", False, "uuid", {"D", "D-old"}),
        ("getStatistics", "type"): ("query", False, "str", {"D", "D-old"}),
        ("listMosaics", "tags"): ("query", False, "[str]", {"Q-spec"}),
        ("uploadToNewMosaic", "name"): ("query", True, "str", {"D", "Q-spec"}),
        ("uploadToNewMosaic", "tags"): ("query", False, "[str]", {"D", "Q", "Q-spec"}),
        ("renameImage", "name"): ("query", True, "str", {"D", "D-old", "Q"}),
        ("getPreview", "size"): ("path", True, "str", {"D", "D-old", "Q", "Q-spec"}),
    }


def test_lists_in_the_query_repeat_the_parameter():
    lists = [
        parameter
        for *_, parameters in operations().values()
        for parameter in parameters
        if parameter["schema"].get("type") == "array"
    ]
    assert [p["name"] for p in lists] == ["tags", "tags"]
    assert all((p["style"], p["explode"]) == ("form", True) for p in lists)


def test_known_values_are_all_there():
    found = {}
    for schema, key, definition in properties():
        values = definition.get("items", definition).get("x-extensible-enum")
        if values:
            found[f"{schema}.{key}"] = set(values)
    assert found == {name: set(values.split()) for name, values in KNOWN_VALUES.items()}


@pytest.mark.parametrize(("unit", "keys"), UNITS.items())
def test_numbers_say_their_unit(unit, keys):
    seen = set()
    for schema, key, definition in properties():
        if key in keys and definition.get("type") in ("integer", "number", "string"):
            seen.add(key)
            words = definition["description"]
            assert any(word in words for word in unit.split("|")), f"{schema}.{key}: {words}"
    assert seen == set(keys)


def test_members_of_old_are_named_with_a_reason():
    found = {}
    for name, schema in schemas().items():
        for member in schema.get("x-members-left-out", ()):
            assert set(member) == {"name", "why", "evidence"}
            assert member["why"].endswith(".")
            assert set(member["evidence"]) <= EVIDENCE
            assert member["name"] not in schema["properties"]
            found.setdefault(name, []).append(member["name"])
    assert found == {
        "ProjectCreate": ["addDefaultWds"],
        "RunParams": ["partition_size", "cache_raster_update", "target_resolution"],
        "Processing": ["externalWfIds"],
        "Area": ["externalWfIds"],
    }

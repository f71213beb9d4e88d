"""Puts things that exist into requests that were made up.

The document says that a geometry is an object and a project a UUID, so that is what is made up, and
almost all of it is refused at the door. Three requests of four therefore get real areas, listed words
and identifiers of things that are there. What is wrong with a request on purpose stays wrong: only
values that fit the document are exchanged, for others that fit it too.
"""

import copy
import random
import uuid
import zlib

from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.meta import TestPhase

from tests.conformance import world
from tests.support import conformance
from tests.support.places import BLOCK, FIELD, MOSCOW, TWO_BLOCKS

AREAS = [BLOCK, TWO_BLOCKS, MOSCOW, FIELD, world.QUAYS]
#: Geometries that programs trip over; one in six is such.
ODD_AREAS = [
    {"type": "Polygon", "coordinates": []},
    {"type": "Polygon", "coordinates": [[[37.3, 55.6], [37.4, 55.7], [37.3, 55.6], [37.3, 55.6]]]},
    {"type": "Polygon", "coordinates": [[[37, 55], [38, 56], [38, 55], [37, 56], [37, 55]]]},
    {"type": "Polygon", "coordinates": [[[0, 0], [10**300, 0], [0, 1e300], [0, 0]]]},
    {"type": "Polygon", "coordinates": [[[-180, -90], [180, -90], [180, 90], [-180, -90]]]},
    {"type": "Polygon", "coordinates": [[[37.3, 55.6, 1]] * 4]},
    {"type": "Polygon", "coordinates": [*BLOCK["coordinates"], *MOSCOW["coordinates"]]},
    {"type": "MultiPolygon", "coordinates": [BLOCK["coordinates"]] * 12},
    {"type": "MultiPolygon", "coordinates": [BLOCK["coordinates"], [[[None, True]]]]},
    {"type": "Point", "coordinates": [37.3, 55.6]},
    {"type": ["Polygon"], "coordinates": {}},
    {"type": "Feature", "properties": None, "geometry": BLOCK},
    {"type": "GeometryCollection", "geometries": [BLOCK]},
]
PROVIDERS = ["mapbox", "Mapbox", "arcgis_world_imagery", "sandbox_commercial"]
SEARCHED = ["sandbox_half_metre", "sandbox_third_metre", "sandbox_mosaic"]
MODELS = [world.MODEL, "buildings", "🌲 Forest"]

#: What stands behind an identifier, by the name of its parameter or member.
KINDS = {
    "projectId": "project",
    "processingId": "processing",
    "mosaicId": "mosaic",
    "imageId": "image",
    "imageIds": "image",
    "templateId": "template",
    "aoiId": "planned area",
    "aoiIds": "planned area",
    "userId": "user",
    "wdId": "model",
}
#: Where an operation asks for more than that there is such a thing.
SPECIAL = {
    ("restartProcessing", "processingId"): "failed",
    ("restartProcessingV2", "processingId"): "failed",
    ("resumeTemplate", "templateId"): "paused",
    ("restartTemplate", "templateId"): "lost",
    ("markImageSeen", "imageId"): "found image",
    ("getResult", "aoiId"): "area",
}
#: After these the thing is gone, or in a state in which the operation makes no more sense.
USING_UP = {
    *("deleteProject", "deleteProcessing", "deleteMosaic", "deleteImage", "deleteTemplate"),
    *("restartProcessing", "restartProcessingV2", "acceptProcessing", "rejectProcessing"),
    *("pauseTemplate", "resumeTemplate", "restartTemplate"),
}
#: What an area or a found image is asked for together with.
OWNERS = {"aoiId": ("templateId", "processingId"), "imageId": ("templateId",)}


def ground(case, there, known):
    """Exchange what can be exchanged in one request, or leave it as it was made up.

    Args:
        case: The request.
        there: The world, for things that exist.
        known: Identifiers that the sandbox has named. Where one request follows from another they
            are never exchanged.
    """
    operation = case.operation.definition.raw
    fits = case.meta is not None and case.method.lower() == case.operation.method.lower()
    number = _number(case)
    if not fits or number % 4 == 0:
        return
    follows = case.meta.phase.name == TestPhase.STATEFUL
    grounding = _Grounding(operation["operationId"], there, known if follows else (), number)
    parameters = {
        (each["in"], each["name"]): each["schema"]
        for each in _parameters(case.operation, operation)
    }
    used_up = operation["operationId"] in USING_UP and case.meta.generation.mode.is_positive
    if _is_valid(case, ParameterLocation.PATH):
        case.path_parameters = grounding.path(case.path_parameters, parameters, used_up=used_up)
    if _is_valid(case, ParameterLocation.QUERY) and case.query:
        case.query = grounding.query(case.query, case.path_parameters, parameters)
    described = operation.get("requestBody", {"content": {}})["content"].get("application/json")
    if described and isinstance(case.body, dict):
        body = grounding.exchanged(described["schema"], copy.deepcopy(case.body), "")
        if _is_valid(case, ParameterLocation.BODY):
            grounding.make_sense(body)
        case.body = body


class _Grounding:
    """The exchange in one request."""

    def __init__(self, operation_id, there, known, number):
        self._operation_id = operation_id
        self._there = there
        self._known = known
        self._dice = random.Random(number)

    def path(self, values, parameters, *, used_up):
        made = dict(values)
        for name, value in values.items():
            listed = parameters["path", name].get("x-extensible-enum")
            if listed:
                made[name] = self._one_of(listed)
            elif str(value) not in self._known:
                kind = self._kind(name)
                take = self._there.another if used_up else self._some
                made[name] = take(kind)
        for name, owners in OWNERS.items():
            if name in made and made[name] != values[name] and self._kind(name) != "image":
                owner = next(each for each in owners if each in made)
                made[owner] = self._there.owner_of(made[name])
        return made

    def query(self, values, path, parameters):
        made = dict(values)
        for name, value in values.items():
            schema = parameters.get(("query", name))
            if schema and "x-extensible-enum" in schema:
                made[name] = self._one_of(schema["x-extensible-enum"])
            elif name == "aoiId" and str(value) not in self._known:
                made[name] = self._some("area")
                path["processingId"] = self._there.owner_of(made[name])
        return made

    def exchanged(self, schema, value, name):
        """Return a value, or what stands in its place, after looking at what is inside."""
        schema, component = _followed(schema, value)
        if component == "Geometry" and isinstance(value, dict):
            return self._one_of(AREAS if self._dice.random() > 1 / 6 else ODD_AREAS)
        if isinstance(value, dict):
            inside = schema.get("properties", {})
            return {
                key: self.exchanged(inside[key], item, key) if key in inside else item
                for key, item in value.items()
            }
        if isinstance(value, list) and "items" in schema:
            return [self.exchanged(schema["items"], item, name) for item in value]
        return self._scalar(schema, value, name) if isinstance(value, str) else value

    def _scalar(self, schema, value, name):
        if "x-extensible-enum" in schema:
            return self._one_of(schema["x-extensible-enum"])
        if schema.get("format") == "uuid" and _is_uuid(value) and name in KINDS:
            return value if value in self._known else self._some(self._kind(name))
        exchange = {
            "activeUntil": self._there.soon,
            "wdName": lambda: self._one_of(MODELS),
            "email": lambda: world.COLLEAGUE,
            "providerName": lambda: self._one_of(PROVIDERS),
            "data_provider": lambda: self._one_of(PROVIDERS),
            "dataProvider": lambda: self._one_of(SEARCHED),
        }.get(name)
        return value if exchange is None or _breaks(schema, value) else exchange()

    def make_sense(self, body):
        """Keep the rules that no schema can express, in a body that fits its schema."""
        if self._operation_id in ("runProcessing", "runProcessingV2", "runTemplate"):
            body["wdId"] = self._some("model")
        for step in body.get("blocks", ()) if "wdId" in body else ():
            step["name"] = "Simplification"
        rule = getattr(self, f"_{self._operation_id}", None)
        if rule is not None:
            rule(body)

    def _estimateCostV2(self, body):
        body["geometry"] = self._one_of(AREAS)

    def _shareProject(self, body):
        body["email"] = world.COLLEAGUE
        body["role"] = "readonly"

    def _addTemplateAreas(self, body):
        if "geometry" in body or not body.get("aois"):
            body.pop("aois", None)
            body["geometry"] = self._one_of(AREAS)

    def _createTemplate(self, body):
        features = [{"geometry": self._one_of(AREAS)}, {"geometry": MOSCOW}]
        details = body["searchParams"].get("aoiDetails") or {}
        body["searchParams"]["aoiDetails"] = {**details, "features": features}

    def _updateTemplate(self, body):
        for name in ("aoi", "aoiDetails"):
            (body.get("searchParams") or {}).pop(name, None)

    def _runTemplate(self, body):
        body["params"]["data_provider"] = self._one_of(PROVIDERS)

    def _runTemplateV2(self, body):
        body["wdId"] = self._some("model")
        source = {"dataProvider": "my_imagery_mosaics", "imageIds": [self._some("mosaic")]}
        body["params"]["sourceParams"] = {"imagerySearch": source}

    def _linkImage(self, body):
        body["url"] = self._there.address_of(self._some("image"))

    def _kind(self, name):
        return SPECIAL.get((self._operation_id, name), KINDS[name])

    def _some(self, kind):
        return self._there.some(kind, self._dice.randrange(1000))

    def _one_of(self, values):
        return self._dice.choice(values)


def _number(case):
    """A number that is another one for another request, and the same for the same."""
    made_up = (case.operation.label, case.path_parameters, case.query, case.body)
    return zlib.crc32(repr(made_up).encode("utf-8", "surrogatepass"))


def _is_valid(case, location):
    component = case.meta.components.get(location)
    return component is not None and component.mode.is_positive


def _is_uuid(text):
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False


def _breaks(schema, text):
    return len(text) > schema.get("maxLength", len(text))


def _parameters(operation, definition):
    shared = conformance.document()["paths"][operation.path].get("parameters", [])
    return [_followed(each, None)[0] for each in (*shared, *definition.get("parameters", []))]


def _followed(schema, value):
    """Follow references and alternatives to the schema that a value is of, and name it."""
    component = None
    while True:
        if "$ref" in schema:
            component = schema["$ref"].rpartition("/")[2]
            target = conformance.document()
            for key in schema["$ref"].removeprefix("#/").split("/"):
                target = target[key]
            schema = target
        elif "allOf" in schema:
            [schema] = schema["allOf"]
        elif "anyOf" in schema and isinstance(value, dict):
            schema = schema["anyOf"][0]
        else:
            return schema, component

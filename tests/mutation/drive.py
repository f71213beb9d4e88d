"""Calls each operation through the facade and looks at everything that comes back."""

import json
from contextlib import suppress
from functools import cache
from pathlib import Path

import httpx

from mapflow import CatalogImage, Mapflow, errors, sources
from tests.support import cassette, conformance, scrub
from tests.support.places import BLOCK, FIELD_IMAGE

ID = "65285409-ac88-4fc0-a937-193cf42c2343"
CASSETTES = Path(__file__).resolve().parents[2] / "cassettes"
MAPBOX = sources.Provider("Mapbox")

FOUND = CatalogImage({"id": "a", "providerName": "maxar"})


def some(pages):
    """Read a list as far as it goes: the stub has one page, and sends it again and again."""
    found = []
    with suppress(errors.UndecodableAnswer):
        for item in pages:
            found.append(item)  # noqa: PERF402  # what came before an error is kept
    return found or None


#: How a user comes to call an operation; what comes back is looked at.
CALLS = {
    "getUserStatus": lambda mf, _: [
        mf.account.status(),
        *mf.models.list(),
        mf.models.get("forest"),
    ],
    "listProjects": lambda mf, _: mf.projects.list(),
    "createProject": lambda mf, _: mf.projects.create("x"),
    "getDefaultProject": lambda mf, _: mf.projects.default(),
    "getProject": lambda mf, _: mf.projects.get(ID).refresh(),
    "updateProject": lambda mf, _: mf.projects.update(ID, name="x"),
    "deleteProject": lambda mf, _: mf.projects.delete(ID),
    "listProcessings": lambda mf, _: mf.processings.list(),
    "listProjectProcessings": lambda mf, _: mf.processings.list(ID),
    "getProcessing": lambda mf, _: mf.processings.get(ID).wait(interval_s=0, timeout_s=0),
    "estimateCost": lambda mf, _: mf.processings.estimate(
        model="forest", area=BLOCK, source=MAPBOX
    ),
    "runProcessing": lambda mf, _: mf.processings.run(
        model="forest", area=BLOCK, source=MAPBOX, max_cost=1000
    ),
    "renameProcessing": lambda mf, _: mf.processings.rename(ID, "x"),
    "restartProcessing": lambda mf, _: mf.processings.restart(ID),
    "updateProcessing": lambda mf, _: mf.processings.move(ID, ID),
    "deleteProcessing": lambda mf, _: mf.processings.delete(ID),
    "listAreas": lambda mf, _: mf.processings.areas(ID),
    "getResult": lambda mf, _: [
        mf.processings.result(ID).read(),
        list(mf.processings.result(ID).features()),
    ],
    "createMosaic": lambda mf, _: mf.imagery.mosaics.create("x"),
    "listMosaics": lambda mf, _: mf.imagery.mosaics.list(),
    "getMosaic": lambda mf, _: mf.imagery.mosaics.get(ID).refresh(),
    "updateMosaic": lambda mf, _: mf.imagery.mosaics.update(ID, name="x"),
    "deleteMosaic": lambda mf, _: mf.imagery.mosaics.delete(ID),
    "uploadToNewMosaic": lambda mf, _: mf.imagery.upload(FIELD_IMAGE),
    "uploadImage": lambda mf, _: mf.imagery.mosaics.upload(ID, FIELD_IMAGE),
    "listImages": lambda mf, _: mf.imagery.mosaics.images(ID),
    "linkImage": lambda mf, _: mf.imagery.mosaics.link(ID, "s3://bucket/a.tif"),
    "getImage": lambda mf, _: mf.imagery.images.get(ID),
    "renameImage": lambda mf, _: mf.imagery.images.rename(ID, "x"),
    "deleteImage": lambda mf, _: mf.imagery.images.delete(ID),
    "getPreview": lambda mf, folder: mf.imagery.images.preview(
        ID, folder / "p.jpg", overwrite=True
    ),
    "getStorage": lambda mf, _: mf.imagery.storage(),
    "listProcessingsV2": lambda mf, _: mf.processings.list(),
    "listProjectProcessingsV2": lambda mf, _: mf.processings.list(ID),
    "getProcessingV2": lambda mf, _: mf.processings.get(ID).wait(interval_s=0, timeout_s=0),
    "estimateCostV2": lambda mf, _: mf.processings.estimate_by_size(model="forest", area_m2=1e6),
    "runProcessingV2": lambda mf, _: mf.processings.run(
        model="forest", area=BLOCK, source=MAPBOX, max_cost=1000
    ),
    "updateProcessingV2": lambda mf, _: mf.processings.rename(ID, "x"),
    "restartProcessingV2": lambda mf, _: mf.processings.restart(ID),
    "pageProjects": lambda mf, _: some(mf.projects.pages()),
    "pageProcessings": lambda mf, _: some(mf.processings.pages(ID)),
    "getStatistics": lambda mf, folder: [
        some(mf.processings.statistics()),
        mf.processings.statistics_csv(folder / "s.csv", overwrite=True),
    ],
    "shareProject": lambda mf, _: mf.projects.share(ID, "ada@example.com"),
    "rateProcessing": lambda mf, _: mf.processings.rate(ID, 5),
    "acceptProcessing": lambda mf, _: mf.processings.accept(ID),
    "rejectProcessing": lambda mf, _: mf.processings.reject(ID, "x"),
    "createTemplate": lambda mf, _: mf.planned.create("x", area=BLOCK),
    "listTemplates": lambda mf, _: mf.planned.list(),
    "listProjectTemplates": lambda mf, _: mf.planned.list(ID),
    "listUserTemplates": lambda mf, _: mf.planned.list(user=ID),
    "getTemplate": lambda mf, _: mf.planned.get(ID).refresh(),
    "updateTemplate": lambda mf, _: mf.planned.update(ID, name="x"),
    "deleteTemplate": lambda mf, _: mf.planned.delete(ID),
    "runTemplate": lambda mf, _: mf.planned.run(ID, FOUND, name="x", model="forest", area=BLOCK),
    "runTemplateV2": lambda mf, _: mf.planned.run(ID, FOUND, name="x", model="forest", area=BLOCK),
    "pauseTemplate": lambda mf, _: mf.planned.pause(ID),
    "resumeTemplate": lambda mf, _: mf.planned.resume(ID),
    "restartTemplate": lambda mf, _: mf.planned.restart(ID),
    "listTemplateProcessings": lambda mf, _: mf.planned.processings(ID),
    "listTemplateImages": lambda mf, _: some(mf.planned.images(ID)),
    "addTemplateAreas": lambda mf, _: mf.planned.add_areas(ID, BLOCK),
    "updateTemplateArea": lambda mf, _: mf.planned.update_area(ID, ID, name="x"),
    "removeTemplateAreas": lambda mf, _: mf.planned.remove_areas(ID, [ID]),
    "markImageSeen": lambda mf, _: mf.planned.mark_seen(ID, "x"),
    "markAllImagesSeen": lambda mf, _: mf.planned.mark_seen(ID),
    "searchCatalog": lambda mf, _: some(mf.catalog.search(BLOCK)),
    "getMosaicStatus": lambda mf, _: mf.imagery.mosaics.status(ID),
    "deleteFailedImages": lambda mf, _: mf.imagery.mosaics.delete_failed(ID),
    "getImageStatus": lambda mf, _: mf.imagery.images.wait(ID, interval_s=0, timeout_s=0),
    "getDownloadLink": lambda mf, folder: mf.imagery.images.download(
        ID, folder / "i.tif", overwrite=True
    ),
    "uploadLegacy": lambda mf, _: mf.imagery.upload_file(FIELD_IMAGE),
    "getVersion": lambda mf, _: mf.version(),
}


@cache
def recorded():
    """Every recorded answer as (cassette, operation, status, headers, body), each shape once."""
    found = {}
    for path in sorted(CASSETTES.rglob("*.yaml")):
        for interaction in cassette.read(path)["interactions"]:
            if conformance.follows_a_link(interaction["request"]):
                continue
            operation = conformance.operation_of(interaction["request"])[0]["operationId"]
            answer = interaction["response"]
            body = cassette.body_bytes(answer)
            key = operation, answer["status"], _shape(answer["body"]) if body else None
            found.setdefault(key, (path.stem, operation, answer["status"], answer["headers"], body))
    return list(found.values())


def _shape(value):
    """What is left of an answer without its values: two of one shape have the same faults."""
    if isinstance(value, dict):
        return tuple((key, _shape(item)) for key, item in sorted(value.items()))
    if isinstance(value, list):
        return _shape(value[0]) if value else ()
    return type(value).__name__


@cache
def usual():
    """One good answer for each operation, for the calls beside the one under test.

    Of several the longest: an empty list says nothing.
    """
    good = [entry for entry in recorded() if entry[2] < 300]
    good.sort(key=lambda entry: (entry[4][:1] in (b"{", b"["), len(entry[4])))
    return {op: (status, headers, body) for _, op, status, headers, body in good}


@cache
def _called(method, uri):
    return conformance.operation_of({"method": method, "uri": uri})[0]["operationId"]


_ADDING = {"uploadToNewMosaic", "uploadImage", "linkImage"}
#: What a mosaic holds before anything is added to it.
_EMPTY = {"listImages": b"[]", "getMosaicStatus": b'{"images": []}'}


#: What has to be the case before an operation makes sense: the answer that says so, and how.
_STATES = {
    "acceptProcessing": ("getProcessing", {"reviewStatus": {"reviewStatus": "IN_REVIEW"}}),
    "rejectProcessing": ("getProcessing", {"reviewStatus": {"reviewStatus": "IN_REVIEW"}}),
    "rateProcessing": ("getProcessing", {"status": "OK"}),
    "pauseTemplate": ("getTemplate", {"isActive": True}),
    "resumeTemplate": ("getTemplate", {"isActive": False}),
    "restartTemplate": ("getTemplate", {"status": "FAILED"}),
    "restartProcessing": ("getProcessing", {"status": "FAILED"}),
    "restartProcessingV2": ("getProcessingV2", {"status": "FAILED"}),
}


class Stub:
    """Stands for the service: answers as recorded, and `operation` with what is being tried."""

    def __init__(self, operation, status, headers, body):
        self.operation = operation
        self.answer = (status, headers, body)
        self.called = set()

    def __call__(self, request):
        if conformance.follows_a_link({"uri": str(request.url), "headers": request.headers}):
            return httpx.Response(200, content=b"II*\x00")  # what a link leads to
        operation = _called(request.method, str(request.url))
        status, headers, body = (
            self.answer if operation == self.operation else self._beside(operation)
        )
        self.called.add(operation)
        return httpx.Response(status, headers=headers, content=body)

    def _beside(self, operation):
        if operation in _EMPTY and self.called.isdisjoint(_ADDING):
            return 200, {"content-type": "application/json"}, _EMPTY[operation]
        status, headers, body = usual()[operation]
        subject, facts = _STATES.get(self.operation, (None, {}))
        if operation == subject:
            whole = json.loads(body)
            whole.get("template", whole).update(facts)
            body = json.dumps(whole).encode()
        return status, headers, body


#: Operations that only a client of version 2 calls.
OF_VERSION_2 = {operation for operation in CALLS if operation.endswith("V2")}


def call(operation, status, headers, body, folder):
    """Call an operation whose answer is given, and look at all of what it hands out.

    Returns what was handed out; None when the facade refused with an error of its own.
    """
    mf = Mapflow(
        token="a@example.com:b",
        base_url=scrub.REST,
        api_version="v2" if operation in OF_VERSION_2 else "v1",
        http_client=_http(Stub(operation, status, headers, body)),
    )
    try:
        given = CALLS[operation](mf, folder)
        look(given)
    except errors.MapflowError as error:
        str(error)
        return None
    return given


_HTTP = httpx.Client(transport=httpx.MockTransport(lambda request: None))


def _http(stub):
    # Making a client takes longer than all that is done with it here.
    _HTTP._transport.handler = stub
    return _HTTP


def look(thing):
    """Read every public property, and whatever hangs off it."""
    if isinstance(thing, list | tuple):
        repr(thing)
        for item in thing:
            look(item)
    elif hasattr(thing, "raw"):
        repr(thing)
        json.dumps(thing.raw)
        for name in dir(type(thing)):
            if isinstance(getattr(type(thing), name), property) and not name.startswith("_"):
                try:
                    value = getattr(thing, name)
                except errors.MapflowError:
                    continue  # `data` may say that it cannot be had; the rest still can
                look(value)

"""How a user comes to call each operation, with a client of either kind."""

from contextlib import suppress

from mapflow import CatalogImage, errors, sources
from tests.support.client_kinds import gathered, maybe_await
from tests.support.places import BLOCK, FIELD_IMAGE

ID = "65285409-ac88-4fc0-a937-193cf42c2343"
MAPBOX = sources.Provider("Mapbox")
FOUND = CatalogImage({"id": "a", "providerName": "maxar"})
AT_ONCE = {"interval_s": 0, "timeout_s": 0}


async def _some(pages):
    """Read a list as far as it goes: the stub has one page, and sends it again and again."""
    found = []
    with suppress(errors.InvalidResponse):
        if hasattr(pages, "__aiter__"):
            async for item in pages:
                found.append(item)  # noqa: PERF401 - what came before an error is kept
        else:
            for item in pages:
                found.append(item)  # noqa: PERF402 - what came before an error is kept
    return found or None


async def _account(mf):
    return [
        await maybe_await(mf.account.status()),
        *await maybe_await(mf.models.list()),
        await maybe_await(mf.models.get("forest")),
    ]


async def _result(mf):
    result = await maybe_await(mf.processings.result(ID))
    return [await maybe_await(result.read()), await gathered(result.features())]


async def _statistics(mf, folder):
    rows = await _some(mf.processings.statistics())
    # The same response to both, and a function that makes rows is not a table.
    with suppress(errors.InvalidResponse, errors.IncompleteDownload):
        await maybe_await(mf.processings.statistics_csv(folder / "s.csv", overwrite=True))
    return rows


async def _again(handle):
    return await maybe_await((await maybe_await(handle)).refresh())


async def _waited(handle):
    return await maybe_await((await maybe_await(handle)).wait(**AT_ONCE))


def _run(mf):
    return mf.processings.run(model="forest", area=BLOCK, source=MAPBOX, max_cost=1000)


def _run_planned(mf):
    return mf.planned.run(ID, FOUND, name="x", model="forest", area=BLOCK)


#: Each returns what a user gets, or what must be awaited for it; takes the client and a folder.
CALLS = {
    "getUserStatus": lambda mf, _: _account(mf),
    "listProjects": lambda mf, _: mf.projects.list(),
    "createProject": lambda mf, _: mf.projects.create("x"),
    "getDefaultProject": lambda mf, _: mf.projects.default(),
    "getProject": lambda mf, _: _again(mf.projects.get(ID)),
    "updateProject": lambda mf, _: mf.projects.update(ID, name="x"),
    "deleteProject": lambda mf, _: mf.projects.delete(ID),
    "listProcessings": lambda mf, _: mf.processings.list(),
    "listProjectProcessings": lambda mf, _: mf.processings.list(ID),
    "getProcessing": lambda mf, _: _waited(mf.processings.get(ID)),
    "estimateCost": lambda mf, _: mf.processings.estimate(
        model="forest", area=BLOCK, source=MAPBOX
    ),
    "runProcessing": lambda mf, _: _run(mf),
    "renameProcessing": lambda mf, _: mf.processings.rename(ID, "x"),
    "restartProcessing": lambda mf, _: mf.processings.restart(ID),
    "updateProcessing": lambda mf, _: mf.processings.move(ID, ID),
    "deleteProcessing": lambda mf, _: mf.processings.delete(ID),
    "listAreas": lambda mf, _: mf.processings.areas(ID),
    "getResult": lambda mf, _: _result(mf),
    "createMosaic": lambda mf, _: mf.imagery.mosaics.create("x"),
    "listMosaics": lambda mf, _: mf.imagery.mosaics.list(),
    "getMosaic": lambda mf, _: _again(mf.imagery.mosaics.get(ID)),
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
    "getProcessingV2": lambda mf, _: _waited(mf.processings.get(ID)),
    "estimateCostV2": lambda mf, _: mf.processings.estimate_by_size(model="forest", area_m2=1e6),
    "runProcessingV2": lambda mf, _: _run(mf),
    "updateProcessingV2": lambda mf, _: mf.processings.rename(ID, "x"),
    "restartProcessingV2": lambda mf, _: mf.processings.restart(ID),
    "pageProjects": lambda mf, _: _some(mf.projects.pages()),
    "pageProcessings": lambda mf, _: _some(mf.processings.pages(ID)),
    "getStatistics": _statistics,
    "shareProject": lambda mf, _: mf.projects.share(ID, "ada@example.com"),
    "rateProcessing": lambda mf, _: mf.processings.rate(ID, 5),
    "acceptProcessing": lambda mf, _: mf.processings.accept(ID),
    "rejectProcessing": lambda mf, _: mf.processings.reject(ID, "x"),
    "createTemplate": lambda mf, _: mf.planned.create("x", area=BLOCK),
    "listTemplates": lambda mf, _: mf.planned.list(),
    "listProjectTemplates": lambda mf, _: mf.planned.list(ID),
    "listUserTemplates": lambda mf, _: mf.planned.list(user=ID),
    "getTemplate": lambda mf, _: _again(mf.planned.get(ID)),
    "updateTemplate": lambda mf, _: mf.planned.update(ID, name="x"),
    "deleteTemplate": lambda mf, _: mf.planned.delete(ID),
    "runTemplate": lambda mf, _: _run_planned(mf),
    "runTemplateV2": lambda mf, _: _run_planned(mf),
    "pauseTemplate": lambda mf, _: mf.planned.pause(ID),
    "resumeTemplate": lambda mf, _: mf.planned.resume(ID),
    "restartTemplate": lambda mf, _: mf.planned.restart(ID),
    "listTemplateProcessings": lambda mf, _: mf.planned.processings(ID),
    "listTemplateImages": lambda mf, _: _some(mf.planned.images(ID)),
    "addTemplateAreas": lambda mf, _: mf.planned.add_areas(ID, BLOCK),
    "updateTemplateArea": lambda mf, _: mf.planned.update_area(ID, ID, name="x"),
    "removeTemplateAreas": lambda mf, _: mf.planned.remove_areas(ID, [ID]),
    "markImageSeen": lambda mf, _: mf.planned.mark_seen(ID, "x"),
    "markAllImagesSeen": lambda mf, _: mf.planned.mark_seen(ID),
    "searchCatalog": lambda mf, _: _some(mf.catalog.search(BLOCK)),
    "getMosaicStatus": lambda mf, _: mf.imagery.mosaics.status(ID),
    "deleteFailedImages": lambda mf, _: mf.imagery.mosaics.delete_failed(ID),
    "getImageStatus": lambda mf, _: mf.imagery.images.wait(ID, **AT_ONCE),
    "getDownloadLink": lambda mf, folder: mf.imagery.images.download(
        ID, folder / "i.tif", overwrite=True
    ),
    "uploadLegacy": lambda mf, _: mf.imagery.upload_file(FIELD_IMAGE),
    "getVersion": lambda mf, _: mf.version(),
}
#: Operations that only a client of version 2 calls.
OF_VERSION_2 = {operation for operation in CALLS if operation.endswith("V2")}
#: What a user gets nothing back from.
SAYING_NOTHING = {
    *("deleteProject", "deleteProcessing", "deleteMosaic", "deleteImage", "deleteTemplate"),
    *("shareProject", "updateTemplateArea", "markImageSeen", "markAllImagesSeen"),
}
#: The response of these is not what the user gets: the facade reads the thing again.
READ_AGAIN = {
    *("renameProcessing", "updateProcessing", "updateMosaic", "renameImage"),
    *("uploadToNewMosaic", "uploadImage", "linkImage"),
    *(
        "updateProcessingV2",
        "restartProcessingV2",
        "pauseTemplate",
        "resumeTemplate",
        "restartTemplate",
    ),
}

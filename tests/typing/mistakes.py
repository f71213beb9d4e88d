"""A user's mistakes: each line marked so is refused by the type checkers, and no other line is."""

from mapflow import AsyncMapflow, Mapflow, Processing, Progress, callbacks, sources


def mistakes(mf: Mapflow) -> None:
    Mapflow(tocken="x")  # refused
    mf.processings.run(modle="buildings", area=(0, 0, 1, 1))  # refused
    mf.processings.run(model="buildings", area=17)  # refused
    mf.processings.run(model="buildings", area=(0, 0, 1, 1), source="Mapbox")  # refused
    mf.processings.list(17)  # refused
    mf.processings.get(None)  # refused
    mf.projects.create()  # refused
    mf.projects.default().naem  # refused
    sources.XYZ(17)  # refused
    mf.account.status().email = "x"  # refused
    mf.catalogue.list()  # refused
    mf.request("GET", "/projects").upper()  # refused
    mf.request("POST", "/projects", json={"a": object()})  # refused


def takes_bytes(progress: Progress) -> None:
    print(progress.done_bytes)


def takes_nothing() -> None:
    print("progress")


def functions_that_do_not_fit(mf: Mapflow) -> None:
    mf.processings.wait_all([], on_progress=takes_bytes)  # refused
    mf.processings.wait_all([], on_progress=takes_nothing)  # refused
    shown: callbacks.OnPoll[Processing] = takes_bytes  # refused
    agreed: callbacks.OnPrice = takes_nothing  # refused
    token: callbacks.TokenFunction = takes_nothing  # refused
    print(shown, agreed, token)


async def forgotten(mf: AsyncMapflow) -> None:
    (await mf.projects.default()).name.upper()
    mf.projects.default().name  # refused

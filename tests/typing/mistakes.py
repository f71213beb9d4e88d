"""A user's mistakes: each line marked so is refused by the type checkers, and no other line is."""

from mapflow import AsyncMapflow, Mapflow, sources


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


async def forgotten(mf: AsyncMapflow) -> None:
    (await mf.projects.default()).name.upper()
    mf.projects.default().name  # refused

"""The steps of the demo in words: what each does, how you do the same, and what it shows."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent
from typing import Final


@dataclass(frozen=True)
class Step:
    """One step.

    Attributes:
        title: Its heading.
        commands: What does the same in a shell, as typed.
        why: What is done and what that shows, for a tour.
        python: What does the same in Python, in lines that fit a narrow terminal.
    """

    title: str
    commands: tuple[str, ...]
    why: str
    python: str


def _step(title: str, *commands: str, why: str, python: str) -> Step:
    return Step(title, commands, " ".join(why.split()), dedent(python).strip())


#: A service of map tiles, which show a drawing.
DRAWN_MAP: Final = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"

SANDBOX: Final = _step(
    "A private sandbox",
    "mapflow sandbox",
    why="""
        The sandbox is a server on this machine that implements the Mapflow API. It checks requests
        as the service does, but finds objects in imagery that it makes up. You can test programs
        against it without a token, a network or a cost. `mapflow sandbox` prints two lines that
        lead the command line to it.
        """,
    python="""
        from mapflow import Mapflow, sandbox

        service = sandbox.start()
        mf = Mapflow(
            base_url=service.base_url,
            token=service.token,
        )
        """,
)
ACCOUNT: Final = _step(
    "The account",
    "mapflow status",
    "mapflow models",
    why="""
        An account has credits, models and providers of imagery. A model finds one kind of object,
        such as buildings. You name a model by its ID, or by its name in any case, without emoji.
        """,
    python="""
        status = mf.account.status()
        print(status.remaining_credits)
        for model in status.models:
            print(model.name)
        """,
)
BUILDINGS: Final = _step(
    "Buildings in the area of the service's own documentation",
    "mapflow run --model buildings --area area.geojson --source provider:Mapbox"
    " --option Classification --max-cost 50 --output buildings.geojson",
    why="""
        A run needs a model, an area and imagery. The client asks for the price first, and refuses
        it above --max-cost. Then it sends the paid request once, waits, and saves the result. The
        option adds a class to each building. A processing of roads starts at the same time.
        """,
    python="""
        from mapflow import sources

        mapbox = sources.Provider("Mapbox")
        job = mf.processings.run(
            model="buildings",
            area="area.geojson",
            source=mapbox,
            options=["Classification"],
            max_cost=50,
        )
        job.wait()
        job.result().save("roofs.geojson")
        """,
)
ROADS: Final = _step(
    "Roads in two areas from a file, started together with the buildings",
    "mapflow run --model roads --area town.geojson --source provider:Mapbox --max-cost 100 --wait",
    why="""
        One processing takes several polygons of one file, each with its status. GeoJSON,
        KML, GeoPackage, shapefile and other formats are read. For more than one processing may
        cover, there are `mapflow split` and `mapflow batch run`.
        """,
    python="""
        roads = mf.processings.run(
            model="roads",
            area="town.geojson",
            source=mapbox,
            max_cost=100,
        )
        for area in roads.wait().areas():
            print(area.id, area.status)
        """,
)
FOREST: Final = _step(
    "Forest in your image",
    "mapflow mosaics upload forest.tif",
    "mapflow run --model forest --source image:ID --max-cost 50 --wait",
    why="""
        Your GeoTIFF is checked on this machine before it is uploaded: its bands, its pixel size
        and its reference system. A run on it needs no area: it takes all ground of the image.
        """,
    python="""
        image = mf.imagery.upload(
            "forest.tif"
        )
        forest = mf.processings.run(
            model="forest",
            source=sources.GeoTIFF(image),
            max_cost=50,
        )
        forest.wait()
        """,
)
FAILURE: Final = _step(
    "What a failure looks like: a drawn map instead of imagery",
    f"mapflow run --model buildings --area area.geojson --source 'xyz:{DRAWN_MAP}'"
    " --max-cost 50 --wait",
    why="""
        A processing can fail after it was started. The error names the processing, what went wrong
        and what to do. Each code has an entry, which `mapflow explain CODE` shows, and the command
        ends with an exit code of its own.
        """,
    python="""
        from mapflow.errors import (
            ProcessingFailed,
        )

        drawing = sources.XYZ(
            "https://tile.openstreetmap.org/"
            "{z}/{x}/{y}.png"
        )
        try:
            mf.processings.run(
                model="buildings",
                area="area.geojson",
                source=drawing,
                max_cost=50,
            ).wait()
        except ProcessingFailed as failure:
            print(failure.messages)
        """,
)
PICTURES: Final = _step(
    "Maps of the results",
    "mapflow map ID",
    why="""
        A map is one file: an .html page that needs no network, or a .png picture. It shows the
        features over the imagery that they were found in. Files are drawn too, as in `mapflow map
        buildings.geojson`, and in a notebook a result shows its map by itself.
        """,
    python="""
        job.map().save("map.html")
        """,
)
LIVE: Final = _step(
    "The same on the live service, with real imagery and real credits",
    why="""
        Nothing changes but the token. `mapflow estimate` shows the price and starts nothing; `run`
        shows it too, and asks you before it sends the paid request.
        """,
    python="""
        mf = Mapflow()
        """,
)
#: All of them, in their order.
STEPS: Final = (SANDBOX, ACCOUNT, BUILDINGS, ROADS, FOREST, FAILURE, PICTURES, LIVE)

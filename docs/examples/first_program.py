"""Finds the buildings of an area.

Try it on a sandbox: start `mapflow sandbox` in one terminal, copy the two lines it
prints into another, and run `python docs/examples/first_program.py` there. With a real token it
does the same on the live service, and costs credits.
"""

from pathlib import Path

from mapflow import Mapflow, sources

AREA = Path(__file__).with_name("quarter.geojson")
IMAGERY = sources.Provider("Mapbox")

with Mapflow() as mf:
    estimate = mf.processings.estimate(model="buildings", area=AREA, source=IMAGERY)
    print(f"{estimate.model.name} on {estimate.area_m2 / 1e6:.2f} km²: {estimate.cost} credits")

    job = mf.processings.run(
        model="buildings",
        area=AREA,
        source=IMAGERY,
        options=["Classification"],
        name="First program",
        max_cost=50,
    )
    job.wait(on_progress=lambda processing: print(processing.status, processing.percent, "%"))

    saved = job.result().save("buildings.geojson", overwrite=True)
    count = sum(1 for _ in job.result().features())
    print(f"{count} buildings in {saved}")

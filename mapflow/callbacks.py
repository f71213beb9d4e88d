"""The types of the functions that you pass to this package, to annotate yours with.

Arguments are positional: name them as you like. Functions are plain, not ``async``, also those for
an `AsyncMapflow`. To show how far things are, pass `mapflow.progress.bar()` instead of a function
of your own.

Example:
    ```python
    from mapflow import Processing, batch, sources
    from mapflow.callbacks import OnEstimate, OnPoll


    def show(job: Processing) -> None:
        print(job.status, job.percent, "%")


    def agree(estimate: batch.BatchEstimate) -> None:
        if estimate.cost is None or estimate.cost > 100:
            raise SystemExit("too expensive")


    on_poll: OnPoll[Processing] = show
    on_estimate: OnEstimate = agree
    mapbox = sources.Provider("Mapbox")
    job = mf.processings.run(model="buildings", area=area, source=mapbox, max_cost=50)
    job.wait(on_progress=on_poll)
    batch.run(
        mf,
        {"North": area},
        model="buildings",
        source=mapbox,
        folder=folder / "yards",
        on_estimate=on_estimate,
    )
    ```
"""

from mapflow._http.transfers import OnFileTransfer, OnTransfer
from mapflow._rules.callbacks import OnPoll
from mapflow.batch._callbacks import OnEstimate, OnPrice, OnReport
from mapflow.config._tokens import TokenFunction
from mapflow.maps._backdrop import FetchTile

__all__ = [
    "FetchTile",
    "OnEstimate",
    "OnFileTransfer",
    "OnPoll",
    "OnPrice",
    "OnReport",
    "OnTransfer",
    "TokenFunction",
]

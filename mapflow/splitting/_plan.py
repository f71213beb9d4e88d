"""What a split comes to: the processings, what they cover, and what that is worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from mapflow._arguments import text
from mapflow._drafts import replace_file
from mapflow._files import as_path, check_suffix, check_target
from mapflow.geometry import Geometry
from mapflow.splitting._limits import SplitLimits
from mapflow.splitting._parts import Group, SplitParcel, SplitPart, feature_of
from mapflow.splitting._price import Asking, SplitPrice

if TYPE_CHECKING:
    from mapflow._async.client import AsyncMapflow
    from mapflow._display.facts import Facts
    from mapflow._requests.raw import JsonLike
    from mapflow._requests.references import Options
    from mapflow._sync.client import Mapflow
    from mapflow.maps import Map
    from mapflow.sources import Source


@dataclass(frozen=True, repr=False)
class SplitPlan:
    """An area as processings that keep the limits of an account. Nothing was sent or spent.

    A plan is what `batch.run` takes as its areas. It describes itself as GeoJSON, so whatever draws
    or reads that takes a plan.

    Attributes:
        parts: The processings.
        area_m2: The true area, in square metres: of the input, ground that overlaps once.
        lower_bound: The fewest processings that any split into such parts could need.
        seam_m: The length of the seams between parts, in metres, to about a percent.
        limits: The limits that it keeps.
        overlap_m: How far neighbours reach over their seam, in metres.
        spread_deg: How far apart the polygons of one processing may lie, in degrees; None for any
            distance.
        group: How small areas were put together.
        notes: What does not keep a limit, and what is odd about the area, a sentence each.
        parcels: The areas of the input, by which results are filtered; None unless
            ``group="hull"``.
    """

    parts: tuple[SplitPart, ...]
    area_m2: float
    lower_bound: int
    seam_m: float
    limits: SplitLimits
    overlap_m: float = 0.0
    spread_deg: float | None = None
    group: Group = "pack"
    notes: tuple[str, ...] = ()
    parcels: tuple[SplitParcel, ...] | None = None

    def __len__(self) -> int:
        return len(self.parts)

    def __iter__(self) -> Iterator[SplitPart]:
        return iter(self.parts)

    def __repr__(self) -> str:
        return f"<SplitPlan: {self}>"

    def __str__(self) -> str:
        count = len(self.parts)
        lines = [
            f"{count:,} processing{'' if count == 1 else 's'} (at least {self.lower_bound:,})",
            f"{self.polygon_count:,} polygon{'' if self.polygon_count == 1 else 's'}",
            f"{_km2(self.billed_m2)} billed of {_km2(self.area_m2)}",
            f"{self.seam_m / 1000:,.1f} km of seams",
        ]
        return ", ".join(lines)

    @property
    def billed_m2(self) -> float:
        """The area that would be billed by the published rule, in square metres.

        The service decides: `price` asks it.
        """
        return sum(part.billed_m2 for part in self.parts)

    @property
    def polygon_count(self) -> int:
        """How many polygons all processings have."""
        return sum(len(part.cells) for part in self.parts)

    @property
    def areas(self) -> dict[str, Geometry]:
        """The area of each processing by its ID."""
        return {part.id: part.geometry for part in self.parts}

    @property
    def __geo_interface__(self) -> Mapping[str, object]:
        """The plan as a FeatureCollection, a feature for each processing."""
        return {"type": "FeatureCollection", "features": [feature_of(part) for part in self.parts]}

    def map(self, *, title: str = "Split plan") -> Map:
        """Draw the plan: parts in colours that tell neighbours apart, and the area's outline.

        Args:
            title: The heading. Default: Split plan.

        Returns:
            The map: a notebook shows it, ``save`` writes a page or a picture.

        Raises:
            InvalidInput: The title is not a text.

        Example:
            ```python
            import mapflow

            plan = mapflow.split(area, mapflow.SplitLimits(aoi_area_limit_m2=100_000))
            plan.map(title="District").save("plan.html", overwrite=True)
            ```
        """
        from mapflow.maps._look import Look
        from mapflow.splitting._map import map_of

        return map_of(self.parts, Look(text(title, "title"), str(self), notices=self.notes))

    def _repr_html_(self) -> str:
        from mapflow._display.showing import shown

        return shown(self)

    def _facts(self) -> Facts:
        from mapflow._display.facts import Facts

        rows = [
            ("Processings", f"{len(self.parts):,} (at least {self.lower_bound:,})"),
            ("Polygons", f"{self.polygon_count:,}"),
            ("Billed", f"{_km2(self.billed_m2)} of {_km2(self.area_m2)}"),
            ("Seams", f"{self.seam_m / 1000:,.1f} km"),
        ]
        steps = [
            *self.notes,
            "Nothing was sent. Next: `plan.price(mf, model=...)` asks what it costs,"
            " `batch.run(mf, plan, ...)` runs it.",
        ]
        return Facts("Split plan", rows=rows, notes=steps, below=self.map()._repr_html_())

    def to_dict(self) -> dict[str, object]:
        """Return the figures of the plan as plain values, for JSON.

        Returns:
            Its figures, without the areas.

        Example:
            ```python
            import mapflow

            plan = mapflow.split(area, mapflow.SplitLimits(aoi_area_limit_m2=100_000))
            print(plan.to_dict()["processings"])
            ```
        """
        return {
            "processings": len(self.parts),
            "lower_bound": self.lower_bound,
            "polygons": self.polygon_count,
            "area_m2": self.area_m2,
            "billed_m2": self.billed_m2,
            "seam_m": self.seam_m,
            "overlap_m": self.overlap_m,
            "spread_deg": self.spread_deg,
            "group": self.group,
            "limits": self.limits._asdict(),
            "notes": list(self.notes),
        }

    def price(
        self,
        client: Mapflow,
        *,
        model: str,
        source: Source | None = None,
        options: Options | None = None,
        project: str | None = None,
        extra: Mapping[str, JsonLike] | None = None,
        max_requests: int = 100,
    ) -> SplitPrice:
        """Ask the service what the plan would cost. Nothing is ordered.

        Parts of equal area, to 0.01 km², are asked once. The service is asked with the polygons
        that would be sent, so the price shows what small areas in one processing really cost.

        Args:
            client: The client.
            model: ID or name of the model.
            source: The imagery. Default: that of the service.
            options: Options of the model, as for `processings.run`.
            project: ID or name of the project. Default: the default project.
            extra: Members of the requests that this package does not know, as for
                `processings.run`. Default: none.
            max_requests: Maximum number of requests. With more different areas than that, similar
                ones are asked once, and the price is marked as not exact. Default: 100.

        Returns:
            The price in credits, and how many processings it is for.

        Raises:
            ApiError: The service refused the area, the model or the imagery.
            InvalidInput: An argument cannot be used.

        Example:
            ```python
            import mapflow
            from mapflow import sources

            plan = mapflow.split(area, mapflow.SplitLimits(aoi_area_limit_m2=100_000))
            price = plan.price(mf, model="buildings", source=sources.Provider("Mapbox"))
            print(price.cost, price.is_exact)
            ```

        Operation: estimateCost (POST /processing/cost)
        """
        asking = Asking(self.parts, max_requests)
        for area in asking.areas():
            asking.add(
                client.processings.estimate(
                    model=model,
                    area=area,
                    source=source,
                    options=options,
                    project=project,
                    extra=extra,
                )
            )
        return asking.price()

    async def price_async(
        self,
        client: AsyncMapflow,
        *,
        model: str,
        source: Source | None = None,
        options: Options | None = None,
        project: str | None = None,
        extra: Mapping[str, JsonLike] | None = None,
        max_requests: int = 100,
    ) -> SplitPrice:
        """Ask what the plan would cost, as `price` does, with an `AsyncMapflow`.

        Args:
            client: The client.
            model: As for `price`.
            source: As for `price`.
            options: As for `price`.
            project: As for `price`.
            extra: As for `price`.
            max_requests: As for `price`.

        Returns:
            As `price` does.

        Raises:
            ApiError: As for `price`.
            InvalidInput: As for `price`.

        Example:
            ```python
            import mapflow
            from mapflow import sources

            plan = mapflow.split(area, mapflow.SplitLimits(aoi_area_limit_m2=100_000))
            async with mapflow.AsyncMapflow() as client:
                price = await plan.price_async(
                    client, model="buildings", source=sources.Provider("Mapbox")
                )
            ```

        Operation: estimateCost (POST /processing/cost)
        """
        asking = Asking(self.parts, max_requests)
        for area in asking.areas():
            asking.add(
                await client.processings.estimate(
                    model=model,
                    area=area,
                    source=source,
                    options=options,
                    project=project,
                    extra=extra,
                )
            )
        return asking.price()

    def save(self, path: str | PathLike[str], *, overwrite: bool = False) -> Path:
        """Save the plan as GeoJSON, which `load_split` and any GIS read.

        Args:
            path: Where to; the suffix is ``.geojson`` or ``.json``.
            overwrite: Whether a file may be replaced. Default: False.

        Returns:
            The path.

        Raises:
            InvalidFile: The file cannot be written, or is there already.

        Example:
            ```python
            import mapflow

            plan = mapflow.split(area, mapflow.SplitLimits(aoi_area_limit_m2=100_000))
            plan.save("parts.geojson", overwrite=True)
            print(len(mapflow.load_split("parts.geojson")))
            ```
        """
        target = as_path(path)
        check_suffix(target, (".geojson", ".json"), "A plan")
        check_target(target, overwrite=overwrite, tries=False)
        figures = {"version": 1, **self.to_dict()}
        parcels = {} if self.parcels is None else {"parcels": self.parcels}
        collection = {**self.__geo_interface__, **parcels, "mapflow_split": figures}
        return replace_file(target, msgspec.json.encode(collection))


def _km2(area_m2: float) -> str:
    km2 = area_m2 / 1e6
    return f"{km2:{',.0f' if km2 >= 1000 else '.4g'}} km²"

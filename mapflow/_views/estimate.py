"""What a run would cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from mapflow._text.numbers import amount

if TYPE_CHECKING:
    from mapflow._base_errors import LimitExceeded
    from mapflow._display.facts import Facts
    from mapflow._views.account import Model


class PricePart(NamedTuple):
    """One of the listed prices that make up the price of a run.

    Attributes:
        name: What it is for, as people read it.
        kind: ``"model"``, ``"option"`` or ``"imagery"``.
        credits_per_km2: Credits per square kilometre as listed; None if it depends on the zoom
            that Mapflow chooses.
    """

    name: str
    kind: Literal["model", "option", "imagery"]
    credits_per_km2: float | None


class Estimate(NamedTuple):
    """The price of a run, with what it was asked for: look before you spend.

    Attributes:
        cost: Credits the run would cost.
        area_m2: Geodesic area, in square metres; the service's own figure may differ by 0.1 %.
        area_count: How many polygons, each a separate area of interest.
        centre: Longitude and latitude of the middle, to see at once that axes are not swapped.
        model: The model that was found for the given name.
        aoi_area_limit_m2: The largest area of one processing in that project, in square metres;
            None if it is unknown.
        max_areas: The most polygons of one processing; None if it is unknown.
        remaining_credits: Credits left on the account; None if it is not billed in credits.
        parts: The listed prices that apply, per square kilometre. They explain the cost and need
            not add up to it: the service rounds, and has a smallest area.
        obstacles: The limits that would refuse the run, each as the error it would raise; empty
            when it may be started.
        about: A fingerprint of the options, the imagery and the parameters that the price is for,
            so that it does not count for others; empty if unknown.
    """

    cost: float
    area_m2: float
    area_count: int
    centre: tuple[float, float]
    model: Model
    aoi_area_limit_m2: float | None = None
    max_areas: int | None = None
    remaining_credits: float | None = None
    parts: tuple[PricePart, ...] = ()
    obstacles: tuple[LimitExceeded, ...] = ()
    about: str = ""

    @property
    def missing_credits(self) -> float:
        """Credits that the account lacks for the run; 0 when it has enough."""
        left = self.remaining_credits
        return 0 if left is None else max(self.cost - left, 0)

    def __str__(self) -> str:
        from mapflow._display.words import words

        polygons = f"{self.area_count:,} polygon{'' if self.area_count == 1 else 's'}"
        stop = f"; {self._verdict()}" if self._obstacles() else ""
        return (
            f"{amount(self.cost)} credits: {self.model.name},"
            f" {words('area_m2', self.area_m2)} in {polygons}{stop}"
        )

    def _repr_html_(self) -> str:
        from mapflow._display.showing import shown

        return shown(self)

    def _facts(self) -> Facts:
        from mapflow._display.facts import Facts, table_of
        from mapflow._display.words import words

        longitude, latitude = self.centre
        rows = [
            ("Cost", f"{amount(self.cost)} credits"),
            ("Credits left", words("remaining_credits", self.remaining_credits)),
            ("Model", words("name", self.model.name)),
            ("Area", words("area_m2", self.area_m2)),
            ("Maximum area of a processing", words("area_m2", self.aoi_area_limit_m2)),
            ("Polygons", amount(self.area_count)),
            ("Maximum polygons of a processing", words("count", self.max_areas)),
            ("Centre", f"longitude {longitude:.5f}, latitude {latitude:.5f}"),
        ]
        notes = [self._verdict()]
        if not self._obstacles():
            notes.append(
                f"Next: `mf.processings.run(..., max_cost={amount(self.cost, grouped=False)})`"
                " starts it, and refuses a higher price."
            )
        return Facts(
            "Estimate",
            rows=[(name, text) for name, text in rows if text],
            notes=notes,
            table=table_of(self.parts, PricePart),
        )

    def _obstacles(self) -> list[str]:
        told = [str(obstacle) for obstacle in self.obstacles]
        if self.missing_credits and not told:
            told = [f"The account lacks {amount(self.missing_credits)} credits for it."]
        return told

    def _verdict(self) -> str:
        told = self._obstacles()
        return f"It cannot be started: {' '.join(told)}" if told else "Nothing was started or paid."

"""What to run, as one value: checked once, then priced and sent from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mapflow import geometry
    from mapflow._views.account import AccountStatus, Model
    from mapflow.sources import Source


class Labels(NamedTuple):
    """What a caller writes on a run."""

    name: str | None = None
    description: str | None = None
    meta: Mapping[str, str] | None = None


class FromPlan(NamedTuple):
    """The planned search that a run starts from, and whether the area is taken out of it."""

    id: str
    remove_area: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSpec:
    """A run that was checked against everything that is known of the account.

    Attributes:
        account: The account as it was when the run was checked.
        project_id: The project it goes to.
        aoi_area_limit_m2: The largest area of one processing there, in square metres.
        model: The model that was found.
        outline: The area.
        measures: Measures of the area.
        blocks: The options that are switched, each on or off.
        source: The imagery; None lets Mapflow choose.
        inference_params: Parameters of the model itself.
        extra: Members of the body that this package does not know.
        labels: Name, description and meta.
        tag: What the request carries to be found again by.
        max_cost: The most it may cost, in credits.
        v2: Whether it goes through version 2 of the API.
        plan: The planned search it starts from, or None.
    """

    account: AccountStatus
    project_id: str
    aoi_area_limit_m2: float | None
    model: Model
    outline: geometry.Geometry
    measures: geometry.Summary
    blocks: Mapping[str, bool]
    source: Source | None
    inference_params: Mapping[str, object] | None
    extra: Mapping[str, object]
    labels: Labels
    tag: str
    max_cost: float | None
    v2: bool
    plan: FromPlan | None = None

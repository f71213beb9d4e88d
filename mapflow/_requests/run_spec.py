"""A run as one value: what a caller asks for, and the same once it is checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from uuid import UUID

    from mapflow._requests.raw import JsonLike
    from mapflow._requests.references import Options
    from mapflow._views.account import AccountStatus, Model
    from mapflow._views.estimate import Estimate
    from mapflow._views.processing import ProcessingRecord
    from mapflow._views.project import ProjectRecord
    from mapflow.geometry import AreaLike, Geometry, Summary
    from mapflow.sources import Source


class FromPlan(NamedTuple):
    """The planned search that a run starts from, and whether the area is taken out of it."""

    id: str
    remove_area: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSpec:
    """What a caller asks to run, made once at the call; None stands for what was not said.

    The public calls document the attributes of the same names.

    Attributes:
        plan: The planned search it starts from, or None.
    """

    model: str | Model | None = None
    area: AreaLike | ProcessingRecord | None = None
    source: Source | None = None
    options: Options | None = None
    like: ProcessingRecord | UUID | str | None = None
    name: str | None = None
    description: str | None = None
    project: ProjectRecord | UUID | str | None = None
    meta: Mapping[str, str] | None = None
    max_cost: float | None = None
    inference_params: Mapping[str, object] | None = None
    extra: Mapping[str, JsonLike] | None = None
    tag: str | None = None
    price: Estimate | None = None
    plan: FromPlan | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedRun:
    """A run that was checked against everything that is known, to be priced and sent.

    Attributes:
        spec: What was requested, completed from the processing it is like.
        account: The account as it was when the run was checked.
        home: The project it goes to.
        model: The model that was found.
        is_named: Whether its name alone tells it from the account's other models.
        outline: The area.
        measures: Measures of the area.
        blocks: The options that are switched, each on or off.
        tag: What the request carries to be found again by.
        v2: Whether it goes through version 2 of the API.
        price: Its price, in credits or as an estimate; None if it was not asked yet.
        checked_s: When it was checked, by a clock that cannot jump.
    """

    spec: RunSpec
    account: AccountStatus
    home: ProjectRecord
    model: Model
    is_named: bool
    outline: Geometry
    measures: Summary
    blocks: Mapping[str, bool]
    tag: str
    v2: bool
    price: Estimate | float | None
    checked_s: float

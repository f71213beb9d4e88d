"""The plan of a batch whose rows are the parts of one: kept beside the ledger, for the results."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from mapflow.batch._folders import not_ours
from mapflow.batch._ledger import fingerprint_of
from mapflow.batch._rows import read_rows
from mapflow.batch._settings import StoredSettings
from mapflow.errors import InvalidFile

if TYPE_CHECKING:
    from mapflow.batch._ledger import Ledger
    from mapflow.splitting import SplitPlan

#: Results end in .geojson, so none is called so.
PLAN: Final = "plan.json"
_SUFFIXES: Final = (".geojson", ".json")
_MARK: Final = b'"mapflow_split"'
#: A saved plan has its figures at its end.
_TAIL_BYTES: Final = 65_536


def plan_in(areas: object) -> SplitPlan | None:
    """The plan that areas are, or that a file of areas holds; None if they are others."""
    if isinstance(areas, (str, os.PathLike)):
        return _saved(areas)  # pyright: ignore[reportUnknownArgumentType]
    splitting = sys.modules.get("mapflow.splitting")
    # Who has a plan has imported what makes it.
    is_plan = splitting is not None and isinstance(areas, splitting.SplitPlan)
    return cast("SplitPlan", areas) if is_plan else None


def check_no_other(folder: Path) -> None:
    """Refuse a folder with a file that a plan would replace, unless it is a plan.

    A program may have been killed between writing the plan and the ledger.

    Raises:
        InvalidFile: There is such a file.
    """
    # Also a link to nothing, or a folder.
    if os.path.lexists(folder / PLAN) and _saved(folder / PLAN) is None:
        raise not_ours(folder, PLAN)


def keep_plan(folder: Path, plan: SplitPlan | None, split_of: str | None) -> dict[str, object]:
    """Write a plan into the folder of a batch, and return what its ledger keeps of that.

    Args:
        folder: The folder.
        plan: The plan; None if the rows are not parts of one.
        split_of: What tells the input of the plan from others.
    """
    if plan is None:
        return {}
    plan.save(folder / PLAN, overwrite=True)
    return {"plan": PLAN, "split_of": split_of}


def plan_of(ledger: Ledger) -> SplitPlan | None:
    """The plan whose parts are the rows of a ledger; None if they are none.

    Raises:
        InvalidFile: The plan is missing, or is another one.
    """
    if ledger.settings.get("plan") != PLAN:
        return None
    from mapflow.splitting import load_split

    path = ledger.path.parent / PLAN
    plan = load_split(path)
    if len(plan) != len(ledger.rows()):
        raise InvalidFile(
            f"{path} is not the plan of this batch.",
            hint="Put the file back that the batch wrote, from a copy of the folder.",
        )
    return plan


def kept_plan(ledger: Ledger) -> SplitPlan | None:
    """The plan that the rows of a ledger were made of; None if it is lost.

    A program may be killed between writing the plan and the ledger: the file that is there may
    belong to an area that was never run.
    """
    with suppress(InvalidFile):
        plan = plan_of(ledger)
        if plan is not None:
            what = StoredSettings.from_dict(ledger.settings).identity()
            if fingerprint_of(read_rows(plan, None), what) == ledger.fingerprint:
                return plan
    return None


def parcels_of(plan: SplitPlan | None) -> str:
    """The areas by which the results of a plan are filtered, to compare them."""
    return json.dumps(None if plan is None else plan.parcels, sort_keys=True)


def _saved(path: str | os.PathLike[str]) -> SplitPlan | None:
    # A plan that was changed is a file of areas like others.
    with suppress(OSError, ValueError, TypeError, InvalidFile):
        file = Path(path)
        if file.suffix.lower() not in _SUFFIXES or not file.is_file():
            return None
        with file.open("rb") as content:
            content.seek(max(file.stat().st_size - _TAIL_BYTES, 0))
            is_plan = _MARK in content.read()
        if is_plan:
            from mapflow.splitting import load_split

            return load_split(file)
    return None

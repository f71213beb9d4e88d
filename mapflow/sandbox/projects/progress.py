"""How far projects are, counted in SQL: a project may hold thousands of processings."""

from typing import Any, Final

from mapflow.sandbox.areas.timeline import ENDED, capped, overall
from mapflow.sandbox.clock import timestamp
from mapflow.sandbox.store import Database, Row

# The same rules as areas.timeline.state_of, for many areas at once.
_STATUS: Final = """
CASE WHEN ?1 < starts THEN 'UNPROCESSED' WHEN ?1 < supplied THEN 'AWAITING'
     WHEN ?1 < ends THEN 'IN_PROGRESS' WHEN failure IS NULL THEN ending ELSE 'FAILED' END
"""
_PERCENT: Final = """
CASE WHEN ?1 < supplied THEN from_percent WHEN ?1 >= ends THEN to_percent
     ELSE from_percent + (to_percent - from_percent) * (?1 - supplied) / (ends - supplied) END
"""
_SUMMARY: Final = f"""
SELECT {_STATUS} AS status, count(*) AS count, sum(areas.area_m2) AS area_m2,
       max(CASE WHEN ?1 >= ends THEN ends WHEN ?1 >= supplied THEN supplied
                WHEN ?1 >= starts THEN starts ELSE created END) AS since,
       sum({_PERCENT} * max(1, areas.area_m2)) AS weighted, sum(max(1, areas.area_m2)) AS weight
FROM areas JOIN processings ON processings.id = areas.processing_id
WHERE project_id = ?2 GROUP BY 1 ORDER BY 1
"""  # noqa: S608 - put together from our own text
_OUTCOMES: Final = f"""
SELECT sum(failed) AS failed, sum(succeeded) AS succeeded FROM (
  SELECT max({_STATUS} = 'FAILED') AND NOT max(?1 < ends) AS failed,
         min({_STATUS} = 'OK') AS succeeded
  FROM areas JOIN processings ON processings.id = areas.processing_id
  WHERE project_id = ?2 GROUP BY processing_id
)
"""  # noqa: S608 - put together from our own text


class ProjectProgress:
    """The numbers of one project at one moment."""

    def __init__(self, database: Database, project_id: str, now: float) -> None:
        self._groups = database.all(_SUMMARY, now, project_id)
        outcomes = database.one(_OUTCOMES, now, project_id) if self._groups else None
        self.succeeded: int = int(outcomes["succeeded"] or 0) if outcomes else 0
        self.failed: int = int(outcomes["failed"] or 0) if outcomes else 0

    @property
    def area_count(self) -> int:
        """Number of areas."""
        return sum(group["count"] for group in self._groups)

    @property
    def area_m2(self) -> int:
        """Their area."""
        return sum(group["area_m2"] for group in self._groups)

    def view(self) -> dict[str, Any]:
        """Return the progress as projects show it."""
        status = overall({group["status"] for group in self._groups})
        weight = sum(group["weight"] for group in self._groups)
        percent = int(sum(group["weighted"] for group in self._groups) / weight) if weight else 0
        view: dict[str, Any] = {
            "status": status,
            "percentCompleted": capped(percent, status),
            "details": [_detail(group) for group in self._groups],
        }
        if status in ENDED:
            view["completionDate"] = timestamp(max(group["since"] for group in self._groups))
        return view


def _detail(group: Row) -> dict[str, Any]:
    return {
        "status": group["status"],
        "count": group["count"],
        "area": group["area_m2"],
        "statusUpdateDate": timestamp(group["since"]),
    }

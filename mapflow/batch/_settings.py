"""What is run on the areas of a batch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple, Self, cast

from mapflow import _arguments
from mapflow._requests.checks import check_max_cost, check_meta, check_source
from mapflow._requests.extra import extra_members
from mapflow._requests.run_spec import RunSpec
from mapflow.batch import _sources
from mapflow.errors import InvalidInput

if TYPE_CHECKING:
    from mapflow._requests.raw import JsonLike, JsonValue
    from mapflow.sources import Source

_MOST_AT_ONCE = 1000


class BatchSettings(NamedTuple):
    """What to run on each area, in which project, and how the batch polls."""

    spec: RunSpec
    project: str | None
    parallel: int
    settle_s: float
    interval_s: float | None


class StoredSettings(NamedTuple):
    """What is run, as the ledger keeps it: without logins."""

    model: str
    options: dict[str, bool] | None
    project: str | None
    source: dict[str, object] | None
    has_source: bool
    shown_source: str
    meta: dict[str, str]
    extra: dict[str, JsonValue]

    @classmethod
    def make(
        cls,
        model: str,
        source: Source | None,
        options: Mapping[str, bool] | Iterable[str] | None,
        project: str | None,
        meta: Mapping[str, str] | None,
        extra: Mapping[str, JsonLike] | None = None,
    ) -> Self:
        """Take what a caller gave."""
        check_source(source)
        check_meta(meta)
        chosen: dict[str, bool] | None = None
        if isinstance(options, Mapping):
            chosen = dict(cast("Mapping[str, bool]", options))
        elif options is not None:
            chosen = dict.fromkeys(_arguments.texts(options, "options"), True)
        shown = _sources.shown(source)
        kept = _sources.keep(source)
        return cls(
            model,
            chosen,
            project,
            kept,
            source is not None,
            shown,
            dict(meta or {}),
            extra_members(extra),
        )

    @classmethod
    def from_dict(cls, kept: Mapping[str, object]) -> Self:
        """Read what a ledger keeps.

        Raises:
            InvalidInput: The ledger's settings are damaged.
        """
        model, options, project = kept.get("model"), kept.get("options"), kept.get("project")
        source, meta, extra = kept.get("source"), kept.get("meta"), kept.get("extra", {})
        is_good = (
            isinstance(model, str)
            and (options is None or _is_switches(options))
            and (project is None or isinstance(project, str))
            and (source is None or isinstance(source, dict))
            and _is_texts(meta)
            and isinstance(extra, dict)
        )
        if not is_good:
            raise InvalidInput(
                "The settings in the ledger are damaged.",
                hint="Restore a copy of the ledger, or start again in another folder.",
            )
        return cls(
            str(model),
            cast("dict[str, bool] | None", options),
            cast("str | None", project),
            cast("dict[str, object] | None", source),
            bool(kept.get("has_source")),
            str(kept.get("shown_source")),
            cast("dict[str, str]", meta),
            cast("dict[str, JsonValue]", extra),
        )

    def to_dict(self) -> dict[str, object]:
        """Return what a ledger keeps."""
        return dict(self._asdict())

    def for_run(
        self, source: Source | None, parallel: int, settle_s: float, interval_s: float | None
    ) -> BatchSettings:
        """Return the settings of one run of the batch."""
        spec = RunSpec(
            model=self.model,
            source=source,
            options=self.options,
            meta=self.meta,
            extra=self.extra,
        )
        return BatchSettings(spec, self.project, parallel, settle_s, interval_s)

    def identity(self) -> dict[str, object]:
        """Return what identifies the batch."""
        settings = {name: value for name, value in self._asdict().items() if name != "source"}
        if not self.extra:
            # As it was before there were any, so that batches of that time are still the same.
            del settings["extra"]
        return settings


def check_bounds(
    parallel: object,
    max_cost: object,
    budget: object,
    settle_s: object,
    interval_s: object,
) -> None:
    """Refuse numbers that make no sense."""
    _arguments.whole(parallel, "parallel", least=1, most=_MOST_AT_ONCE)
    check_max_cost(max_cost)
    if budget is not None:
        _arguments.amount(budget, "budget")
    _arguments.amount(settle_s, "settle_s", "seconds")
    if interval_s is not None:
        _arguments.amount(interval_s, "interval_s", "seconds")


def check_choices(
    *,
    dry_run: bool,
    on_progress: object,
    on_estimate: object,
    retry_failed: bool = False,
) -> None:
    """Refuse what is neither True nor False, or cannot be called, before anything is charged."""
    _arguments.switch(dry_run, "dry_run")
    _arguments.switch(retry_failed, "retry_failed")
    _arguments.function(on_progress, "on_progress")
    _arguments.function(on_estimate, "on_estimate")


def _is_texts(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(each, str) for each in cast("dict[object, object]", value).values()
    )


def _is_switches(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(each, bool) for each in cast("dict[object, object]", value).values()
    )

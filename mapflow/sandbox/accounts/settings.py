"""The settings of an account: limits, plan, billing."""

import dataclasses
import json
from typing import Any, Final, Self, cast

from mapflow.sandbox.openapi.problems import bad_request
from mapflow.sandbox.providers import (
    DEFAULT_PLAN,
    DEFAULT_SEARCH_PLAN,
    PROVIDERS,
    SEARCH_PROVIDERS,
)

BILLING_TYPES: Final = ("CREDITS", "AREA", "NONE")
_GIB: Final = 1024**3
_LISTS: Final = {"providers": PROVIDERS, "searchProviders": SEARCH_PROVIDERS}


@dataclasses.dataclass(frozen=True, slots=True)
class AccountSettings:
    """Limits and plan of an account. The names are those of the control interface.

    Attributes:
        credits: Total of credits granted; spending is recorded separately.
        billingType: ``CREDITS``, ``AREA`` or ``NONE``.
        areaLimit: Square metres that the account may process in total.
        aoiAreaLimit: Square metres of one processing, and of the bounding box of each of its
            polygons.
        maxAoisPerProcessing: Polygons of one processing.
        memoryLimit: Bytes of imagery.
        maxUploadFileSize: Bytes of one image.
        maxPixelCount: Pixels along one side of an image.
        providers: Names of the imagery providers of the plan, the default one first.
        listAllProcessings: Whether ``GET /processings`` lists those of all projects instead of the
            default one: revisions of the documentation disagree. Version 2 always lists all.
        searchProviders: Names of the catalog's providers whose imagery the account may process.
        searchAreaLimit: Square metres of one catalog search.
        templateAreaLimit: Square metres of one planned search; 0 for any.
        maxActiveTemplates: Planned searches that may be active at a time.
        reviewWorkflowEnabled: Whether you must accept or reject results.
        team: Name of the team; accounts with the same name form a team. Empty for none.
        teamOwner: Whether the account owns its team, and so sees the statistics of the whole team.
        preprocessingSeconds: Seconds until an uploaded image is ready; 0 for at once.
        uploadsDownloadable: Whether uploaded images can be downloaded. The service offers only
            images of the account's load workflow, which the sandbox takes linked images for.
    """

    credits: int = 1_000
    billingType: str = "CREDITS"  # noqa: N815 - the API's name
    areaLimit: int = 1_000_000_000  # noqa: N815 - the API's name
    aoiAreaLimit: int = 25_000_000  # noqa: N815 - the API's name
    maxAoisPerProcessing: int = 10  # noqa: N815 - the API's name
    memoryLimit: int = 4 * _GIB  # noqa: N815 - the API's name
    maxUploadFileSize: int = _GIB  # noqa: N815 - the API's name
    maxPixelCount: int = 65_535  # noqa: N815 - the API's name
    providers: tuple[str, ...] = DEFAULT_PLAN
    listAllProcessings: bool = False  # noqa: N815 - in the style of the others
    searchProviders: tuple[str, ...] = DEFAULT_SEARCH_PLAN  # noqa: N815 - in the style of the others
    searchAreaLimit: int = 1_000_000_000  # noqa: N815 - the API's name
    templateAreaLimit: int = 1_000_000_000  # noqa: N815 - the API's name
    maxActiveTemplates: int = 2  # noqa: N815 - in the style of the others
    reviewWorkflowEnabled: bool = False  # noqa: N815 - the API's name
    team: str = ""
    teamOwner: bool = False  # noqa: N815 - in the style of the others
    preprocessingSeconds: int = 0  # noqa: N815 - in the style of the others
    uploadsDownloadable: bool = False  # noqa: N815 - in the style of the others

    def changed(self, changes: dict[str, Any]) -> Self:
        """Return the settings with some changed.

        Raises:
            Problem: 400, a name or a value makes no sense.
        """
        known: dict[str, type[Any]] = {
            field.name: type(getattr(self, field.name)) for field in dataclasses.fields(self)
        }
        for name, value in changes.items():
            if name not in known:
                raise bad_request(f"unknown setting {name!r}; known: {', '.join(known)}")
            if name in _LISTS:
                _check_names(name, value)
            elif type(value) is not known[name]:
                raise bad_request(f"setting {name} must be {known[name].__name__}, got {value!r}")
        if changes.get("billingType", self.billingType) not in BILLING_TYPES:
            raise bad_request(f"billingType must be one of {', '.join(BILLING_TYPES)}")
        return dataclasses.replace(self, **_with_tuples(changes))

    def stored(self) -> str:
        """Return the settings as the state file keeps them."""
        return json.dumps(dataclasses.asdict(self))

    @classmethod
    def read(cls, stored: str) -> Self:
        """Return stored settings."""
        values = json.loads(stored)
        return cls(**cast("Any", _with_tuples(values)))


def _with_tuples(values: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if name in _LISTS else value for name, value in values.items()}


def _check_names(setting: str, value: object) -> None:
    known = [provider.name for provider in _LISTS[setting]]
    if not isinstance(value, list) or not set(cast("list[object]", value)) <= set(known):
        raise bad_request(f"{setting} must be a list of these names: {', '.join(known)}")

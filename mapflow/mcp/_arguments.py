"""Arguments that several tools take, as their schemas describe them."""

from typing import Annotated, TypeAlias

from pydantic import Field

from mapflow import sources
from mapflow.mcp._folder import AreaText

ModelText: TypeAlias = Annotated[str, Field(description="Name or ID of a model: list_models.")]
AreaArgument: TypeAlias = Annotated[
    AreaText,
    Field(
        description="A file of the server's folder (GeoJSON, shapefile, GeoPackage, KML, ...),"
        " GeoJSON, WKT, or [west, south, east, north] in degrees."
    ),
]
SourceText: TypeAlias = Annotated[str, Field(description=f"Imagery, one of: {sources.FORMS}.")]
ZoomNumber: TypeAlias = Annotated[
    int | None, Field(description="Zoom of providers and tiles. Default: chosen by Mapflow.")
]
OptionSwitches: TypeAlias = Annotated[
    dict[str, bool] | None,
    Field(description='Options of the model to switch, as {"name": true}. Default: its own.'),
]
ProjectText: TypeAlias = Annotated[
    str | None, Field(description="Name or ID of a project. Default: the default project.")
]
LayerText: TypeAlias = Annotated[
    str | None, Field(description="Layer of a file that has several. Default: the only one.")
]
CrsText: TypeAlias = Annotated[
    str | None,
    Field(description="Reference system of an area that states none, such as EPSG:32637."),
]
RepairSwitch: TypeAlias = Annotated[
    bool, Field(description="Whether to repair polygons that cross themselves.")
]
FolderText: TypeAlias = Annotated[
    str, Field(description="Folder of the batch, within the server's folder.")
]
#: Many clients give up on a call after a minute.
WAIT_S = 50.0
_LONGEST_WAIT_S = 3600.0

#: How long a call of a waiting tool may take.
Timeout: TypeAlias = Annotated[
    float,
    Field(
        ge=0,
        le=_LONGEST_WAIT_S,
        description="How long to wait, in seconds. When it is up, the work continues and the tool"
        " says so: call it again.",
    ),
]
Limit: TypeAlias = Annotated[int, Field(ge=1, le=200, description="Maximum number.")]

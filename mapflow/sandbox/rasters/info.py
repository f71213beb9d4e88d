"""What is known of an uploaded image, and why one is refused."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RasterInfo:
    """The header of an uploaded image.

    Attributes:
        crs: The coordinate system, as `EPSG:n` if it has a number, else as WKT.
        count: Bands.
        width: Columns.
        height: Rows.
        dtypes: Type of the values of each band, such as `uint8`.
        nodata: The value that marks missing pixels, if there is one.
        pixel_size: Width and height of a pixel in the units of the coordinate system.
        gsd_m: Side of a pixel on the ground in metres.
        footprint_wkt: Outline in lon/lat, closed, from the north-west corner clockwise.
        bounds_lonlat: West, south, east and north in degrees.
    """

    crs: str
    count: int
    width: int
    height: int
    dtypes: list[str]
    nodata: float | None
    pixel_size: tuple[float, float]
    gsd_m: float
    footprint_wkt: str
    bounds_lonlat: tuple[float, float, float, float]


class RasterProblem(Exception):
    """An upload that the service would refuse.

    Attributes:
        code: Code of the error, such as `FileOpenError`.
        parameters: Parameters of the error.
    """

    def __init__(self, code: str, message: str, parameters: dict[str, str] | None = None) -> None:
        """Make a problem.

        Args:
            code: Code of the error.
            message: What is wrong, in words.
            parameters: Parameters of the error.
        """
        super().__init__(message)
        self.code = code
        self.parameters: dict[str, str] = parameters or {}

    def __reduce__(self) -> tuple[type["RasterProblem"], tuple[str, str, dict[str, str]]]:
        """Pickle with all three arguments."""
        return type(self), (self.code, str(self), self.parameters)

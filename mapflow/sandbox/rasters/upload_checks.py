"""The checks of an upload: readable, georeferenced, not too large, within the limits."""

from math import hypot, isfinite, sqrt
from os import PathLike, fspath

from mapflow.sandbox.rasters import tiff
from mapflow.sandbox.rasters.info import RasterInfo, RasterProblem
from mapflow.sandbox.rasters.placement import Placement
from mapflow.sandbox.rasters.untyped import ALONE, Dataset, rasterio, warp
from mapflow.sandbox.scene.grid import metres_per_degree, shoelace

BANDS = (1, 3, 4)
LARGEST_SIDE_PX = 65535
COARSEST_M = 20.0
LONGEST_SIDE_M = LARGEST_SIDE_PX * COARSEST_M
"""The longest side that an image within the two limits before can have."""

FREE_BYTES = 64 * 1024 * 1024
"""Pixels of this size are decoded in half a second, so it does not matter what they come from."""

FREE_JPEG_BYTES = 24 * 1024 * 1024
"""The same for JPEG, which may come in many scans, each as much work as the whole picture."""

MAX_EXPANSION = 50
"""Maximum of decoded bytes for each byte of a larger file."""

MAX_PIECE_BYTES = 32 * 1024 * 1024
"""Maximum size of a decoded strip or tile: the cache holds it twice."""

Lonlat = tuple[float, float]
TRUE_TO_SCALE = 0.002
"""How far a system may be from true to scale to be taken at its word; UTM stays within half."""


def inspect(path: str | PathLike[str]) -> RasterInfo:
    """Read and check a header; see `mapflow.sandbox.rasters.inspect`."""
    structure = tiff.examine(path)
    if not structure.placed:
        raise _refused({"transform": "none"})
    try:
        with (
            rasterio.Env(GDAL_CACHEMAX=32, **ALONE),
            rasterio.open(fspath(path), driver="GTiff") as file,
        ):
            return _read(file)
    except rasterio.errors.RasterioError as error:
        raise RasterProblem("FileOpenError", f"the file cannot be opened ({error})") from error


def check_decoded_size(path: str | PathLike[str]) -> None:
    """Refuse a small file that decodes to a large image.

    Otherwise a request for its preview or result would wait until all of it is decoded. Photographs
    compress to a tenth or a twentieth; mostly empty images to less.

    Raises:
        RasterProblem: The pixels are out of proportion to the file, or a strip or tile, which is
            decoded as a whole, is too large.
    """
    structure = tiff.examine(path)
    bad: dict[str, str] = {}
    free = FREE_JPEG_BYTES if structure.is_jpeg else FREE_BYTES
    if structure.pixel_bytes > free + structure.size_bytes * MAX_EXPANSION:
        bad["pixels"] = f"{structure.pixel_bytes} bytes in a file of {structure.size_bytes} bytes"
    if structure.piece_bytes > MAX_PIECE_BYTES:
        bad["strip or tile"] = f"{structure.piece_bytes} bytes, at most {MAX_PIECE_BYTES}"
    if bad:
        raise _refused(bad)


def _refused(bad: dict[str, str]) -> RasterProblem:
    """Return the problem of properties that do not suit the catalog."""
    listed = ", ".join(f"{name}: {value}" for name, value in bad.items())
    message = f"these properties do not suit the catalog: {listed}"
    return RasterProblem("FileCheckFailed", message, {"filename": "", "bad_parameters": listed})


def _read(file: Dataset) -> RasterInfo:
    """Check an open file and describe it."""
    if file.crs is None:
        raise _refused({"crs": "none"})
    grid = Placement.of(file)
    if grid == Placement(1, 0, 0, 0, 1, 0):
        raise _refused({"transform": "none"})
    pixel_size = (hypot(grid.a, grid.d), hypot(grid.b, grid.e))
    corners = _corners(file)
    gsd_m = _ground_size_m(file, pixel_size)
    if max(file.width, file.height) * gsd_m > LONGEST_SIDE_M and gsd_m > COARSEST_M:
        raise RasterProblem("ImageExtentTooBig", "the image covers too large an area")
    bad: dict[str, str] = {}
    if file.count not in BANDS:
        bad["count"] = str(file.count)
    for name, side in (("width", file.width), ("height", file.height)):
        if side > LARGEST_SIDE_PX:
            bad[name] = str(side)
    if gsd_m > COARSEST_M * 1.001:
        bad["pixel_size"] = f"{gsd_m:.3f} m"
    if any(name.startswith("complex") for name in file.dtypes):
        bad["dtypes"] = file.dtypes[0]
    if bad:
        raise _refused(bad)
    ring = _from_north_west(corners)
    lons, lats = [p[0] for p in ring], [p[1] for p in ring]
    listed = ", ".join(f"{lon:.8f} {lat:.8f}" for lon, lat in [*ring, ring[0]])
    return RasterInfo(
        crs=file.crs.to_string(),
        count=file.count,
        width=file.width,
        height=file.height,
        dtypes=list(file.dtypes),
        nodata=None if file.nodata is None else float(file.nodata),
        pixel_size=pixel_size,
        gsd_m=round(gsd_m, 6),
        footprint_wkt=f"POLYGON (({listed}))",
        bounds_lonlat=(min(lons), min(lats), max(lons), max(lats)),
    )


def _corners(file: Dataset) -> list[Lonlat]:
    """Return the corners in lon/lat, which must project back to the same place."""
    grid, width, height = Placement.of(file), file.width, file.height
    pixels = ((0, 0), (width, 0), (width, height), (0, height))
    points = [grid.coordinates(*pixel) for pixel in pixels]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    outside = RasterProblem(
        "ImageOutOfBounds", "the image lies outside the range of its coordinates"
    )
    try:
        lons, lats = warp.transform(file.crs, "EPSG:4326", xs, ys)
        back_x, back_y = warp.transform("EPSG:4326", file.crs, lons, lats)
    except Exception as error:
        if type(error).__module__.startswith("rasterio"):
            raise outside from error
        raise
    pixel = max(abs(grid.a), abs(grid.b), abs(grid.d), abs(grid.e))
    slack = max(pixel, 1e-9 * max(abs(value) for value in (*xs, *ys)))
    for lon, lat, x, y, bx, by in zip(lons, lats, xs, ys, back_x, back_y, strict=True):
        if not (
            isfinite(lon) and isfinite(lat) and abs(lon) <= 180.000001 and abs(lat) <= 90.000001
        ):
            raise outside
        if not (abs(bx - x) <= slack and abs(by - y) <= slack):
            raise outside
    return list(zip(lons, lats, strict=True))


def _ground_size_m(file: Dataset, pixel_size: tuple[float, float]) -> float:
    """Return the side of a pixel on the ground in metres.

    A projected system that is true to scale is taken at its word, as the service measures in UTM.
    Degrees, and Mercator away from the equator, are measured on the ellipsoid at the centre.
    """
    measured = _measured_m(file)
    if file.crs.is_projected:
        named = sqrt(pixel_size[0] * pixel_size[1]) * float(file.crs.linear_units_factor[1])
        if abs(named - measured) <= TRUE_TO_SCALE * measured:
            return named
    return measured


def _measured_m(file: Dataset) -> float:
    """Return the side of the pixel at the centre of an image as the ellipsoid has it."""
    column, row = file.width / 2, file.height / 2
    places = ((column - 0.5, row), (column + 0.5, row), (column, row - 0.5), (column, row + 0.5))
    points = [Placement.of(file).coordinates(*place) for place in places]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    lons, lats = warp.transform(file.crs, "EPSG:4326", xs, ys)
    per_lon, per_lat = metres_per_degree(sum(lats) / 4)
    across = hypot((lons[1] - lons[0]) * per_lon, (lats[1] - lats[0]) * per_lat)
    down = hypot((lons[3] - lons[2]) * per_lon, (lats[3] - lats[2]) * per_lat)
    return sqrt(across * down)


def _from_north_west(corners: list[Lonlat]) -> list[Lonlat]:
    """Return corners clockwise from the north-west, whichever way the image is turned."""
    ring = corners if shoelace(corners) < 0 else corners[::-1]
    first = max(range(len(ring)), key=lambda k: ring[k][1] - ring[k][0])
    return ring[first:] + ring[:first]

"""Pixels of an upload as eight-bit colours, whatever the file stores."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from os import PathLike, fspath
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from mapflow.sandbox.rasters.info import RasterProblem
from mapflow.sandbox.rasters.untyped import ALONE, Dataset, rasterio

Values = npt.NDArray[Any]
Bytes = npt.NDArray[np.uint8]

CACHE_MB = 64
_SAMPLE_PX = 512


class Source(NamedTuple):
    """An open image and how its values become eight-bit ones."""

    file: Dataset
    bands: tuple[int, ...]
    low: float
    high: float

    def colours(self, values: Values) -> Bytes:
        """Return values of the file as uint8, stretched where they were not eight-bit."""
        if values.dtype == np.uint8:
            return np.asarray(values, dtype=np.uint8)
        scaled = (values.astype(np.float32) - self.low) * (255.0 / (self.high - self.low))
        bytes_: Bytes = np.clip(np.nan_to_num(scaled), 0, 255).astype(np.uint8)
        return bytes_


@contextmanager
def opened(path: str | PathLike[str]) -> Generator[Source]:
    """Open an image for reading its colours, with a small cache.

    Raises:
        RasterProblem: Its pixels cannot be decoded.
    """
    try:
        with (
            rasterio.Env(GDAL_CACHEMAX=CACHE_MB, **ALONE),
            rasterio.open(fspath(path), driver="GTiff") as file,
        ):
            bands = (1, 2, 3) if file.count >= 3 else (1,)
            low, high = (0.0, 255.0) if file.dtypes[0] == "uint8" else _range(file, bands)
            yield Source(file, bands, low, high)
    except rasterio.errors.RasterioIOError as error:
        raise RasterProblem("FileOpenError", f"the pixels cannot be decoded ({error})") from error


def _range(file: Dataset, bands: Sequence[int]) -> tuple[float, float]:
    """Return the 2nd and 98th percentile of a small copy of an image."""
    shrink = max(1.0, max(file.width, file.height) / _SAMPLE_PX)
    shape = (len(bands), max(1, int(file.height / shrink)), max(1, int(file.width / shrink)))
    sample = file.read(bands, out_shape=shape)
    seen = np.broadcast_to(file.dataset_mask(out_shape=shape[1:]) > 0, shape)
    values = np.asarray(sample[seen], dtype=np.float64)
    values = values[np.isfinite(values)]
    if not values.size:
        return 0.0, 1.0
    low, high = (float(x) for x in np.percentile(values, (2, 98)))
    return (low, high) if high > low else (low, low + 1.0)

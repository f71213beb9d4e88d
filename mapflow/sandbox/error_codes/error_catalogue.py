"""Failures on request: every code of the error catalogue, with parameters that look right."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from mapflow.sandbox.error_codes.failure import Failure

_PLAUSIBLE: Final[Mapping[str, str]] = {
    "actual_cell": "37UDB",
    "actual_month": "1",
    "actual_res": "2.41",
    "actual_s3_link": "https://example.com/image.tif",
    "actual_zoom": "12",
    "allowed_cells": "37UDB, 37UEB",
    "allowed_months": "5, 6, 7, 8, 9",
    "allowed_size": "8192",
    "allowed_source_types": "xyz, tms, quadkey, local",
    "allowed_sources": "xyz, tms, quadkey, local",
    "argument_name": "zoom",
    "argument_type": "str",
    "checked_param": "transform",
    "estimated_size": "12500",
    "expected_nchannels": "3",
    "expected_size": "256x256",
    "expected_type": "int",
    "input_string": "not-a-granule",
    "max_res": "1.2",
    "max_zoom": "19",
    "message": "the geotransform is missing",
    "metadata": "{'count': 3, 'dtype': 'uint8'}",
    "min_res": "0.3",
    "min_zoom": "17",
    "parse_error_message": "Invalid IPv6 URL",
    "profile": "{'count': 3}",
    "real_nchannels": "1",
    "real_size": "512x512",
    "real_source_type": "ftp",
    "real_source_types": "ftp",
    "recommended_section_type": "list",
    "request_dtype": "float32",
    "request_type": "list",
    "required_dtypes": "['uint8']",
    "required_keys": "['crs', 'transform', 'dtype', 'count']",
    "required_nchannels": "[3]",
    "required_section_type": "list",
    "requirements_type": "list",
    "s3_link": "s3://mapflow-sandbox/missing.tif",
    "source_type": "ftp",
    "status": "403",
    "tile_location": "(154321, 81234, 18)",
    "url": "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
    "url_type": "int",
}


class ErrorCatalogue:
    """Makes the failures of ``x-error-catalogue``.

    Args:
        entries: The catalogue as the document has it.
    """

    def __init__(self, entries: Iterable[Mapping[str, Any]]) -> None:
        self._names = {
            entry["code"]: (*entry.get("parameters", ()), *entry.get("aliases", {}))
            for entry in entries
            if entry.get("scope", "processing") == "processing"
        }

    @property
    def codes(self) -> tuple[str, ...]:
        """The known codes of failed processings."""
        return tuple(self._names)

    def make(self, code: str, parameters: Mapping[str, str] | None = None) -> Failure:
        """Return the failure with this code, which need not be known.

        Args:
            code: The code.
            parameters: Instead of the made-up ones.
        """
        made_up = {
            name: _PLAUSIBLE.get(name, f"sandbox {name}") for name in self._names.get(code, ())
        }
        return Failure.of(code, **(made_up if parameters is None else parameters))

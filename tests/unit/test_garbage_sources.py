"""Garbage in any argument of a source, a budget or filters: a value or an error of ours."""

import inspect
import warnings

import pytest

from mapflow import Budget, config, errors, sources
from mapflow.config import Profile
from tests.unit.test_garbage import GARBAGE

URL = "https://t.example.com/{z}/{x}/{y}/{q}.png"
CALLS = {
    "XYZ": (sources.XYZ, {"url": URL}),
    "TMS": (sources.TMS, {"url": URL}),
    "Quadkey": (sources.Quadkey, {"url": URL}),
    "WMS": (sources.WMS, {"url": URL}),
    "Provider": (sources.Provider, {"name": "Mapbox"}),
    "Sentinel": (sources.Sentinel, {"granule": "S2B"}),
    "GeoTIFF": (sources.GeoTIFF, {"image": "s3://bucket/a.tif"}),
    "MyImagery": (sources.MyImagery, {}),
    "ImagerySearch": (sources.ImagerySearch, {"provider": "maxar", "image_ids": ["a"]}),
    "Budget": (Budget, {}),
    "resolve": (config.resolve, {"token": "a:b"}),
    "check_base_url": (config.check_base_url, {}),
    "authorization": (config.authorization, {}),
    "load_profile": (config.load_profile, {}),
    "delete_profile": (config.delete_profile, {}),
    "save_profile": (config.save_profile, {"name": "x", "profile": Profile(token="a:b")}),
}


@pytest.mark.parametrize("name", CALLS)
def test_garbage_is_told(name, tmp_path, monkeypatch):
    monkeypatch.setenv("MAPFLOW_CONFIG_DIR", str(tmp_path))
    function, usual = CALLS[name]
    foreign = []
    for parameter in inspect.signature(function).parameters:
        if parameter == "environ":
            continue
        for what, garbage in GARBAGE.items():
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    made = function(**{**usual, parameter: garbage})
                    if hasattr(made, "params"):
                        repr(made), made.params(), made.params_v2()
            except errors.MapflowError:
                continue
            except Exception as error:  # noqa: BLE001 - that is what the test finds
                foreign.append(f"{parameter}={what}: {type(error).__name__}: {error!s:.100}")
    assert not foreign, "\n".join(foreign)

"""Areas work in a base install, and importing the package costs next to nothing."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

EXTRA = ("numpy", "shapely", "pyproj", "geopandas", "pyogrio", "pandas", "pyarrow")


def run(program):
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.mark.usefixtures("programs")
def test_importing_loads_nothing_that_is_not_used():
    loaded = run(
        """
        import sys
        import mapflow.geometry, mapflow.limits
        print(*sys.modules)
        """
    )
    lazily = {*EXTRA, "fractions", "decimal", "httpx", "attrs"}
    assert lazily.isdisjoint(loaded)
    assert "mapflow.geometry" in loaded


@pytest.mark.parametrize("blocked", [True, False])
@pytest.mark.usefixtures("programs")
def test_the_extra_is_not_needed_and_not_loaded(blocked):
    output = run(
        f"""
        import sys
        if {blocked}:
            sys.modules.update(dict.fromkeys({EXTRA!r}))
        from mapflow.errors import InvalidArea
        from mapflow.geometry import as_geometry, summarise
        from mapflow.limits import check_area
        ring = [[37.25, 55.5], [37.5, 55.5], [37.5, 55.625], [37.25, 55.625]]
        hole = [[37.3, 55.55], [37.35, 55.55], [37.35, 55.58]]
        polygon = {{"type": "Polygon", "coordinates": [ring, hole]}}
        areas = [polygon, (38, 55, 38.1, 55.1), "POLYGON ((1 2, 3 2, 3 4))", "1,1,2,1.5"]
        geometry = as_geometry(areas)
        check_area(summarise(geometry), aoi_area_limit_m2=None, max_areas=10)
        try:
            as_geometry({{"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1]]]}})
        except InvalidArea as error:
            print(error.reason)
        print(geometry["type"], len(geometry["coordinates"]))
        print(*[m for m in {EXTRA!r} if sys.modules.get(m)])
        """
    )
    assert output == ["self_intersection", "MultiPolygon", "4"]


def test_overlaps_are_not_found_without_shapely(monkeypatch):
    from mapflow.geometry import as_geometry

    monkeypatch.setitem(sys.modules, "shapely", None)
    assert len(as_geometry([(0, 0, 2, 2), (1, 1, 3, 3)])["coordinates"]) == 2


def test_large_polygons_are_checked_without_shapely(monkeypatch):
    import math

    from mapflow.errors import InvalidArea
    from mapflow.geometry import as_geometry

    monkeypatch.setitem(sys.modules, "shapely", None)
    ring = [
        [37 + math.cos(2 * math.pi * i / 10_500) / 9, 55 + math.sin(2 * math.pi * i / 10_500) / 9]
        for i in range(10_500)
    ]
    as_geometry({"type": "Polygon", "coordinates": [ring]})
    ring[6000], ring[6003] = ring[6003], ring[6000]
    with pytest.raises(InvalidArea, match="crosses itself"):
        as_geometry({"type": "Polygon", "coordinates": [ring]})


def test_a_plain_polygon_passes_through_few_functions():
    """Each run reads its area; what a plain one needs not is not asked of it."""
    from mapflow.geometry import as_geometry

    area = {
        "type": "Polygon",
        "coordinates": [[[37.3, 55.6], [37.4, 55.6], [37.4, 55.7], [37.3, 55.6]]],
    }
    as_geometry(area)
    crossed = set()

    def note(frame, event, _):
        code = frame.f_code
        if event == "call" and "/mapflow/geometry/" in Path(code.co_filename).as_posix():
            crossed.add(code)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        as_geometry(area)
    finally:
        sys.setprofile(before)
    assert 20 < len(crossed) <= 40

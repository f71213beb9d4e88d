"""What features of a plan's parts carry: the cell, and the parcel for which a hull was outlined."""

import json

import pytest
import shapely
from shapely.geometry import box, shape

from mapflow import SplitLimits, batch, load_split, sources, split
from mapflow.errors import InvalidFile
from mapflow.sandbox import scene
from mapflow.splitting._found import PartFeatures

WEST, SOUTH, SIDE = 37.330, 55.600, 0.0012
#: Fields of about a hectare with lanes between them, one of which is a triangle.
FIELDS = {
    f"field {x}{y}": (
        WEST + x * 0.002,
        SOUTH + y * 0.002,
        WEST + x * 0.002 + SIDE,
        SOUTH + y * 0.002 + SIDE,
    )
    for x in range(4)
    for y in range(3)
}
CORNER = {
    "type": "Polygon",
    "coordinates": [[[37.34, 55.6], [37.342, 55.6], [37.34, 55.602], [37.34, 55.6]]],
}
PARCELS = {**FIELDS, "corner": CORNER}
WHAT = {"model": "buildings", "source": sources.Provider("Mapbox"), "interval_s": 0.02}


def shapes():
    return {
        name: shape(area) if isinstance(area, dict) else box(*area)
        for name, area in PARCELS.items()
    }


def features_in(path):
    return json.loads(path.read_text())["features"]


def test_hulls_come_back_as_what_the_parcels_hold(running, tmp_path):
    with running.client() as mf:
        done = batch.run_split(mf, PARCELS, tmp_path / "roofs.geojson", group="hull", **WHAT)
    plan = done.plan
    assert {each.name for each in plan.parcels} == PARCELS.keys()
    ground = {
        "type": "MultiPolygon",
        "coordinates": [
            rings
            for part in plan
            for rings in (
                [part.geometry["coordinates"]]
                if part.geometry["type"] == "Polygon"
                else part.geometry["coordinates"]
            )
        ],
    }
    everything = list(scene.features("buildings", ground, seed=5))
    parcels = shapes()
    wanted = [
        each
        for each in everything
        if any(shape(each["geometry"]).intersection(p).area > 1e-11 for p in parcels.values())
    ]
    found = features_in(done.collected.path)
    assert len(everything) > len(wanted) == len(found) > 20
    for feature in found:
        roof = shape(feature["geometry"])
        most = max(parcels, key=lambda name: roof.intersection(parcels[name]).area)
        assert feature["properties"]["parcel"] == most
        assert roof.intersection(parcels[most]).area > 0
    assert len({each["properties"]["parcel"] for each in found}) > 5


def test_every_format_carries_the_parcel(running, tmp_path):
    geopandas = pytest.importorskip("geopandas")
    with running.client() as mf:
        batch.run_split(mf, FIELDS, tmp_path / "roofs.geojson", group="hull", **WHAT)
    for name in ("roofs.gpkg", "roofs.parquet", "roofs.fgb"):
        path = batch.collect(tmp_path / "roofs.parts", tmp_path / name).path
        frame = (
            geopandas.read_parquet(path)
            if path.suffix == ".parquet"
            else geopandas.read_file(path, **({"layer": "roofs"} if name[-4:] == "gpkg" else {}))
        )
        assert set(frame["parcel"]) <= FIELDS.keys()
        assert len(set(frame["parcel"])) > 5


@pytest.mark.parametrize("how", ["plan", "file"])
def test_features_of_packed_parts_carry_the_cell_of_their_polygon(running, tmp_path, how):
    corners = [(37.330, 55.600), (37.352, 55.603), (37.349, 55.612), (37.341, 55.609)]
    corners += [(37.334, 55.615), (37.327, 55.608), (37.330, 55.600)]
    district = {"type": "Polygon", "coordinates": [[list(corner) for corner in corners]]}
    plan = split(district, SplitLimits(150_000, 4))
    packed = [part for part in plan if len(part.cells) > 1]
    assert packed
    areas = plan if how == "plan" else plan.save(tmp_path / "parts.geojson")
    with running.client() as mf:
        batch.run(mf, areas, folder=tmp_path / "parts", parallel=20, **WHAT)
    found = batch.collect(tmp_path / "parts", tmp_path / "roofs.geojson")
    cells = {cell.name: cell for part in packed for cell in part.cells if cell is not None}
    alone = {part.id for part in plan if len(part.cells) == 1}
    seen = set()
    for feature in features_in(found.path):
        name = feature["properties"]["cell"]
        seen.add(name)
        if name in alone:
            continue
        middle = shape(feature["geometry"]).centroid
        assert box(*cells[name][1:]).buffer(0.0003).contains(middle), name
    assert len(cells.keys() & seen) > 3
    assert not {part.id for part in packed} & seen


def test_a_plan_that_is_missing_is_told(running, tmp_path):
    with running.client() as mf:
        batch.run_split(mf, FIELDS, tmp_path / "roofs.geojson", group="hull", **WHAT)
    kept = tmp_path / "roofs.parts" / "plan.json"
    content = kept.read_text()
    kept.unlink()
    with pytest.raises(InvalidFile, match=r"plan\.json"):
        batch.collect(tmp_path / "roofs.parts", tmp_path / "again.geojson")
    kept.write_text(content)
    assert len(load_split(kept).parcels) == len(FIELDS)
    assert batch.collect(tmp_path / "roofs.parts", tmp_path / "again.geojson").features


def feature(geometry):
    return {"type": "Feature", "properties": {"a": 1}, "geometry": geometry}


def test_what_belongs_to_a_parcel():
    plan = split({"one": (0, 0, 0.001, 0.001), "two": (0.001, 0, 0.002, 0.001)}, group="hull",
                 limits=SplitLimits(25_000_000, 10))  # fmt: skip
    (part,) = plan

    def told(geometry):
        found = list(PartFeatures.of(part, plan.parcels).told([feature(geometry)]))
        return [each["properties"]["parcel"] for each in found]

    def square(west, south, side):
        return shapely.geometry.mapping(box(west, south, west + side, south + side))

    assert told(square(0.0001, 0.0001, 0.0001)) == ["one"]
    # A house on the border belongs to the parcel that has most of it.
    assert told(square(0.00096, 0.0001, 0.0001)) == ["two"]
    # A wall on the border is not a house of the parcel, whatever rounding makes of it.
    assert told(square(0.002, 0.0001, 0.0001)) == []
    assert told(square(0.0019999999, 0.0001, 0.0001)) == []
    assert told({"type": "Point", "coordinates": [0.0015, 0.0005]}) == ["two"]
    assert told({"type": "Point", "coordinates": [0.003, 0.0005]}) == []
    assert told({"type": "LineString", "coordinates": [[-1, 0.0005], [0.0005, 0.0005]]}) == ["one"]
    assert told({"type": "LineString", "coordinates": [[-1, 0], [0.0005, 0]]}) == []
    # What cannot be read is not dropped.
    assert told(None) == [None]
    assert told({"type": "Polygon", "coordinates": "?"}) == [None]


def test_workers_tell_the_same(running, tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    with running.client() as mf:
        done = batch.run_split(mf, FIELDS, tmp_path / "roofs.geojson", group="hull", **WHAT)
    with ThreadPoolExecutor(2) as workers:
        path = batch.collect(
            tmp_path / "roofs.parts", tmp_path / "shared.geojson", executor=workers
        ).path
    assert features_in(path) == features_in(done.collected.path)
    for part in done.plan:
        found = PartFeatures.of(part, done.plan.parcels)
        assert PartFeatures.from_dict(json.loads(json.dumps(found.to_dict()))).cells == found.cells

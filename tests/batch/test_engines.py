"""Programs that read a dataset, and that share the work: Dask, DuckDB, GeoPandas, Arrow.

`scripts/engines` has them open every format, and programs too that are not packages of Python.
"""

import json
import os
import signal
import sys
import threading
import time

import pytest

from mapflow import batch
from tests.batch.test_collecting import batch_of
from tests.joining.world import free_standing, parts_of

# The oldest versions of what the package needs are tried without them.
pytestmark = [pytest.mark.slow, pytest.mark.locked]
_SIDE = 4


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    parts = list(parts_of(free_standing(_SIDE, 24), "clip"))
    return batch_of(tmp_path_factory.mktemp("batch") / "roofs", parts)


@pytest.fixture(scope="module", params=["auto", "none"])
def made(request, folder, tmp_path_factory):
    """A dataset, joined and not."""
    place = tmp_path_factory.mktemp(request.param)
    found = batch.dataset(folder, place / "set", join=request.param, file_mb=0.02)
    assert found.files > _SIDE
    return found


def test_geopandas(made, folder):
    import geopandas

    frame = geopandas.read_parquet(made.path)
    assert (len(frame), frame.crs.to_epsg()) == (made.features, 4326)
    assert sorted(frame["id"]) == list(range(1, made.features + 1))
    west, south, east, north = frame.total_bounds
    box = (west, south, (west + east) / 2, (south + north) / 2)
    near = geopandas.read_parquet(made.path, bbox=box)
    assert set(near["id"]) == set(frame.cx[box[0] : box[2], box[1] : box[3]]["id"])


@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning")
def test_dask_geopandas_knows_where_each_file_lies(made):
    import dask_geopandas
    import geopandas

    frame = geopandas.read_parquet(made.path)
    found = dask_geopandas.read_parquet(made.path)
    assert found.npartitions == made.files
    assert found.crs.to_epsg() == 4326
    boxes = found.spatial_partitions.bounds
    assert len(boxes) == made.files
    assert not boxes.isna().any(axis=None)
    west, south, east, north = frame.total_bounds
    quarter = slice(west, west + (east - west) / 4), slice(south, south + (north - south) / 4)
    corner, inside = found.cx[quarter], frame.cx[quarter]
    assert corner.npartitions < made.files
    assert sorted(corner.compute()["id"]) == sorted(inside["id"])


def test_duckdb(made):
    import duckdb
    import geopandas

    frame = geopandas.read_parquet(made.path)
    west, _, east, _ = frame.total_bounds
    middle = (west + east) / 2
    with duckdb.connect() as connection:
        table = connection.read_parquet(f"{made.path}/*.parquet")
        assert table.aggregate("count(*), max(id)").fetchall() == [(made.features, made.features)]
        kinds = dict(zip(table.columns, map(str, table.types), strict=True))
        assert kinds["geometry"].startswith("GEOMETRY")
        ((near,),) = table.filter(f"bbox.xmax < {middle}").aggregate("count(*)").fetchall()
        assert near == (frame.bounds["maxx"] < middle).sum()


def test_arrow_skips_files_by_their_columns(made):
    import pyarrow.compute
    import pyarrow.dataset

    table = pyarrow.dataset.dataset(made.path)
    assert table.count_rows() == made.features
    geo = json.loads(table.schema.metadata[b"geo"])
    assert geo["primary_column"] == "geometry"
    cell = pyarrow.compute.field("cell") == "r0c0"
    assert 0 < table.count_rows(filter=cell) < made.features


@pytest.mark.filterwarnings("ignore")
@pytest.mark.skipif(sys.platform == "win32", reason="has no SIGKILL")
def test_a_dask_cluster_of_which_a_worker_is_killed(folder, tmp_path, loopback, monkeypatch):
    from distributed import Client, LocalCluster

    # As many tasks as a large batch has.
    monkeypatch.setattr(batch._results, "_SHARE_BYTES", 10_000)
    alone = batch.collect(folder, tmp_path / "alone.geojson")
    killed = []
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        Client(cluster) as client,
    ):
        pids = list(client.run(os.getpid).values())
        written = tmp_path / ".shared.geojson.work/written"

        def kill():
            while not written.is_dir() or not any(written.iterdir()):
                time.sleep(0.001)
            os.kill(pids[0], signal.SIGKILL)
            killed.append(len(list(written.iterdir())))

        killer = threading.Thread(target=kill)
        killer.start()
        found = batch.collect(folder, tmp_path / "shared.geojson", executor=client.get_executor())
        killer.join()
        made = batch.dataset(folder, tmp_path / "set", executor=client.get_executor())
    assert 0 < killed[0] < _SIDE * _SIDE
    assert found[1:] == alone[1:]
    assert (tmp_path / "shared.geojson").read_bytes() == (tmp_path / "alone.geojson").read_bytes()
    assert made.features == alone.features

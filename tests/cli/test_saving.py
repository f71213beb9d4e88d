"""A file's name and place are checked before anything is sent, and what is saved is counted."""

import json

import pytest

from mapflow.formats import to_geodataframe
from tests.cli.conftest import QUARTER

RUN = ("run", "-m", "buildings", "-a", QUARTER, "-s", "provider:Mapbox", "--yes")
JOB = "65285409-ac88-4fc0-a937-193cf42c2343"
SAVING = {
    "run": (RUN, "-o"),
    "wait": (("wait", JOB), "-o"),
    "result": (("result", JOB), "-o"),
    "restart": (("restart", JOB, "--yes"), "-o"),
}
OTHERS = {
    "preview": (("images", "preview", JOB), "-o"),
    "image": (("images", "download", JOB), "-o"),
    "history": (("history",), "--csv"),
}


@pytest.mark.parametrize("suffix", ["txt", "zip", "tif", "geojson.gz"])
@pytest.mark.parametrize("command", SAVING)
def test_names_of_other_formats(cli, folder, command, suffix):
    arguments, option = SAVING[command]
    done = cli(*arguments, option, f"roofs.{suffix}", "--overwrite")
    assert done.code == 2
    assert "ends in .geojson, " in done.err
    assert cli.service.requests() == []
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("suffix", ["gpkg", "parquet", "csv", "geojsonl"])
def test_a_result_in_another_format(cli, folder, suffix):
    job = cli.ok(*RUN).out.strip()
    cli.ok("wait", job, "--interval", "0", "--output", "plain.geojson")
    plain = json.loads((folder / "plain.geojson").read_text("utf-8"))
    done = cli.ok("result", job, "-o", f"roofs.{suffix}")
    assert f"Saved roofs.{suffix}, {len(plain['features'])} features." in done.err
    saved = to_geodataframe(folder / f"roofs.{suffix}")
    assert len(saved) == len(plain["features"])
    assert sorted(path.name for path in folder.iterdir()) == ["plain.geojson", f"roofs.{suffix}"]


@pytest.mark.parametrize("command", OTHERS)
def test_other_files_have_their_formats_too(cli, folder, command):
    arguments, option = OTHERS[command]
    done = cli(*arguments, option, "file.gpkg")
    assert done.code == 2
    assert "cannot be saved as '.gpkg'" in done.err
    assert cli.service.requests() == []


@pytest.mark.parametrize(
    "name",
    ["x" * 250 + ".geojson", "no/a.geojson", ".", "there.geojson", "link.geojson", "/dev/full"],
)
@pytest.mark.parametrize("command", SAVING)
def test_places_that_cannot_be(cli, folder, command, name):
    (folder / "there.geojson").write_text("mine")
    (folder / "link.geojson").symlink_to("nowhere")
    arguments, option = SAVING[command]
    done = cli(*arguments, option, name)
    assert done.code == 2
    assert "overwrite=True" not in done.err
    assert cli.service.requests() == []
    assert sorted(path.name for path in folder.iterdir()) == ["link.geojson", "there.geojson"]


def test_what_was_saved_is_counted(cli, folder):
    job = cli.ok(*RUN).out.strip()
    cli.ok("wait", job, "--interval", "0")
    path = folder / "roofs.geojson"
    path.write_text("old")
    path.chmod(0o600)
    done = cli.ok("result", job, "-o", "roofs.geojson", "--overwrite")
    count = len(json.loads(path.read_text("utf-8"))["features"])
    assert done.err.endswith(f"Saved roofs.geojson, {count} features.\n")
    assert done.err.count("roofs.geojson") == 1
    assert path.stat().st_mode & 0o777 == 0o600
    told = cli.ok("result", job, "-o", "roofs.geojson", "--overwrite", "--json").json
    assert told["features"] == count
    assert told["size_bytes"] == path.stat().st_size

"""The user's imagery, from a file on the disk to a result."""

import shutil
from pathlib import Path

import pytest
import rasterio

FOREST = Path(__file__).parents[2] / "docs" / "examples" / "forest.tif"


@pytest.fixture
def image(cli):
    """The id of an uploaded image."""
    (uploaded,) = cli.ok("mosaics", "upload", FOREST, "--json").json
    return uploaded["id"]


def test_mosaics(cli):
    made = cli.ok("mosaics", "create", "Coast", "--tag", "sea", "--tag", "2026", "--json").json
    other = cli.ok("mosaics", "create", "Hills", "--json").json
    assert {row["id"] for row in cli.ok("mosaics", "list").rows} == {made["id"], other["id"]}
    assert [row["name"] for row in cli.ok("mosaics", "list", "--tag", "sea").rows] == ["Coast"]
    updated = cli.ok("mosaics", "update", made["id"], "--name", "Shore", "--tag", "land").facts
    assert (updated["name"], updated["tags"]) == ("Shore", "land")
    assert cli.ok("mosaics", "show", made["id"]).facts["name"] == "Shore"
    cli.ok("mosaics", "delete", made["id"], "--yes")
    assert [row["id"] for row in cli.ok("mosaics", "list").rows] == [other["id"]]


def test_upload_to_a_new_mosaic_and_to_one_that_is_there(cli, folder):
    (first,) = cli.ok("mosaics", "upload", FOREST, "--name", "Woods", "--tag", "a", "--json").json
    mosaic = first["mosaic_id"]
    assert cli.ok("mosaics", "show", mosaic).facts["name"] == "Woods"
    for name in ("west.tif", "east.tif"):
        shutil.copy(FOREST, folder / name)
    done = cli.ok("mosaics", "upload", FOREST, "west.tif", "--mosaic", mosaic)
    assert [row["outcome"] for row in done.rows] == ["was there", "uploaded"]
    done = cli.ok("mosaics", "upload", ".", "--mosaic", mosaic, "--parallel", "2")
    assert {row["file"]: row["outcome"] for row in done.rows} == {
        "west.tif": "was there",
        "east.tif": "uploaded",
    }
    assert len(cli.ok("mosaics", "images", mosaic).rows) == 3


def test_upload_of_a_folder(cli, folder):
    for number in range(5):
        shutil.copy(FOREST, folder / f"{number}.tif")
    (folder / "broken.tif").write_bytes(b"no picture")
    shutil.copy(FOREST, folder / "sandbox-fail.TIFF")
    done = cli("mosaics", "upload", ".", "--name", "Flight", "--json")
    assert done.code == 2
    outcome = {Path(each["path"]).name: each for each in done.json}
    assert [outcome[f"{n}.tif"]["image"]["filename"] for n in range(5)] == [
        f"{n}.tif" for n in range(5)
    ]
    assert "not a TIFF" in outcome["broken.tif"]["error"]
    assert "cannot use it: the sandbox was asked to fail" in outcome["sandbox-fail.TIFF"]["error"]
    assert "2 of 7 files were not uploaded" in done.err
    (mosaic,) = cli.ok("mosaics", "list", "--json").json
    assert mosaic["name"] == "Flight"
    again = cli("mosaics", "upload", ".", "--mosaic", mosaic["id"])
    assert [row["outcome"] for row in again.rows].count("was there") == 5


def test_run_on_an_upload(cli, image):
    outline = cli.ok("images", "show", image, "--json").json["footprint"]
    done = cli.ok(
        "run",
        "--yes",
        "-m",
        "forest",
        "-a",
        outline,
        "-s",
        f"image:{image}",
        "-o",
        "-",
        "--interval",
        "0",
    )
    assert done.json["features"]


def test_link(cli, image):
    url = cli.ok("images", "show", image).facts["link"]
    mosaic = cli.ok("mosaics", "create", "Again", "--json").json["id"]
    (linked,) = cli.ok("mosaics", "link", mosaic, url, "--json").json
    assert linked["mosaic_id"] == mosaic


def test_images(cli, image, folder):
    facts = cli.ok("images", "show", image).facts
    assert facts["name"] == "forest.tif"
    assert facts["bands"] == "3"
    assert cli.ok("images", "rename", image, "woods.tif").facts["name"] == "woods.tif"
    cli.ok("images", "preview", image, "-o", "small.jpg")
    cli.ok("images", "preview", image, "--size", "l", "-o", "large.jpg")
    small, large = ((folder / name).stat().st_size for name in ("small.jpg", "large.jpg"))
    assert 0 < small < large
    assert cli("images", "preview", image, "-o", "small.jpg").code == 2
    cli.ok("images", "delete", image, "--yes")
    assert cli("images", "show", image).code == 4


def test_storage(cli, image):
    room = cli.ok("storage", "--json").json
    assert room["memory_used"] > 0
    assert "GB" in cli.ok("storage").facts["limit"]


def test_name_and_mosaic_contradict_each_other(cli):
    done = cli("mosaics", "upload", FOREST, "--mosaic", "x", "--name", "y")
    assert done.code == 2
    assert cli.service.requests() == []


def test_what_is_no_geotiff_is_not_sent(cli, folder):
    (folder / "notes.tif").write_text("these are not pixels")
    done = cli("mosaics", "upload", "notes.tif")
    assert done.code == 2
    assert "notes.tif" in done.err
    assert not [seen for seen in cli.service.requests() if seen["method"] == "POST"]
    assert cli("mosaics", "upload", "nowhere.tif").code == 2


def test_imagery_in_use_is_not_deleted(frozen):
    (image,) = frozen.ok("mosaics", "upload", FOREST, "--json").json
    started = frozen.ok(
        "run", "--yes", "-m", "forest", "-a", image["footprint"], "-s", f"image:{image['id']}"
    ).out.strip()
    for noun, key in (("images", image["id"]), ("mosaics", image["mosaic_id"])):
        done = frozen(noun, "delete", key, "--yes")
        assert done.code == 4, done
        assert done.out == ""
        assert len(done.err.splitlines()) == 1
        assert f"{key} was not deleted: processing {started} is still using it" in done.err or (
            f"processing {started} is still using its image {image['id']}" in done.err
        )
        assert f"mapflow wait {started}" in done.err
        assert frozen.ok(noun, "show", key).facts["id"] == key
    frozen.service.advance(3600)
    frozen.ok("images", "delete", image["id"], "--yes")
    frozen.ok("mosaics", "delete", image["mosaic_id"], "--yes")


def test_what_the_service_changes_is_told(cli, folder):
    with rasterio.open(FOREST) as file:
        like = {key: file.profile[key] for key in ("width", "height", "count", "crs", "transform")}
        pixels = file.read()
    with rasterio.open(folder / "deep.tif", "w", driver="GTiff", dtype="uint16", **like) as file:
        file.write(pixels.astype("uint16"))
    done = cli("mosaics", "upload", "deep.tif")
    assert "Note: deep.tif has values of type uint16; models work on uint8." in done.err


def test_an_image_the_service_cannot_use(cli, folder):
    (folder / "sandbox-fail.tif").write_bytes(FOREST.read_bytes())
    done = cli("mosaics", "upload", "sandbox-fail.tif")
    assert "cannot use it" in done.err + done.out
    assert done.code == 6


def test_refused_downloads_say_why(cli, image, folder):
    done = cli("images", "download", image, "-o", "x.tif")
    assert done.code == 4
    assert f"Image {image} cannot be downloaded: the service offers that for some" in done.err
    assert list(folder.iterdir()) == []

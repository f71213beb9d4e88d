"""Twelve tasks that people give an assistant, done by a scripted client over stdio."""

import json

import pytest

from tests.mcp.conftest import BLOCK, RUN

pytestmark = pytest.mark.usefixtures("loopback")


@pytest.fixture(scope="module")
def job(assistant):
    """A processing that has ended well."""
    started = assistant.pay(assistant("estimate_cost", area=BLOCK, **RUN), name="Block")
    return assistant("wait_for", processing_id=started["processing"]["id"])


def test_1_what_may_i_do(assistant):
    account = assistant("account")
    assert account["remaining_credits"] <= 1000
    assert account["session_budget"] == 500
    assert account["largest_area_m2"] == 25e6
    assert account["most_areas_in_a_processing"] == 10


def test_2_what_can_you_find_and_on_which_imagery(assistant):
    models = {model["name"]: model for model in assistant("list_models")["models"]}
    buildings = models["🏠 Buildings"]
    assert buildings["credits_per_km2"] == 13
    assert {"name": "OSM", "label": "Merge with OSM"}.items() <= buildings["options"][2].items()
    sources = assistant("list_sources")
    assert sources["providers"][0]["source"] == "provider:mapbox"
    assert "my-imagery:ID,ID" in sources["other_forms"]


def test_3_what_would_this_area_cost_however_it_is_written(assistant):
    west, south, east, north = BLOCK
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    wkt = f"POLYGON(({', '.join(f'{x} {y}' for x, y in ring)}))"
    geojson = {"type": "Polygon", "coordinates": [ring]}
    forms = [BLOCK, ",".join(map(str, BLOCK)), wkt, geojson, json.dumps(geojson)]
    quotes = [assistant("estimate_cost", area=form, **RUN) for form in forms]
    assert {quote["cost"] for quote in quotes} == {16}
    assert len({quote["what"] for quote in quotes}) == 1
    assert "0.05609 km²" in quotes[0]["what"]
    assert "lon/lat 37.3000, 55.6370" in quotes[0]["what"]
    assert len({quote["quote"] for quote in quotes}) == len(forms)
    assert assistant("estimate_cost", area="quarter.geojson", **RUN)["cost"] == 16
    assert assistant("estimate_cost", area=BLOCK, options={"Heights": True}, **RUN)["cost"] == 26


def test_4_run_it_and_wait(job):
    assert job["status"] == "OK"
    assert job["name"] == "Block"
    assert job["cost"] == 16
    assert job["has_result"]
    assert "save_result" in job["next"]


def test_5_save_the_result_and_tell_me_what_is_in_it(assistant, job, folder):
    saved = assistant("save_result", processing_id=job["id"], file="roofs.geojson")
    written = json.loads((folder / "roofs.geojson").read_text())
    summary = saved["summary"]
    assert summary["features"] == len(written["features"]) > 20
    assert summary["classes"][0]["features"] == summary["features"]
    assert summary["area_m2"] == pytest.approx(
        sum(each["area_m2"] for each in summary["classes"]), abs=1
    )
    corners = [c for f in written["features"] for c in f["geometry"]["coordinates"][0]]
    lons, lats = [c[0] for c in corners], [c[1] for c in corners]
    assert summary["bbox"] == [min(lons), min(lats), max(lons), max(lats)]
    # The features are in the file, and never in the conversation.
    assert "coordinates" not in saved.text
    assert len(saved.text) < 1000
    assert assistant("summarise_result", processing_id=job["id"])["summary"] == summary


def test_6_as_a_geopackage_and_as_a_map(assistant, job, folder):
    saved = assistant("save_result", processing_id=job["id"], file="roofs.fgb")
    assert saved["bytes"] == (folder / "roofs.fgb").stat().st_size
    assert saved["summary"]["features"] > 20
    drawn = assistant("save_map", processing_id=job["id"], file="roofs.html")
    assert (folder / drawn["file"]).read_text().startswith("<!doctype html>")


def test_7_a_whole_town_as_one_file(assistant, folder):
    quote = assistant("estimate_batch", area="town.geojson", folder="town", **RUN)
    assert quote["cost"] == 16
    assert "1 processing (at least 1), 2 polygons" in quote["what"]
    started = assistant.pay(quote)
    assert started["batch"]["folder"] == "town"
    ended = assistant("wait_for_batch", folder="town")
    assert ended["counts"] == {"done": 1}
    assert not ended["is_running_here"]
    joined = assistant("save_batch_result", folder="town", file="town-roofs.geojson")
    assert joined["summary"]["features"] > 20
    assert (folder / "town-roofs.geojson").is_file()
    assert assistant("batch_status", folder="town")["spent"] == 16


def test_8_a_processing_for_each_field(assistant):
    quote = assistant("estimate_batch", area="fields.geojson", folder="each", how="each", **RUN)
    assert quote["cost"] == 48
    assert "3 processings" in quote["what"]
    assert any("would save" in note for note in quote["notes"])
    # It is a price only: another way of doing it may be cheaper.
    packed = assistant("estimate_batch", area="fields.geojson", folder="packed", **RUN)
    assert packed["cost"] < quote["cost"]


def test_9_my_own_image(assistant):
    uploaded = assistant("upload_image", file="forest.tif", name="Flight 1")
    assert uploaded["is_ready"]
    assert uploaded.progress
    mine = assistant("list_my_imagery")
    assert mine["used_bytes"] == 97699
    mosaic = mine["mosaics"][0]
    assert mosaic["name"] == "Flight 1"
    images = assistant("list_images", mosaic_id=mosaic["id"])
    assert [image["source"] for image in images["images"]] == [uploaded["source"]]
    # Without an area it is all the ground of the image.
    quote = assistant("estimate_cost", model="forest", source=uploaded["source"])
    job = assistant.pay(quote)["processing"]
    assert assistant("wait_for", processing_id=job["id"])["status"] == "OK"
    told = assistant.refused("delete_imagery", mosaic_id=mosaic["id"])
    assert "'Flight 1', with all its images, for good. Ask the user." in told
    assistant("delete_imagery", mosaic_id=mosaic["id"], confirm=True)
    assert assistant("list_my_imagery")["mosaics"] == []


def test_10_an_image_of_last_summer_without_clouds(assistant):
    found = assistant("search_imagery", area="quarter.geojson", max_cloud_cover_percent=10, limit=3)
    assert len(found["images"]) == 3
    assert "more are not listed" in found["notes"][0]
    image = found["images"][0]
    assert image["cloud_cover"] <= 10
    quote = assistant("estimate_cost", model="buildings", area=BLOCK, source=image["source"])
    assert quote["cost"] > 0


def test_11_why_did_it_fail_and_can_it_be_repaired(assistant, service):
    with service.client() as colleague:
        failed = colleague.processings.run(
            model="buildings", area=tuple(BLOCK), meta={"sandbox:fail": "dataloader.TileNotLoaded"}
        )
    ended = assistant("wait_for", processing_id=str(failed.id))
    assert ended["status"] == "FAILED"
    assert ended["is_over"]
    told = " ".join(ended["messages"] + [m for area in ended["areas"] for m in area["messages"]])
    assert "Check that the source is reachable" in told
    assert "{" not in told
    explained = assistant("explain_error", code="dataloader.tilenotloaded")
    assert explained["can_be_tried_again"] == "restart"
    assert "{" not in explained.text.partition("meaning")[2].partition("what_to_do")[0]
    quote = assistant("estimate_restart", processing_id=ended["id"])
    assert quote["cost"] == ended["cost"]
    restarted = assistant.pay(quote)["processing"]
    assert restarted["id"] == ended["id"]


def test_12_what_did_we_run_and_away_with_it(assistant, job):
    assistant("create_project", name="Harbour")
    names = [project["name"] for project in assistant("list_projects")["projects"]]
    assert names == ["Default", "Harbour"]
    listed = assistant("list_processings", terms="Block")["processings"]
    assert [each["id"] for each in listed] == [job["id"]]
    assert assistant("list_processings", project="Harbour")["processings"] == []
    rows = assistant("history", statuses=["OK"])["rows"]
    assert {"name": "Block", "cost": 16}.items() <= rows[-1].items()
    told = assistant.refused("delete_processing", processing_id=job["id"])
    assert "'Block', OK, for good. Ask the user. If they agree, call it again" in told
    assistant("delete_processing", processing_id=job["id"], confirm=True)
    assert "found nothing" in assistant.refused("get_processing", processing_id=job["id"])

"""Whatever state a thing is in, it carries the keys that published clients cannot do without.

The client of the tests checks every response of every test here against these keys. This module
requests each kind of thing in each of its states, by each operation that shows it, and tests the
check itself.
"""

import httpx
import pytest

from tests.sandbox.conftest import Api
from tests.sandbox.planned import DAY, NORTH, feature, images, refused, search, template
from tests.sandbox.test_imagery import geotiff
from tests.spec.document import success
from tests.spec.needs import OPPOSED, facts, lacking, members, parts
from tests.support import conformance
from tests.support.places import BLOCK, FIELD, FIELD_IMAGE, MOSCOW

MODEL = "🏠 Buildings"
TILES = "https://tiles.example.com/{z}/{x}/{y}.png"
STATUSES = {
    "UNPROCESSED": ({}, 0),
    "IN_PROGRESS": ({}, 10),
    "OK": ({}, 60),
    "FAILED": ({"sandbox:fail": "inference.internalError"}, 60),
    "AWAITING": ({"sandbox:status": "AWAITING"}, 60),
    "CANCELLED": ({"sandbox:status": "CANCELLED"}, 60),
    "REFUNDED": ({"sandbox:status": "REFUNDED"}, 60),
}
V1 = {"params": {"data_provider": "Mapbox"}}
V2 = {"params": {"sourceParams": {"dataProvider": {"providerName": "Mapbox"}}}}


@pytest.fixture
def shown(api):
    """Every response with its schema, as (schema, response)."""
    seen = []

    def keep(response):
        request = response.request
        asked = {"method": request.method, "uri": f"https://x{request.url.path}"}
        operation, _, _ = conformance.operation_of(asked)
        content = success(operation).get("content", {})
        if "application/json" in content and response.status_code == 200:
            response.read()
            seen.append((content["application/json"]["schema"], response.json()))

    api.event_hooks = {"response": [*api.event_hooks["response"], keep]}
    return seen


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize(("path", "params"), [("/processings", V1), ("/processings/v2", V2)])
def test_processings_in_every_status(api, running, path, params, status):
    wishes, seconds = STATUSES[status]
    body = {"wdName": MODEL, "geometry": MOSCOW, "meta": wishes, **params}
    blocks = [{"name": "OSM", "enabled": True}]
    created = api.post(path, json={**body, "blocks": blocks}).json()
    running.advance(seconds)
    one, project = f"/processings/{created['id']}", f"/projects/{created['projectId']}"
    page = api.post(f"{project}/processings/v2/page", json={}).json()["results"]
    found = [
        *(api.get(each).json() for each in (one, f"{one}/v2")),
        *api.get("/processings").json(),
        *api.get("/processings/v2").json(),
        *api.get(f"{project}/processings").json(),
        *api.get(f"{project}/processings/v2").json(),
        *page,
    ]
    assert [each["status"] for each in found] == [status] * 7
    [area] = api.get(f"{one}/aois").json()
    assert area["status"] == status
    assert bool(area["messages"]) is (status == "FAILED")
    assert all(each["blocks"] == [{**blocks[0], "displayName": "Merge with OSM"}] for each in found)


def test_a_restarted_processing(api, running, finish):
    failed = finish(BLOCK, meta={"sandbox:fail": "inference.internalError"})
    restarted = api.post(f"/processings/{failed['id']}/restart/v2").json()
    assert (restarted["status"], restarted["percentCompleted"]) == ("IN_PROGRESS", 40)


def test_processings_that_were_rated_and_reviewed(api, running, finish):
    running.account("demo@example.com", reviewWorkflowEnabled=True)
    one = f"/processings/{finish(MOSCOW)['id']}"
    for feedback in ("", "good"):
        api.put(f"{one}/rate", json={"rating": 4, "feedback": feedback}).raise_for_status()
        for path in (one, f"{one}/v2"):
            assert api.get(path).json()["rating"] == {"rating": 4, "feedback": feedback}
    for verdict, body in (
        ("rejection", {"comment": "roofs are missing"}),
        ("acceptation", None),
    ):
        for path in (one, f"{one}/v2"):
            assert api.get(path).json()["reviewStatus"]["reviewStatus"] == "IN_REVIEW"
        api.put(f"{one}/{verdict}", json=body).raise_for_status()
        state = api.get(one).json()["reviewStatus"]["reviewStatus"]
        assert state == {"rejection": "NOT_ACCEPTED", "acceptation": "ACCEPTED"}[verdict]
        running.advance(DAY + 1)


@pytest.mark.parametrize("role", ["readonly", "contributor", "maintainer", "owner"])
def test_projects_own_shared_and_default(api, running, someone_else, start, role):
    running.account("demo@example.com", team="Crew")
    running.account("else@example.com", team="Crew")
    own = api.post("/projects", json={"name": "Coast"}).json()
    shared = api.post("/projects", json={"name": "Shared", "description": "pilot"}).json()
    start(BLOCK, projectId=shared["id"])
    share = {"projectId": shared["id"], "email": "else@example.com", "role": role}
    api.post("/projects/share", json=share).raise_for_status()
    api.put(f"/projects/{own['id']}", json={"name": "Coast 2026"}).raise_for_status()
    default = api.get("/projects/default").json()
    assert default["isDefault"] is True
    for listed in (
        api.get("/projects").json(),
        api.post("/projects/page", json={"sortBy": "CREATED"}).json()["results"],
    ):
        assert [each["id"] for each in listed] == [default["id"], own["id"], shared["id"]]
        assert [each["isDefault"] for each in listed] == [True, False, False]
    theirs = someone_else.get(f"/projects/{shared['id']}").json()
    people = [*theirs["shareProject"]["owners"], *theirs["shareProject"]["users"]]
    assert [each["email"] for each in people] == ["demo@example.com", "else@example.com"]
    assert theirs in someone_else.get("/projects").json()


@pytest.mark.parametrize(
    ("filename", "takes_s", "statuses"),
    [
        ("now.tif", 0, ["NONE", "NONE", "NONE"]),
        ("later.tif", 400, ["PENDING", "IN_PROGRESS", "COMPLETED"]),
        ("sandbox-fail.tif", 400, ["PENDING", "IN_PROGRESS", "FAILED"]),
    ],
)
def test_images_in_every_state_of_preprocessing(api, running, filename, takes_s, statuses):
    running.account("demo@example.com", preprocessingSeconds=takes_s)
    files = {"file": (filename, geotiff(), "image/tiff")}
    response = api.post("/rasters/mosaic/image", params={"name": "m"}, files=files)
    mosaic = f"/rasters/mosaic/{response.json()['mosaic_id']}"
    for status, wait_s in zip(statuses, (200, 300, 0), strict=True):
        [state] = api.get(f"{mosaic}/status").json()["images"]
        assert state["preprocessing_status"] == status
        one = f"/rasters/image/{state['image_id']}"
        assert api.get(f"{one}/status").json() == state
        assert api.get(one).json()["filename"] == filename
        listed = api.get(f"{mosaic}/image").json()
        assert bool(listed) is (status in ("NONE", "COMPLETED"))
        assert api.get(mosaic).json() in api.get("/rasters/mosaic").json()
        running.advance(wait_s)
    assert api.put(one, params={"name": "x.tif"}).json()["filename"] == "x.tif"


def test_mosaics_empty_and_full(api):
    mosaic = f"/rasters/mosaic/{api.post('/rasters/mosaic', json={'name': 'm'}).json()['id']}"
    seen = [api.get(mosaic).json()]
    for name in ("a.tif", "b.tif"):
        files = {"file": (name, geotiff(), "image/tiff")}
        api.post(f"{mosaic}/image", files=files).raise_for_status()
        assert api.get("/rasters/mosaic").json() == [api.get(mosaic).json()]
        seen.append(api.get(mosaic).json())
    for image in api.get(f"{mosaic}/image").json():
        api.delete(f"/rasters/image/{image['id']}").raise_for_status()
    assert api.get(mosaic).json() == seen[0]
    # Both images show the same ground.
    assert [each["footprint"].count("((") for each in seen] == [0, 1, 1]
    assert seen[0]["footprint"] == "MULTIPOLYGON EMPTY"
    assert seen[2]["sizeInBytes"] == 2 * seen[1]["sizeInBytes"] > seen[0]["sizeInBytes"] == 0


@pytest.mark.parametrize(
    "provider",
    [
        "sandbox_half_metre",
        "sandbox_third_metre",
        "sandbox_closed",
        "sandbox_mosaic",
        "my_imagery_images",
        "my_imagery_mosaics",
    ],
)
def test_catalog_images_of_every_provider(api, provider):
    files = {"file": ("a.tif", geotiff(), "image/tiff")}
    mosaic = api.post("/rasters/mosaic/image", params={"name": "m"}, files=files).json()
    [own] = api.get(f"/rasters/mosaic/{mosaic['mosaic_id']}/image").json()
    corners = own["footprint"].removeprefix("POLYGON ((").removesuffix("))").split(", ")
    ring = [[float(number) for number in corner.split()] for corner in corners]
    aoi = {"type": "Polygon", "coordinates": [ring]}
    page = api.post("/catalog/meta", json={"aoi": aoi, "dataProviders": [provider]}).json()
    assert page["images"]
    assert {image["providerName"] for image in page["images"]} == {provider}


def test_a_search_that_finds_nothing(api):
    page = api.post("/catalog/meta", json={"aoi": MOSCOW, "dataProviders": []}).json()
    assert page == {"images": [], "total": 0, "limit": 100, "offset": 0}


def _everywhere(api, path):
    """A planned search as all operations show it; they must agree."""
    one = template(api, path)
    assert one in api.get("/processings/template").json()
    assert one in api.get(f"/processings/template/user/{one['userId']}").json()
    short = {key: value for key, value in one.items() if key != "searchParams"}
    assert short in api.get(f"/processings/template/project/{one['projectId']}").json()
    images(api, path)
    api.get(f"{path}/processings").raise_for_status()
    return one["status"], one["isActive"]


def test_planned_searches_in_every_state(api, running, plan):
    path = f"/processings/template/{plan(days=20).json()['template']['id']}"
    assert _everywhere(api, path) == ("SEARCHING", True)
    running.advance(60)
    assert _everywhere(api, path) == ("READY", True)
    assert api.post(f"{path}/pause").json()["template"]["isActive"] is False
    assert _everywhere(api, path) == ("READY", False)
    assert api.post(f"{path}/resume").json()["template"]["status"] == "SEARCHING"
    for area in template(api, path)["searchParams"]["aoiDetails"]["features"]:
        api.request("DELETE", f"{path}/aoi", json={"aoiIds": [area["id"]]}).raise_for_status()
    running.advance(60)
    assert _everywhere(api, path) == ("FAILED", True)
    api.post(f"{path}/aoi", json={"geometry": NORTH}).raise_for_status()
    api.post(f"{path}/restart").raise_for_status()
    assert _everywhere(api, path) == ("SEARCHING", True)
    api.put(path, json={"name": "Renamed"}).raise_for_status()
    running.advance(30 * DAY)
    assert _everywhere(api, path) == ("READY", False)
    api.delete(path).raise_for_status()
    refused(api.get(path), 404, "NOT_FOUND")
    beyond = [plan().json()["template"] for _ in range(3)][-1]
    assert _everywhere(api, f"/processings/template/{beyond['id']}") == ("READY", False)


@pytest.mark.parametrize("status", STATUSES)
def test_processings_of_a_planned_search(api, running, plan, status):
    running.account("demo@example.com", credits=1_000_000)
    only = search(feature(NORTH), hideUnavailable=True, minAoiIntersectionPercent=100)
    path = f"/processings/template/{plan(params=only).json()['template']['id']}"
    running.advance(10 * DAY)
    image = images(api, path)["images"][0]
    wishes, seconds = STATUSES[status]
    source = {"dataProvider": image["providerName"], "imageIds": [image["id"]]}
    body = {
        "name": "Quays",
        "wdName": MODEL,
        "geometry": NORTH,
        "params": {"sourceParams": {"imagerySearch": source}},
        "meta": wishes,
        "blocks": [],
        "updateTemplateGeometry": False,
    }
    api.post(f"{path}/v2", json=body).raise_for_status()
    running.advance(seconds * 5)
    [listed] = api.get(f"{path}/processings").json()
    [area] = template(api, path)["searchParams"]["aoiDetails"]["features"]
    [link] = area["properties"]["processings"]
    assert listed["status"] == link["processingStatus"] == status


@pytest.mark.parametrize("billing", ["CREDITS", "AREA", "NONE"])
@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"providers": [], "searchProviders": []},
        {"providers": ["mapbox", "maxar"], "team": "Crew", "teamOwner": True},
    ],
)
def test_the_status_of_every_kind_of_account(api, running, billing, settings):
    running.account("demo@example.com", billingType=billing, **settings)
    status = api.get("/user/status").json()
    assert status["billingType"] == billing
    names = [each["name"] for each in status["dataProviders"]]
    assert names == settings.get("providers", names)
    assert status["models"]


SOURCES = {
    "provider": {"dataProvider": {"providerName": "Mapbox", "zoom": "18"}},
    "provider without a zoom": {"dataProvider": {"providerName": "Mapbox"}},
    "tiles": {"userDefined": {"sourceType": "XYZ", "url": TILES}},
    "tiles with a login": {
        "userDefined": {
            "sourceType": "XYZ",
            "url": TILES,
            "zoom": 18,
            "crs": "epsg:3857",
            "rasterLogin": "ada",
            "rasterPassword": "secret",
        }
    },
}
FLAT = {
    "provider": {"data_provider": "Mapbox", "zoom": "18"},
    "provider without a zoom": {"data_provider": "Mapbox"},
    "tiles": {"source_type": "xyz", "url": TILES},
    "tiles with a login": {
        "source_type": "xyz",
        "url": TILES,
        "zoom": "18",
        "projection": "epsg:3857",
        "raster_login": "ada",
        "raster_password": "secret",
    },
}
USED = {
    "dataProvider": {"providerName", "zoom"},
    "myImagery": {"imageIds", "mosaicId"},
    "imagerySearch": {"dataProvider", "imageIds", "zoom", "searchId"},
    "userDefined": {"sourceType", "url", "zoom", "crs", "rasterLogin", "rasterPassword"},
}


def _source(api, body):
    """Run, and return the source as every operation of version 2 shows it."""
    path = "/processings/v2" if "sourceParams" in body["params"] else "/processings"
    response = api.post(path, json={"wdName": MODEL, "geometry": MOSCOW, **body})
    assert response.status_code == 200, response.text
    created = response.json()
    one, project = f"/processings/{created['id']}/v2", f"/projects/{created['projectId']}"
    rename = {"name": "Renamed", "description": ""}
    shown = [
        api.get(one).json(),
        api.put(one, json=rename).json(),
        api.get("/processings/v2").json()[0],
        api.get(f"{project}/processings/v2").json()[0],
        api.post(f"{project}/processings/v2/page", json={}).json()["results"][0],
    ]
    assert shown[0] | rename | {"updated": shown[1]["updated"]} == shown[1]
    sources = [each["params"]["sourceParams"] for each in shown]
    assert all(each == sources[0] for each in sources)
    assert {each["params"]["inferenceParams"] for each in shown} == {None}
    return sources[0]


def _used(source):
    """The only used member of a source, whose others are null."""
    assert set(source) == set(USED)
    [(name, member)] = [(name, each) for name, each in source.items() if each is not None]
    assert set(member) == USED[name]
    return member


@pytest.mark.parametrize("kind", SOURCES)
@pytest.mark.parametrize("version", [1, 2])
def test_a_source_is_shown_whole(api, version, kind):
    params = FLAT[kind] if version == 1 else {"sourceParams": SOURCES[kind]}
    member = _used(_source(api, {"params": params}))
    given = next(iter(SOURCES[kind].values()))
    assert member == {
        name: int(value) if name == "zoom" else None if name == "rasterPassword" else value
        for name, value in (dict.fromkeys(member) | given).items()
        if name != "zoom" or value is not None
    } | ({} if given.get("zoom") else {"zoom": None})


def test_a_source_of_own_imagery_is_shown_whole(api):
    files = {"file": ("a.tif", FIELD_IMAGE.read_bytes(), "image/tiff")}
    receipt = api.post("/rasters/mosaic/image", params={"name": "m"}, files=files).json()
    image = {"imageIds": [receipt["id"]]}
    for given in (image, {"mosaicId": receipt["mosaic_id"]}):
        body = {"geometry": FIELD, "params": {"sourceParams": {"myImagery": given}}}
        assert _used(_source(api, body)) == {"imageIds": None, "mosaicId": None} | given
    url = api.get(f"/rasters/image/{receipt['id']}").json()["image_url"]
    body = {"geometry": FIELD, "params": {"source_type": "tif", "url": url}}
    assert _used(_source(api, body)) == {"mosaicId": None} | image


def test_a_source_of_found_imagery_is_shown_whole(api, running, may):
    running.account("demo@example.com", credits=100_000)
    page = api.post("/catalog/meta", json={"aoi": NORTH, "dataProviders": ["sandbox_half_metre"]})
    found = page.json()["images"][0]
    given = {"dataProvider": found["providerName"], "imageIds": [found["id"]]}
    body = {"geometry": NORTH, "params": {"sourceParams": {"imagerySearch": given}}}
    assert _used(_source(api, body)) == given | {"zoom": None, "searchId": None}
    flat = {"data_provider": found["providerName"], "url": found["id"], "zoom": "18"}
    body = {"geometry": NORTH, "params": flat}
    assert _used(_source(api, body)) == given | {"zoom": 18, "searchId": None}


def test_a_new_account_and_every_model(api):
    """Nothing is done yet: the default project has an owner, and models with prices and steps."""
    status, default = api.get("/user/status").json(), api.get("/projects/default").json()
    assert default["workflowDefs"] == status["models"]
    assert all(isinstance(model["description"], str) for model in status["models"])
    assert any(model["blocks"] == [] for model in status["models"])
    owner = {"role": "OWNER", "email": status["email"]}
    assert default["shareProject"] == {"owners": [owner], "users": []}


@pytest.fixture
def everything(api, running, shown, finish, someone_else, plan, project):
    """Responses of every kind, with their schemas."""
    running.account("demo@example.com", credits=1_000_000, team="Crew", teamOwner=True)
    running.account("demo@example.com", reviewWorkflowEnabled=True)
    api.get("/user/status")
    done = finish(MOSCOW, blocks=[{"name": "OSM", "enabled": True}])
    failed = finish(BLOCK, meta={"sandbox:fail": "inference.internalError"})
    api.put(f"/processings/{done['id']}/rate", json={"rating": 5, "feedback": ""})
    for processing in (done, failed):
        for tail in ("", "/v2", "/aois"):
            api.get(f"/processings/{processing['id']}{tail}").raise_for_status()
    for source in SOURCES.values():
        _source(api, {"params": {"sourceParams": source}})
    share = {"projectId": project, "email": "else@example.com", "role": "readonly"}
    api.post("/projects/share", json=share).raise_for_status()
    api.get("/projects").raise_for_status()
    files = {"file": ("a.tif", FIELD_IMAGE.read_bytes(), "image/tiff")}
    mosaic = api.post("/rasters/mosaic/image", params={"name": "m"}, files=files).json()
    own = {"myImagery": {"mosaicId": mosaic["mosaic_id"]}}
    _source(api, {"geometry": FIELD, "params": {"sourceParams": own}})
    api.get("/rasters/mosaic").raise_for_status()
    api.get(f"/rasters/mosaic/{mosaic['mosaic_id']}/image").raise_for_status()
    found = api.post("/catalog/meta", json={"aoi": NORTH, "dataProviders": ["sandbox_half_metre"]})
    image = found.json()["images"][0]
    given = {"dataProvider": image["providerName"], "imageIds": [image["id"]], "zoom": 18}
    _source(api, {"geometry": NORTH, "params": {"sourceParams": {"imagerySearch": given}}})
    plan().raise_for_status()
    api.get("/processings/template").raise_for_status()
    return shown


def test_each_need_left_out_of_real_responses_is_noticed(everything):
    """Each fact is broken once, in a response that the sandbox gave."""
    assert [lack for schema, value in everything for lack in lacking(value, schema)] == []
    objects = {}
    for schema, value in everything:
        for name, found, _ in parts(value, schema):
            for member in ("", *found):
                # One that is filled shows more than one that is null.
                best = objects.get((name, member))
                if best is None or best.get(member) is None:
                    objects[name, member] = found
    unseen = [place for place in facts() if place not in objects]
    assert unseen == [("ReviewState", "status"), ("ReviewState", "feedback")]
    for fact in members():
        if (fact.component, fact.member) in unseen:
            continue
        who = f"({fact.client}, {fact.reader})"
        found = objects[fact.component, fact.member]
        bare = {key: value for key, value in found.items() if key != fact.member}
        for broken, word in ((bare, "missing"), (found | {fact.member: None}, "null")):
            opposed = word == "null" and (fact.client, fact.component, fact.member) in OPPOSED
            noticed = f"$.{fact.member} is {word} {who}" in lacking(broken, fact.component)
            assert noticed is (word in fact.fails_when and not opposed), fact
    for component, member in facts():
        if not member:
            more = objects[component, ""] | {"brandNew": 1}
            assert any("$.brandNew is too much" in each for each in lacking(more, component))


def _client(response, status=200):
    """A client of these tests in front of a server that gives one response."""
    transport = httpx.MockTransport(lambda _: httpx.Response(status, json=response))
    return Api("http://127.0.0.1/rest", transport=transport)


def test_a_mistake_of_the_sandbox_is_named_by_the_test_that_meets_it():
    mistake = {
        "code": "SANDBOX_ERROR",
        "message": "mistake in the sandbox: no name",
        "params": None,
    }
    with (
        _client(mistake, status=500) as client,
        pytest.raises(AssertionError, match="GET /rest/projects/default: mistake in the sandbox"),
    ):
        client.get("/projects/default")


@pytest.mark.parametrize("key", ["isDefault", "workflowDefs", "created", "name"])
def test_a_response_without_a_key_is_noticed(api, key):
    whole = api.get("/projects/default").json()
    with _client(whole) as client:
        assert client.get("/projects/default").json() == whole
    with (
        _client({name: value for name, value in whole.items() if name != key}) as client,
        pytest.raises(AssertionError, match=rf"\$\.{key} is missing"),
    ):
        client.get("/projects/default")
    if key != "name":
        return
    with (
        _client([{**whole, key: None}]) as client,
        pytest.raises(AssertionError, match=r"\$\[\]\.name is null"),
    ):
        client.get("/projects")


@pytest.mark.parametrize(
    "moment", ["2026-05-01T08:00:00Z", "2026-05-01T08:00:00.0Z", "2026-05-01T08:00:00.000000"]
)
def test_a_time_in_another_form_is_noticed(api, moment):
    whole = api.get("/projects/default").json()
    with (
        _client({**whole, "created": moment}) as client,
        pytest.raises(AssertionError, match="not a time with six digits"),
    ):
        client.get("/projects/default")

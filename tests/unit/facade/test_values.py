"""Errors, messages, sources, choices: the values without I/O."""

import inspect
import pickle
import warnings
from uuid import UUID

import pytest

import mapflow
from mapflow import errors, sources
from mapflow._error_codes import ENTRIES
from mapflow._requests.references import choose_options, identifier, pick_model, plain
from mapflow._views.account import AccountStatus, Model
from mapflow._views.imagery import Storage
from mapflow._views.planned import PlannedRecord
from mapflow._views.processing import ProcessingRecord
from mapflow.messages import translate
from mapflow.status import Status

ID = "65285409-ac88-4fc0-a937-193cf42c2343"
KINDS = [
    kind
    for kind in vars(errors).values()
    if inspect.isclass(kind) and issubclass(kind, errors.MapflowError)
]


def sample(kind):
    """An error of a kind with something in every attribute it takes."""
    values = {
        "hint": "do this", "reason": "r", "where": "w", "candidates": ("a", "b"), "limit": "l",
        "allowed": 1.0, "found": 2.0, "status": 418, "code": "C", "params": {"a": "1"},
        "method": "GET", "url": "https://x/y", "request_id": "q", "body": "b", "tag": "t",
        "project_id": ID, "processing_id": ID, "processing": ProcessingRecord({"id": ID}),
        "messages": (translate("x.y", {"a": 1}),), "waited_s": 3.0, "path": "p",
        "received_bytes": 1, "expected_bytes": 2, "filename": "f", "image_id": ID,
        "preprocessing_error": "p", "retry_after_s": 4.0,
    }  # fmt: skip
    taken = inspect.signature(kind).parameters
    return kind("what happened", **{name: values[name] for name in taken if name != "message"})


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_pickles_with_all_it_carries(kind):
    error = sample(kind)
    error.sent = False
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    assert str(again) == str(error)
    assert again.__dict__ == error.__dict__


def test_the_tree_is_the_documented_one():
    for kind in KINDS:
        assert kind.__name__ in errors.__doc__
        assert kind.__name__ in errors.__all__


PROCESSING_CODES = [entry for entry in ENTRIES if entry.scope == "processing"]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry.code}-{entry.contains}")
def test_every_code_becomes_a_whole_sentence(entry):
    values = {name: f"<{name}>" for name in entry.parameters}
    told = translate(entry.code, values, server_text=entry.contains or "server says")
    assert told.is_known
    for value in values.values():
        assert value in told.text
    assert "{" not in told.text
    assert told.acts in ("user", "support", "user-then-support")
    assert told.retry in ("no", "restart", "later")
    assert told.hint


def test_the_catalogue_holds_all_documented_codes():
    assert len(PROCESSING_CODES) >= 51 + 5


def test_missing_and_extra_parameters_do_no_harm():
    told = translate("source-validator.TooHighZoom", {"actual_zoom": 21, "level": "error"})
    assert "21" in told.text
    assert "{max_zoom}" in told.text
    assert told.parameters == {"actual_zoom": "21", "level": "error"}


def test_a_value_with_braces_is_not_a_placeholder():
    told = translate(
        "source-validator.TooHighZoom", {"actual_zoom": "{max_zoom}", "max_zoom": "18"}
    )
    assert "{max_zoom}" in told.text
    assert "18" in told.text


@pytest.mark.parametrize("spelling", ["real_source_type", "real_source_types"])
def test_both_spellings_of_a_parameter(spelling):
    told = translate(
        "dataloader.UnknownSourceType", {spelling: "wcs", "allowed_source_types": "xyz"}
    )
    assert "wcs" in told.text
    assert "{" not in told.text


def test_codes_differ_by_case_first_and_then_do_not():
    assert translate("dataloader.InternalError").is_known
    assert translate("DATALOADER.internalerror").is_known


def test_an_unknown_code_is_shown_raw():
    told = translate("new.Thing", {"a": [1, "b"], "level": "error"}, server_text="hm")
    assert not told.is_known
    assert told.text == "Mapflow reported new.Thing (a=1, b): hm"


def test_pixel_size_is_told_the_right_way_round():
    high = translate(
        "source-validator.PixelSizeTooHigh", {"actual_res": "5.6", "max_res": "1.2"}
    ).text
    low = translate(
        "source-validator.PixelSizeTooLow", {"actual_res": "0.1", "min_res": "0.3"}
    ).text
    assert "detailed" in high or "coarse" in high
    assert high != low


TILES = "https://t.example.com/{z}/{x}/{y}.png"


@pytest.mark.parametrize(
    ("source", "params"),
    [
        (sources.Provider("Mapbox"), {"data_provider": "Mapbox"}),
        (sources.Provider("Mapbox", zoom=18), {"data_provider": "Mapbox", "zoom": "18"}),
        (sources.XYZ(TILES), {"source_type": "xyz", "url": TILES}),
        (
            sources.XYZ(TILES, zoom=17, crs="EPSG:3395", login="u", password="p"),
            {
                "source_type": "xyz",
                "url": TILES,
                "zoom": "17",
                "projection": "epsg:3395",
                "raster_login": "u",
                "raster_password": "p",
            },
        ),
        (sources.TMS(TILES), {"source_type": "tms", "url": TILES}),
        (
            sources.Quadkey("https://t.example.com/{q}.jpeg"),
            {"source_type": "quadkey", "url": "https://t.example.com/{q}.jpeg"},
        ),
        (sources.Sentinel("G1"), {"source_type": "sentinel_l2a", "url": "G1"}),
        (sources.GeoTIFF("s3://b/k.tif"), {"source_type": "tif", "url": "s3://b/k.tif"}),
    ],
)
def test_sources(source, params):
    assert source.params() == params
    assert pickle.loads(pickle.dumps(source)) == source


def test_wms_warns():
    with pytest.warns(errors.DeprecatedSourceWarning) as caught:
        source = sources.WMS("https://m.example.com/wms")
    assert caught[0].filename == __file__
    assert source.params()["source_type"] == "wms"


@pytest.mark.parametrize(
    "make",
    [
        lambda: sources.Provider(" "),
        lambda: sources.Provider("Mapbox", zoom=23),
        lambda: sources.Provider("Mapbox", zoom=-1),
        lambda: sources.Provider("Mapbox", zoom="18"),
        lambda: sources.Provider("Mapbox", zoom=True),
        lambda: sources.XYZ("ftp://t.example.com/{z}/{x}/{y}"),
        lambda: sources.XYZ("t.example.com/{z}/{x}/{y}"),
        lambda: sources.XYZ("https://t.example.com/{z}/{x}"),
        lambda: sources.TMS("https://t.example.com/"),
        lambda: sources.Quadkey(TILES),
        lambda: sources.XYZ(TILES, login="u"),
        lambda: sources.Sentinel(""),
        lambda: sources.GeoTIFF("https://x/y.tif"),
        lambda: sources.GeoTIFF(""),
    ],
)
def test_bad_sources(make):
    with pytest.raises(errors.InvalidSource):
        make()


def test_a_source_hides_its_login():
    url = "https://bob:hunter2@t.example.com/{z}/{x}/{y}"
    source = sources.XYZ(url, login="alice", password="hunter3")
    assert "hunter" not in repr(source)
    assert "alice" not in repr(source)
    with pytest.raises(errors.InvalidSource) as caught:
        sources.XYZ("https://bob:hunter2@t.example.com/")
    assert "hunter2" not in str(caught.value)


MODELS = [
    Model({"id": ID, "name": "🏠 Buildings"}),
    Model({"id": "b", "name": "🌲 Forest"}),
    Model({"id": "c", "name": "🌲↕️ Forest with heights"}),
    Model({"id": "d", "name": "Buildings (⭐️ Aerial imagery)"}),
    Model({"id": "e", "name": "🚜 Fields (hi-res)"}),
]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("buildings", "🏠 Buildings"),
        ("🏠 Buildings", "🏠 Buildings"),
        (ID, "🏠 Buildings"),
        ("  FOREST ", "🌲 Forest"),
        ("forest with heights", "🌲↕️ Forest with heights"),
        ("Fields (Hi-Res)", "🚜 Fields (hi-res)"),
        (MODELS[1], "🌲 Forest"),
    ],
)
def test_models_by_friendly_name(wanted, found):
    assert pick_model(MODELS, wanted).name == found


@pytest.mark.parametrize("wanted", ["", "roads", "🏠"])
def test_unknown_models_list_the_known(wanted):
    with pytest.raises(errors.UnknownModel) as caught:
        pick_model(MODELS, wanted)
    assert "🌲 Forest" in caught.value.candidates


def test_ambiguous_models():
    twins = [*MODELS, Model({"id": "z", "name": "BUILDINGS 🏠"})]
    with pytest.raises(errors.UnknownModel, match="2 models"):
        pick_model(twins, "buildings")


def test_near_misses_are_suggested():
    with pytest.raises(errors.UnknownModel, match="Did you mean"):
        pick_model(MODELS, "aerial")


def test_plain_names():
    assert plain("🌲↕️  Forest  With heights") == "forest with heights"


def test_options_by_name_and_label():
    model = Model(
        {
            "id": ID,
            "name": "M",
            "blocks": [
                {"name": "OSM", "displayName": "Merge with OSM", "optional": True, "price": 0},
                {"name": "Segmentation", "optional": 0, "price": 8},
            ],
        }
    )
    assert choose_options(model, {"merge with osm": False}) == {"OSM": False}
    assert choose_options(model, ["osm", "Segmentation"]) == {"OSM": True}
    assert choose_options(model, "OSM") == {"OSM": True}
    assert choose_options(model, None) == {}


@pytest.mark.parametrize("thing", [ID, UUID(ID), ProcessingRecord({"id": ID}), f" {ID.upper()} "])
def test_identifiers(thing):
    assert identifier(thing, "processing") == UUID(ID)


@pytest.mark.parametrize("thing", ["", "x", "../" + ID, None, 5, Model({"id": ID}), {"id": ID}])
def test_bad_identifiers(thing):
    with pytest.raises(errors.InvalidInput):
        identifier(thing, "processing")


def test_status_words():
    assert Status("OK").is_success
    assert Status("OK").is_terminal
    assert not Status("BRAND_NEW").is_known
    assert not Status("AWAITING").is_terminal
    assert Status("CANCELED").is_cancelled
    assert pickle.loads(pickle.dumps(Status("OK"))) == "OK"


def test_account_reads_both_generations():
    status = AccountStatus(
        {
            "email": "a@example.com",
            "billingType": "credits",
            "remainingCredits": "12",
            "dataProviders": [
                {"name": "m", "price": [{"zoom": "18", "priceSqKm": 3}], "minAreaSqkm": 1},
                {"name": "m"},
                {"name": "n", "displayName": "N", "minAreaSqKm": 0},
                {"no": "name"},
                5,
            ],
            "models": [{"name": "without id"}, None],
        }
    )
    assert (status.billing_type, status.remaining_credits) == ("CREDITS", 12)
    assert [(p.name, p.label, p.min_area_km2) for p in status.providers] == [
        ("m", "m", 1),
        ("n", "N", 0),
    ]
    assert status.providers[0].price_per_km2 == {18: 3}
    assert status.models == []


def test_storage_reads_both_generations():
    assert Storage({"memoryLimit": 10, "memoryUsed": 4}).free_bytes == 6
    assert Storage({"limit_bytes": 10, "used_bytes": 4}).free_bytes == 6
    assert Storage({"memoryLimit": None}).free_bytes is None


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("2023-03-29T06:48:35.103854Z", 35.103854),
        ("2020-05-13T13:00:31.978Z", 31.978),
        ("2022-06-07T13:27:33Z", 33),
        ("2025-05-05T10:00:00.0Z", 0),
        ("2023-01-26T13:58:32.122099", 32.122099),
    ],
)
def test_every_kind_of_timestamp(written, seconds):
    moment = ProcessingRecord({"id": ID, "created": written}).created
    assert moment.second + moment.microsecond / 1e6 == pytest.approx(seconds)
    assert moment.utcoffset().total_seconds() == 0


def test_handles_pickle_without_their_client():
    client = mapflow.Mapflow(token="a@example.com:hunter2", base_url="https://x.test/rest")
    job = mapflow.Processing(client._session, {"id": ID, "status": "OK"})
    dumped = pickle.dumps(job)
    assert b"hunter2" not in dumped
    again = pickle.loads(dumped)
    assert again == job
    with pytest.raises(errors.ConfigurationError, match="unpickled"):
        again.refresh()
    client.close()


def test_deprecation_warning_is_visible_by_default():
    assert issubclass(errors.DeprecatedSourceWarning, FutureWarning)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sources.WMS("https://m.example.com/wms")


@pytest.mark.parametrize("kind", [sources.XYZ, sources.TMS, sources.Quadkey, sources.WMS])
def test_a_word_in_the_place_of_an_address_may_be_a_key(kind):
    with pytest.raises(errors.InvalidSource) as caught:
        kind("s3cret.word-that-is-a-key")
    assert "s3cret" not in str(caught.value)
    with pytest.raises(errors.InvalidSource, match=r"tiles\.example\.com/"):
        kind("tiles.example.com/{z}/{x}/{y}.png")


def test_limits_that_the_service_does_not_tell_are_not_known():
    assert AccountStatus({"templateAreaLimit": 7.5}).planned_area_limit_m2 == 7.5
    for unknown in ({}, {"templateAreaLimit": None}, {"templateAreaLimit": 0}):
        assert AccountStatus(unknown).planned_area_limit_m2 is None


def test_what_is_not_said_to_be_archived_is_not():
    assert PlannedRecord({"id": "a", "isArchived": True}).is_archived
    assert not PlannedRecord({"id": "a"}).is_archived


@pytest.mark.parametrize("sent", [["xyz", "tms"], "['xyz', 'tms']", "xyz, tms"])
def test_a_list_in_a_message_reads_as_one(sent):
    message = translate(
        "source-validator.SourceTypeIsNotAllowed", {"source_type": "tif", "allowed_sources": sent}
    )
    assert message.is_known
    assert "of the kind tif; it takes xyz, tms." in message.text

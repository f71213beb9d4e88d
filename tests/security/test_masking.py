"""What of an address is masked, and what must stay for the address to be of use in a message."""

import pytest
from rich import pretty

from mapflow import sources
from mapflow._http.links import bare
from mapflow._masking.secrets import Masked, MaskedBytes, mask_text, masked, secrets_of
from mapflow._masking.urls import mask_source, mask_url

MASKED = {
    "https://me:open@x.test/a": "https://***@x.test/a",
    "https://me:o/p:e@n@x.test/a": "https://***@x.test/a",
    "https://x.test/{z}/{x}?key=abc&s={s}": "https://x.test/{z}/{x}?key=***&s={s}",
    "https://x.test/a?abc#def": "https://x.test/a?***#***",
    "https://x.test/tiles/9f86d081884c7d659a2feaa0/{z}.png": "https://x.test/tiles/***/{z}.png",
    "https://x.test/Zm9vYmFyYmF6cXV4MTIz/1": "https://x.test/***/1",
    "https://x.test/pk.eyJ1IjoiYWRhIn0.Qx-7/1": "https://x.test/***/1",
}
SHOWN = (
    "https://api.mapflow.ai/rest/processings/65285409-ac88-4fc0-a937-193cf42c2343/v2",
    "https://x.test/S2B_OPER_MSI_L2A_TL_SGS__20200101T000000_A000000_T37UDB_N02.13",
    "https://x.test/maps/my-orthophoto-of-the-harbour-2024.tif",
    "https://x.test/@ada/{z}/{x}/{y}.png",
    "https://x.test:8080/a@b",
    "https://[::1]:8080/a@b",
    "s3://bucket/00000000-0000-4000-8000-000000000002/field.tif",
)


@pytest.mark.parametrize(("url", "shown"), MASKED.items())
def test_secrets_in_an_address(url, shown):
    assert mask_url(url) == shown
    assert mask_url(shown) == shown
    assert mask_text(f"see {url} there") == f"see {shown} there"
    assert bare(url) == shown.replace("***@", "").partition("?")[0]


@pytest.mark.parametrize("url", SHOWN)
def test_what_is_no_secret_stays(url):
    assert mask_url(url) == url
    assert bare(url) == url


def test_short_and_speaking_parts_stay_as_the_guide_says():
    # Nothing tells these from other parts: the guide says to give such a key otherwise.
    for key in ("abc123", "65285409-ac88-4fc0-a937-193cf42c2343"):
        assert key in mask_url(f"https://x.test/{key}/1")


TILES_SHOWN = (
    "https://tiles.example.com/{z}/{x}/{y}.png",
    "https://tiles.example.com/1.0.0/satellite@2x/{z}/{x}/{-y}.jpg",
    "https://server.arcgisonline.com/ArcGIS/rest/services/World_Imagery/MapServer/tile/{z}/{y}/{x}",
    "https://ecn.t3.tiles.example.net/tiles/a{q}.jpeg?g=***",
    "https://x.test/wmts/EPSG:3857/GoogleMapsCompatible/{z}/{y}/{x}",
    "https://x.test/{KEY}/{z}/{x}/{y}.png",
)
KEYS = (
    "abc123",
    "secretkey",
    "TopSecret",
    "s3cr3t.key-1",
    "65285409-ac88-4fc0-a937-193cf42c2343",
    "%73ecret",
    "user:open",
    "user@open",
    "ключ",
    "123456",
)


@pytest.mark.parametrize("url", TILES_SHOWN)
def test_a_tile_address_without_a_key_is_shown(url):
    assert mask_source(url) == url


@pytest.mark.parametrize("key", KEYS)
def test_whatever_may_be_a_key_in_a_tile_address_is_masked(key):
    for url in (
        f"https://x.test/{key}/{{z}}/{{x}}/{{y}}.png",
        f"https://x.test/tiles/{{z}}/{{x}}/{{y}}/{key}",
        f"https://x.test/{{z}}/{{x}}/{{y}}-{key}.png",
        f"https://x.test/{{z}}/{{x}}/{{y}}.png#{key}",
        f"https://x.test/{{z}}/{{x}}/{{y}}.png?{key}",
        f"https://{key}:{key}@x.test/{{z}}/{{x}}/{{y}}.png",
        f"https://x.test/a;key={key}/{{z}}/{{x}}/{{y}}.png",
    ):
        assert key not in mask_source(url)
        assert key not in repr(sources.XYZ(url))
        assert key not in repr(Masked(url))
        assert key not in str(masked({"params": {"source_type": "xyz", "url": url}}))


@pytest.mark.parametrize("text", ["https://me:open@x.test/{z}/{x}/{y}?key=abc", "hunter2" * 20])
def test_a_piece_of_a_masked_text_shows_nothing(text):
    kept = Masked(text)
    assert kept[:20] == text[:20]
    for piece in (kept[:20], kept[3], kept[::2], kept[5:][2:]):
        assert repr(piece) == "'***'"
    assert repr(MaskedBytes(text.encode())[:9]) == "<9 bytes>"
    assert MaskedBytes(b"abc")[1] == ord("b")
    assert pretty.pretty_repr(kept, max_string=10).startswith("'***'")
    assert "open" not in pretty.pretty_repr({"a": [kept]}, max_string=10)


def test_what_a_service_says_again_of_a_tile_address_is_taken_out():
    url = "https://x.test/secretkey/{z}/{x}/{y}.png?token=one%2Ftwo#three=four5"
    secrets = secrets_of({"params": {"url": Masked(url)}})
    said = mask_text("is 'secretkey' or one%2Ftwo or one/two or four5 right?", secrets)
    assert said == "is '***' or *** or *** or *** right?"

"""What of an address is masked, and what has to stay for the address to be of use in a message."""

import pytest

from mapflow._masking import mask_text, mask_url
from mapflow._wire.http import bare

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

"""Sources as people type them: one reader, for the command line and for assistants."""

import re

import pytest

from mapflow import errors, sources

ID = "65285409-ac88-4fc0-a937-193cf42c2343"
URL = "https://tiles.example.com/{z}/{x}/{y}.png"


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("provider:Mapbox", sources.Provider("Mapbox")),
        (" Provider : Mapbox ", sources.Provider("Mapbox")),
        (f"xyz:{URL}", sources.XYZ(URL)),
        (f"tms:{URL}", sources.TMS(URL)),
        ("quadkey:https://tiles.example.com/{q}.png", sources.Quadkey("https://tiles.example.com/{q}.png")),
        (f"my-imagery:{ID}", sources.MyImagery([ID])),
        (f"my-imagery:{ID}, {ID[:-1]}4", sources.MyImagery([ID, f"{ID[:-1]}4"])),
        (f"my-imagery:mosaic={ID}", sources.MyImagery(mosaic=ID)),
        ("search:Maxar/A,B", sources.ImagerySearch("Maxar", ["A", "B"])),
        ("geotiff:s3://bucket/image.tif", sources.GeoTIFF("s3://bucket/image.tif")),
    ],
)  # fmt: skip
def test_a_text_becomes_a_source(text, source):
    assert sources.parse(text) == source


def test_zoom_and_login_go_where_they_belong():
    assert sources.parse("provider:Mapbox", zoom=18) == sources.Provider("Mapbox", 18)
    source = sources.parse(f"xyz:{URL}", zoom=18, login="me", password="secret")
    assert source == sources.XYZ(URL, zoom=18, login="me", password="secret")


@pytest.mark.parametrize(
    ("text", "zoom", "why"),
    [
        ("Mapbox", None, "kind. Did you mean provider:Mapbox? Write one of provider:NAME, "),
        (ID, None, f"Did you mean my-imagery:{ID}, or of a mosaic my-imagery:mosaic={ID}?"),
        ("provider:", None, "does not begin with its kind"),
        ("ftp:somewhere", None, "Unknown kind of source 'ftp'. Write one of"),
        ("search:Maxar", None, "is search:PROVIDER/ID,ID, not 'search:Maxar'"),
        ("search:Maxar/ ,", None, "is search:PROVIDER/ID,ID"),
        (f"my-imagery:{ID}", 18, "A source of kind 'my-imagery' has no zoom."),
    ],
)
def test_what_is_no_source_says_which_forms_there_are(text, zoom, why):
    with pytest.raises(errors.InvalidSource, match=re.escape(why)):
        sources.parse(text, zoom=zoom)


def test_every_kind_that_is_read_is_told_of():
    kinds = [form.partition(":")[0] for form in sources.FORMS.replace(" or ", ", ").split(", ")]
    assert len(set(kinds)) == 9
    for kind in kinds:
        try:
            sources.parse(f"{kind}:?,")
        except errors.InvalidSource as error:
            assert "Unknown kind" not in str(error)  # noqa: PT017

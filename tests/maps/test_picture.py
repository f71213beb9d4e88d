"""Pictures show features where they are; tiles join without a seam."""

import io
import random

import pytest
from PIL import Image, ImageChops

from mapflow import maps
from mapflow.errors import InvalidInput
from mapflow.maps._furniture import words

AREA = {
    "type": "Polygon",
    "coordinates": [
        [[37.298, 55.636], [37.308, 55.636], [37.308, 55.640], [37.298, 55.640], [37.298, 55.636]]
    ],
}


def box(west, south, east, north):
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(kind, coordinates, **properties):
    return {
        "type": "Feature",
        "geometry": {"type": kind, "coordinates": coordinates},
        "properties": properties,
    }


def opened(data):
    picture = Image.open(io.BytesIO(data))
    assert picture.format == "PNG"
    return picture.convert("RGB")


def at(picture, lon, lat, area=AREA):
    """The colour of a place; the map begins below the heading and is as wide as the picture."""
    edges = maps.frame(area)
    x = (lon - edges.west) / (edges.east - edges.west) * picture.width
    height = picture.width * _aspect(edges)
    top = next(y for y in range(picture.height) if picture.getpixel((2, y)) != (16, 27, 24))
    y = top + (edges.north - lat) / (edges.north - edges.south) * height
    return picture.getpixel((round(x), round(y)))


def _aspect(edges):
    import math

    return (
        (edges.north - edges.south)
        / (edges.east - edges.west)
        / math.cos(math.radians(edges.north))
    )


def tile_of_its_number(zoom, x, y):
    picture = Image.new("RGB", (256, 256), (x % 256, y % 256, zoom * 10))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def test_features_are_drawn_where_they_are():
    house = feature("Polygon", [box(37.302, 55.637, 37.304, 55.639)], object_type="buildings")
    picture = opened(maps.png([house], area=AREA, size_px=800))
    inside, outside = at(picture, 37.303, 55.638), at(picture, 37.3005, 55.638)
    assert inside[0] > outside[0] > 200
    assert inside[2] < outside[2] - 30


def test_holes_stay_empty():
    ring, hole = box(37.300, 55.6365, 37.306, 55.6395), box(37.302, 55.637, 37.304, 55.639)
    picture = opened(maps.png([feature("Polygon", [ring, hole])], area=AREA, size_px=800))
    assert at(picture, 37.303, 55.638) == at(picture, 37.3072, 55.638)
    assert at(picture, 37.301, 55.638) != at(picture, 37.303, 55.638)


@pytest.mark.parametrize(
    ("kind", "coordinates"),
    [
        ("Point", [37.303, 55.638]),
        ("MultiPoint", [[37.303, 55.638]]),
        ("LineString", [[37.302, 55.638], [37.304, 55.638]]),
        ("MultiLineString", [[[37.302, 55.638], [37.304, 55.638]]]),
        ("MultiPolygon", [[box(37.302, 55.637, 37.304, 55.639)]]),
        ("Polygon", [box(37.302, 55.637, 37.304, 55.639)[:-1]]),
    ],
)
def test_every_type_of_geometry_is_drawn(kind, coordinates):
    picture = opened(maps.png([feature(kind, coordinates)], area=AREA, size_px=800))
    assert at(picture, 37.303, 55.638) != at(picture, 37.3005, 55.637)


def test_nothing_found_is_a_picture_too():
    assert opened(maps.png([], area=AREA, title="Пусто 🌲", size_px=400)).width == 400


def test_no_place_to_show_is_an_error():
    with pytest.raises(InvalidInput, match="Nothing to show"):
        maps.png([])
    with pytest.raises(InvalidInput, match="320 or more"):
        maps.png([], area=AREA, size_px=100)


def test_backdrop_lies_under_the_picture_to_the_pixel():
    def halves(zoom, x, y):
        """Red west of the middle of the area, blue east of it."""
        side = 2**zoom * 256
        middle = (37.303 + 180) / 360 * side
        tile = Image.new("RGB", (256, 256))
        for column in range(256):
            colour = (220, 0, 0) if x * 256 + column < middle else (0, 0, 220)
            tile.paste(colour, (column, 0, column + 1, 256))
        out = io.BytesIO()
        tile.save(out, "PNG")
        return out.getvalue()

    for margin in (0.0, 0.07, 0.4):
        backdrop = maps.stitch(maps.frame(AREA, margin=margin), halves, zoom=17)
        picture = opened(maps.png([], area=AREA, backdrop=backdrop, size_px=1000))
        west, east = at(picture, 37.303 - 0.00004, 55.638), at(picture, 37.303 + 0.00004, 55.638)
        assert west[0] > 150 > 60 > west[2], (margin, west)
        assert east[2] > 150 > 60 > east[0], (margin, east)


def test_stitch_asks_for_each_tile_once_and_cuts_exactly():
    asked = []

    def fetch(zoom, x, y):
        asked.append((zoom, x, y))
        return tile_of_its_number(zoom, x, y)

    bounds = maps.Bounds(37.298, 55.636, 37.308, 55.641)
    backdrop = maps.stitch(bounds, fetch, zoom=16)
    assert sorted(asked) == sorted(maps.tile_range(bounds, 16).tiles())
    for ours, wanted in zip(backdrop.bounds, bounds, strict=True):
        assert ours == pytest.approx(wanted, abs=1e-5)
    assert backdrop.media_type == "image/jpeg"
    assert "image" not in repr(backdrop).replace("image/", "")


def test_missing_tiles_are_left_blank():
    backdrop = maps.stitch(maps.Bounds(37.298, 55.636, 37.308, 55.641), lambda *_: None, zoom=15)
    with Image.open(io.BytesIO(backdrop.image)) as picture:
        assert picture.convert("L").getextrema()[0] > 200


def test_transparent_tiles_are_blank_too():
    clear = io.BytesIO()
    Image.new("RGBA", (256, 256), (0, 0, 0, 0)).save(clear, "PNG")
    bounds = maps.Bounds(37.298, 55.636, 37.308, 55.641)
    backdrop = maps.stitch(bounds, lambda *_: clear.getvalue(), zoom=15)
    with Image.open(io.BytesIO(backdrop.image)) as picture:
        assert picture.convert("L").getextrema()[0] > 200


def test_zoom_is_the_finest_that_fits():
    rng = random.Random(2)
    for _ in range(300):
        west, south = rng.uniform(-180, 179), rng.uniform(-84, 83)
        bounds = maps.Bounds(
            west,
            south,
            min(180.0, west + 10 ** rng.uniform(-4, 1)),
            min(85.0, south + 10 ** rng.uniform(-4, 1)),
        )
        zoom = maps.choose_zoom(bounds, max_tiles=40)
        assert maps.tile_range(bounds, zoom).size <= 40
        assert zoom == 18 or maps.tile_range(bounds, zoom + 1).size > 40


def test_the_world_is_one_tile():
    assert list(maps.tile_range(maps.Bounds(-180, -90, 180, 90), 0).tiles()) == [(0, 0, 0)]


def test_backdrop_of_something_else_is_refused():
    with pytest.raises(InvalidInput, match="PNG, JPEG or WebP"):
        _ = maps.Backdrop(b"GIF89a", maps.Bounds(0, 0, 1, 1)).media_type


def test_scale_bar_has_a_round_length():
    from mapflow.maps._furniture import round_length

    assert [round_length(m) for m in (0.3, 1, 1.99, 4.9, 99, 100, 740, 12_345)] == [
        0.2, 1, 1, 2, 50, 100, 500, 10_000,
    ]  # fmt: skip


BAND = (16, 27, 24)


@pytest.mark.parametrize("size_px", [320, 400, 800])
def test_a_narrow_picture_can_be_drawn_and_read(size_px):
    """However narrow: nothing of the legend lies on the scale, or outside of the picture."""
    tall = [
        feature("Polygon", [box(37, 55 + n / 1000, 37.0005, 55.0008 + n / 1000)], class_id=kind)
        for n, kind in enumerate(["one kind of many words " * 12, "b", "c"])
    ]
    picture = opened(maps.png(tall, size_px=size_px, title="word " * 2000))
    edge = [picture.getpixel((picture.width - 4, y)) for y in range(picture.height)]
    drawn = [y for y, colour in enumerate(edge) if colour != BAND]
    # The map alone reaches the edge.
    assert drawn == list(range(drawn[0], drawn[-1] + 1))
    left = picture.crop((0, drawn[-1] + 1, picture.width // 4, picture.height))
    _, first, _, _ = ImageChops.difference(left, Image.new("RGB", left.size, BAND)).getbbox()
    # The legend begins below the scale, where it has no room beside it.
    assert first > 14


def test_accents_stay_on_their_letters():
    """Names of files on a Mac have them apart."""
    assert words("\u0438\u0306e\u0301", 20).text == "\u0439\u00e9"


def test_an_area_of_many_parts_takes_no_sheet_for_each(monkeypatch):
    sizes = []
    usual = Image.new

    def new(mode, size, *rest):
        sizes.append(size[0] * size[1])
        return usual(mode, size, *rest)

    monkeypatch.setattr(Image, "new", new)

    def pixels(parts):
        sizes.clear()
        side = 0.01 / parts
        rings = [[box(37 + n * side, 55, 37 + (n + 0.5) * side, 55.005)] for n in range(parts)]
        maps.png([], area={"type": "MultiPolygon", "coordinates": rings}, size_px=320)
        return sum(sizes)

    assert pixels(40) < 1.2 * pixels(2)

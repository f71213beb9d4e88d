"""Places that the tests of the scene read, and pictures of them put together."""

import io

from PIL import Image

from mapflow.sandbox import scene
from mapflow.sandbox.scene.grid import to_units

KINDS = ("buildings", "roads", "forest", "fields", "construction")

#: The area of the service's own documentation.
SEED_AREA = (37.29836940765381, 55.63619642594767, 37.307724952697754, 55.64024152130109)


def polygon(west, south, east, north):
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def tile_at(lon, lat, z):
    u, v = to_units(lon, lat)
    return int(u * 2.0 ** (z - 17)), int(v * 2.0 ** (z - 17))


def tile(z, x, y, seed=0):
    """Return one tile, decoded to the last byte."""
    data = scene.tile_png(z, x, y, seed=seed)
    with Image.open(io.BytesIO(data)) as check:
        check.verify()
    image = Image.open(io.BytesIO(data))
    image.load()
    return image

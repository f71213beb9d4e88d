"""Areas that tests and recordings share."""

from pathlib import Path

#: The polygon of the service's own documentation: 265,197 square metres near Moscow.
MOSCOW = {
    "type": "Polygon",
    "coordinates": [
        [
            [37.29836940765381, 55.63619642594767],
            [37.307724952697754, 55.63619642594767],
            [37.307724952697754, 55.64024152130109],
            [37.29836940765381, 55.64024152130109],
            [37.29836940765381, 55.63619642594767],
        ]
    ],
}


def square(lon, lat, side_deg=0.002):
    """A closed square with its lower left corner at a place."""
    right, top = round(lon + side_deg, 6), round(lat + side_deg, 6)
    return {
        "type": "Polygon",
        "coordinates": [[[lon, lat], [right, lat], [right, top], [lon, top], [lon, lat]]],
    }


#: A block of houses, small enough for its result to be read in a cassette.
BLOCK = square(37.3, 55.636)
TWO_BLOCKS = {
    "type": "MultiPolygon",
    "coordinates": [BLOCK["coordinates"], square(37.31, 55.64)["coordinates"]],
}

#: A small GeoTIFF: 400 by 400 metres of bare ground with round groups of trees, three bands at two
#: metres a pixel (EPSG:32637). Kept as a file, because its bytes are part of recorded uploads.
FIELD_IMAGE = Path(__file__).with_name("field.tif")
#: An area inside the picture.
FIELD = square(37.299, 55.635)

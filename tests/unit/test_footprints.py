"""What covers ground can stand for an area, without a request."""

import pytest
import shapely

from mapflow._views.catalog import CatalogImage
from mapflow._views.imagery import ImageRecord, MosaicRecord
from mapflow.errors import InvalidArea
from mapflow.geometry import as_geometry, read_areas
from tests.support.places import BLOCK

WKT = shapely.geometry.shape(BLOCK).wkt
IMAGE = ImageRecord({"id": "i1", "filename": "north.tif", "footprint": WKT})
MOSAIC = MosaicRecord({"id": "m1", "name": "Farm", "footprint": WKT})
FOUND = CatalogImage({"id": "c1", "footprint": BLOCK})


@pytest.mark.parametrize("record", [IMAGE, MOSAIC, FOUND])
def test_a_footprint_is_an_area(record):
    assert shapely.geometry.shape(as_geometry(record)).equals(shapely.geometry.shape(BLOCK))
    assert shapely.geometry.shape(record).equals(shapely.geometry.shape(BLOCK))


def test_several_are_rows_with_their_names():
    assert [each.name for each in read_areas([IMAGE, MOSAIC])] == ["north.tif", "Farm"]
    assert [each.name for each in read_areas([FOUND])] == ["c1"]


@pytest.mark.parametrize(
    "footprint", [None, "", "POLYGON EMPTY", "POLYGON ((", __file__, "{", "1,2,3,4"]
)
def test_without_a_usable_footprint_there_is_a_sentence(footprint):
    for record in (
        ImageRecord({"id": "i1", "filename": "north.tif", "footprint": footprint}),
        MosaicRecord({"id": "m1", "name": "Farm", "footprint": footprint}),
    ):
        with pytest.raises(InvalidArea):
            as_geometry(record)

"""The limits of an account, checked before anything is spent."""

import pyproj
import pytest
import shapely

from mapflow.errors import CostLimitExceeded, LimitExceeded
from mapflow.geometry import as_geometry, summarise
from mapflow.limits import (
    AREA_MARGIN,
    area_text,
    check_area,
    check_credits,
    check_max_cost,
    check_upload,
)

# 0.265 km2; the service reports 265,197 m2 for it, the ellipsoid has 265,335 m2
SMALL = summarise(
    as_geometry((37.29836940765381, 55.63619642594767, 37.307724952697754, 55.64024152130109))
)
THREE = summarise(as_geometry([(i, 55, i + 0.01, 55.01) for i in (37, 38, 39)]))
STRIP = summarise(
    as_geometry(
        {
            "type": "MultiPolygon",
            "coordinates": [
                [[[36, 55], [36.01, 55], [36.01, 55.01]]],
                [[[37, 55], [37.2, 55.1], [37.2, 55.101], [37, 55.001]]],
            ],
        }
    )
)


def refused(check, *args, **kwargs):
    with pytest.raises(LimitExceeded) as caught:
        check(*args, **kwargs)
    assert caught.value.hint
    return caught.value


def test_within_all_limits():
    check_area(
        SMALL,
        aoi_area_limit_m2=25_000_000,
        max_areas=1,
        remaining_area_m2=300_000,
        billing_type="AREA",
    )
    check_area(THREE, aoi_area_limit_m2=25_000_000, max_areas=3)


@pytest.mark.parametrize("unknown", [0, None])
def test_an_unknown_limit_is_left_to_the_service(unknown):
    check_area(THREE, aoi_area_limit_m2=unknown, max_areas=unknown)
    check_area(THREE, remaining_area_m2=None, billing_type="AREA")
    check_credits(1e9, None)
    check_max_cost(1e9, None)


def test_total_area():
    error = refused(check_area, THREE, aoi_area_limit_m2=2_000_000)
    assert (error.limit, error.allowed) == ("aoi_area_limit_m2", 2_000_000)
    assert error.found == THREE.area_m2
    assert str(error).startswith("The area is 2.137 km² (2,136,952 m²), ")
    assert "one processing may cover 2 km² (2,000,000 m²)" in str(error)


def test_the_box_of_each_polygon():
    assert STRIP.area_m2 < 3e6
    error = refused(check_area, STRIP, aoi_area_limit_m2=25_000_000)
    assert (error.limit, error.allowed) == ("aoi_area_limit_m2", 25_000_000)
    assert error.found == STRIP.bounding_boxes[1].area_m2 > 140e6
    assert "The bounding box of polygon 1 covers" in str(error)
    alone = summarise(
        as_geometry({"type": "Polygon", "coordinates": [[[37, 55], [37.2, 55.1], [37.2, 55.101]]]})
    )
    assert "The bounding box of the area covers" in str(
        refused(check_area, alone, aoi_area_limit_m2=25_000_000)
    )


def test_number_of_areas():
    error = refused(check_area, THREE, max_areas=2)
    assert (error.limit, error.allowed, error.found) == ("max_areas", 2, 3)
    assert "3 polygons" in str(error)


def test_remaining_area_counts_only_when_billed_by_area():
    for billing in ("CREDITS", "NONE", None, 0, 1, "something new"):
        check_area(THREE, remaining_area_m2=10, billing_type=billing)
    for billing in ("AREA", "area"):
        error = refused(check_area, THREE, remaining_area_m2=10, billing_type=billing)
        assert (error.limit, error.allowed, error.found) == ("remaining_area_m2", 10, THREE.area_m2)
    assert refused(check_area, SMALL, remaining_area_m2=0, billing_type="AREA").allowed == 0


def test_what_the_service_may_accept_is_not_refused():
    """The service measured this area as 265,197 m2: a limit of that is not exceeded."""
    check_area(SMALL, aoi_area_limit_m2=265_197)
    check_area(SMALL, remaining_area_m2=265_197, billing_type="AREA")
    refused(check_area, SMALL, aoi_area_limit_m2=265_000)


def test_the_margin_covers_the_zone_in_which_the_service_measures():
    """A planar area in the local UTM zone against ours, across a zone and up to 80 degrees."""
    ratios = []
    for lat in range(0, 81, 10):
        for lon in (36.0, 37.3, 39.0, 40.5, 41.95):
            box = as_geometry((lon, lat, lon + 0.04, lat + 0.04))
            to_utm = pyproj.Transformer.from_crs(4326, 32637, always_xy=True)
            planar = shapely.transform(
                shapely.geometry.shape(box), to_utm.transform, interleaved=False
            )
            ratios.append(planar.area / summarise(box).area_m2)
    assert 1 - AREA_MARGIN < min(ratios) < 1 - 0.0007
    assert max(ratios) < 1.002


def test_credits():
    check_credits(30, 30)
    error = refused(check_credits, 31, 30)
    assert (error.limit, error.allowed, error.found) == ("remaining_credits", 30, 31)
    assert str(error).startswith("The run costs 31 credits, and 30 remain")
    assert refused(check_credits, 1, 0).allowed == 0
    check_credits(0, 0)
    check_credits(31, 30, billing_type="AREA")
    check_credits(31, 30, billing_type=None)
    refused(check_credits, 31, 30, billing_type="credits")


def test_max_cost():
    check_max_cost(50, 50)
    with pytest.raises(CostLimitExceeded, match=r"costs 51 credits, more than the 50 allowed"):
        check_max_cost(51, 50)
    error = refused(check_max_cost, 1, 0)
    assert (error.limit, error.allowed, error.found) == ("max_cost", 0, 1)


@pytest.mark.parametrize(
    ("area", "text"),
    [
        (265_334.8, "0.2653 km² (265,335 m²)"),
        (25_000_000, "25 km² (25,000,000 m²)"),
        (25_030_000.4, "25.03 km² (25,030,000 m²)"),
        (100_000_000_000, "100,000 km² (100,000,000,000 m²)"),
        (0, "0 km² (0 m²)"),
    ],
)
def test_areas_read_well(area, text):
    assert area_text(area) == text


@pytest.mark.parametrize("unknown", [0, None])
def test_an_upload_within_the_limits(unknown):
    check_upload(1000, max_file_bytes=1000, free_bytes=1000)
    check_upload(10**12, max_file_bytes=unknown, free_bytes=None)


def test_an_upload_that_is_too_large():
    error = refused(check_upload, 1001, max_file_bytes=1000, free_bytes=10**9)
    assert (error.allowed, error.found) == (1000, 1001)
    error = refused(check_upload, 1001, max_file_bytes=10**9, free_bytes=1000)
    assert (error.allowed, error.found) == (1000, 1001)
    assert refused(check_upload, 1, free_bytes=0).allowed == 0

"""Splits an outline with a peer, in the peer's own environment, which has nothing of ours.

``python _peers.py PEER FILE LIMIT_M2 WIDEST_S``: reads a GeoJSON MultiPolygon, and writes a line of
JSON: CPU seconds, peak memory, and the corners of each tile in longitude and latitude.
"""

import json
import resource
import sys
import time
from math import ceil, cos, pi, radians, sqrt
from pathlib import Path

import numpy as np
import pyproj
import shapely
import shapely.geometry

#: Less than the limit, for the measure of the service, as our own split keeps.
KEPT = 0.998
RADIUS_M = 6_371_007.2


def side_m(limit_m2):
    return sqrt(limit_m2 * KEPT)


def corners(boxes, epsg):
    """Longitudes and latitudes of boxes' corners."""
    rings = shapely.get_coordinates(shapely.box(*np.array(boxes).T)).reshape(-1, 5, 2)
    back = pyproj.Transformer.from_crs(epsg, 4326, always_xy=True)
    x, y = back.transform(rings[..., 0], rings[..., 1])
    return np.stack([x, y], axis=-1).round(9).tolist()


def by_utm_zones(shape, limit_m2):
    """Squares of a fixed size in each UTM zone: the splitter that sentinelhub recommends."""
    from sentinelhub import CRS, UtmZoneSplitter

    found = UtmZoneSplitter([shape], CRS.WGS84, side_m(limit_m2)).get_bbox_list()
    zones = {}
    for box in found:
        zones.setdefault(box.crs.epsg, []).append(tuple(box))
    return [ring for epsg, boxes in zones.items() for ring in corners(boxes, epsg)]


def by_boxes(shape, limit_m2):
    """The box around all, in columns and rows, each box drawn in to what lies in it."""
    from sentinelhub import CRS, BBoxSplitter

    west, south, east, north = shape.bounds
    widest = 0.0 if south < 0 < north else min(abs(south), abs(north))
    metre_deg = 180 / pi / RADIUS_M
    rows = ceil((north - south) / (side_m(limit_m2) * metre_deg))
    columns = ceil((east - west) * cos(radians(widest)) / (side_m(limit_m2) * metre_deg))
    split = BBoxSplitter([shape], CRS.WGS84, (columns, rows), reduce_bbox_sizes=True)
    return corners([tuple(box) for box in split.get_bbox_list()], 4326)


def by_map_tiles(shape, limit_m2):
    """Tiles of web maps, the largest that are within the limit at the equator."""
    from sentinelhub import CRS, OsmSplitter

    zoom = ceil(np.log2(2 * pi * 6_378_137 / side_m(limit_m2)))
    split = OsmSplitter([shape], CRS.WGS84, zoom, reduce_bbox_sizes=True)
    return corners([tuple(box) for box in split.get_bbox_list()], 4326)


def by_openeo(shape, limit_m2):
    """Squares in an equal-area projection of the world, each polygon for itself."""
    from openeo.extra.job_management._job_splitting import split_area

    there = pyproj.Transformer.from_crs(4326, 6933, always_xy=True)
    flat = shapely.transform(shape, lambda xy: np.stack(there.transform(*xy.T), axis=1))
    tiles = split_area(flat, projection="EPSG:6933", tile_size=side_m(limit_m2))
    return corners(tiles.geometry.bounds.to_numpy(), 6933)


PEERS = {
    "sentinelhub utm": by_utm_zones,
    "sentinelhub box": by_boxes,
    "sentinelhub osm": by_map_tiles,
    "openeo": by_openeo,
}


def main(peer, path, limit_m2, most_s):
    shape = shapely.make_valid(shapely.geometry.shape(json.loads(Path(path).read_bytes())))
    resource.setrlimit(resource.RLIMIT_CPU, (int(most_s), int(most_s) + 5))
    before = time.process_time()
    rings = PEERS[peer](shape, float(limit_m2))
    status = Path("/proc/self/status").read_text(encoding="ascii")
    figures = {
        "cpu_s": time.process_time() - before,
        "peak_mb": int(status.partition("VmHWM:")[2].split()[0]) / 1024,
        "rings": rings,
    }
    print(json.dumps(figures))


main(*sys.argv[1:])

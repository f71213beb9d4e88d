"""Results that are unusual in one way each; most features are plain, as they are in results."""

import json

COUNT = 300


def square(number, *height):
    west, south = 37 + number * 0.001, 55.0
    corners = [(0, 0), (0.0005, 0), (0.0005, 0.0005), (0, 0.0005), (0, 0)]
    return [[round(west + x, 7), round(south + y, 7), *height] for x, y in corners]


def feature(number, **properties):
    plain = {"id": number, "object_type": "buildings", "area": 10, "class_id": "101"}
    return {
        "type": "Feature",
        "properties": plain | properties,
        "geometry": {"type": "Polygon", "coordinates": [square(number)]},
    }


def collection(features=None, **members):
    features = [feature(number) for number in range(COUNT)] if features is None else features
    return {"type": "FeatureCollection", **members, "features": features}


def _with(change, at=7):
    """A result of which one feature was changed."""
    found = collection()
    change(found["features"][at])
    return found


def _shaped(kind, coordinates, at=7):
    return _with(lambda it: it.update(geometry={"type": kind, "coordinates": coordinates}), at)


def _mixed():
    found = _shaped("Point", [37.0, 55.0])
    found["features"][8]["geometry"] = {"type": "LineString", "coordinates": [[37, 55], [38, 56]]}
    found["features"][9]["geometry"] = {
        "type": "MultiPolygon",
        "coordinates": [[square(9)], [square(10)]],
    }
    return found


HOLE = [[37.0071, 55.0001], [37.0072, 55.0001], [37.0072, 55.0002], [37.0071, 55.0001]]
LON_LAT = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
METRES = [[413000, 6167000], [413200, 6167000], [413200, 6167200], [413000, 6167000]]
ODD = {
    "plain": collection,
    "open ring": lambda: _with(lambda it: it["geometry"]["coordinates"][0].pop()),
    "hole": lambda: _shaped(
        "Polygon",
        [square(7), HOLE],
    ),
    "null geometry": lambda: _with(lambda it: it.update(geometry=None)),
    "no geometry at all": lambda: collection([feature(0) | {"geometry": None} for _ in range(3)]),
    "NaN": lambda: _with(lambda it: it["properties"].update(area=float("nan"))),
    "NaN coordinate": lambda: _with(
        lambda it: it["geometry"]["coordinates"][0][1].__setitem__(0, float("nan"))
    ),
    "null": lambda: _with(lambda it: it["properties"].update(area=None, class_id=None)),
    "null properties": lambda: _with(lambda it: it.update(properties=None)),
    "mixed kinds": _mixed,
    "late property": lambda: _with(lambda it: it["properties"].update(late="x"), at=-1),
    "early property": lambda: _with(lambda it: it["properties"].update(early="x"), at=0),
    "class as a number": lambda: _with(lambda it: it["properties"].update(class_id=105)),
    "type changes": lambda: _with(lambda it: it["properties"].update(area="large"), at=-1),
    "whole and not": lambda: _with(lambda it: it["properties"].update(area=10.5), at=-1),
    "truth and number": lambda: _with(lambda it: it["properties"].update(area=True), at=-1),
    "nested": lambda: _with(lambda it: it["properties"].update(nested={"a": [1, {"b": "é"}]})),
    "foreign member": lambda: collection(
        [feature(n) | ({"extra": {"x": 1}} if n == 7 else {}) for n in range(COUNT)],
        name="Harbour", crs=LON_LAT,
    ),
    "seam in a text": lambda: collection(
        [feature(n, note='"},{"type":"Feature","x":"') for n in range(COUNT)]
    ),
    "heights": lambda: collection(
        [
            feature(n) | {"geometry": {"type": "Polygon", "coordinates": [square(n, 120.5)]}}
            for n in range(COUNT)
        ]
    ),
    "heights of one": lambda: _shaped("Polygon", [square(7, 7.5)]),
    "empty": lambda: collection([]),
    "the same ID": lambda: collection([feature(5, fid=1) | {"id": 5} for _ in range(COUNT)]),
    "Unicode": lambda: collection(
        [
            feature(n, **{"площадь объекта": n, "площадь объёма": 2, "🏠": "дом"})
            for n in range(COUNT)
        ]
    ),
    "capitals": lambda: collection(
        [feature(n, Name="a", name="b", NAME="c") for n in range(COUNT)]
    ),
    "large numbers": lambda: collection(
        [feature(n, a=2**53 + 1, b=2**63 - 1, c=2**64, d=10**30) for n in range(COUNT)]
    ),
    "large beside fractions": lambda: collection(
        [feature(n, a=1.5 if n == 3 else 2**53 + 1) for n in range(COUNT)]
    ),
    "names of columns": lambda: collection(
        [
            feature(n, geometry="x", bbox="y", geom="z", fid=n % 3, WKT="w", class_name="own")
            for n in range(COUNT)
        ]
    ),
    "metres": lambda: collection(
        [
            {
                "type": "Feature",
                "properties": {},
                "geometry": {"type": "Polygon", "coordinates": [METRES]},
            }
        ],
        crs={"type": "name", "properties": {"name": "EPSG:32637"}},
    ),
    "half a pair": lambda: _with(lambda it: it["properties"].update(note="\ud800x\x01")),
}  # fmt: skip


def write(path, found):
    """Write a result as a service could, with NaN and all."""
    path.write_text(json.dumps(found), encoding="utf-8")
    return path

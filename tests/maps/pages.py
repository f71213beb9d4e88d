"""What a page holds, read apart from the code that wrote it."""

import base64
import gzip
import json
import math
from html.parser import HTMLParser

_OUTER, _HOLE, _LINE, _POINTS = range(4)


class Page(HTMLParser):
    """The elements of a page as a browser's parser cuts them."""

    def __init__(self, text):
        super().__init__()
        self.elements = []
        self.scripts = []
        self.sheets = []
        self._into = None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._into = {"script": self.scripts, "style": self.sheets}.get(tag)
        if self._into is not None:
            self._into.append((dict(attrs), []))

    def handle_data(self, data):
        if self._into is not None:
            self._into[-1][1].append(data)

    def handle_endtag(self, tag):
        if tag in {"script", "style"}:
            self._into = None

    def text(self, name):
        """The text of a script element by its ID."""
        return next("".join(text) for attrs, text in self.scripts if attrs.get("id") == name)

    def unpacked(self, name):
        """The bytes in a script element by its ID."""
        return gzip.decompress(base64.b64decode(self.text(name), validate=True))

    @property
    def facts(self):
        """The packed properties as text of JSON."""
        return self.unpacked("facts").decode()

    def data(self, name):
        """What the page shows: its view with the area, or its features, as GeoJSON."""
        view = json.loads(self.text("view"))
        *groups, area = self._shapes(len(view["groups"]) + 1)
        if name == "view":
            whole = {"type": "GeometryCollection", "geometries": area}
            view["area"] = area[0] if len(area) == 1 else whole if area else None
            return view
        assert name == "features"
        properties = [_rows(table) for table in json.loads(self.facts)]
        return {
            "features": [
                {"geometry": geometry, "properties": row, "group": number}
                for number, (shapes, rows) in enumerate(zip(groups, properties, strict=True))
                for geometry, row in zip(shapes, rows, strict=True)
            ]
        }

    def _shapes(self, count):
        numbers = _Numbers(self.unpacked("shapes"))
        found = [_geometries(numbers) for _ in range(count)]
        assert numbers.is_at_end
        return found

    @property
    def policy(self):
        (found,) = [
            a["content"]
            for t, a in self.elements
            if t == "meta" and a.get("http-equiv") == "Content-Security-Policy"
        ]
        return {
            name: values.split()
            for name, _, values in (d.strip().partition(" ") for d in found.split(";"))
        }


class _Numbers:
    """Numbers of four bytes: the lowest bytes of all come first."""

    def __init__(self, data):
        self._data = data
        self._at = 0

    def take(self, count):
        planes = self._data[self._at : self._at + 4 * count]
        self._at += 4 * count
        columns = [planes[place * count : (place + 1) * count] for place in range(4)]
        return [int.from_bytes(bytes(four), "little") for four in zip(*columns, strict=True)]

    @property
    def is_at_end(self):
        return self._at == len(self._data)


def _geometries(numbers):
    features, paths, points = numbers.take(3)
    sizes, heads = numbers.take(features), iter(numbers.take(paths))
    places = zip(_sums(numbers.take(points)), _sums(numbers.take(points)), strict=True)
    return [_geometry([_path(next(heads), places) for _ in range(size)]) for size in sizes]


def _sums(steps):
    here = 0
    for step in steps:
        here += step // 2 if step % 2 == 0 else -(step + 1) // 2
        here = (here + (1 << 31)) % (1 << 32) - (1 << 31)
        yield here


def _path(head, places):
    return head % 4, [_degrees(*next(places)) for _ in range(head // 4)]


def _degrees(x, y):
    lat = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / (1 << 30)))))
    return [round((x / (1 << 30) - 0.5) * 360, 6), round(lat, 6)]


def _geometry(paths):
    polygons = []
    others = []
    for kind, path in paths:
        if kind == _OUTER:
            polygons.append([[*path, path[0]]])
        elif kind == _HOLE:
            polygons[-1].append([*path, path[0]])
        elif kind == _LINE:
            others.append({"type": "LineString", "coordinates": path})
        else:
            one = len(path) == 1
            kind = "Point" if one else "MultiPoint"
            others.append({"type": kind, "coordinates": path[0] if one else path})
    if len(polygons) == 1:
        others.insert(0, {"type": "Polygon", "coordinates": polygons[0]})
    elif polygons:
        others.insert(0, {"type": "MultiPolygon", "coordinates": polygons})
    return others[0] if len(others) == 1 else {"type": "GeometryCollection", "geometries": others}


def _rows(table):
    used = [0] * len(table["tables"])
    rows = []
    runs = table["runs"]
    for number, count in zip(runs[::2], runs[1::2], strict=True):
        held = table["tables"][number]
        for _ in range(count):
            values = [column[used[number]] for column in held["columns"]]
            rows.append(dict(zip(held["names"], values, strict=True)))
            used[number] += 1
    return rows

"""Plane geometry on rings of points: cutting, shrinking and measuring convex polygons.

A ring is a list of points, not closed, that turns from x to y (its `shoelace` is positive).
"""

from collections.abc import Sequence
from math import hypot

from mapflow.sandbox.scene.grid import Point, shoelace

Ring = list[Point]
Box = tuple[float, float, float, float]
"""Least x, least y, greatest x, greatest y."""

Frame = tuple[float, float, float, float]
"""A direction along an edge (tx, ty) and the normal to its left (nx, ny), both of length one."""


def clip(ring: Sequence[Point], nx: float, ny: float, limit: float) -> Ring:
    """Return the part of a convex ring where nx*x + ny*y <= limit; empty when there is none."""
    out: Ring = []
    if not ring:
        return out
    px, py = ring[-1]
    before = nx * px + ny * py - limit
    for x, y in ring:
        now = nx * x + ny * y - limit
        if (now <= 0) != (before <= 0):
            share = before / (before - now)
            out.append((px + (x - px) * share, py + (y - py) * share))
        if now <= 0:
            out.append((x, y))
        px, py, before = x, y, now
    return out if len(out) > 2 else []


def frames(ring: Sequence[Point]) -> list[tuple[Point, Point, float, Frame]]:
    """Return each edge as start, end, length and frame; the normal points inwards."""
    out: list[tuple[Point, Point, float, Frame]] = []
    a = ring[-1]
    for b in ring:
        dx, dy = b[0] - a[0], b[1] - a[1]
        length = hypot(dx, dy)
        if length > 1e-9:
            tx, ty = dx / length, dy / length
            out.append((a, b, length, (tx, ty, -ty, tx)))
        a = b
    return out


def inset(ring: Sequence[Point], distance: float) -> Ring:
    """Return a convex ring shrunk by a distance; empty when nothing is left."""
    out: Ring = list(ring)
    for (ax, ay), _, _, (_, _, nx, ny) in frames(ring):
        out = clip(out, -nx, -ny, -(nx * ax + ny * ay) - distance)
        if not out:
            return out
    return out


def planes(ring: Sequence[Point]) -> list[tuple[float, float, float]]:
    """Return the edges of a convex ring as (nx, ny, c): nx*x + ny*y - c is how far inside it is."""
    return [(nx, ny, nx * a[0] + ny * a[1]) for a, _, _, (_, _, nx, ny) in frames(ring)]


def contains(ring: Sequence[Point], x: float, y: float, margin: float = 0.0) -> bool:
    """Tell whether a point is in a convex ring, at least `margin` from its edges."""
    px, py = ring[-1]
    for qx, qy in ring:
        dx, dy = qx - px, qy - py
        across = dx * (y - py) - dy * (x - px)
        if across < 0 or (margin and across < margin * hypot(dx, dy)):
            return False
        px, py = qx, qy
    return True


def extent(ring: Sequence[Point], tx: float, ty: float) -> Point:
    """Return the least and the greatest coordinate of a ring along a direction."""
    along = [x * tx + y * ty for x, y in ring]
    return min(along), max(along)


def box(ring: Sequence[Point]) -> Box:
    """Return the box around a ring."""
    xs = [p[0] for p in ring]
    ys = [p[1] for p in ring]
    return min(xs), min(ys), max(xs), max(ys)


def centroid(ring: Sequence[Point]) -> Point:
    """Return the centre of gravity of a ring."""
    x0, y0 = ring[0]
    area = cx = cy = 0.0
    px, py = ring[-1][0] - x0, ring[-1][1] - y0
    for x, y in ring:
        qx, qy = x - x0, y - y0
        cross = px * qy - qx * py
        area += cross
        cx += (px + qx) * cross
        cy += (py + qy) * cross
        px, py = qx, qy
    if abs(area) < 1e-12:
        return x0, y0
    return x0 + cx / (3 * area), y0 + cy / (3 * area)


def oriented(ring: Ring) -> Ring:
    """Return the ring turning from x to y."""
    return ring if shoelace(ring) >= 0 else ring[::-1]


def rectangle(cx: float, cy: float, frame: Frame, half_along: float, half_deep: float) -> Ring:
    """Return a rectangle around a centre, in a frame."""
    tx, ty, nx, ny = frame
    ax, ay = tx * half_along, ty * half_along
    bx, by = nx * half_deep, ny * half_deep
    return [
        (cx - ax - bx, cy - ay - by),
        (cx + ax - bx, cy + ay - by),
        (cx + ax + bx, cy + ay + by),
        (cx - ax + bx, cy - ay + by),
    ]


def place(cx: float, cy: float, frame: Frame, corners: Sequence[Point]) -> Ring:
    """Return points given in a frame (along, inwards) around a centre."""
    tx, ty, nx, ny = frame
    return [(cx + a * tx + b * nx, cy + a * ty + b * ny) for a, b in corners]


def smooth(ring: Sequence[Point]) -> Ring:
    """Return a ring with each corner cut at a quarter of its edges."""
    out: Ring = []
    px, py = ring[-1]
    for x, y in ring:
        out.append((px * 0.75 + x * 0.25, py * 0.75 + y * 0.25))
        out.append((px * 0.25 + x * 0.75, py * 0.25 + y * 0.75))
        px, py = x, y
    return out

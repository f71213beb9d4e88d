"""Measures of polygons on the ellipsoid, and Web Mercator."""

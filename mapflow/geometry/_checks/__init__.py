"""Checks of polygons: on the globe, closed, simple; and what can be put right in them."""

"""Results: GeoJSON files, written when they are first asked for."""

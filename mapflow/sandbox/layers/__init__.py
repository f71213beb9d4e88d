"""Map layers: addresses, TileJSON, raster and vector tiles."""

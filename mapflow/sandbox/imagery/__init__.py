"""The caller's own images, in mosaics: the "Data API"."""

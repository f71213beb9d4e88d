"""Your imagery: mosaics, their images, uploads."""

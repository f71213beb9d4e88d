"""Imagery of one's own: mosaics, images, uploads."""

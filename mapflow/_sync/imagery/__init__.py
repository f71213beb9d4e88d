# Written by scripts/unasync.py from mapflow/_async/imagery/__init__.py; edit that file instead.
"""Imagery of one's own: mosaics, images, uploads."""

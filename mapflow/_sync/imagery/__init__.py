# Written by scripts/unasync.py from mapflow/_async/imagery/__init__.py; edit that file instead.
"""Your imagery: mosaics, their images, uploads."""

# Written by scripts/unasync.py from mapflow/_downloads/_async/__init__.py; edit that file instead.
"""Receives files."""

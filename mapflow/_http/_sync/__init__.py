# Written by scripts/unasync.py from mapflow/_http/_async/__init__.py; edit that file instead.
"""The transport."""

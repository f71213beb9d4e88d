# Written by scripts/unasync.py from mapflow/_async/catalog/__init__.py; edit that file instead.
"""The catalog of imagery: searches, and runs on what they find."""

# Written by scripts/unasync.py from mapflow/_async/__init__.py; edit that file instead.
"""The resources, one module per noun."""

# Written by scripts/unasync.py from mapflow/_async/processings/__init__.py; edit that file instead.
"""Processings: what they cost, starting them, waiting for them, their results."""

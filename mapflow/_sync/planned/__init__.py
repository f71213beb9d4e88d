# Written by scripts/unasync.py from mapflow/_async/planned/__init__.py; edit that file instead.
"""Planned searches: their areas, what they found, runs on that."""

# Written by scripts/unasync.py from mapflow/batch/_async/__init__.py; edit that file instead.
"""The async half of the batch runner, from which the sync half is made."""

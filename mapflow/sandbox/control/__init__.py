"""The sandbox's own interface, under ``/sandbox/``: not part of the API."""
